/** What a manifest says of services that are there, and that its own reader takes it. */
import { readFileSync } from 'node:fs'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { leftObstacles, sourceObstacles } from '../../src/init/doubt.ts'
import { draftOf, outlinesOf } from '../../src/init/draft.ts'
import { isDockerfile, stagesIn } from '../../src/init/source.ts'
import { parseManifest } from '../../src/request/document.ts'
import type { Standing } from '../../src/rollout/standing.ts'

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const HOME = { account: '123456789012', region: 'eu-west-1', registry: ECR, owner: 'acme' }

const standing = (service: string, containers: readonly ContainerDefinition[], led?: string): Standing => {
  const definition = { family: service, containerDefinitions: [...containers] }
  const loadBalancers = led === undefined ? [] : [{ containerName: led }]
  return {
    place: { name: service, service, cluster: 'shop', container: service },
    service: { serviceName: service, loadBalancers },
    live: { definition, tags: [] },
  } as unknown as Standing
}

/** Dockerfiles by path. */
type Files = Readonly<Record<string, string>>

const dockerfilesOf = (files: Files) =>
  Object.entries(files).map(([path, text]) => {
    const at = path.lastIndexOf('/')
    return { folder: at < 0 ? '.' : path.slice(0, at), file: path.slice(at + 1), stages: stagesIn(text) }
  })

const outlined = (standings: readonly Standing[], files: Files) =>
  outlinesOf(standings, HOME, dockerfilesOf(files)).map(({ outline }) => outline)

const drafted = (standings: readonly Standing[], files: Files): string => {
  const outlines = outlined(standings, files)
  const text = draftOf(outlines, { cluster: 'shop', region: 'eu-west-1', environment: '' })
  parseManifest(text, 'evenkeel.yml')
  return text.slice(text.indexOf('region: eu-west-1\n') + 'region: eu-west-1\n'.length)
}
const container = (name: string, image: string, essential = true) => ({ name, image, essential })

const ONE = 'FROM scratch\n'

test('editors know it', () => {
  const { repository, version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const [, name] = /github\.com\/(.+)\.git$/.exec(repository.url) ?? []
  const [first] = draftOf(outlined(APART, {}), { cluster: 'shop', region: 'eu-west-1', environment: 'prod' }).split(
    '\n',
  )
  expect(first).toBe(
    `# yaml-language-server: $schema=https://raw.githubusercontent.com/${name}/v${version}/dist/evenkeel.schema.json`,
  )
})

test.each<[string, Standing[], Files, string]>([
  [
    'as the defaults have it',
    [standing('api', [container('api', `${ECR}/api:1`)])],
    {},
    'services:\n  api:\n    build: .\n',
  ],
  [
    'on an image of everybody’s',
    [standing('api', [container('api', 'nginx')])],
    {},
    'services:\n  api:\n    build: .\n',
  ],
  [
    'names that YAML would take for something else',
    [standing('null', [container('123', `${ECR}/true:1`)])],
    {},
    'services:\n  "null":\n    container: "123"\n    repository: "true"\n    build: .\n',
  ],
  [
    'the one that traffic is led to',
    [standing('web', [container('helper', `${ECR}/helper:1`), container('app', `${ECR}/app:1`)], 'app')],
    {},
    `services:\n  web:\n    container: app\n    repository: app\n    build: .\n    # helper stays on ${ECR}/helper:1\n`,
  ],
  [
    'traffic led to a proxy of everybody’s',
    [standing('web', [container('proxy', 'nginx:1.29'), container('app', `${ECR}/app:1`)], 'proxy')],
    {},
    'services:\n  web:\n    container: app\n    repository: app\n    build: .\n    # proxy stays on nginx:1.29\n',
  ],
  [
    'a second image with a Dockerfile of its own',
    [standing('web', [container('app', `${ECR}/app:1`), container('proxy', `${ECR}/shop/proxy:1`)])],
    { 'app/Dockerfile': ONE, 'proxy/Dockerfile': ONE },
    [
      'images:\n  app:\n    build: app\n  proxy:\n    repository: shop/proxy\n    build: proxy',
      'services:\n  web:\n    container: app\n    containers: { app: app, proxy: proxy }\n',
    ].join('\n'),
  ],
  [
    'two services of one image',
    [standing('web', [container('app', `${ECR}/app:1`)]), standing('worker', [container('app', `${ECR}/app:2`)])],
    {},
    [
      'images:\n  app:\n    build: .',
      'services:\n  web:\n    container: app\n    image: app\n  worker:\n    container: app\n    image: app\n',
    ].join('\n'),
  ],
  [
    'one image in two services, of the name of one of them',
    [standing('app', [container('app', `${ECR}/app:1`)]), standing('worker', [container('app', `${ECR}/app:2`)])],
    {},
    [
      'images:\n  app-app:\n    repository: app\n    build: .',
      'services:\n  app:\n    image: app-app\n  worker:\n    container: app\n    image: app-app\n',
    ].join('\n'),
  ],
  [
    'containers that stand on one image move together',
    [standing('api', [container('api', `${ECR}/api:1`), container('migrate', `${ECR}/api:1`, false)])],
    {},
    'services:\n  api:\n    build: .\n',
  ],
  [
    'two on one image of everybody’s: only the one that is named',
    [standing('api', [container('api', 'nginx'), container('other', 'nginx')])],
    {},
    [
      'images:\n  api-api:\n    repository: api\n    build: .',
      'services:\n  api:\n    containers: { api: api-api }\n    # other stays on nginx\n',
    ].join('\n'),
  ],
  [
    'of one image, however it is written: each is named, for a release compares letters',
    [standing('api', [container('api', `${ECR}/api`), container('migrate', `${ECR}/api:latest`, false)])],
    {},
    'images:\n  api-api:\n    repository: api\n    build: .\nservices:\n  api:\n    containers: { api: api-api, migrate: api-api }\n',
  ],
  [
    'another account, another region, another registry',
    [
      standing('a', [container('a', '999999999999.dkr.ecr.eu-west-1.amazonaws.com/shop/a:1')]),
      standing('b', [container('b', '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/b:1')]),
      standing('c', [container('c', 'ghcr.io/acme/c:1')]),
    ],
    {},
    [
      'services:\n  a:\n    repository: 999999999999.dkr.ecr.eu-west-1.amazonaws.com/shop/a\n    build: .',
      '  b:\n    repository: 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/b\n    build: .',
      '  c:\n    repository: ghcr.io/acme/c\n    build: .\n',
    ].join('\n'),
  ],
])('%s', (_, standings, files, expected) => {
  expect(drafted(standings, files)).toBe(expected)
})

const STAGES = 'FROM scratch AS base\nCOPY src /\nFROM base AS Worker\nFROM --platform=linux/amd64 base as api\n'
const two = (api: string, worker: string) => [
  standing('api', [container('api', api)]),
  standing('worker', [container('worker', worker)]),
]
const APART = two(`${ECR}/api:1`, `${ECR}/worker:1`)
const TAGS = two(`${ECR}/shop:api-17`, `${ECR}/shop:worker-17`)
const API = 'services:\n  api:\n    build: .\n  worker:\n'
const IN_SHOP = 'services:\n  api:\n    repository: shop\n    build: .\n  worker:\n    repository: shop\n'

describe('each program from what bears its name', () => {
  test.each<[string, Standing[], Files, string]>([
    ['stages', APART, { Dockerfile: STAGES }, `${API}    build: { context: ., target: worker }\n`],
    [
      'stages, tags of one repository',
      TAGS,
      { Dockerfile: STAGES },
      `${IN_SHOP}    build: { context: ., target: worker }\n`,
    ],
    [
      'files',
      TAGS,
      { Dockerfile: ONE, 'worker.Dockerfile': ONE },
      `${IN_SHOP}    build: { context: ., dockerfile: worker.Dockerfile }\n`,
    ],
    [
      'files named the other way, in a folder of their own',
      APART,
      { Dockerfile: ONE, 'docker/Dockerfile.worker': ONE },
      `${API}    build: { context: ., dockerfile: docker/Dockerfile.worker }\n`,
    ],
    ['folders of folders', APART, { Dockerfile: ONE, 'apps/worker/Dockerfile': ONE }, `${API}    build: apps/worker\n`],
    [
      'the nearest of them',
      APART,
      { Dockerfile: ONE, 'old/apps/worker/Dockerfile': ONE, 'worker/Dockerfile': ONE },
      `${API}    build: worker\n`,
    ],
    [
      'one image for two services, whatever stages are called',
      two(`${ECR}/shop:17`, `${ECR}/shop:17`),
      { Dockerfile: STAGES },
      'images:\n  shop:\n    build: .\nservices:\n  api:\n    image: shop\n  worker:\n    image: shop\n',
    ],
  ])('%s', (_, standings, files, expected) => {
    expect(drafted(standings, files)).toBe(expected)
    expect(sourceObstacles(outlined(standings, files), dockerfilesOf(files))).toEqual([])
  })

  test.each<[string, Standing[], Files, string]>([
    [
      'two repositories',
      APART,
      { Dockerfile: ONE },
      `stops: service "api" on "${ECR}/api:1", service "worker" on "${ECR}/worker:1": all of them would be built from ./Dockerfile`,
    ],
    [
      'tags of one repository',
      TAGS,
      { Dockerfile: ONE },
      `stops: service "api" on "${ECR}/shop:api-17", service "worker" on "${ECR}/shop:worker-17": all of them would be built from ./Dockerfile`,
    ],
    [
      'two releases of one repository',
      two(`${ECR}/shop:main-0abc123`, `${ECR}/shop:v1.2.0`),
      { Dockerfile: ONE },
      `mind: service "api" on "${ECR}/shop:main-0abc123", service "worker" on "${ECR}/shop:v1.2.0": all of them would be built from ./Dockerfile`,
    ],
    [
      'two folders of one name',
      [standing('shop', [container('api', `${ECR}/shop/api:1`)])],
      { 'apps/api/Dockerfile': ONE, 'libs/api/Dockerfile': ONE },
      'stops: container "api" of service "shop" may be built from apps/api/Dockerfile or from libs/api/Dockerfile',
    ],
  ])('or a doubt: %s', (_, standings, files, expected) => {
    const told = sourceObstacles(outlined(standings, files), dockerfilesOf(files)).map(
      ({ stops, what }) => `${stops ? 'stops' : 'mind'}: ${what}`,
    )
    expect(told).toEqual([expected])
  })

  const PAYMENTS = [standing('Payments-Prod', [container('app', `${ECR}/company/payments-api:2024-11-01`)])]
  const CHECKOUT = [standing('checkout-service', [container('checkout-container', `${ECR}/checkout-repo:latest`)])]

  test.each<[string, Standing[], Files, string, string[]]>([
    [
      'the beginning of its names',
      PAYMENTS,
      { Dockerfile: ONE, 'services/payments/Dockerfile': ONE, 'services/ledger/Dockerfile': ONE },
      'services/payments',
      [
        'mind: container "app" of service "Payments-Prod" would be built from services/payments/Dockerfile, whose name is only like one of its own',
      ],
    ],
    [
      'the longest of them, and none at the root',
      CHECKOUT,
      { 'apps/check/Dockerfile': ONE, 'apps/checkout/Dockerfile': ONE, 'apps/Checkout_Service/Dockerfile': ONE },
      'apps/Checkout_Service',
      [
        'mind: container "checkout-container" of service "checkout-service" would be built from apps/Checkout_Service/Dockerfile, whose name is only like one of its own',
      ],
    ],
    [
      'of several',
      CHECKOUT,
      { Dockerfile: ONE, 'apps/checkout/Dockerfile': ONE, 'libs/checkout/Dockerfile': ONE },
      'apps/checkout',
      [
        'stops: container "checkout-container" of service "checkout-service" may be built from apps/checkout/Dockerfile or from libs/checkout/Dockerfile',
      ],
    ],
    [
      'of none, and one of a folder is left',
      PAYMENTS,
      { Dockerfile: ONE, 'services/pay/Dockerfile': ONE, '.devcontainer/Dockerfile': ONE, 'Dockerfile.dev': ONE },
      '.',
      [
        'stops: container "app" of service "Payments-Prod" would be built from ./Dockerfile, for no Dockerfile bears a name of it; of no service are services/pay/Dockerfile',
      ],
    ],
    [
      'of none, and there is none at the root',
      CHECKOUT,
      { 'docker/Dockerfile.prod': ONE, 'Dockerfile.dev': ONE },
      '.',
      [
        'stops: container "checkout-container" of service "checkout-service" would be built from ./Dockerfile, for no Dockerfile bears a name of it; of no service are docker/Dockerfile.prod, Dockerfile.dev',
      ],
    ],
    ['of none, and none is left', CHECKOUT, { Dockerfile: ONE, 'Dockerfile.dev': ONE }, '.', []],
    ['of none, and nothing is there', CHECKOUT, {}, '.', []],
  ])('a name that is like it: %s', (_, standings, files, build, expected) => {
    expect(drafted(standings, files)).toContain(`build: ${build}\n`)
    const told = sourceObstacles(outlined(standings, files), dockerfilesOf(files))
    expect(told.map(({ stops, what }) => `${stops ? 'stops' : 'mind'}: ${what}`)).toEqual(expected)
  })

  test.each([
    ['Dockerfile', true],
    ['dockerfile', true],
    ['api.Dockerfile', true],
    ['Dockerfile.api', true],
    ['Dockerfile.dockerignore', false],
    ['worker.Dockerfile.dockerignore', false],
    ['Dockerfiles', false],
  ])('%s is a Dockerfile: %s', (file, expected) => {
    expect(isDockerfile(file)).toBe(expected)
  })
})

const TRIO = (...app: readonly string[]) => [
  standing('trio', [
    container('proxy', `${ECR}/shop/proxy:latest`),
    ...app.map((image, at) => container(at === 0 ? 'app' : `worker-${at}`, image, at < 2)),
  ]),
]
const FRONT = `${ECR}/shop/front`
const DIGEST = `@sha256:${'a'.repeat(64)}`
const PROXY = 'images:\n  proxy:\n    repository: shop/proxy\n    build: proxy\n'
const trio = (containers: string) => `services:\n  trio:\n    container: proxy\n    containers: { ${containers} }\n`
const MOVE = 'proxy: proxy, app: front, worker-1: front'
const FRONTS = '  front:\n    repository: shop/front\n    build: .\n'

describe('several images in one task', () => {
  const doubts = (standings: readonly Standing[], files: Files) => {
    const outlines = outlined(standings, files)
    return [...sourceObstacles(outlines, dockerfilesOf(files)), ...leftObstacles(outlines, HOME)].map(
      ({ stops, what }) => `${stops ? 'stops' : 'mind'}: ${what}`,
    )
  }

  test.each<[string, Standing[], Files, string]>([
    [
      'two that stand on the image of the one that is known, and one beside',
      [
        standing('three', [
          container('app', `${ECR}/three:latest`),
          container('nginx', `${ECR}/shop-nginx:latest`),
          container('sidekiq', `${ECR}/three:latest`),
          container('migrate', `${ECR}/three:latest`, false),
        ]),
      ],
      { Dockerfile: ONE, 'nginx/Dockerfile': ONE },
      [
        'images:\n  three-app:\n    repository: three\n    build: .\n  shop-nginx:\n    build: nginx\nservices:\n  three:',
        '    container: app',
        '    containers: { app: three-app, sidekiq: three-app, migrate: three-app, nginx: shop-nginx }\n',
      ].join('\n'),
    ],
    [
      'two beside the known one, by the name of one of them',
      TRIO(`${FRONT}:1`, `${FRONT}:1`, `${FRONT}:1`),
      { 'proxy/Dockerfile': ONE, 'worker-1/Dockerfile': ONE },
      `${PROXY}  front:\n    repository: shop/front\n    build: worker-1\n${trio(`${MOVE}, worker-2: front`)}`,
    ],
    [
      'by the name of the image',
      TRIO(`${FRONT}:1`, `${FRONT}:1`),
      { 'proxy/Dockerfile': ONE, 'front/Dockerfile': ONE },
      `${PROXY}  front:\n    repository: shop/front\n    build: front\n${trio(MOVE)}`,
    ],
    [
      'by digest, and by digest with a tag',
      TRIO(`${FRONT}${DIGEST}`, `${FRONT}:1${DIGEST}`),
      { 'proxy/Dockerfile': ONE, 'app/Dockerfile': ONE },
      `${PROXY}  front:\n    repository: shop/front\n    build: app\n${trio(MOVE)}`,
    ],
    [
      'stages of one repository',
      [standing('api', [container('api', `${ECR}/shop:api-17`), container('worker', `${ECR}/shop:worker-17`)])],
      { Dockerfile: STAGES },
      [
        'images:\n  shop:\n    build: .\n  shop-worker:\n    repository: shop\n    build: { context: ., target: worker }',
        'services:\n  api:\n    containers: { api: shop, worker: shop-worker }\n',
      ].join('\n'),
    ],
    [
      'images of others',
      [
        standing('api', [
          container('api', `${ECR}/api:1`),
          container('envoy', '840364872350.dkr.ecr.eu-west-1.amazonaws.com/aws-appmesh-envoy:v1'),
          container('beat', 'docker.elastic.co/beats/filebeat:8'),
        ]),
      ],
      { 'api/Dockerfile': ONE, Dockerfile: ONE },
      [
        'services:\n  api:\n    build: api',
        '    # envoy stays on 840364872350.dkr.ecr.eu-west-1.amazonaws.com/aws-appmesh-envoy:v1',
        '    # beat stays on docker.elastic.co/beats/filebeat:8\n',
      ].join('\n'),
    ],
  ])('%s', (_, standings, files, expected) => {
    expect(drafted(standings, files)).toBe(expected)
    expect(doubts(standings, files)).toEqual([])
  })

  const ROOTED =
    'mind: container "app" of service "trio" would be built from ./Dockerfile, which bears no name of it, and pushed to "shop/front"'

  test.each<[string, Standing[], Files, string, string[]]>([
    [
      'the Dockerfile at the root is of those that no other bears the name of',
      TRIO(`${FRONT}:latest`, `${FRONT}:latest`),
      { Dockerfile: ONE, 'proxy/Dockerfile': ONE },
      `${PROXY}${FRONTS}${trio(MOVE)}`,
      [ROOTED],
    ],
    [
      'the Dockerfile at the root bears the name of another than the one that traffic is led to',
      [standing('web', [container('lb', `${ECR}/shop/lb:1`), container('app', `${FRONT}:1`)], 'lb')],
      { Dockerfile: 'FROM scratch AS base\nFROM base AS app\n' },
      `services:\n  web:\n    container: app\n    repository: shop/front\n    build: .\n    # lb stays on ${ECR}/shop/lb:1\n`,
      [`stops: container "lb" of service "web" stays on "${ECR}/shop/lb:1": no Dockerfile is its own`],
    ],
    [
      'of the one that is essential, where there are several',
      TRIO(`${FRONT}:1`, `${FRONT}:1`, `${ECR}/mirror/xray:3`),
      { Dockerfile: ONE, 'proxy/Dockerfile': ONE },
      `${PROXY}${FRONTS}${trio(MOVE)}    # worker-2 stays on ${ECR}/mirror/xray:3\n`,
      [
        ROOTED,
        `stops: container "worker-2" of service "trio" stays on "${ECR}/mirror/xray:3": no Dockerfile is its own`,
      ],
    ],
    [
      'of a proxy, where the known one has another: it may be of neither',
      [standing('api', [container('api', `${ECR}/shop-api:1`), container('proxy', `${ECR}/infra/nginx:1`)], 'api')],
      { Dockerfile: ONE, 'api/Dockerfile': ONE },
      [
        'images:\n  shop-api:\n    build: api\n  nginx:\n    repository: infra/nginx\n    build: .',
        'services:\n  api:\n    containers: { api: shop-api, proxy: nginx }\n',
      ].join('\n'),
      [
        'stops: container "proxy" of service "api" would be built from ./Dockerfile, which bears no name of it, and pushed to "infra/nginx"',
      ],
    ],
    [
      'of a proxy whose image lies as little in a folder as the known one’s',
      [standing('api', [container('api', `${ECR}/api:1`), container('proxy', `${ECR}/nginx:1`)], 'api')],
      { Dockerfile: ONE, 'api/Dockerfile': ONE },
      [
        'images:\n  api-api:\n    repository: api\n    build: api\n  nginx:\n    build: .',
        'services:\n  api:\n    containers: { api: api-api, proxy: nginx }\n',
      ].join('\n'),
      [
        'stops: container "proxy" of service "api" would be built from ./Dockerfile, which bears no name of it, and pushed to "nginx"',
      ],
    ],
    [
      'of none, where it could be of several',
      TRIO(`${FRONT}:1`, `${ECR}/shop/back:1`),
      { Dockerfile: ONE, 'proxy/Dockerfile': ONE },
      `services:\n  trio:\n    container: proxy\n    repository: shop/proxy\n    build: proxy\n    # app stays on ${FRONT}:1\n    # worker-1 stays on ${ECR}/shop/back:1\n`,
      [
        `stops: container "app" of service "trio" stays on "${FRONT}:1": no Dockerfile is its own`,
        `stops: container "worker-1" of service "trio" stays on "${ECR}/shop/back:1": no Dockerfile is its own`,
      ],
    ],
    [
      'none at the root',
      TRIO(`${FRONT}:1`, `${FRONT}:1`),
      { 'proxy/Dockerfile': ONE },
      `services:\n  trio:\n    container: proxy\n    repository: shop/proxy\n    build: proxy\n    # app stays on ${FRONT}:1\n    # worker-1 stays on ${FRONT}:1\n`,
      [`stops: containers "app", "worker-1" of service "trio" stay on "${FRONT}:1": no Dockerfile is their own`],
    ],
    [
      'one of the very repository under another tag',
      [standing('api', [container('api', `${ECR}/api:1`), container('migrate', `${ECR}/api:2`, false)])],
      { Dockerfile: ONE },
      `services:\n  api:\n    build: .\n    # migrate stays on ${ECR}/api:2\n`,
      [`stops: container "migrate" of service "api" stays on "${ECR}/api:2": no Dockerfile is its own`],
    ],
    [
      'a tag and a digest, which may be one image',
      [standing('api', [container('api', `${ECR}/api:1`), container('migrate', `${ECR}/api${DIGEST}`, false)])],
      { Dockerfile: ONE },
      `services:\n  api:\n    build: .\n    # migrate stays on ${ECR}/api${DIGEST}\n`,
      [`stops: container "migrate" of service "api" stays on "${ECR}/api${DIGEST}": no Dockerfile is its own`],
    ],
    [
      'a placeholder of everybody’s',
      [standing('api', [container('api', 'nginx'), container('other', 'docker.io/library/nginx:latest')])],
      { Dockerfile: ONE },
      `images:\n  api-api:\n    repository: api\n    build: .\nservices:\n  api:\n    containers: { api: api-api }\n    # other stays on docker.io/library/nginx:latest\n`,
      [
        'stops: container "other" of service "api" stays on "docker.io/library/nginx:latest", as "api" stands today: whether it is of the same program cannot be known',
      ],
    ],
  ])('or a doubt: %s', (_, standings, files, expected, told) => {
    expect(drafted(standings, files)).toBe(expected)
    expect(doubts(standings, files)).toEqual(told)
  })
})
