// script/new-environment on a copy of the checkout: what it writes, and what it refuses without writing anything.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'

const root = resolve(import.meta.dirname, '../..')
const made = mkdtempSync(join(tmpdir(), 'new-environment-'))
after(() => rmSync(made, { recursive: true }))

let count = 0
function checkout() {
  const place = join(made, String(count++))
  for (const each of ['evenkeel.yml', 'infra/project.json', 'infra/environments', '.github/workflows/infra.yml'])
    cpSync(join(root, each), join(place, each), { recursive: true, filter: path => !path.includes('.terraform/') })
  const read = file => readFileSync(join(place, file), 'utf8')
  const add = (...words) => spawnSync(process.execPath, [join(root, 'script/lib/new-environment.mjs'), place, ...words], { encoding: 'utf8' })
  return { place, read, add }
}

for (const from of ['dev', 'staging', 'prod']) {
  test(`one like ${from} has its own name, range, state and place everywhere`, () => {
    const { place, read, add } = checkout()
    writeFileSync(join(place, 'infra/environments', from, 'ci.auto.tfvars.json'), '{}')
    writeFileSync(join(place, 'infra/environments', from, 'terraform.tfstate'), '{}')
    const { status, stderr } = add('qa', '--from', from)
    assert.equal(status, 0, stderr)
    assert.deepEqual(JSON.parse(read('infra/project.json')).environments.qa, { name: 'ecs-microservices-qa', cidr: '10.3.0.0/16' })
    const folder = 'infra/environments/qa'
    assert.match(read(`${folder}/main.tf`), /environment = "qa"/)
    assert.match(read(`${folder}/backend.tf`), /"environments\/qa\.tfstate"/)
    assert.deepEqual(readdirSync(join(place, folder)).filter(each => /^ci\.|state/.test(each)), [])
    const [block] = /^  qa:\n(?:    .*\n)+/m.exec(read('evenkeel.yml'))
    assert.match(block, /cluster: ecs-microservices-qa-cluster/)
    for (const each of ['redis', 'flask-app', 'nginx']) assert.ok(block.includes(`image-parameter: /ecs-microservices-qa/${each}/image`), each)
    const workflow = read('.github/workflows/infra.yml')
    assert.match(workflow, /environment: \[dev, staging, prod, qa\]/)
    assert.match(workflow, new RegExp(`  apply-qa:\\n    name: Apply qa\\n    needs: apply-${from}\\n`))
    assert.match(workflow, /plans dev staging prod qa$/m)
  })
}

test('what there was stays as it was', () => {
  const { read, add } = checkout()
  const before = read('evenkeel.yml')
  add('qa')
  const after = read('evenkeel.yml')
  assert.equal(after.replace(/  qa:\n(?:    .*\n)+\n?/, ''), before)
  assert.ok(read('infra/project.json').startsWith(readFileSync(join(root, 'infra/project.json'), 'utf8').split('\n  }')[0]))
})

test('two can be added, each with a range of its own', () => {
  const { read, add } = checkout()
  assert.deepEqual([add('qa').status, add('load', '--from', 'qa').status], [0, 0])
  assert.equal(JSON.parse(read('infra/project.json')).environments.load.cidr, '10.4.0.0/16')
})

for (const [what, words, ...said] of [
  ['no name', [], /the name is '', must be lower-case/],
  ['a name with a hyphen', ['qa-2'], /the name is 'qa-2'/],
  ['a path', ['../qa'], /the name is '..\/qa'/],
  ['one that is there', ['dev'], /there is an environment dev already/],
  ['the tag of all', ['shared'], /shared is the tag/],
  ['two faults at once', ['acceptance', '--from', 'nope'], /ecs-microservices-acceptance has 28 characters/, /--from is 'nope', must be one of dev, staging, prod/],
]) {
  test(`${what} is refused, and nothing is written`, () => {
    const { place, read, add } = checkout()
    const { status, stderr } = add(...words)
    assert.equal(status, 2)
    for (const each of said) assert.match(stderr, each)
    assert.equal(read('infra/project.json'), readFileSync(join(root, 'infra/project.json'), 'utf8'))
    assert.deepEqual(readdirSync(join(place, 'infra/environments')).sort(), ['dev', 'prod', 'staging'])
  })
}
