/** Facts about the bundle: what is in it, that it starts on every node it may meet, how large and how quick it is. RECORD=1 writes bench/bundle.json. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { root } from '../../script/lib/demo/github.mjs'

const RECORD = join(root, 'bench/bundle.json')
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bundle-'))
// inside of the work tree, because modules are looked for from here upwards
const compiled = mkdtempSync(join(root, 'node_modules/.evenkeel-'))
after(() => {
  for (const each of [folder, compiled]) rmSync(each, { recursive: true, force: true })
})

const size = path => statSync(join(root, path)).size
const measured = {
  bytes: Object.fromEntries(['dist/index.js', 'dist/emulator/index.js'].map(path => [path, size(path)])),
  gzippedBytes: gzipSync(readFileSync(join(root, 'dist/index.js'))).length,
  machine: `${process.platform}/${process.arch}, ${cpus().length} processors`,
  startMs: {},
}
after(() => {
  if (process.env.RECORD) writeFileSync(RECORD, `${JSON.stringify(measured, undefined, 2)}\n`)
})

test('every package that ncc bundled has its licence beside the bundle', () => {
  const bin = name => join(root, 'node_modules/.bin', name)
  execFileSync(bin('tsc'), ['--outDir', compiled], { cwd: root })
  const stats = join(folder, 'stats.json')
  execFileSync(bin('ncc'), ['build', join(compiled, 'index.js'), '--stats-out', stats, '--out', join(folder, 'out')])
  const all = modules => modules.flatMap(({ name, modules: inner = [] }) => [name ?? '', ...all(inner)])
  const names = all(JSON.parse(readFileSync(stats, 'utf8')).modules)
    .flatMap(name => [...name.matchAll(/node_modules\/((?:@[\w.-]+\/)?\w[\w.-]*)\//g)].slice(-1))
    .map(([, name]) => name)
  const packages = [...new Set(names)]
  assert.ok(packages.length > 20, `only ${packages.length} packages found`)
  const licences = readFileSync(join(root, 'dist/licenses.txt'), 'utf8').split('\n')
  // some of AWS's packages ship no licence text of their own; then the name of the licence stands for it
  const missing = packages.filter(name => {
    const at = licences.indexOf(name)
    const [licence = '', text = ''] = at < 0 ? [] : licences.slice(at + 1, at + 3)
    return !/^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause)$/.test(licence) || (licence !== 'Apache-2.0' && text === '')
  })
  assert.ok(licences.some(line => line.includes('Apache License')))
  assert.deepEqual(missing, [])
})

/** Where an environment is: the whole way from inputs to outputs, without AWS. */
function locate(node) {
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const began = performance.now()
  const { status, stdout } = spawnSync(node, [join(root, 'dist/index.js')], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      ...{ INPUT_COMMAND: 'locate', INPUT_MANIFEST: 'evenkeel.yml', INPUT_ENVIRONMENT: 'prod', INPUT_TIMEOUT: '30m' },
      ...{ 'INPUT_ON-CANCEL': 'leave', 'INPUT_ALLOW-NO-TASKS': 'false', 'INPUT_ON-PAUSE': 'wait' },
      ...{ 'INPUT_CONTAINER-LOGS': 'true' },
      ...{ GITHUB_WORKSPACE: root, GITHUB_OUTPUT: output, GITHUB_REPOSITORY: 'evenkeel/evenkeel', RUNNER_TEMP: folder },
    },
  })
  return { status, stdout, outputs: readFileSync(output, 'utf8'), ms: performance.now() - began }
}

const nodes = [process.execPath, process.env.EVENKEEL_NODE24].filter(Boolean)
for (const node of nodes) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  test(`the bundle starts under ${version}, without a warning`, () => {
    const runs = Array.from({ length: 5 }, () => locate(node))
    for (const { status, stdout, outputs } of runs) {
      assert.equal(status, 0, stdout)
      assert.match(outputs, /cluster<<(\S+)\necs-microservices-cluster\n\1/)
    }
    const [, , median] = runs.map(({ ms }) => Math.round(ms)).sort((a, b) => a - b)
    measured.startMs[version.split('.')[0]] = median
    assert.ok(median < 2000, `${median} ms`)
  })
}

test('the bundle is not much larger than it was', { skip: !existsSync(RECORD) || Boolean(process.env.RECORD) }, () => {
  const { bytes } = JSON.parse(readFileSync(RECORD, 'utf8'))
  for (const [path, before] of Object.entries(bytes)) {
    assert.ok(
      measured.bytes[path] < before * 1.15,
      `${path}: ${before} → ${measured.bytes[path]} bytes; RECORD=1 if that is meant`,
    )
  }
})
