/** What a task or a build is given is quoted by no refusal, whatever its name: any of it may be a secret. */
import { expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'

const VALUE = 'harmlessLooking-Value-8812'

test.each([
  ['a list as ECS has it', `environment: [{ name: A, value: ${VALUE} }]`, 'is a list'],
  ['a list as compose has it', `environment: [A=${VALUE}]`, 'is a list'],
  ['a mapping below a name', `environment: { A: { value: ${VALUE} } }`, 'is a mapping'],
  ['one text', `environment: ${VALUE}`, 'is a text'],
  ['a list below a name', `environment: { A: [${VALUE}] }`, 'is a list'],
  ['secrets as ECS has them', `secrets: [{ name: A, valueFrom: ${VALUE} }]`, 'is a list'],
  ['a secret that is no address', `secrets: { A: { from: ${VALUE} } }`, 'is a mapping'],
  ['arguments as a list', `build: { context: api, args: [A=${VALUE}] }`, 'is a list'],
  ['an argument that is a list', `build: { context: api, args: { A: [${VALUE}] } }`, 'is a list'],
  ['a build secret as a list', `build: { context: api, secrets: [${VALUE}] }`, 'is a list'],
  ['a command of one text', `command: ${VALUE}`, 'is a text'],
  ['a command of mappings', `command: [{ x: ${VALUE} }]`, 'is a mapping'],
])('%s', (_, said, found) => {
  const service = said.startsWith('build') ? said : `build: api, ${said}`
  const what = whatOf(`cluster: shop\nservices: { api: { ${service} } }\n`)
  expect(what).toContain(found)
  expect(what).not.toContain(VALUE)
})

test.each([
  ['an environment', `environments: { prod: { cluster: a, services: { api: { environment: { A: [${VALUE}] } } } } }`],
  ['an image', `images: { app: { build: { context: api, args: [A=${VALUE}] } } }`],
])('of %s as well', (_, said) => {
  expect(whatOf(`cluster: shop\nservices: { api: { build: api } }\n${said}\n`)).not.toContain(VALUE)
})

function whatOf(text: string): string {
  try {
    parseManifest(text, 'evenkeel.yml')
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ what, fix }) => `${what} ${fix}`).join('\n')
  }
  throw new Error('it was not refused')
}
