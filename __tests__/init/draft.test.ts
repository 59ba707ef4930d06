/** What a manifest says of services that are there, and that its own reader takes it. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import { draftOf, outlineOf } from '../../src/init/draft.ts'
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

const drafted = (standings: readonly Standing[], folders: readonly string[] = []): string => {
  const outlines = standings.flatMap(each => outlineOf(each, HOME, new Set(folders)) ?? [])
  const text = draftOf(outlines, { cluster: 'shop', region: 'eu-west-1', environment: '' })
  parseManifest(text, 'evenkeel.yml')
  return text.slice(text.indexOf('region: eu-west-1\n') + 'region: eu-west-1\n'.length)
}
const container = (name: string, image: string, essential = true) => ({ name, image, essential })

test.each<[string, Standing[], string[], string]>([
  [
    'as the defaults have it',
    [standing('api', [container('api', `${ECR}/api:1`)])],
    [],
    'services:\n  api:\n    build: .\n',
  ],
  [
    'names that YAML would take for something else',
    [standing('null', [container('123', `${ECR}/true:1`)])],
    [],
    'services:\n  "null":\n    container: "123"\n    repository: "true"\n    build: .\n',
  ],
  [
    'the one that traffic is led to',
    [standing('web', [container('helper', `${ECR}/helper:1`), container('app', `${ECR}/app:1`)], 'app')],
    [],
    `services:\n  web:\n    container: app\n    repository: app\n    build: .\n    # helper stays on ${ECR}/helper:1\n`,
  ],
  [
    'traffic led to a proxy of everybody’s',
    [standing('web', [container('proxy', 'nginx:1.29'), container('app', `${ECR}/app:1`)], 'proxy')],
    [],
    'services:\n  web:\n    container: app\n    repository: app\n    build: .\n    # proxy stays on nginx:1.29\n',
  ],
  [
    'a second image with a Dockerfile of its own',
    [standing('web', [container('app', `${ECR}/app:1`), container('proxy', `${ECR}/shop/proxy:1`)])],
    ['app', 'proxy'],
    [
      'images:\n  app:\n    build: app\n  proxy:\n    repository: shop/proxy\n    build: proxy',
      'services:\n  web:\n    container: app\n    containers: { app: app, proxy: proxy }\n',
    ].join('\n'),
  ],
  [
    'two services of one image',
    [standing('web', [container('app', `${ECR}/app:1`)]), standing('worker', [container('app', `${ECR}/app:2`)])],
    [],
    [
      'images:\n  app:\n    build: .',
      'services:\n  web:\n    container: app\n    image: app\n  worker:\n    container: app\n    image: app\n',
    ].join('\n'),
  ],
  [
    'one image in two services, of the name of one of them',
    [standing('app', [container('app', `${ECR}/app:1`)]), standing('worker', [container('app', `${ECR}/app:2`)])],
    [],
    [
      'images:\n  app-app:\n    repository: app\n    build: .',
      'services:\n  app:\n    image: app-app\n  worker:\n    container: app\n    image: app-app\n',
    ].join('\n'),
  ],
  [
    'containers that stand on one image move together',
    [standing('api', [container('api', `${ECR}/api:1`), container('migrate', `${ECR}/api:1`, false)])],
    [],
    'services:\n  api:\n    build: .\n',
  ],
  [
    'two on one image of everybody’s: only the one that is named',
    [standing('api', [container('api', 'nginx'), container('other', 'nginx')])],
    [],
    [
      'images:\n  api-api:\n    repository: api\n    build: .',
      'services:\n  api:\n    containers: { api: api-api }\n    # other stays on nginx\n',
    ].join('\n'),
  ],
  [
    'another account, another region, another registry',
    [
      standing('a', [container('a', '999999999999.dkr.ecr.eu-west-1.amazonaws.com/shop/a:1')]),
      standing('b', [container('b', '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/b:1')]),
      standing('c', [container('c', 'ghcr.io/acme/c:1')]),
    ],
    [],
    [
      'services:\n  a:\n    repository: 999999999999.dkr.ecr.eu-west-1.amazonaws.com/shop/a\n    build: .',
      '  b:\n    repository: 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/b\n    build: .',
      '  c:\n    repository: ghcr.io/acme/c\n    build: .\n',
    ].join('\n'),
  ],
])('%s', (_, standings, folders, expected) => {
  expect(drafted(standings, folders)).toBe(expected)
})
