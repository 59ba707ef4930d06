import { describe, expect, test } from '@jest/globals'
import Ajv2020 from 'ajv/dist/2020.js'
import { parse as yaml } from 'yaml'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest, readDocument } from '../../src/request/document.ts'
import { manifestSchema } from '../../src/request/json-schema.ts'

const validate = new Ajv2020.default().compile(manifestSchema('https://example.com/schema.json'))

const ROLE = 'arn:aws:iam::123456789012:role/shop-deploy'

/** Staging differs in much, dev in nothing but its cluster. */
const TEXT = `
cluster: shop
region: eu-west-1
services:
  api: {build: api, initial-count: 4, image-parameter: /shop/api/image}
  web: {needs: api}
environments:
  dev: {cluster: shop-dev}
  staging:
    cluster: shop-staging
    region: eu-central-1
    role: ${ROLE}
    services:
      api: {service: api-staging, container: app, initial-count: 0, may-stand-at-zero: true, image-parameter: /shop-staging/api/image}
`
const parse = (text: string, environment = '') => parseManifest(text, 'evenkeel.yml', environment)

function faultsOf(text: string, environment = ''): string[] {
  try {
    parse(text, environment)
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`)
    throw error
  }
  throw new Error('it was accepted')
}

describe('an environment', () => {
  test('that differs in its cluster alone has the rest from the top', () => {
    const elsewhere = ['shop', 'shop-staging']
    const { elsewhere: others = [], ...dev } = parse(TEXT, 'dev')
    const { elsewhere: _, ...top } = parse(TEXT)
    expect(dev).toEqual({ ...top, cluster: 'shop-dev' })
    expect([...new Set(others.map(({ cluster }) => cluster))]).toEqual(elsewhere)
  })

  test('lays what it says over the top, service by service', () => {
    const { services, elsewhere, ...place } = parse(TEXT, 'staging')
    const [api, web] = parse(TEXT).services
    expect(place).toEqual({ cluster: 'shop-staging', region: 'eu-central-1', role: ROLE })
    expect(elsewhere).toContainEqual({ region: 'eu-west-1', cluster: 'shop-dev', service: 'api' })
    expect(elsewhere).not.toContainEqual(expect.objectContaining({ cluster: 'shop-staging' }))
    expect(services).toEqual([
      {
        ...api,
        service: 'api-staging',
        container: 'app',
        images: new Map([['app', api?.images.get('api')]]),
        initialCount: 0,
        mayStandAtZero: true,
        imageParameter: '/shop-staging/api/image',
      },
      web,
    ])
  })

  test('may name the revision by its ARN where the top builds: what is nearer counts', () => {
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:41'
    const text = TEXT.replace('dev: {cluster: shop-dev}', `dev: {services: {api: {task-definition: "${arn}"}}}`)
    expect(parse(text, 'dev').services[0]).toMatchObject({ name: 'api', definition: arn })
  })

  test('is not needed', () => {
    expect(parse(TEXT)).toMatchObject({ cluster: 'shop', region: 'eu-west-1', role: '' })
  })

  test('is where the cluster may stand alone', () => {
    const text = 'services: {api: }\nenvironments: {prod: {cluster: shop}}'
    expect(parse(text, 'prod').cluster).toBe('shop')
    expect(faultsOf(text)).toEqual([
      'EVK-113 the manifest has environments and no cluster of its own, and input environment is empty | Set `environment` to one of: prod.',
    ])
  })

  test.each<[string, string, string]>([
    ['stagign', 'input environment: "stagign" is not in the manifest, did you mean "staging"?', 'has: dev, staging.'],
    ['production', 'input environment: "production" is not in the manifest |', 'has: dev, staging.'],
    ['constructor', 'input environment: "constructor" is not in the manifest |', 'has: dev, staging.'],
  ])('%s is refused when it is not there', (environment, what, fix) => {
    const [fault = '', ...more] = faultsOf(TEXT, environment)
    expect(fault).toContain(`EVK-113 ${what}`)
    expect(fault).toContain(fix)
    expect(more).toEqual([])
  })

  test('is refused where there is none', () => {
    expect(faultsOf('cluster: shop\nservices: {api: }', 'prod')).toEqual([
      'EVK-113 input environment: "prod" is not in the manifest | The manifest has no `environments`.',
    ])
  })
})

/** A manifest whose environment prod holds this; dev is what is asked for. */
const prod = (yaml: string) =>
  `cluster: shop\nservices: {api: , web: {needs: api}}\nenvironments: {dev: {cluster: a}, prod: ${yaml}}`

describe('what an environment says is read whichever one is asked for:', () => {
  test.each<[string, string, string[]]>([
    ['nothing', '', ['environments.prod is missing']],
    ['a text', 'x', ['environments.prod is the text "x"']],
    ['an unknown key', '{clutser: x}', ['environments.prod: unknown key "clutser", did you mean "cluster"?']],
    ['a cluster with a space', '{cluster: a b}', ['environments.prod.cluster is "a b"']],
    ['a region like none', '{region: Europe}', ['environments.prod.region is "Europe" | A region looks like']],
    ['an empty region', '{region: ""}', ['environments.prod.region is empty | A region looks like eu-west-1.']],
    ['a user’s ARN', '{role: "arn:aws:iam::123456789012:user/x"}', ['environments.prod.role is "arn:aws:iam']],
    ['a service that is not there', '{services: {wbe: {}}}', ['services: unknown key "wbe", did you mean "web"?']],
    [
      'a build that leads out',
      '{services: {web: {build: /x}}}',
      ['environments.prod.services.web.build.context is "/x"'],
    ],
    ['needs', '{services: {web: {needs: api}}}', ['environments.prod.services.web: unknown key "needs"']],
    ['a repository', '{services: {web: {repository: x}}}', ['environments.prod.services.web.repository is "x"']],
    ['an image that is not listed', '{images: {web: {}}}', ['environments.prod.images: unknown key "web"']],
    [
      'a wrong count',
      '{services: {web: {initial-count: -1}}}',
      ['environments.prod.services.web.initial-count is the number -1'],
    ],
    [
      'a service with a slash',
      '{services: {web: {service: a/b}}}',
      ['environments.prod.services.web.service is "a/b"'],
    ],
    [
      'a bad parameter',
      '{services: {web: {image-parameter: x}}}',
      ['prod.services.web.image-parameter is the text "x"'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(faultsOf(prod(yaml), 'dev')).toEqual(expected.map(part => expect.stringContaining(part)))
  })

  test('a name that no environment can have', () => {
    expect(faultsOf('cluster: a\nservices: {api: }\nenvironments: {"a b": {cluster: b}}')).toEqual([
      expect.stringContaining('the environment name "a b"'),
    ])
  })

  test('a fault at the top is told once', () => {
    expect(
      faultsOf('cluster: a\nservices: {api: {needs: 1}}\nenvironments: {a: {cluster: b}, c: {cluster: d}}'),
    ).toEqual([expect.stringContaining('services.api.needs holds the number 1')])
  })
})

describe('no cluster but those of the services', () => {
  const MISSING = 'is missing | Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.'
  const ALL = `${MISSING} The other services have one of their own, and nothing else names one.`

  test.each<[string, string, string, (string | undefined)[]]>([
    ['at the top', 'services: {api: {cluster: a}, web: {cluster: b}}', '', ['a', 'b']],
    [
      'at the top, and environments without one',
      'services: {api: {cluster: a}}\nenvironments: {prod: {region: eu-west-1}}',
      'prod',
      ['a'],
    ],
    ['without the environment', 'services: {api: {cluster: a}}\nenvironments: {prod: {}}', '', ['a']],
    [
      'in the environment',
      'services: {api: , web: }\nenvironments: {prod: {services: {api: {cluster: a}, web: {cluster: b}}}}',
      'prod',
      ['a', 'b'],
    ],
    [
      'some here and some there',
      'services: {api: {cluster: a}, web: }\nenvironments: {prod: {services: {web: {cluster: b}}}}',
      'prod',
      ['a', 'b'],
    ],
    [
      'in one environment, and a cluster of all in the other',
      'services: {api: , web: {cluster: b}}\nenvironments: {dev: {cluster: dev}, prod: {services: {api: {cluster: a}}}}',
      'dev',
      [undefined, 'b'],
    ],
  ])('%s', (_, text, environment, clusters) => {
    const manifest = parse(text, environment)
    expect(manifest.services.map(({ cluster }) => cluster)).toEqual(clusters)
    expect(manifest.cluster).toBe(environment === 'dev' ? 'dev' : '')
    expect(validate(yaml(text))).toBe(true)
  })

  test.each<[string, string, string, string[]]>([
    ['none has one', 'services: {api: , web: }', '', [`EVK-110 evenkeel.yml: cluster ${MISSING}`]],
    ['one has none', 'services: {api: {cluster: a}, web: }', '', [`EVK-110 evenkeel.yml: services.web.cluster ${ALL}`]],
    [
      'one has null',
      'services: {api: {cluster: a}, web: {cluster: null}}',
      '',
      [`EVK-110 evenkeel.yml: services.web.cluster ${ALL}`],
    ],
    [
      'one has none in one of the environments',
      'services: {api: {cluster: a}, web: }\nenvironments: {dev: {cluster: dev}, prod: {services: {api: {cluster: b}}}}',
      'dev',
      [`EVK-110 evenkeel.yml: services.web.cluster ${ALL}`],
    ],
    [
      'an environment is needed to know',
      'services: {api: , web: {cluster: b}}\nenvironments: {prod: {services: {api: {cluster: a}}}}',
      '',
      [
        'EVK-113 the manifest has environments and no cluster of its own, and input environment is empty | Set `environment` to one of: prod.',
      ],
    ],
  ])('%s: refused', (_, text, environment, faults) => {
    expect(faultsOf(text, environment)).toEqual(faults)
  })
})

describe('a service that is absent in an environment', () => {
  const text = (staging: string, more = '') =>
    `cluster: shop\nservices:\n  api: { needs: [worker, web] }\n  web: {}\n  worker: { needs: web }\n${more}environments:\n  staging: { services: ${staging} }\n  prod: {}\n`

  test('is not there, and nobody needs it', () => {
    const { services, absent } = parse(text('{ worker: { absent: true } }'), 'staging')
    expect(services.map(({ name, needs }) => [name, needs])).toEqual([
      ['api', ['web']],
      ['web', []],
    ])
    expect(absent).toEqual(['worker'])
    expect(parse(text('{ worker: { absent: true } }'), 'prod').services).toHaveLength(3)
    expect(parse(text('{ worker: { absent: false } }'), 'staging')).toEqual(parse(text('{}'), 'staging'))
    expect(parse(text('{ worker: { absent: } }'), 'staging')).toEqual(parse(text('{}'), 'staging'))
  })

  test('has no need of a cluster, and leaves the order of the others', () => {
    const own =
      'services:\n  api: { needs: migrate }\n  migrate: { needs: [db, api2] }\n  db: {}\n  api2: { needs: migrate2 }\n  migrate2: {}\nenvironments:\n  staging:\n    services: { api: { cluster: s }, db: { cluster: s }, api2: { cluster: s }, migrate: { absent: true }, migrate2: { absent: true } }\n'
    const { services } = parse(own, 'staging')
    expect(services.map(({ name, needs }) => [name, needs])).toEqual([
      ['api', ['db', 'api2']],
      ['db', []],
      ['api2', []],
    ])
  })

  test.each([
    [
      'all of them',
      text('{ api: { absent: true }, web: { absent: true }, worker: { absent: true } }'),
      'environments.staging.services: every service is absent | Leave one, or take the environment out.',
    ],
    [
      'in words',
      text('{ worker: { absent: "yes" } }'),
      'environments.staging.services.worker.absent is the text "yes" | Write true or false, without quotes.',
    ],
    [
      'a need that is none all the same',
      text('{ api: { absent: true } }', '  mail: { needs: wbe }\n'),
      'services.mail.needs: "wbe" is not a service here, did you mean "web"?',
    ],
  ])('%s is refused', (_, text, told) => {
    const faults = faultsOf(text, 'staging')
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(told)
  })

  test('however many need each other, each is gone through once', () => {
    const count = 60
    const named = Array.from({ length: count }, (_, i) => {
      const needs = Array.from({ length: i }, (_, before) => `s${before}`).join(', ')
      return `  s${i}: { needs: [${needs}] }\n`
    }).join('')
    const absent = Array.from({ length: count - 2 }, (_, i) => `s${i + 1}: { absent: true }`).join(', ')
    const text = `cluster: shop\nservices:\n${named}environments:\n  staging: { services: { ${absent} } }\n`
    expect(parse(text, 'staging').services.map(({ name, needs }) => [name, needs])).toEqual([
      ['s0', []],
      [`s${count - 1}`, ['s0']],
    ])
  })

  test('leaves one that inputs are of', () => {
    const of =
      'cluster: shop\nservices: { api: {}, web: {} }\nenvironments: { s: { services: { web: { absent: true } } }, p: {} }\n'
    const said = { service: '', cluster: '', values: { image: 'ghcr.io/acme/api:2' }, names: ['image'] as const }
    const { faults, chosen } = readDocument(of, 'evenkeel.yml', 's', said)
    expect(faults).toEqual([])
    expect(chosen?.services[0]?.images.get('api')).toMatchObject({ reference: 'ghcr.io/acme/api:2' })
    expect(readDocument(of, 'evenkeel.yml', 'p', said).faults.map(({ code }) => code)).toEqual(['EVK-112'])
  })

  test('at the top it is none, and the message says where it is written', () => {
    const [told] = faultsOf('cluster: shop\nservices: { api: { absent: true } }\n')
    expect(told).toContain('unknown key "absent" | Write it in an environment, of a service there.')
  })
})

test('an image that an environment names has no tags of the one that is built', () => {
  const over = (image: string) =>
    parse(
      `cluster: shop\nservices: { api: { also-tag: latest } }\nenvironments: { prod: { services: { api: ${image} } } }\n`,
      'prod',
    ).services[0]?.images.get('api')
  expect(over('{ image: "ghcr.io/acme/api:1" }')).toMatchObject({ kind: 'reference', alsoTag: [] })
  expect(over('{ image: "ghcr.io/acme/api:1", promote: true }')).toMatchObject({ alsoTag: ['latest'] })
  expect(faultsOf('cluster: shop\nservices: { api: { image: "ghcr.io/acme/api:1", also-tag: latest } }')).toHaveLength(
    1,
  )
})
