/** Null counts as left out, in every key and in every layer: what is below it counts. Of a service's shape, its build and its repository it takes that away. */
import { expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'
import { OVERLAY, PLACE, SERVICE } from '../../src/request/schema.ts'

/** A value of each key that is not its default. */
const SOME: Readonly<Record<string, unknown>> = {
  cluster: 'shop',
  region: 'eu-central-1',
  role: 'arn:aws:iam::123456789012:role/shop-deploy',
  service: 'api-ecs',
  container: 'app',
  containers: { app: 'shared' },
  image: 'ghcr.io/acme/api:1',
  repository: 'shop/api',
  build: { context: 'services/api', target: 'app' },
  needs: ['web'],
  'initial-count': 4,
  'may-stand-at-zero': true,
  'task-definition': 'deploy/api.json',
  environment: { A: 'b' },
  secrets: { A: '/shop/a' },
  cpu: 512,
  memory: '1 GB',
  command: ['serve'],
  'desired-count': 2,
  promote: true,
  'also-tag': ['latest'],
  rebuild: true,
  'image-parameter': '/shop/api/image',
  strategy: 'rolling',
}
const EMPTY = [null, undefined]
const PLACES = Object.keys(PLACE)
/** Of the shape: null hides what is below it. */
const SHAPE = ['cpu', 'memory', 'command', 'desired-count']
/** Of the image as well. */
const TAKEN = ['build', 'repository']
const KEYS = Object.keys(SERVICE).filter(name => ![...SHAPE, ...TAKEN].includes(name))

type Values = Readonly<Record<string, unknown>>

/** What is read of it, or what it is refused for. */
function read(top: Values, service: Values, environment?: Values): unknown {
  const services = { api: service, web: null }
  const environments = environment && { prod: environment }
  try {
    return parseManifest(
      JSON.stringify({ cluster: 'top', services, environments, ...top }),
      'evenkeel.yml',
      environment && 'prod',
    )
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ what }) => what)
    throw error
  }
}

test('every key has a value to try', () => {
  expect(Object.keys(SOME).sort()).toEqual([...new Set([...PLACES, ...KEYS, ...SHAPE, ...TAKEN])].sort())
})

test.each([...SHAPE, ...TAKEN])('services.api.%s is taken away', name => {
  const [written, none] = [{ [name]: SOME[name] }, { [name]: null }]
  const over = (values: Values) => ({ services: { api: values } })
  expect(read({}, written, over(none))).toEqual(read({}, none, {}))
  expect(read({}, written, over(none))).not.toEqual(read({}, written, {}))
  expect(read({}, none, over(written))).toEqual(read({}, {}, over(written)))
  // a command is the image's own then, and nothing else is another
  if (name !== 'command') expect(read({}, none)).toEqual(read({}, {}))
})

test.each(PLACES)('%s', name => {
  const [written, none] = [{ [name]: SOME[name] }, { [name]: null }]
  expect(read(written, {}, none)).toEqual(read(written, {}, {}))
  expect(read(none, {}, written)).toEqual(read({ [name]: undefined }, {}, written))
  expect(read(none, {}, none)).toEqual(read({ [name]: undefined }, {}, {}))
  expect(read(none, {})).toEqual(read({ [name]: undefined }, {}))
  expect(read(written, {}, none)).not.toEqual(read(none, {}, none))
})

test.each(KEYS)('services.api.%s', name => {
  const [written, none] = [{ [name]: SOME[name] }, { [name]: null }]
  expect(read({}, none)).toEqual(read({}, {}))
  expect(read({}, written)).not.toEqual(read({}, {}))
  if (!Object.hasOwn(OVERLAY, name)) return
  const over = (values: Values) => ({ services: { api: values } })
  expect(read({}, written, over(none))).toEqual(read({}, written, {}))
  expect(read({}, none, over(written))).toEqual(read({}, {}, over(written)))
  expect(read({}, none, over(none))).toEqual(read({}, {}, {}))
})

test.each([
  'context',
  'dockerfile',
  'target',
  'args',
  'contexts',
  'secrets',
  'ssh',
  'cache',
  'platforms',
  'labels',
  'annotations',
  'sbom',
  'provenance',
])('services.api.build.%s', name => expect(read({}, { build: { [name]: null } })).toEqual(read({}, { build: {} })))

test.each(['from', 'to'])('services.api.build.cache.%s', name => {
  expect(read({}, { build: { cache: { [name]: null } } })).toEqual(read({}, { build: { cache: {} } }))
})

test.each([
  ['environments', { environments: null }],
  ['a key of an environment that names no cluster of its own', { cluster: 'top', region: null }],
])('%s', (_, top) => expect(read(top, {})).toEqual(read({}, {})))

test('an environment’s services', () => {
  for (const services of EMPTY)
    expect(read({}, {}, { region: 'eu-west-1', services })).toEqual(read({}, {}, { region: 'eu-west-1' }))
})

test('a cluster that is null at the top is none: the input environment has to choose', () => {
  const text = 'cluster:\nservices: {api: }\nenvironments: {prod: {cluster: shop}}'
  expect(() => parseManifest(text, 'evenkeel.yml')).toThrow(/input environment is empty/)
  expect(parseManifest(text, 'evenkeel.yml', 'prod').cluster).toBe('shop')
})
