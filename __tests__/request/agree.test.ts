// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** Schema, in a strict validator, and reader say the same where they are most likely to differ. */
import { expect, test } from '@jest/globals'
import Ajv2020 from 'ajv/dist/2020.js'
import { Refusal } from '../../src/failure/failure.ts'
import type { BuiltHere } from '../../src/image/source.ts'
import { parseManifest } from '../../src/request/document.ts'
import { manifestSchema } from '../../src/request/json-schema.ts'

const validate = new Ajv2020.default({ allErrors: true }).compile(manifestSchema('https://example.com/schema.json'))

function faultsOf(text: string, environment = ''): string[] {
  try {
    parseManifest(text, 'evenkeel.yml', environment)
    return []
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ what, fix }) => `${what} | ${fix}`)
    throw error
  }
}

const SHIFT = {
  'alternate-target-group': 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green/0123456789abcdef',
  'production-listener-rule': 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/01/02/03',
  role: 'arn:aws:iam::123456789012:role/x',
}
const shifting = (type: string, percent: unknown) => ({
  cluster: 'shop',
  services: { api: { strategy: { type, percent, ...SHIFT } } },
})

/** The steps are the reader's alone: in binary 0.3 is no multiple of 0.1, and a list of a thousand numbers helps nobody. */
test('every percentage in steps of 0.1, and what lies between', () => {
  const tenths = Array.from({ length: 1003 }, (_, i) => Number((i / 10).toFixed(1)))
  const between = tenths.map(each => Number((each + 0.05).toFixed(2)))
  for (const type of ['canary', 'linear']) {
    for (const percent of [...tenths, ...between, 0.1 + 0.2, 1e-7, -1, 1e21, '5', '0.3']) {
      const manifest = shifting(type, percent)
      const faults = faultsOf(JSON.stringify(manifest))
      const isStep = typeof percent !== 'number' || tenths.includes(percent)
      if (isStep) expect([type, percent, validate(manifest)]).toEqual([type, percent, faults.length === 0])
      else expect([percent, faults.length]).toEqual([percent, 1])
    }
  }
  expect(faultsOf(JSON.stringify(shifting('canary', 0.3)))).toEqual([])
})

const api = (entry: unknown) => JSON.stringify({ cluster: 'shop', services: { api: entry } })
const named = (name: string, entry = '{}') => `{"cluster": "shop", "services": {${JSON.stringify(name)}: ${entry}}}`

/** A list of images may have its name, or another layer its repository: no schema of one key at a time can tell. */
test.each<[string, string, boolean]>([
  ['a service key of one letter', named('a'), false],
  ['one with capitals', named('toString'), false],
  ['one with capitals, and null', named('Shop', 'null'), false],
  ['one with capitals, and no repository', named('Shop', '{"repository": null}'), false],
  ['one that ends with a dash', named('a-'), false],
  ['__proto__', named('__proto__'), false],
  ['one with capitals, and an image of others', named('Shop', '{"image": "ghcr.io/acme/shop:1"}'), true],
])('%s, by the reader', (_, text, isRight) => {
  expect(faultsOf(text).length === 0).toBe(isRight)
})

test.each<[string, string, boolean]>([
  ['one with capitals, and a repository', named('toString', '{"repository": "shop"}'), true],
  ['one of one letter, and a repository', named('a', '{"repository": "shop"}'), true],
  ['one with two dashes', named('a--b'), true],
  ['__proto__, and a repository', named('__proto__', '{"repository": "shop"}'), true],
  ['constructor', named('constructor'), true],
  ['a name of 256', named('a'.repeat(256)), false],
  ['a name of 255', named('a'.repeat(255)), true],
  ['a name with ü', named('für'), false],
  ['no cluster and no environment', '{"services": {"api": {}}}', false],
  ['no cluster and no environments in the list', '{"services": {"api": {}}, "environments": {}}', false],
  [
    'a cluster, and no environments in the list',
    '{"cluster": "shop", "services": {"api": {}}, "environments": {}}',
    true,
  ],
  ['a cluster that is null', '{"cluster": null, "services": {"api": {}}}', false],
  ['environments that are null, and no cluster', '{"services": {"api": {}}, "environments": null}', false],
  ['a count as text', api({ 'initial-count': '2' }), false],
  ['a truth as text', api({ 'may-stand-at-zero': 'yes' }), false],
  ['an empty text', api({ container: '' }), false],
  ['a variable without its }', api({ environment: { A: 'a ${env.X' } }), false],
  ['an argument without its }', api({ build: { args: { V: '${version} ${sha' } } }), false],
  ['a variable with a template of ecspresso', api({ environment: { A: 'a {{ must_env `X` }}' } }), false],
  ['an argument that is one', api({ build: { args: { V: '{{ env `X` }}' } } }), false],
  ['a variable with a template of a program', api({ environment: { A: 'a {{ env `X` }} {{.Name}}' } }), true],
  ['an argument of null', api({ build: { target: null, args: null } }), true],
  ['an argument called constructor', api({ build: { context: '.', args: { constructor: 'x', toString: 'y' } } }), true],
  ['an argument called __proto__', '{"cluster":"shop","services":{"api":{"build":{"args":{"__proto__":"x"}}}}}', true],
])('%s', (_, text, isRight) => {
  expect(faultsOf(text).length === 0).toBe(isRight)
  expect(validate(JSON.parse(text))).toBe(isRight)
})

test('an environment that ends without any cluster', () => {
  const text = '{"services": {"api": {}}, "environments": {"prod": {"cluster": null}, "dev": {"cluster": "dev"}}}'
  expect(faultsOf(text, 'dev')).toEqual([expect.stringContaining('environments.prod.cluster is missing')])
  expect(validate(JSON.parse(text))).toBe(false)
})

test('a service’s key that cannot be a repository is told as such', () => {
  const told = [
    expect.stringMatching(/^evenkeel.yml: services.a: its key "a" cannot be its repository.*\| .*`repository:`/),
  ]
  expect(faultsOf(named('a'))).toEqual(told)
  const prod =
    '{"cluster": "shop", "services": {"a": {}}, "environments": {"prod": {"services": {"a": {"initial-count": 2}}}}}'
  expect(faultsOf(prod, 'prod')).toEqual(told)
})

test('names of the prototype are ordinary names', () => {
  const name = '__proto__'
  const text = `{"services": {"${name}": {"repository": "shop", "build": {"args": {"${name}": "x"}}}}, "environments": {"constructor": {"cluster": "c", "services": {"${name}": {"initial-count": 4}}}, "dev": {"cluster": "d"}}}`
  const read = (environment: string) => parseManifest(text, 'evenkeel.yml', environment).services[0]
  expect(read('constructor')?.initialCount).toBe(4)
  expect(read('dev')?.initialCount).toBe(1)
  const image: unknown = read('dev')?.images.get(name)
  expect(Object.entries((image as BuiltHere).build.args)).toEqual([[name, 'x']])
  const ordinary = '{"cluster": "c", "services": {"constructor": {}}, "environments": {"dev": {"services": {}}}}'
  expect(parseManifest(ordinary, 'evenkeel.yml', 'dev').services[0]?.initialCount).toBe(1)
})
