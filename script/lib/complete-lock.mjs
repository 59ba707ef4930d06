// Run after `npm install` behind a registry mirror that serves only this platform's binaries: names the other platforms'
// optional packages in package-lock.json, so that `npm ci` accepts the lock on every machine. Their integrity is not known
// here; npm then trusts the registry for them.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (lock.packages[`${path}/node_modules/${name}`] || lock.packages[`node_modules/${name}`]) continue
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) throw new Error(`${name} is wanted as ${version}, not as one version`)
    const words = name.split(/[/-]/)
    const os = words.filter(word => systems.includes(word))
    const cpu = words.filter(word => processors.includes(word))
    const libc =
      os[0] !== 'linux'
        ? []
        : words.some(word => word.startsWith('musl'))
          ? ['musl']
          : words.some(word => word.startsWith('gnu'))
            ? ['glibc']
            : []
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      ...(dev && { dev }),
      ...(libc.length > 0 && { libc }),
      optional: true,
      ...(os.length > 0 && { os }),
    }
    console.log(`added ${name}@${version}  os ${os}  cpu ${cpu}  libc ${libc}`)
  }
}
const { '': root, ...rest } = lock.packages
lock.packages = { '': root, ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))) }
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
