/** Lifecycle hooks: pauses and functions, in every strategy. */
import {
  ContinueServiceDeploymentCommand,
  type DeploymentConfiguration,
  type DeploymentLifecycleHook,
  type DeploymentLifecycleHookStage,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openStage, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const MINUTE = 60
const FUNCTION = 'arn:aws:lambda:ap-south-1:123456789012:function:smoke'
const ROLE = 'arn:aws:iam::123456789012:role/hooks'

const pause = (
  lifecycleStages: DeploymentLifecycleHookStage[],
  timeoutConfiguration?: DeploymentLifecycleHook['timeoutConfiguration'],
): DeploymentLifecycleHook => ({
  targetType: 'PAUSE',
  lifecycleStages,
  ...(timeoutConfiguration && { timeoutConfiguration }),
})

const lambda = (...lifecycleStages: DeploymentLifecycleHookStage[]): DeploymentLifecycleHook => ({
  hookTargetArn: FUNCTION,
  roleArn: ROLE,
  lifecycleStages,
})

/** A service that runs 1.0.0, and a rollout of 1.1.0 with these hooks. */
async function rollout(deploymentConfiguration: DeploymentConfiguration): Promise<void> {
  stage = await settled()
  await stage.update({ deploymentConfiguration })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
}

const movement = async () => (await stage.movements())[0] ?? {}
const waiting = async () => (await movement()).lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')

async function go(action?: 'CONTINUE' | 'ROLLBACK'): Promise<void> {
  const { serviceDeploymentArn } = await movement()
  const { hookId } = (await waiting()) ?? {}
  await stage.ecs.send(
    new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, ...(action && { action }) }),
  )
}

/** Seconds until it waits again. */
async function untilPaused(seconds = 600): Promise<number> {
  for (let i = 0; i < seconds; i++) {
    if ((await waiting()) !== undefined) return i
    stage.pass(1)
  }
  return seconds
}

async function journal(what: string): Promise<string[]> {
  const entries = (await stage.get('events')) as {
    what: string
    stage?: string
    status?: string
    production?: number
  }[]
  return entries
    .filter(entry => entry.what === what)
    .map(({ stage: at, status, production }) => [at, status ?? production].filter(one => one !== undefined).join(' '))
}

describe('a pause of a rolling deployment', () => {
  test('before new tasks start, and before it is done', async () => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP', 'POST_SCALE_UP'])] })
    expect(await movement()).toMatchObject({ status: 'PENDING', lifecycleHookDetails: [] })
    stage.pass(2)
    const begun = await movement()
    expect(begun).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'PRE_SCALE_UP',
      lifecycleHookDetails: [
        {
          hookId: expect.stringMatching(/^ecs-pause-[\w-]{43}$/),
          targetType: 'PAUSE',
          status: 'AWAITING_ACTION',
          timeoutAction: 'ROLLBACK',
        },
      ],
    })
    const [{ expiresAt, targetArn } = {}] = begun.lifecycleHookDetails ?? []
    expect(Number(expiresAt) - Number(begun.startedAt)).toBe(24 * 3600_000)
    expect(targetArn).toBeUndefined()
    stage.pass(3600)
    expect(await stage.service()).toMatchObject({
      deployments: [{ runningCount: 0, pendingCount: 0 }, { runningCount: 2 }],
    })
    await go()
    expect((await movement()).lifecycleHookDetails).toMatchObject([{ status: 'SUCCEEDED' }])
    stage.pass(20)
    expect(await movement()).toMatchObject({ lifecycleStage: 'SCALE_UP' })
    await untilPaused()
    expect(await movement()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_SCALE_UP' })
    expect(await stage.service()).toMatchObject({ runningCount: 2, deployments: [{ runningCount: 2 }, {}] })
    stage.pass(3600)
    await go('CONTINUE')
    stage.pass(2)
    expect(await movement()).toMatchObject({ status: 'SUCCESSFUL', lifecycleHookDetails: [{ status: 'SUCCEEDED' }] })
  })

  test('is where a task of the running version that ends is still replaced', async () => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP'])] })
    stage.pass(30)
    const { tasks } = (await stage.get('state')) as { tasks: Record<string, { id: string }> }
    await stage.post('kill-task', { taskId: Object.values(tasks)[0]?.id })
    stage.pass(60)
    expect(await stage.service()).toMatchObject({ deployments: [{ pendingCount: 0 }, { runningCount: 2 }] })
    expect(await movement()).toMatchObject({ lifecycleStage: 'PRE_SCALE_UP' })
  })

  test('over another deployment’s tasks, RECONCILE_SERVICE', async () => {
    await rollout({ lifecycleHooks: [pause(['RECONCILE_SERVICE'])] })
    stage.pass(30)
    expect(await movement()).toMatchObject({ lifecycleStage: 'SCALE_UP', lifecycleHookDetails: [] })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    await untilPaused()
    expect(await movement()).toMatchObject({ lifecycleStage: 'RECONCILE_SERVICE' })
    await go()
    stage.pass(300)
    expect(await movement()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('ends by a rollback when somebody says so', async () => {
    await rollout({ lifecycleHooks: [pause(['POST_SCALE_UP'])] })
    await untilPaused()
    await go('ROLLBACK')
    expect(await movement()).toMatchObject({ status: 'ROLLBACK_REQUESTED' })
    stage.pass(300)
    expect(await movement()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back by user.',
      lifecycleHookDetails: [{ status: 'FAILED' }],
    })
    expect((await stage.service()).taskDefinition).toMatch(/:1$/)
  })

  test('ends by StopServiceDeployment, and then nobody waits any more', async () => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP'])] })
    await untilPaused()
    const { serviceDeploymentArn } = await movement()
    await stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))
    stage.pass(60)
    expect(await movement()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', lifecycleHookDetails: [] })
  })

  test.each([
    ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'],
    ['CONTINUE', 'SUCCESSFUL'],
  ] as const)('that nobody ends times out: %s', async (action, status) => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP'], { timeoutInMinutes: 3 * 1440, action })] })
    stage.pass(3 * 24 * 3600 - 10)
    expect((await movement()).lifecycleHookDetails).toMatchObject([
      { status: 'AWAITING_ACTION', timeoutAction: action },
    ])
    stage.pass(300)
    expect(await movement()).toMatchObject({ status, lifecycleHookDetails: [{ status: 'TIMED_OUT' }] })
    if (action === 'ROLLBACK')
      expect((await movement()).statusReason).toBe(
        'Service deployment rolled back because PRE_SCALE_UP pause hook timed out.',
      )
  })
})

describe('ContinueServiceDeployment', () => {
  test('is refused for what does not exist or does not wait', async () => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP'])] })
    await untilPaused()
    const { serviceDeploymentArn } = await movement()
    const hookId = (await waiting())?.hookId
    const send = (input: object) =>
      stage.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, ...input }))
    await expect(send({ serviceDeploymentArn: `${serviceDeploymentArn}x` })).rejects.toMatchObject({
      name: 'ServiceDeploymentNotFoundException',
    })
    await expect(send({ hookId: 'pause' })).rejects.toThrow(
      'Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}',
    )
    for (const input of [{ hookId: 'ecs-pause-x' }, { hookId: '' }, { action: 'WAIT' }])
      await expect(send(input)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(await send({})).toMatchObject({ serviceDeploymentArn })
    await expect(send({})).rejects.toThrow(
      'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    )
    stage.pass(300)
    await expect(send({})).rejects.toThrow(
      'Continuing a service deployment is not allowed for service deployment in terminal states.',
    )
  })

  test('needs its permission on the service deployment', async () => {
    await rollout({ lifecycleHooks: [pause(['PRE_SCALE_UP'])] })
    await untilPaused()
    const allow = (Action: string[], Resource: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource }],
    })
    const reads = ['ecs:List*', 'ecs:Describe*']
    await stage.post('policy', allow([...reads], '*'))
    await expect(go()).rejects.toThrow(
      'is not authorized to perform: ecs:ContinueServiceDeployment on resource: arn:aws:ecs:',
    )
    await stage.post('policy', allow([...reads, 'ecs:ContinueServiceDeployment'], '*'))
    await go()
  })
})

describe('a function', () => {
  test('succeeds at once, unless a test says otherwise', async () => {
    await rollout({ lifecycleHooks: [lambda('PRE_SCALE_UP', 'POST_SCALE_UP')] })
    stage.pass(120)
    expect(await movement()).toMatchObject({
      status: 'SUCCESSFUL',
      lifecycleHookDetails: [{ targetType: 'AWS_LAMBDA', targetArn: FUNCTION, status: 'SUCCEEDED' }],
    })
    expect(await journal('lifecycle-hook')).toEqual([
      'PRE_SCALE_UP IN_PROGRESS',
      'PRE_SCALE_UP SUCCEEDED',
      'POST_SCALE_UP IN_PROGRESS',
      'POST_SCALE_UP SUCCEEDED',
    ])
  })

  test('that fails rolls back, and is told', async () => {
    stage = await settled()
    await stage.post('hooks', { match: { service: 'api', stage: 'PRE_SCALE_UP' }, result: 'FAILED' })
    await stage.update({ deploymentConfiguration: { lifecycleHooks: [lambda('PRE_SCALE_UP')] } })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(120)
    expect(await movement()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: expect.stringMatching(
        /^Service deployment rolled back because PRE_SCALE_UP lifecycle hook\(s\) failed\./,
      ),
      lifecycleHookDetails: [{ targetArn: FUNCTION, status: 'FAILED' }],
    })
    const { tasks } = (await stage.get('state')) as { tasks: Record<string, { definition: string }> }
    expect(Object.values(tasks).filter(({ definition }) => definition.endsWith(':2'))).toEqual([])
  })

  test('that is not done is called again every 30 s', async () => {
    stage = await settled()
    await stage.post('hooks', { match: { target: FUNCTION }, result: 'IN_PROGRESS', times: 4 })
    await stage.update({ deploymentConfiguration: { lifecycleHooks: [lambda('PRE_SCALE_UP')] } })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(115)
    expect(await movement()).toMatchObject({
      lifecycleHookDetails: [{ status: 'IN_PROGRESS' }],
      lifecycleStage: 'PRE_SCALE_UP',
    })
    stage.pass(10)
    expect(await movement()).toMatchObject({ lifecycleHookDetails: [{ status: 'SUCCEEDED' }] })
    expect(await stage.get('hooks')).toMatchObject([{ used: 4 }])
  })

  test('is refused a result that is none', async () => {
    stage = await openStage()
    await expect(stage.post('hooks', { match: {}, result: 'OK' })).rejects.toThrow('SUCCEEDED, FAILED, IN_PROGRESS')
    await expect(stage.post('hooks', { result: 'FAILED' })).rejects.toThrow('match')
  })
})

describe('a shift of traffic', () => {
  test('linear: PRE_PRODUCTION_TRAFFIC_SHIFT comes before every step, with a pause of its own', async () => {
    await rollout({})
    stage.pass(300)
    await stage.update({
      deploymentConfiguration: {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 5 },
        lifecycleHooks: [pause(['PRE_PRODUCTION_TRAFFIC_SHIFT']), lambda('PRODUCTION_TRAFFIC_SHIFT')],
      },
    })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    const ids = new Set<string | undefined>()
    for (const before of [0, 50]) {
      await untilPaused()
      expect(await movement()).toMatchObject({
        lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
        targetServiceRevision: { requestedProductionTrafficWeight: before },
      })
      ids.add((await waiting())?.hookId)
      stage.pass(3600)
      await go()
      stage.pass(2)
      expect(await movement()).toMatchObject({
        lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
        targetServiceRevision: { requestedProductionTrafficWeight: before + 50 },
      })
    }
    expect(ids.size).toBe(2)
    stage.pass(20 * MINUTE)
    expect(await movement()).toMatchObject({ status: 'SUCCESSFUL' })
    expect((await journal('lifecycle-stage')).filter(each => each.includes('PRODUCTION_TRAFFIC_SHIFT'))).toEqual([
      'PRE_PRODUCTION_TRAFFIC_SHIFT 0',
      'PRODUCTION_TRAFFIC_SHIFT 50',
      'PRE_PRODUCTION_TRAFFIC_SHIFT 50',
      'PRODUCTION_TRAFFIC_SHIFT 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100',
    ])
  })

  test('blue/green: once, and longer than a stage may take otherwise', async () => {
    await rollout({})
    stage.pass(300)
    const lifecycleHooks = [
      pause(['PRE_SCALE_UP', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'], {
        timeoutInMinutes: 2 * 1440,
      }),
    ]
    await stage.update({ deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0, lifecycleHooks } })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    const seen: (string | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      await untilPaused()
      seen.push((await movement()).lifecycleStage)
      stage.pass(25 * 3600)
      expect(await movement()).toMatchObject({ status: 'IN_PROGRESS' })
      await go()
    }
    stage.pass(120)
    expect(seen).toEqual(['PRE_SCALE_UP', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'])
    expect(await movement()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('canary: a failed function gives the traffic back', async () => {
    await rollout({})
    stage.pass(300)
    await stage.post('hooks', { match: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT' }, result: 'FAILED' })
    await stage.update({
      deploymentConfiguration: { strategy: 'CANARY', lifecycleHooks: [lambda('POST_PRODUCTION_TRAFFIC_SHIFT')] },
    })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    stage.pass(3600)
    expect(await movement()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: `Service deployment rolled back because POST_PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target ${FUNCTION} returned FAILED status.`,
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
    })
  })
})

describe('is refused:', () => {
  test.each<[string, DeploymentLifecycleHook, RegExp]>([
    [
      'a pause while traffic shifts',
      pause(['PRODUCTION_TRAFFIC_SHIFT']),
      /^Invalid lifecycle stage provided for Pause Hook$/,
    ],
    ['no stage', pause([]), /lifecycleStages/],
    ['a stage that is none', pause(['BAKE_TIME' as 'PRE_SCALE_UP']), /BAKE_TIME.*Member must satisfy enum value set/],
    ['15 days', pause(['PRE_SCALE_UP'], { timeoutInMinutes: 15 * 1440 }), /timeoutInMinutes/],
    ['a function without its ARN', { roleArn: ROLE, lifecycleStages: ['PRE_SCALE_UP'] }, /hookTargetArn/],
    ['another kind', { targetType: 'SQS' as 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }, /targetType/],
  ])('%s', async (_, hook, words) => {
    stage = await openStage()
    const taskDefinition = await stage.register('1.0.0')
    await expect(stage.create({ taskDefinition, deploymentConfiguration: { lifecycleHooks: [hook] } })).rejects.toThrow(
      words,
    )
  })
})
