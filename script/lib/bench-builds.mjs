/**
 * Twelve services of one base: as the action builds them, and one `docker buildx build` after another, in one run on one engine
 * and registry. Each way has a base of its own, so that neither finds the other's layers.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const [compiled = '', flag] = process.argv.slice(2)
const { bakeCommand, bakeFile } = await import(resolve(compiled, 'image/bake.js'))
const { rounds } = await import(resolve(compiled, 'image/make.js'))

const COUNT = 12
const BASE_MB = 48
/** What a step waits for the network. */
const WAIT_SECONDS = 2
/** Of the time that it takes one after another. */
const GOALS = { changed: 0.35, unchanged: 0.5, empty: 1 }

const registry = new URL(process.env.EVENKEEL_REGISTRY ?? '').host
const [base = ''] = (process.env.EVENKEEL_BUILD_CONTEXTS ?? '').match(/evenkeel-standin\/redis:\w+/) ?? [
  'redis:7.2.16-alpine',
]
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
const mark = Date.now().toString(36)
const names = Array.from({ length: COUNT }, (_, at) => `s${at + 1}`)

async function docker(...args) {
  let printed = ''
  const child = spawn('docker', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk))
  const code = await new Promise(done => child.once('close', done))
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}\n${printed.slice(-2000)}`)
}

async function seconds(work) {
  const began = performance.now()
  await work()
  return Math.round((performance.now() - began) / 100) / 10
}

function write(way, content) {
  for (const name of names) {
    mkdirSync(join(folder, way, name), { recursive: true })
    writeFileSync(join(folder, way, name, 'source'), `${name} ${content} ${mark}\n`)
    writeFileSync(
      join(folder, way, name, 'Dockerfile'),
      `FROM evenkeel-bench:${way}-${mark}\nCOPY source /\nRUN sleep ${WAIT_SECONDS} && head -c 1000000 /dev/urandom >/built\n`,
    )
  }
}

const repositoryOf = (way, name) => `bench-${mark}/${way}-${name}`

async function oneByOne(tag) {
  for (const name of names) {
    const to = `--tag=${registry}/${repositoryOf('one-by-one', name)}:${tag}`
    await docker('buildx', 'build', '--push', '--progress=plain', '--provenance=false', to, `one-by-one/${name}`)
  }
}

async function sideBySide(tag, isFirst) {
  const order = name => ({
    name,
    build: { context: `side-by-side/${name}`, dockerfile: `side-by-side/${name}/Dockerfile`, target: undefined },
    args: {},
    contexts: [],
    repository: { name, uri: `${registry}/${repositoryOf('side-by-side', name)}` },
    tag,
    names: [],
    platforms: [`linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`],
    annotations: {},
  })
  for (const some of rounds(names.map(name => ({ order: order(name), isFirst })))) {
    const file = join(folder, 'bake.json')
    writeFileSync(file, bakeFile(some.map(each => each.order)))
    const all = some.map(each => each.order.name)
    const [, ...args] = bakeCommand(all, { file, metadataFile: join(folder, 'built.json'), builder: '' })
    await docker(...args)
    if (Object.keys(JSON.parse(readFileSync(join(folder, 'built.json'), 'utf8'))).length < all.length)
      throw new Error('bake did not report every image')
  }
}

const ways = ['one-by-one', 'side-by-side']
try {
  for (const way of ways) {
    mkdirSync(join(folder, `base-${way}`))
    writeFileSync(
      join(folder, `base-${way}`, 'Dockerfile'),
      `FROM ${base}\nRUN head -c ${BASE_MB}000000 /dev/urandom >/base-${way}-${mark}\n`,
    )
    await docker('build', '-q', '-t', `evenkeel-bench:${way}-${mark}`, `base-${way}`)
  }
  const situations = {}
  for (const [situation, content] of [
    ['empty', 'one'],
    ['changed', 'two'],
    ['unchanged', 'two'],
  ]) {
    for (const way of ways) write(way, content)
    const sequential = await seconds(() => oneByOne(situation))
    const bake = await seconds(() => sideBySide(situation, situation === 'empty'))
    const share = Math.round((bake / sequential) * 100) / 100
    situations[situation] = { oneByOne: sequential, sideBySide: bake, share, goal: GOALS[situation] }
    console.log(
      `${situation.padEnd(10)} one by one ${sequential} s, side by side ${bake} s: ${share} (goal ${GOALS[situation]})`,
    )
  }
  const record = {
    images: `${COUNT} of one base of ${BASE_MB} MB and more; each copies a file and waits ${WAIT_SECONDS} s`,
    machine: `${process.platform}/${process.arch}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}`,
    seconds: situations,
  }
  if (flag === '--record') writeFileSync('bench/builds.json', `${JSON.stringify(record, null, 2)}\n`)
  process.exitCode = Object.values(situations).every(({ share, goal }) => share <= goal) ? 0 : 1
} finally {
  for (const way of ways) await docker('rmi', '-f', `evenkeel-bench:${way}-${mark}`).catch(() => {})
  rmSync(folder, { recursive: true, force: true })
}
