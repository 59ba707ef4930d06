/** Where the last lines of a container are read: its own options say which region, group and stream. */
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { explain, lostTasks } from '../../src/rollout/explain.ts'
import type { Rollout } from '../../src/rollout/snapshot.ts'
import { UNKNOWN_ORDER } from '../../src/rollout/whose.ts'
import { NEW, rollout, snapshot, task } from './scene.ts'

const log = (region: string) => ({ driver: 'awslogs', group: '/ecs/app', region, prefix: 'ecs' })
const logging = (region: string): Rollout => ({
  ...rollout,
  revision: { ...NEW, containers: NEW.containers.map(each => ({ ...each, log: log(region) })) },
})

/** The regions that were asked, and for which stream. */
async function askedFor(region: string) {
  const asked: [string, unknown][] = []
  const stopped = {
    ...task(NEW),
    lastStatus: 'STOPPED',
    stoppedReason: 'Essential container in task exited',
    stoppedAt: new Date(),
  }
  const awsIn = (region: string): Aws =>
    ({
      ecs: { listTasks: async () => ({ taskArns: ['a1'] }), describeTasks: async () => ({ tasks: [stopped] }) },
      logs: {
        getLogEvents: async ({ logStreamName }: { logStreamName: string }) => {
          asked.push([region, logStreamName])
          return { events: [{ message: 'last words\n' }] }
        },
      },
      region,
      in: awsIn,
    }) as unknown as Aws
  const evidence = await explain(awsIn('eu-west-1'), logging(region), snapshot(0), { logs: true })
  expect(evidence?.lost[0]?.log).toEqual(['last words'])
  return asked
}

test.each([
  ['the service’s own', 'eu-west-1', 'eu-west-1'],
  ['another', 'us-east-1', 'us-east-1'],
  ['one that is not said', '', 'eu-west-1'],
])('in a region, %s', async (_, said, asked) => {
  expect(await askedFor(said)).toEqual([[asked, 'ecs/app/a1']])
})

/** Which of the stopped tasks count, of three that say which deployment began them, or say nothing. */
async function counted(more: Partial<Rollout>) {
  const tasks = ['ecs-svc/1', 'ecs-svc/2', undefined].map((startedBy, at) => ({
    ...task(NEW),
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/prod/a${at}`,
    ...(startedBy !== undefined && { startedBy }),
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedAt: new Date(),
  }))
  const ecs = { listTasks: async () => ({ taskArns: ['a'] }), describeTasks: async () => ({ tasks }) }
  const lost = await lostTasks({ ecs } as unknown as Aws, { ...rollout, ...more })
  return lost.map(({ id }) => id)
}
const order = (deployment: string | undefined) => ({ order: { ...UNKNOWN_ORDER, deployment } })

test.each<[string, Partial<Rollout>, string[]]>([
  ['what an earlier deployment of the same revision began is not ours', order('ecs-svc/2'), ['a1', 'a2']],
  ['whose deployment is not known', order(undefined), ['a0', 'a1', 'a2']],
  ['what is watched is whatever runs', { ...order('ecs-svc/2'), unvouched: true }, ['a0', 'a1', 'a2']],
])('lost tasks: %s', async (_, more, ids) => {
  expect(await counted(more)).toEqual(ids)
})
