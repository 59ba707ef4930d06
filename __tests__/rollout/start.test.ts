/** An order whose answer is lost, while somebody else moves the service on. */
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import type { Standing } from '../../src/rollout/standing.ts'
import { start } from '../../src/rollout/start.ts'
import { deployment, NEW, OLD } from './scene.ts'

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/app'
const OTHER = { ...NEW, arn: NEW.arn.replace(/:\d+$/, ':9') }

/** What the list shows: by the name of each service deployment. */
const RUNS: Record<string, string> = {
  old: OLD.arn,
  back: OLD.arn,
  ours: NEW.arn,
  other: OTHER.arn,
  another: OTHER.arn,
}

interface Scene {
  /** One list, or one for each read. */
  readonly lists: readonly (readonly string[])[]
  readonly past?: readonly string[] | undefined
  /** What leads by the time the order is asked for. */
  readonly leads?: { readonly arn: string }
  readonly anew?: true
}

/** How often it was ordered, and what is known of the deployment then. */
async function ordered({ lists, past, leads = OTHER, anew }: Scene) {
  let orders = 0
  let reads = 0
  const reset = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })
  const service = {
    serviceName: 'app',
    taskDefinition: leads.arn,
    deployments: [deployment(leads as typeof NEW, { id: 'ecs-svc/other', createdAt: new Date(60_000) })],
  }
  const ecs = {
    updateService: async () => {
      orders++
      if (orders === 1) throw reset
      return {
        service: { ...service, taskDefinition: NEW.arn, deployments: [deployment(NEW, { id: 'ecs-svc/ours' })] },
      }
    },
    describeServices: async () => ({ services: [service] }),
    listServiceDeployments: async () => ({
      serviceDeployments: lists[Math.min(reads++, lists.length - 1)]?.map(id => ({
        serviceDeploymentArn: `${ARN}/${id}`,
        targetServiceRevisionArn: id,
      })),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map(each => ({ serviceRevisionArn: each, taskDefinition: RUNS[each] })),
    }),
  }
  const standing = {
    place: { name: 'app', cluster: 'prod', service: 'app', container: 'app' },
    service: { taskDefinition: OLD.arn, deployments: [deployment(OLD)] },
    liveRevision: OLD,
    past: past?.map(id => ({ arn: `${ARN}/${id}`, status: 'SUCCESSFUL', target: '', createdAt: 0, finishedAt: 1 })),
  } as unknown as Standing
  let now = 0
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const starting = { aws: { ecs } as unknown as Aws, clock, deadline: 600_000, signal: new AbortController().signal }
  const rollout = await start(starting as never, standing, {
    revision: anew ? OLD : NEW,
    change: {},
    anew,
    whatever: anew,
  })
  return [orders, rollout.order.deployment]
}

test.each<[string, Scene, unknown[]]>([
  [
    'both are new in the list: it was carried out, and theirs stays',
    { lists: [['other', 'ours', 'old']], past: ['old'] },
    [1, undefined],
  ],
  ['theirs alone is new: it was not', { lists: [['other', 'old']], past: ['old'] }, [2, 'ecs-svc/ours']],
  [
    'two are new, and both theirs: it was not',
    { lists: [['another', 'other', 'old']], past: ['old'] },
    [2, 'ecs-svc/ours'],
  ],
  [
    'the list is late by a read: it was carried out',
    {
      lists: [
        ['other', 'old'],
        ['other', 'ours', 'old'],
      ],
      past: ['old'],
    },
    [1, undefined],
  ],
  [
    'somebody went back to what was before: it was carried out, and theirs stays',
    { lists: [['back', 'ours', 'old']], past: ['old'], leads: OLD },
    [1, undefined],
  ],
  [
    'what was before is not known: nothing is told by the list',
    { lists: [['other', 'ours', 'old']], past: undefined },
    [2, 'ecs-svc/ours'],
  ],
])('%s', async (_, scene, expected) => {
  expect(await ordered(scene)).toEqual(expected)
})

test('new tasks, and somebody moved it meanwhile: nobody can tell whether they were ordered', async () => {
  await expect(ordered({ lists: [['other', 'old']], past: ['old'], anew: true })).rejects.toMatchObject({
    code: 'EVK-340',
    message: expect.stringContaining('somebody moved it to app:9 meanwhile'),
  })
})

test.each<[string, boolean, object, object]>([
  ['a restart is of that', true, {}, { revision: { name: 'app:9' }, order: { deployment: 'ecs-svc/new' } }],
  ['a release is not', false, { taskDefinition: OLD.arn }, { revision: OLD, order: { deployment: 'ecs-svc/new' } }],
])('new tasks, and somebody moved it between the look and the order: %s', async (_, whatever, named, expected) => {
  const asked: unknown[] = []
  const ecs = {
    updateService: async (input: { taskDefinition?: string }) => {
      asked.push(input)
      const now = input.taskDefinition === undefined ? OTHER : OLD
      const deployments = [deployment(now as typeof NEW, { id: 'ecs-svc/new' })]
      return { service: { serviceName: 'app', taskDefinition: now.arn, deployments } }
    },
    describeTaskDefinition: async () => ({
      taskDefinition: { taskDefinitionArn: OTHER.arn, containerDefinitions: [{ name: 'app' }] },
    }),
  }
  const standing = {
    place: { name: 'app', cluster: 'prod', service: 'app', container: 'app' },
    service: { taskDefinition: OLD.arn, deployments: [deployment(OLD, { id: 'ecs-svc/old' })] },
    liveRevision: OLD,
  } as unknown as Standing
  const clock = { now: () => 0, sleep: async () => {} }
  const starting = { aws: { ecs } as unknown as Aws, clock, deadline: 600_000, signal: new AbortController().signal }
  const rollout = await start(starting as never, standing, { revision: OLD, change: {}, anew: true, whatever })
  expect(asked).toEqual([{ cluster: 'prod', service: 'app', forceNewDeployment: true, ...named }])
  expect(rollout).toMatchObject(expected)
})
