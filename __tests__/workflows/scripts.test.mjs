/** The scripts of the workflows, with stand-ins for gh and terraform on PATH. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'yaml'
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

const comment = (of, environments, answer = '') => {
  const { bin, calls, body } = gh(answer)
  const env = { PULL_REQUEST: '7', GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '4711' }
  const ended = run('comment-plans.sh', [of, ...environments], { bin, env })
  assert.equal(ended.status, 0, ended.stderr)
  assert.equal(ended.stderr, '')
  return { last: calls().at(-1), body: body() }
}
const KNOWN = 'case $* in *--paginate*) echo 815 ;; esac'

test('the first plans become a comment', () => {
  const { last, body } = comment(plans, ['dev', 'prod'])
  assert.match(last, /^api --silent --method POST repos\/evenkeel\/evenkeel\/issues\/7\/comments/)
  assert.match(body, /^<!-- evenkeel: terraform plans -->\n/)
  assert.match(body, /<b>dev<\/b> No changes\./)
  assert.match(body, /<b>prod<\/b> Plan: 1 to add, 0 to change, 2 to destroy\./)
  assert.ok(body.length < 45_000)
  // two fences per plan, none that a plan brought
  assert.equal(body.match(/^`{10}$/gm)?.length, 4)
})

test('later plans replace it', () => {
  const { last } = comment(plans, ['dev', 'prod'], KNOWN)
  assert.match(last, /^api --silent --method PATCH repos\/evenkeel\/evenkeel\/issues\/comments\/815/)
})

test('a plan that failed is told by its first error, one that is not there as such, in the same comment', () => {
  const failed = join(folder, 'failed')
  for (const [name, text] of Object.entries({
    // as Terraform 1.11 prints it: what it could plan comes before the error
    staging: [
      'Terraform planned the following actions, but then encountered a problem:',
      '  + note = <<-EOT',
      '        Error: not this one',
      '    EOT',
      'Plan: 2 to add, 0 to change, 0 to destroy.',
      '╷',
      '│ Error: reading <S3> state: AccessDenied: no s3:GetObject',
      '│ ',
      '│   with data.aws_s3_object.this,',
      '╵',
      '╷',
      '│ Error: another one',
      '╵',
    ].join('\n'),
    empty: '',
  })) {
    mkdirSync(join(failed, `plan-${name}`), { recursive: true })
    writeFileSync(join(failed, `plan-${name}`, 'plan.txt'), text)
  }
  const { last, body } = comment(failed, ['dev', 'staging', 'empty'], KNOWN)
  assert.match(last, /--method PATCH .*\/815/)
  assert.match(body, /<b>staging<\/b> failed: reading S3 state: AccessDenied: no s3:GetObject<\/summary>/)
  const missing = name =>
    `**${name}** failed: it ended before Terraform said anything, see [the run](https://github.com/evenkeel/evenkeel/actions/runs/4711)`
  for (const name of ['dev', 'empty']) assert.ok(body.includes(missing(name)), name)
})

test('no plan at all is a comment as well', () => {
  const { body } = comment(join(folder, 'nowhere'), ['dev', 'staging', 'prod'])
  assert.equal(body.match(/\*\* failed: /g)?.length, 3)
})

test('the comment knows every environment that is planned', () => {
  const { jobs } = parse(readFileSync(join(root, '.github/workflows/infra.yml'), 'utf8'))
  const { environment } = jobs.plan.strategy.matrix
  assert.deepEqual([...environment].sort(), readdirSync(join(root, 'infra/environments')).sort())
  assert.equal(jobs.comment.steps.at(-1).run, `.github/scripts/comment-plans.sh plans ${environment.join(' ')}`)
})

/** Runs terraform.sh with a terraform that writes down its arguments and ends each command as told. */
function terraform(command, { environment = 'dev', ...exitCodes } = {}) {
  const place = mkdtempSync(join(folder, 'terraform-'))
  for (const each of ['dev', 'staging', 'prod']) mkdirSync(join(place, 'infra/environments', each), { recursive: true })
  writeFileSync(join(place, 'journal'), '')
  const cases = Object.entries(exitCodes).map(
    ([name, code]) => `${name}) echo '│ Error: no ${name}' >&2; exit ${code} ;;`,
  )
  const text = `#!/usr/bin/env bash\necho "$*" >>'${place}/journal'\necho "told by $2"\ncase $2 in ${cases.join(' ')} esac\n`
  writeFileSync(join(place, 'terraform'), text, { mode: 0o755 })
  writeFileSync(join(place, 'output'), '')
  const env = {
    ENVIRONMENT: environment,
    STATE_BUCKET: 'states',
    TFVARS: '{"owner":"me"}',
    GITHUB_OUTPUT: join(place, 'output'),
  }
  const { status, stdout } = run('terraform.sh', command, { cwd: place, bin: place, env })
  const read = path => (existsSync(join(place, path)) ? readFileSync(join(place, path), 'utf8') : undefined)
  return { status, stdout, read, calls: read('journal').split('\n').filter(Boolean), output: read('output') }
}

for (const changes of [0, 2]) {
  test(`a plan with exit code ${changes} takes no lock, and applies nothing`, () => {
    const { status, calls, output, read } = terraform(['plan'], { plan: changes })
    assert.equal(status, 0)
    assert.deepEqual(calls, [
      '-chdir=infra/environments/dev init -input=false -no-color -lockfile=readonly -backend-config=bucket=states',
      '-chdir=infra/environments/dev plan -input=false -no-color -lock=false -detailed-exitcode -out=ci.tfplan',
    ])
    assert.equal(output, '')
    assert.match(read('plan.txt'), /plan/)
    assert.equal(read('infra/environments/dev/ci.auto.tfvars.json'), '{"owner":"me"}\n')
  })
}

test('an apply locks, and applies the plan it made', () => {
  const { status, calls, output } = terraform(['apply'], { plan: 2 })
  assert.equal(status, 0)
  assert.equal(calls.length, 3)
  assert.ok(calls.every(call => !call.includes('-lock=false')))
  assert.match(calls[2], /^-chdir=infra\/environments\/dev apply .*ci\.tfplan$/)
  assert.equal(output, 'changed=true\n')
})

test('an apply without changes applies nothing', () => {
  const { status, calls, output } = terraform(['apply'], { plan: 0 })
  assert.deepEqual([status, calls.length, output], [0, 2, 'changed=false\n'])
})

for (const [command, broken, calls] of [
  ['plan', { init: 1 }, 1],
  ['plan', { plan: 1 }, 2],
  ['apply', { plan: 1 }, 2],
  ['apply', { plan: 137 }, 2],
]) {
  test(`${command} with ${JSON.stringify(broken)} fails there, and plan.txt says why`, () => {
    const ended = terraform([command], broken)
    assert.deepEqual([ended.status === 0, ended.calls.length, ended.output], [false, calls, ''])
    assert.match(ended.read('plan.txt'), new RegExp(`^│ Error: no ${Object.keys(broken)[0]}$`, 'm'))
    assert.match(ended.stdout, /│ Error: no/)
  })
}

test('an apply that fails does not say that it changed anything', () => {
  const { status, output } = terraform(['apply'], { plan: 2, apply: 1 })
  assert.deepEqual([status === 0, output], [false, ''])
})

for (const [command, environment] of [
  [['plan'], '../account'],
  [['plan'], ''],
  [['apply'], 'dev/'],
  [['destroy'], 'dev'],
  [[], 'dev'],
]) {
  test(`terraform.sh ${command} in ${JSON.stringify(environment)} is refused`, () => {
    const { status, stdout, calls } = terraform(command, { environment })
    assert.deepEqual([status, calls], [1, []])
    assert.match(stdout, /^::error::/)
  })
}

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
  // the local ECS is a folder of its own, to which a link leads
  const bundled = Object.entries(packages).filter(([path, { dev }]) => path.includes('node_modules/') && !dev)
  const versionOf = ({ link, resolved, version }) => (link ? packages[resolved].version : version)
  const locked = new Set(bundled.map(([path, each]) => `${path.split('node_modules/').at(-1)}@${versionOf(each)}`))
  const listed = sbom.packages.slice(1).map(({ name, versionInfo }) => `${name}@${versionInfo}`)
  assert.deepEqual(listed.sort(), [...locked].sort())
})

test('a copy of the workflows for GitHub Enterprise Server names itself, and nothing that only github.com knows', () => {
  const copy = join(folder, 'copy')
  for (const path of ['.github/workflows', 'script', 'package.json'])
    cpSync(join(root, path), join(copy, path), { recursive: true })
  const rewrite = (...args) =>
    spawnSync(process.execPath, [join(copy, 'script/enterprise-server.mjs'), ...args], { encoding: 'utf8' })
  const texts = () =>
    readdirSync(join(copy, '.github/workflows')).map(name =>
      readFileSync(join(copy, '.github/workflows', name), 'utf8'),
    )
  const before = texts()
  for (const args of [[], ['acme'], ['acme/evenkeel'], ['acme/evenkeel', 'v1; id'], ['acme/evenkeel', 'v1', 'v2']])
    assert.equal(rewrite(...args).status, 2, args.join(' '))
  assert.deepEqual(texts(), before)
  const ended = rewrite('acme/evenkeel', 'v1.2.3')
  assert.deepEqual([ended.status, ended.stderr], [0, ''])
  assert.match(ended.stdout, /^\.github\/workflows\/deploy\.yml$/m)
  const own = texts().flatMap(text => text.match(/uses: acme\/\S+/g) ?? [])
  assert.deepEqual([...new Set(own)].sort(), [
    'uses: acme/evenkeel/.github/workflows/deploy-environment.yml@v1.2.3',
    'uses: acme/evenkeel/.github/workflows/infra-apply.yml@v1.2.3',
    'uses: acme/evenkeel@v1.2.3',
  ])
  for (const text of texts()) {
    assert.doesNotMatch(text, /\$\/|queue:/)
    parse(text)
  }
})
