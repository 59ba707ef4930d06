/** What is asked of a service's shape is asked of the template that its revision is registered from. */
import { expect, test } from '@jest/globals'
import { type Part, planOf } from '../../src/release/plan.ts'
import { warnUnguarded } from '../../src/release/prerequisites.ts'
import { wantedApart, wantedBy } from '../../src/release/wanted.ts'
import { parseManifest } from '../../src/request/document.ts'
import { type Recorded, revisionOf } from '../../src/revision/document.ts'

const MANIFEST = parseManifest('cluster: prod\nservices: {api: , web: }', 'evenkeel.yml')
const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

interface Of {
  readonly revision: number
  readonly family?: string
  readonly container: string
  readonly cpu?: 'ARM64' | 'X86_64'
  readonly driver?: 'awslogs' | 'fluentd'
  readonly repository?: string
}

const recorded = ({
  revision,
  family = 'app',
  container,
  cpu = 'X86_64',
  driver = 'awslogs',
  repository,
}: Of): Recorded => ({
  definition: {
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/${family}:${revision}`,
    family,
    revision,
    status: 'ACTIVE',
    runtimePlatform: { cpuArchitecture: cpu },
    containerDefinitions: [
      { name: container, image: `${REGISTRY}/${repository ?? container}:x`, logConfiguration: { logDriver: driver } },
    ],
  },
  tags: [],
})

function part(name: string, live: Recorded, latest: Recorded, shared = false): Part {
  const entry = MANIFEST.services.find(each => each.name === name) as Part['entry']
  const place = { name, cluster: 'prod', service: name, container: name, strategy: undefined, mayStandAtZero: false }
  const service = { desiredCount: 1, runningCount: 1, deployments: [{ rolloutState: 'COMPLETED' as const }] }
  return {
    entry,
    shared,
    goal: { kind: 'image', images: undefined, provenance: { version: '1.0.0', commit: 'c'.repeat(40), run: '' } },
    standing: { place, service, live, liveRevision: revisionOf(live, { container: name }), latest, past: [] },
  }
}

const api = recorded({ revision: 1, container: 'api', cpu: 'ARM64' })
const web = recorded({ revision: 2, container: 'web', driver: 'fluentd' })
const newest = recorded({ revision: 3, container: 'web', repository: 'other', cpu: 'ARM64' })
const alone = recorded({ revision: 1, family: 'alone', container: 'api' })
const newer = recorded({
  revision: 2,
  family: 'alone',
  container: 'api',
  cpu: 'ARM64',
  driver: 'fluentd',
  repository: 'old',
})

function asked(parts: readonly Part[]) {
  const said: string[] = []
  const runner = { say: (text: string) => void said.push(text), warn: () => undefined }
  const plan = planOf(parts)
  const clock = { now: () => 0, sleep: async () => undefined }
  warnUnguarded({ runner, clock, deadline: 1_800_000 }, plan.waves.flat())
  const services = MANIFEST.services.filter(({ name }) => parts.some(({ entry }) => entry.name === name))
  return {
    faults: plan.faults.map(({ code }) => code),
    said: said.map(text => text.split(' ')[0]),
    wanted: wantedBy({ ...MANIFEST, services, all: MANIFEST.services }, parts).map(({ name, platforms, isFirst }) => [
      name,
      platforms.join(),
      isFirst,
    ]),
  }
}

test.each<[string, readonly Part[], Omit<ReturnType<typeof asked>, 'said'>]>([
  [
    'two services of one family: each its own',
    [part('api', api, newest), part('web', web, newest)],
    {
      faults: [],
      wanted: [
        ['api', 'linux/arm64', false],
        ['web', 'linux/amd64', false],
      ],
    },
  ],
  [
    'one of two services of a family: its own',
    [part('web', web, newest, true)],
    { faults: [], wanted: [['web', 'linux/amd64', false]] },
  ],
  [
    'a family of its own: the latest',
    [part('api', alone, newer), part('web', web, web)],
    {
      faults: [],
      wanted: [
        ['api', 'linux/arm64', true],
        ['web', 'linux/amd64', false],
      ],
    },
  ],
  [
    'the latest of a family of its own has no such container',
    [part('api', alone, recorded({ revision: 3, family: 'alone', container: 'app' }))],
    { faults: ['EVK-205'], wanted: [['api', 'linux/amd64', true]] },
  ],
])('%s', (_, parts, expected) => expect(asked(parts)).toMatchObject(expected))

test('of which its log driver is told', () => {
  expect(asked([part('api', api, newest), part('web', web, newest)]).said).toEqual(['web'])
  expect(asked([part('api', alone, newer)]).said).toEqual(['api'])
})

test.each<[string, string, readonly (readonly string[])[] | undefined]>([
  ['each says its platforms', '{api: {build: {platforms: linux/arm64}}}', [['linux/arm64']]],
  ['one does not', '{api: {build: {platforms: linux/arm64}}, web: {build: web}}', undefined],
  ['one is made elsewhere', '{api: {build: {platforms: linux/arm64}}, web: {image: "a/b:1"}}', undefined],
  [
    'one is deployed as it is',
    '{api: {build: {platforms: linux/arm64}}, web: {task-definition: "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1"}}',
    undefined,
  ],
])('what is wanted of services that nobody looks at: %s', (_, services, platforms) => {
  const found = wantedApart(parseManifest(`cluster: prod\nservices: ${services}`, 'evenkeel.yml'))
  expect(found?.map(each => each.platforms)).toEqual(platforms)
})
