/** Twenty-five services watched for six hours, each look with a hundred events of its own: nothing that was seen is kept. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Service } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import type { Clock } from '../../src/edge/clock.ts'
import { Feed } from '../../src/rollout/feed.ts'
import type { Rollout } from '../../src/rollout/snapshot.ts'
import { watch } from '../../src/rollout/watch.ts'
import { arnOf, moving, rollout, serviceDeployment } from './scene.ts'

const HOUR = 3600_000
const SERVICES = 25

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = () => {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

test('the heap after six hours is that after one', async () => {
  // a worker of jest keeps what the files before this one loaded
  const before = heap()
  let now = 0
  const marks: number[] = []
  const clock: Clock = {
    ...({} as Clock),
    now: () => now,
    sleep: async ms => {
      if (Math.floor(now / HOUR) !== Math.floor((now + ms) / HOUR)) marks.push(heap())
      now += ms
    },
  }
  let serial = 0
  let said = 0
  const events = () =>
    Array.from({ length: 100 }, () => ({
      id: String(serial),
      message: `(service x) event ${serial++} ${'.'.repeat(200)}`,
    }))
  const ecs = {
    listServiceDeployments: async ({ service }: { service: string }) => ({
      serviceDeployments: [
        { serviceDeploymentArn: `arn/${service}`, targetServiceRevisionArn: 'revision', createdAt: new Date(now) },
      ],
    }),
    describeServiceRevisions: async () => ({
      serviceRevisions: [{ serviceRevisionArn: 'revision', taskDefinition: arnOf('app:2') }],
    }),
    describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: serviceDeploymentArns.map(serviceDeploymentArn =>
        serviceDeployment({
          serviceDeploymentArn,
          status: 'IN_PROGRESS',
          deploymentCircuitBreaker: {
            status: 'MONITORING',
            failureCount: Math.floor(now / 120_000) + 1,
            threshold: 1e9,
          },
        }),
      ),
    }),
    describeServices: async ({ services }: { services: string[] }) => ({
      services: services.map((serviceName): Service => ({ ...moving, serviceName, events: events() })),
    }),
    // every look shows other tasks that died
    listTasks: async () => ({ taskArns: Array.from({ length: 20 }, () => `task/${serial++}`) }),
    describeTasks: async ({ tasks }: { tasks: string[] }) => ({
      tasks: tasks.map(taskArn => ({
        taskArn,
        taskDefinitionArn: arnOf('app:2'),
        stopCode: 'EssentialContainerExited',
        stoppedAt: new Date(now),
      })),
    }),
  }
  const rollouts = Array.from(
    { length: SERVICES },
    (_, i): Rollout => ({ ...rollout, name: `app-${i}`, service: `app-${i}` }),
  )
  const watching = {
    aws: { ecs } as unknown as Aws,
    clock,
    runner: { say: () => said++, warn: () => said++ },
    deadline: 6 * HOUR,
    signal: new AbortController().signal,
  }
  const endings = await watch(watching, Feed.of(rollouts), { onPause: 'wait' })
  expect([...endings.values()].map(({ verdict }) => verdict.outcome)).toEqual(Array(SERVICES).fill('timed-out'))
  expect(said).toBeGreaterThan(SERVICES * 100)
  expect(marks.length).toBeGreaterThanOrEqual(5)
  expect((marks.at(-1) ?? 0) - (marks[0] ?? 0)).toBeLessThan(8)
  expect((marks.at(-1) ?? 0) - before).toBeLessThan(200)
})
