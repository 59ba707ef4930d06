/** A watch that goes on for hours: what it keeps, asks and says. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { Feed } from '../../src/rollout/feed.ts'
import { watch } from '../../src/rollout/watch.ts'
import * as scene from './scene.ts'

const HOURS = 6
const names = Array.from({ length: 25 }, (_, i) => `app-${i + 1}`)
const events = Array.from({ length: 100 }, (_, i) => ({
  id: `${i}`,
  message: `(service app) has begun ${i}`.repeat(5),
}))

/** Answers that are as new each time as those that are read off the wire. */
const ecs = {
  describeServices: async ({ services }: { services: string[] }) =>
    structuredClone({ services: services.map(serviceName => ({ ...scene.moving, events, serviceName })) }),
  describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) =>
    structuredClone({ serviceDeployments: serviceDeploymentArns.map(deploymentAt) }),
  describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
    serviceRevisions: serviceRevisionArns.map(serviceRevisionArn => ({
      serviceRevisionArn,
      taskDefinition: scene.NEW.arn,
    })),
  }),
  listTasks: async () => ({ taskArns: [] }),
}

const deploymentAt = (serviceDeploymentArn: string): ServiceDeployment => ({
  serviceDeploymentArn,
  status: 'IN_PROGRESS',
  createdAt: new Date(0),
  targetServiceRevision: { arn: `${serviceDeploymentArn}/target`, runningTaskCount: 1, pendingTaskCount: 1 },
})

test(`25 services for ${HOURS} hours keep nothing that grows`, async () => {
  let now = 0
  let polls = 0
  let [early, most] = [0, 0]
  // a worker of jest keeps what the files before this one loaded
  const { heapUsed: before } = process.memoryUsage()
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms
      polls++
      if (polls % 100 !== 0) return
      globalThis.gc?.()
      const { heapUsed } = process.memoryUsage()
      if (early === 0) early = heapUsed
      most = Math.max(most, heapUsed)
    },
  }
  const lines: string[] = []
  const runner = { say: (line: string) => void lines.push(line), warn: () => {} }
  const deadline = HOURS * 3_600_000
  const rollouts = names.map(name => {
    const order = { deployment: 'ecs-svc/2', createdAt: 0, since: 0, named: `arn:service-deployment/${name}` }
    return { ...scene.rollout, name, service: name, order, usual: [240_000], lastEvent: events[0]?.id }
  })
  const aws = { ecs } as unknown as Aws
  const watching = { aws, clock, runner, deadline, signal: new AbortController().signal }
  const endings = await watch(watching, Feed.of(rollouts), { onPause: 'wait' })
  expect(new Set([...endings.values()].map(({ verdict }) => verdict.outcome))).toEqual(new Set(['timed-out']))
  expect(polls).toBeLessThanOrEqual(HOURS * 60 * 6 + 60)
  // one line tells of all that wait for the same, every five minutes in the long run
  expect(lines.length).toBeLessThanOrEqual(25 + HOURS * 12 + 5)
  expect(new Set(lines).size).toBe(lines.length)
  expect(most - early).toBeLessThanOrEqual(150 * 2 ** 20)
  expect(most - before).toBeLessThanOrEqual(200 * 2 ** 20)
})
