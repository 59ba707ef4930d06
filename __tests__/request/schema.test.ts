// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** The JSON Schema of a manifest and its reader say the same of every key. */
import { expect, test } from '@jest/globals'
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'
import { manifestSchema } from '../../src/request/json-schema.ts'
import type { Schema } from '../../src/request/kind.ts'
import { runs } from '../hostile.ts'

const SCHEMA = manifestSchema('https://example.com/evenkeel.schema.json')
const validate = new Ajv2020.default({ allErrors: true }).compile(SCHEMA)

/** What no schema can say: it needs several keys at once. */
const ABOUT_SEVERAL = [
  / is not in `images`/,
  / are both there/,
  /also-tag is of an image that is made elsewhere/,
  /promote is true, and (?:there is no `image`|.* is built here|the name in `image` is not known yet)/,
  / cannot be its repository/,
  / in steps of 0\.1/,
  /which `containers` has not/,
  /needs: .* is not a service here/,
  /needs form a circle/,
  /are one ECS service/,
  /EVK-113/,
  /services\.[^ ]+\.cluster is missing/,
  /^EVK-110 evenkeel.yml: environments\.[^ ]+\.cluster is missing/,
]

function verdicts(manifest: unknown): { schema: boolean; reader: boolean; said: string } {
  const schema = validate(manifest)
  const said = JSON.stringify(validate.errors?.slice(0, 5))
  try {
    parseManifest(JSON.stringify(manifest), 'evenkeel.yml')
    return { schema, reader: true, said }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const faults = error.faults.map(({ code, what }) => `${code} ${what}`)
    const own = faults.filter(each => !ABOUT_SEVERAL.some(form => form.test(each)))
    return { schema, reader: own.length === 0, said: `${said} | ${own.join(' | ')}` }
  }
}

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012'
/** Near what is right, on both sides. */
const WORDS = [
  'api',
  'a b',
  ' a',
  '',
  '-x',
  '.',
  './',
  '..',
  '../x',
  'a/../b',
  '/a',
  'a/b',
  'https://x/y',
  'github.com/a/b',
  'a\\b',
  'git@x:y',
  'Shop',
  'shop/api',
  'ghcr.io/a/b',
  'localhost/x',
  'a',
  'eu-west-1',
  'Europe',
  '/shop/api/image',
  'rolling',
  'canary',
  '${version}',
  '${sha}x${sha}',
  '${env}',
  'a\nb',
  'arn:aws:iam::123456789012:role/x',
  'arn:aws:ecs:eu-west-1:123456789012:cluster/prod',
  `${ELB}:targetgroup/green/0123456789abcdef`,
  `${ELB}:listener-rule/app/shop/01/02/03`,
  'x'.repeat(300),
]
const NUMBERS = [0, 1, -1, 1.5, 0.1, 0.05, 3, 2.9, 100, 100.1, 1440, 1441, 5000, 5001]
const anything = fc.oneof(
  fc.constantFrom<unknown>(...WORDS, ...NUMBERS),
  fc.constantFrom<unknown>(null, true, [], {}, [1], ['api'], ['api', 'api'], { a: 'b' }, { A: '1', B: 2 }),
)

/** Documents that the schema's own structure suggests, with something else here and there. */
function near(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const { anyOf, properties, additionalProperties, $ref } = schema as Record<string, never>
  if ($ref) return near((SCHEMA.$defs as Record<string, Schema>)[String($ref).split('/').at(-1) ?? ''] as Schema, depth)
  if (properties) {
    const known = Object.entries(properties as Record<string, Schema>).map(([name, each]) => {
      return [name, depth > 4 ? anything : fc.oneof({ weight: 4, arbitrary: near(each, depth + 1) }, anything)] as const
    })
    const some = fc.record(Object.fromEntries(known), { requiredKeys: [] })
    const odd = fc.tuple(some, fc.constantFrom('Build', 'x')).map(([value, name]) => ({ ...value, [name]: 1 }))
    return fc.oneof({ weight: 12, arbitrary: some }, odd)
  }
  if (typeof additionalProperties === 'object') {
    const names = fc.constantFrom('api', 'web', 'A_1', 'a b')
    return fc.dictionary(names, fc.oneof({ weight: 4, arbitrary: near(additionalProperties, depth + 1) }, anything), {
      maxKeys: 2,
    })
  }
  if (Array.isArray(anyOf) && !('required' in (anyOf[0] ?? {}))) {
    return fc.oneof(...(anyOf as Schema[]).map(each => near(each, depth + 1)))
  }
  if ('const' in schema) return fc.constant((schema as { const: unknown }).const)
  return anything
}

test('on documents near what is right', () => {
  const outcome = { good: 0, bad: 0 }
  fc.assert(
    fc.property(near(SCHEMA), manifest => {
      const { schema, reader, said } = verdicts(manifest)
      outcome[reader ? 'good' : 'bad']++
      if (schema !== reader) throw new Error(`schema ${schema}, reader ${reader}: ${said}`)
    }),
    { numRuns: runs(1500) },
  )
  expect(outcome.bad).toBeGreaterThan(0)
})

/** One key at a time, so that both answers are frequent. */
test.each(Object.keys((SCHEMA.$defs as { service: { properties: object } }).service.properties))('on %s', name => {
  const property = (SCHEMA.$defs as { service: { properties: Record<string, Schema> } }).service.properties[name]
  const outcome = { good: 0, bad: 0 }
  fc.assert(
    fc.property(fc.oneof(near(property as Schema), anything), value => {
      const { schema, reader, said } = verdicts({ cluster: 'prod', services: { api: { [name]: value } } })
      outcome[reader ? 'good' : 'bad']++
      if (schema !== reader) throw new Error(`schema ${schema}, reader ${reader}: ${said}`)
    }),
    { numRuns: runs(300) },
  )
  expect(Math.min(outcome.good, outcome.bad)).toBeGreaterThan(5)
})
