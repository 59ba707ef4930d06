/** One step of the plan, and what is told where the time is up in its midst. */
import { expect, test } from '@jest/globals'
import { Journal } from '../../src/release/journal.ts'
import { take } from '../../src/release/take.ts'
import { documentOf, type Recorded, revisionOf } from '../../src/revision/document.ts'
import { arnOf } from '../rollout/scene.ts'

const live: Recorded = {
  definition: {
    taskDefinitionArn: arnOf('app:41'),
    family: 'app',
    revision: 41,
    containerDefinitions: [{ name: 'app', image: 'x' }],
  },
  tags: [],
}
const place = {
  name: 'api',
  cluster: 'shop',
  service: 'api',
  container: 'app',
  strategy: undefined,
  mayStandAtZero: false,
}

test('the time is up when a revision has been registered: which, and that nothing runs it, is told', async () => {
  let now = 0
  const ecs = {
    registerTaskDefinition: async (input: object) => {
      now = 1000
      return { taskDefinition: { ...input, taskDefinitionArn: arnOf('app:42'), revision: 42 }, tags: [] }
    },
  }
  const clock = { now: () => now, sleep: async () => {} }
  const runner = { say: () => {}, warn: () => {} }
  const edges = {
    aws: { ecs, region: 'eu-west-1' },
    clock,
    deadline: 500,
    signal: new AbortController().signal,
    runner,
  }
  const service = { serviceName: 'api', desiredCount: 1, deployments: [] }
  const standing = { place, service, live, liveRevision: revisionOf(live, place), latest: live, past: [] }
  const document = documentOf(live, new Map(), { version: '2.0.0', commit: 'c', run: 'r' })
  const step = { kind: 'register', document }
  const planned = {
    entry: { name: 'api', container: 'app' },
    standing,
    goal: { kind: 'image' },
    step,
    faults: [],
    alsoChanges: '',
    leftBehind: [],
  }
  expect(await take(edges as never, planned as never, new Journal())).toEqual({
    outcome: 'timed-out',
    reason:
      'the time was up before its turn, and nothing was begun. Nothing runs app:42, which was registered; the service is as it was.',
  })
})
