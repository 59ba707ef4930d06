/** A watch as a whole: what it asks and says in hours, and what a look that failed is worth. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { Feed } from '../../src/rollout/feed.ts'
import type { Rollout } from '../../src/rollout/snapshot.ts'
import { watch } from '../../src/rollout/watch.ts'
import * as scene from './scene.ts'

/** The virtual clock counts polls: there is one sleep after each. */
async function watched(
  ecs: object,
  rollouts: readonly Rollout[],
  seconds: number,
  { tick = (_: number) => {}, from = 0 } = {},
) {
  let [now, polls] = [from, 0]
  const lines: string[] = []
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms
      polls++
      tick((now - from) / 1000)
    },
  }
  const watching = {
    aws: { ecs } as unknown as Aws,
    clock,
    runner: { say: (line: string) => void lines.push(line), warn: () => {} },
    deadline: from + seconds * 1000,
    signal: new AbortController().signal,
  }
  const endings = await watch(watching, Feed.of(rollouts), { onPause: 'wait' })
  return { polls, lines, seconds: (now - from) / 1000, verdicts: [...endings.values()].map(({ verdict }) => verdict) }
}

test('3 services for 6 hours are asked for seldom, and one line tells of all that wait for the same', async () => {
  const HOURS = 6
  const deploymentAt = (serviceDeploymentArn: string): ServiceDeployment => ({
    serviceDeploymentArn,
    status: 'IN_PROGRESS',
    createdAt: new Date(0),
    targetServiceRevision: { arn: `${serviceDeploymentArn}/target`, runningTaskCount: 1, pendingTaskCount: 1 },
  })
  /** Answers that are as new each time as those that are read off the wire. */
  const ecs = {
    describeServices: async ({ services }: { services: string[] }) => ({
      services: services.map(serviceName => ({ ...structuredClone(scene.moving), serviceName })),
    }),
    describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: serviceDeploymentArns.map(deploymentAt),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map(serviceRevisionArn => ({
        serviceRevisionArn,
        taskDefinition: scene.NEW.arn,
      })),
    }),
    listTasks: async () => ({ taskArns: [] }),
  }
  const rollouts = ['app-1', 'app-2', 'app-3'].map(name => {
    const order = { deployment: 'ecs-svc/2', createdAt: 0, since: 0, named: `arn:service-deployment/${name}` }
    return { ...scene.rollout, name, service: name, order, usual: [240_000] }
  })
  const { polls, lines, verdicts } = await watched(ecs, rollouts, HOURS * 3600)
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array(3).fill('timed-out'))
  expect(polls).toBeLessThanOrEqual(HOURS * 60 * 6 + 60)
  // every five minutes in the long run
  expect(lines.length).toBeLessThanOrEqual(3 + HOURS * 12 + 5)
  expect(new Set(lines).size).toBe(lines.length)
})

const [mine, theirs] = scene.moving.deployments ?? []
const left = { ...scene.moving, deployments: [{ ...mine, rolloutState: 'FAILED' as const, pendingCount: 1 }, theirs] }
test.each([
  ['IN_PROGRESS', scene.moving, 'The rollout goes on in ECS.'],
  ['ROLLBACK_REQUESTED', scene.moving, 'still waiting for ECS to finish the rollback. ECS goes on with the rollback.'],
  ['STOP_REQUESTED', scene.moving, 'still waiting for ECS to stop the deployment. Somebody asked ECS to stop it.'],
  ['STOPPED', left, 'still waiting for the tasks of the stopped deployment. ECS has called the deployment STOPPED.'],
])('the time is up while ECS calls it %s', async (status, service, words) => {
  const arn = 'arn:service-deployment/app'
  const ecs = {
    describeServices: async () => ({ services: [structuredClone(service)] }),
    describeServiceDeployments: async () => ({
      serviceDeployments: [
        {
          serviceDeploymentArn: arn,
          status,
          createdAt: new Date(0),
          targetServiceRevision: { arn: 'target', runningTaskCount: 1, pendingTaskCount: 1 },
        },
      ],
    }),
    describeServiceRevisions: async () => ({
      serviceRevisions: [{ serviceRevisionArn: 'target', taskDefinition: scene.NEW.arn }],
    }),
    listServiceDeployments: async () => ({ serviceDeployments: [] }),
    listTasks: async () => ({ taskArns: [] }),
  }
  const order = { deployment: 'ecs-svc/2', createdAt: 0, since: 0, named: arn }
  const { verdicts } = await watched(ecs, [{ ...scene.rollout, order }], 100)
  expect(verdicts).toMatchObject([{ outcome: 'timed-out', reason: expect.stringContaining(words) }])
})

test('credentials die while the deployment of a hopeless rollout is asked for: the watch ends with its verdict', async () => {
  const dead = Object.assign(new Error('The security token included in the request is expired'), {
    name: 'ExpiredTokenException',
  })
  const died = Array.from({ length: 6 }, (_, nth) => ({
    ...scene.task(scene.NEW, { lastStatus: 'STOPPED', stoppedAt: new Date(1000) }, `a${nth}`),
    stopCode: 'EssentialContainerExited' as const,
    containers: [{ name: 'app', exitCode: 1 }],
  }))
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: false, rollback: false } }
  const answer = { ...scene.moving, deploymentConfiguration }
  const [ours, theirs] = scene.moving.deployments ?? []
  let isDead = false
  const ecs = {
    describeServices: async () => {
      if (isDead) throw dead
      return { services: [{ ...answer, deployments: [{ ...ours, runningCount: 0 }, theirs] }] }
    },
    listTasks: async () => ({ taskArns: died.map(({ taskArn }) => taskArn) }),
    describeTasks: async () => {
      isDead = true
      return { tasks: died }
    },
    describeServiceDeployments: async () => Promise.reject(dead),
    listServiceDeployments: async () => Promise.reject(dead),
  }
  const order = { deployment: 'ecs-svc/2', createdAt: 0, since: 0, named: 'arn:service-deployment/app' }
  const { verdicts } = await watched(ecs, [{ ...scene.rollout, order, answer, usual: [240_000] }], 600)
  expect(verdicts[0]?.outcome).toBe('failed-mixed')
})

describe('where DescribeServices alone can tell, the looks that count are those in an unbroken row', () => {
  const good = { services: [scene.complete] }
  const busy = { services: [scene.moving] }
  const nothing = { services: [] }
  const down = Object.assign(new Error('connect ECONNREFUSED'), { name: 'TimeoutError' })
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' })
  /** The last of the answers stays. Looks are 5 s apart. */
  const scripted = (answers: readonly ({ services: Service[] } | Error)[]) => {
    let asked = 0
    return {
      describeServices: async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)] ?? good
        if (answer instanceof Error) throw answer
        return structuredClone(answer)
      },
      listServiceDeployments: async () => {
        throw denied
      },
      listTasks: async () => ({ taskArns: ['a1', 'a2'] }),
      describeTasks: async () => ({ tasks: [scene.task(scene.NEW, {}, 'a1'), scene.task(scene.NEW, {}, 'a2')] }),
    }
  }

  test.each([
    ['two good ones', [good, good], 5],
    ['a bad one in between', [good, busy, good, good], 15],
    ['one that failed in between', [good, down, good, good], 15],
    ['one that shows no service in between', [good, nothing, good, good], 15],
    ['a good one, and then none that shows the service', [good, nothing], undefined],
  ])('%s', async (_, answers, seconds) => {
    const seen = await watched(scripted(answers), [scene.rollout], 120)
    expect(seen.verdicts.map(({ outcome }) => outcome)).toEqual([seconds === undefined ? 'unknown' : 'deployed'])
    if (seconds !== undefined) expect(seen.seconds).toBe(seconds)
  })
})

describe('both tasks end by themselves 81 s after their start, and ECS calls it SUCCESSFUL when two others have run for 2 s', () => {
  const at = (seconds: number) => new Date(seconds * 1000)
  const arn = 'arn:service-deployment/app'
  const [ENDED, BACK, OVER] = [91, 99, 101]
  const tasks = (ids: string[], from: number, more: object = {}) =>
    ids.map(id => ({ ...scene.task(scene.NEW, { startedAt: at(from), startedBy: 'ecs-svc/2' }, id), ...more }))
  const dead = tasks(['d1', 'd2'], 10, {
    lastStatus: 'STOPPED',
    stoppingAt: at(ENDED),
    stoppedAt: at(ENDED + 1),
    stopCode: 'EssentialContainerExited',
    containers: [{ name: 'app', exitCode: 1 }],
  })
  const alive = tasks(['a1', 'a2'], BACK)

  /** What ECS answers at `seconds` of its clock. */
  const ecsAt = (seconds: () => number) => ({
    describeServices: async () => {
      const [now, isOver] = [seconds(), seconds() >= OVER]
      const runningCount = now < 10 || (now >= ENDED && now < BACK) ? 0 : 2
      const mine = { rolloutState: isOver ? 'COMPLETED' : 'IN_PROGRESS', runningCount, pendingCount: 2 - runningCount }
      const deployments = [
        scene.deployment(scene.NEW, { ...mine, createdAt: at(0) } as object),
        ...(isOver ? [] : [scene.deployment(scene.OLD, { status: 'ACTIVE' })]),
      ]
      const events = [
        { id: 'e3', createdAt: at(OVER), message: '(service app) (deployment ecs-svc/2) deployment completed.' },
        { id: 'e2', createdAt: at(ENDED + 2), message: '(service app) has started 2 tasks: (task a).' },
        { id: 'e1', createdAt: at(5), message: '(service app) has started 2 tasks: (task d).' },
      ].filter(({ createdAt }) => Number(createdAt) <= now * 1000)
      return { services: [{ ...scene.complete, runningCount: runningCount + (isOver ? 0 : 2), deployments, events }] }
    },
    describeServiceDeployments: async () => ({
      serviceDeployments: [
        {
          serviceDeploymentArn: arn,
          status: seconds() >= OVER ? 'SUCCESSFUL' : 'IN_PROGRESS',
          createdAt: at(0),
          targetServiceRevision: { arn: 'target' },
        },
      ],
    }),
    describeServiceRevisions: async () => ({
      serviceRevisions: [{ serviceRevisionArn: 'target', taskDefinition: scene.NEW.arn }],
    }),
    listServiceDeployments: async () => ({ serviceDeployments: [] }),
    listTasks: async ({ desiredStatus }: { desiredStatus: string }) => {
      const found = desiredStatus === 'STOPPED' ? (seconds() > ENDED ? dead : []) : alive
      return { taskArns: found.map(({ taskArn }) => taskArn) }
    },
    describeTasks: async ({ tasks: arns }: { tasks: string[] }) => ({
      tasks: [...dead, ...alive].filter(({ taskArn = '' }) => arns.includes(taskArn)),
    }),
  })

  /** `usual`: how long those before took, so that looks are close before the same time. */
  const play = async (usual: readonly number[], limit: number, aheadMs = 0) => {
    let clock = 0
    const order = { deployment: 'ecs-svc/2', createdAt: 0, since: 0, named: arn }
    const rollout = { ...scene.rollout, order, usual, tails: [0], startedAt: aheadMs }
    const tick = (now: number) => {
      clock = now
    }
    const { verdicts, ...seen } = await watched(
      ecsAt(() => clock),
      [rollout],
      limit,
      { tick, from: aheadMs },
    )
    return { ...seen, ...verdicts[0] }
  }
  const HELD = BACK + (ENDED - 10) + 15

  const [CLOSE, FAR] = [
    [100_000, 100_000, 100_000],
    // as those before did, that took two minutes
    [120_000, 121_000, 119_000],
  ]
  test.each([
    ['a look sees that none runs', CLOSE, 0],
    ['no look falls between', FAR, 0],
    ['this machine’s clock is 10 min ahead', FAR, 600_000],
    ['this machine’s clock is 10 min behind', FAR, -600_000],
  ])('%s: deployed when they have run longer', async (_, usual, aheadMs) => {
    const run = await play(usual, 900, aheadMs)
    expect(run).toMatchObject({
      outcome: 'deployed',
      reason: 'every task runs app:2 and is healthy; 2 of its tasks have ended by themselves before',
    })
    expect(run.seconds).toBeGreaterThanOrEqual(HELD)
    expect(run.seconds).toBeLessThanOrEqual(HELD + 5)
    expect(run.lines.filter(line => line.includes('cannot stay up: 2 tasks'))).toHaveLength(1)
  })

  test('the time is up before they have run longer: nobody knows', async () => {
    expect(await play(CLOSE, 150)).toMatchObject({
      outcome: 'unknown',
      reason:
        'every task runs app:2 and is healthy, and the time is up before its tasks have run longer than the 81 s after which 2 of them ended by themselves; look in ECS whether they stay',
    })
  })
})
