/** The scripts of the workflows, with stand-ins for gh on PATH. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../../script/lib/demo/github.mjs'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-scripts-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const script = name => join(root, '.github/scripts', name)

/** A gh that writes down its arguments, and answers what `answer` (shell) says. */
function gh(answer) {
  const bin = mkdtempSync(join(folder, 'bin-'))
  const journal = join(bin, 'journal')
  writeFileSync(journal, '')
  const text = `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >>'${journal}'\nfor a in "$@"; do case $a in body=@*) cp "\${a#body=@}" '${bin}/body' ;; esac; done\n${answer}\n`
  writeFileSync(join(bin, 'gh'), text)
  chmodSync(join(bin, 'gh'), 0o755)
  return {
    bin,
    calls: () => readFileSync(journal, 'utf8').trim().split('\n'),
    body: () => readFileSync(join(bin, 'body'), 'utf8'),
  }
}

function run(name, args, { cwd = folder, bin = '', env = {} } = {}) {
  const PATH = `${bin}${bin && ':'}${process.env.PATH}`
  return spawnSync(script(name), args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH, GITHUB_REPOSITORY: 'evenkeel/evenkeel', ...env },
  })
}

const tagged = join(folder, 'tagged')
mkdirSync(tagged)
const git = (...args) =>
  execFileSync('git', ['-C', tagged, '-c', 'user.name=o', '-c', 'user.email=o@example.com', ...args])
git('init', '-q')
git('commit', '-q', '--allow-empty', '-m', 'one')
git('tag', 'v1.0.0')

for (const version of ['0.0.1', '1.0.1', '10.20.30']) {
  test(`${version} can be released`, () => assert.equal(run('check-version.sh', [version], { cwd: tagged }).status, 0))
}
for (const version of [
  '',
  'v1.0.1',
  '1.0',
  '01.0.0',
  '1.0.0-rc.1',
  '1.0.1 ',
  '1.0.1\n2',
  '$(id)',
  '--help',
  '1.0.1;id',
  '1.0.0',
]) {
  test(`${JSON.stringify(version)} cannot be released`, () => {
    const { status, stdout } = run('check-version.sh', [version], { cwd: tagged })
    assert.equal(status, 1)
    assert.match(stdout, /^::error::/)
  })
}

const plans = join(folder, 'plans')
for (const [name, text] of Object.entries({
  dev: 'No changes. Your infrastructure matches.\n',
  prod: `${'x'.repeat(30_000)}\n\`\`\`\`\`\`\`\`\`\`\n</details>\nPlan: 1 to add, 0 to change, 2 to destroy.\n`,
})) {
  mkdirSync(join(plans, `plan-${name}`), { recursive: true })
  writeFileSync(join(plans, `plan-${name}`, 'plan.txt'), text)
}

test('the first plans become a comment', () => {
  const { bin, calls, body } = gh('')
  const ended = run('comment-plans.sh', [plans], { bin, env: { PULL_REQUEST: '7' } })
  assert.equal(ended.status, 0, ended.stderr)
  assert.match(calls().at(-1), /^api --silent --method POST repos\/evenkeel\/evenkeel\/issues\/7\/comments/)
  assert.match(body(), /^<!-- evenkeel: terraform plans -->\n/)
  assert.match(body(), /<b>dev<\/b> No changes\./)
  assert.match(body(), /<b>prod<\/b> Plan: 1 to add, 0 to change, 2 to destroy\./)
  assert.ok(body().length < 45_000)
  // two fences per plan, none that a plan brought
  assert.equal(body().match(/^`{10}$/gm)?.length, 4)
})

test('later plans replace it', () => {
  const { bin, calls } = gh('case $* in *--paginate*) echo 4711 ;; esac')
  const ended = run('comment-plans.sh', [plans], { bin, env: { PULL_REQUEST: '7' } })
  assert.equal(ended.status, 0, ended.stderr)
  assert.match(calls().at(-1), /^api --silent --method PATCH repos\/evenkeel\/evenkeel\/issues\/comments\/4711/)
})

test('a release is a draft until everything is in it, and the moving tag comes last', () => {
  const assets = join(folder, 'assets')
  mkdirSync(assets)
  writeFileSync(join(assets, 'evenkeel-1.2.3.tar.gz'), '')
  writeFileSync(join(folder, 'bundle.json'), '{}\n')
  const { bin, calls } = gh('')
  const env = { GITHUB_SHA: 'c'.repeat(40) }
  const ended = run('publish.sh', ['1.2.3', assets, join(folder, 'bundle.json')], { bin, env })
  assert.equal(ended.status, 0, ended.stderr)
  const [create, publish, look, move] = calls()
  assert.match(create, /^release create v1\.2\.3 --draft --target c{40} .*evenkeel-1\.2\.3\.intoto\.jsonl/)
  assert.equal(publish, 'release edit v1.2.3 --draft=false')
  assert.match(look, /git\/refs\/tags\/v1$/)
  assert.match(move, /--method PATCH .*git\/refs\/tags\/v1 --field sha=c{40} --field force=true/)
  assert.ok(existsSync(join(assets, 'evenkeel-1.2.3.intoto.jsonl')))
})

test('the assets of a release are the same every time, and name every package of the bundle', () => {
  const clone = join(folder, 'clone')
  execFileSync('git', ['clone', '-q', '--shared', '--no-tags', root, clone])
  const hashes = ['a', 'b'].map(name => {
    const ended = run('release-assets.sh', ['1.2.3', join(folder, name)], { cwd: clone })
    assert.equal(ended.status, 0, ended.stderr)
    return readFileSync(join(folder, name, 'SHA256SUMS'), 'utf8').split('\n')
  })
  assert.deepEqual(hashes[0], hashes[1])
  assert.match(hashes[0][0], /^[0-9a-f]{64} {2}evenkeel-1\.2\.3\.tar\.gz$/)
  const files = execFileSync('tar', ['-tzf', join(folder, 'a/evenkeel-1.2.3.tar.gz')], { encoding: 'utf8' }).split('\n')
  for (const path of ['action.yml', 'dist/index.js', 'dist/licenses.txt', 'LICENSE']) {
    assert.ok(files.includes(`evenkeel-1.2.3/${path}`), path)
  }
  const sbom = JSON.parse(readFileSync(join(folder, 'a/sbom.spdx.json'), 'utf8'))
  assert.equal(sbom.spdxVersion, 'SPDX-2.3')
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = sbom.packages.map(({ name }) => name)
  for (const name of Object.keys(dependencies)) assert.ok(names.includes(name), name)
  assert.ok(!names.includes('jest'), 'what is not in the bundle is not in the list')
  const { packages } = JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8'))
  const bundled = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev)
  const locked = new Set(bundled.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`))
  const listed = sbom.packages.slice(1).map(({ name, versionInfo }) => `${name}@${versionInfo}`)
  assert.deepEqual(listed.sort(), [...locked].sort())
})
