// Every module has an example, which `terraform test` plans.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const infra = join(import.meta.dirname, '..')
const planned = readFileSync(join(infra, 'tests/unit/examples.tftest.hcl'), 'utf8')
const examples = readdirSync(join(infra, 'modules')).flatMap(name => {
  const folder = join(infra, 'modules', name, 'examples')
  return existsSync(folder) ? readdirSync(folder).map(each => `modules/${name}/examples/${each}`) : [`modules/${name}/examples/basic`]
})

for (const example of examples) {
  test(`${example} is of the module that it lies in, and planned`, () => {
    assert.match(readFileSync(join(infra, example, 'main.tf'), 'utf8'), /^ {2}source = "\.\.\/\.\."$/m)
    assert.ok(planned.includes(`source = "../../${example}"`), `examples.tftest.hcl does not plan ${example}`)
  })
}
