// Every refusal has a run that sees it: of what has several, as many runs as it has refusals.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'

const infra = resolve(import.meta.dirname, '..')
const within = folder => readdirSync(join(infra, folder)).map(each => join(folder, each))
const read = file => readFileSync(join(infra, file), 'utf8')

const folders = ['account', 'bootstrap', ...within('environments'), ...within('modules')]

/** The blocks at the left margin: their head, and what is in them. */
const blocks = text => [...text.matchAll(/^(\w[^\n]*) \{\n([^]*?)^\}/gm)].map(([, head, body]) => ({ head, body }))

/** `var.name`, `output.name`, `aws_vpc.this`: as expect_failures says it. */
function nameOf(head) {
  const [kind, ...labels] = head.split(' ').map(each => each.replaceAll('"', ''))
  return kind === 'resource' ? labels.join('.') : [{ variable: 'var' }[kind] ?? kind, ...labels].join('.')
}

/** By folder and name how many refusals there are. */
function refusals() {
  const found = new Map()
  for (const file of folders.flatMap(within).filter(each => each.endsWith('.tf'))) {
    for (const { head, body } of blocks(read(file))) {
      const count = [...body.matchAll(/^ {2,4}(validation|precondition|postcondition|assert) \{$/gm)].length
      if (count > 0) found.set(`${dirname(file)} ${nameOf(head)}`, count)
    }
  }
  return found
}

/** By folder and name how many runs expect it to fail. */
function seen() {
  const found = new Map()
  for (const file of within('tests/unit').filter(each => each.endsWith('.tftest.hcl'))) {
    for (const { head, body } of blocks(read(file)).filter(each => each.head.startsWith('run '))) {
      const source = /source = "\.\.\/\.\.\/(.*)"/.exec(body)?.[1]
      const names = /^ {2}expect_failures = \[([^]*?)\]/m.exec(body)?.[1].match(/[\w.-]+/g) ?? []
      assert.ok(source || names.length === 0, `${file}: ${head} says which module it runs`)
      for (const name of names) found.set(`${source} ${name}`, (found.get(`${source} ${name}`) ?? 0) + 1)
    }
  }
  return found
}

const [there, runs] = [refusals(), seen()]
const tooFew = [...there].filter(([name, count]) => (runs.get(name) ?? 0) < count)

test('every refusal is seen by a run of terraform test', () => {
  assert.ok(there.size > 60, `refusals were found: ${there.size}`)
  assert.deepEqual(
    tooFew.map(([name, count]) => `${name}: ${count} refusals, ${runs.get(name) ?? 0} runs`),
    [],
  )
})
