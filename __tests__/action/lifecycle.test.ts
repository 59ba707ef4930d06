/** What stands between the order and its end: hooks that pause or fail, stages, and tasks that somebody else takes away. */
import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { log, MANIFEST, type Name, ONE, type Options, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const GUARD = {
  deploymentCircuitBreaker: { enable: true, rollback: true },
  minimumHealthyPercent: 100,
  maximumPercent: 200,
}
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:smoke'
const ROLE = 'arn:aws:iam::123456789012:role/hooks'

const pause = (
  lifecycleStages: DeploymentLifecycleHook['lifecycleStages'],
  more: object = {},
): DeploymentLifecycleHook => ({
  targetType: 'PAUSE',
  lifecycleStages,
  ...more,
})

const open = async (options: Options = {}) => {
  stage = await setStage({ manifest: ONE, ...options })
}

/** 1.0.0 runs, and from now on these hooks stand. */
async function hooked(...lifecycleHooks: DeploymentLifecycleHook[]): Promise<void> {
  await open()
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({
    cluster: 'shop',
    service: 'api',
    deploymentConfiguration: { ...GUARD, lifecycleHooks },
  })
}

/** What the newest service deployment waits for. */
async function waits() {
  const { serviceDeployments: [newest] = [] } = await stage.ecs.listServiceDeployments({
    cluster: 'shop',
    service: 'api',
  })
  const { serviceDeployments: [deployment] = [] } = await stage.ecs.describeServiceDeployments({
    serviceDeploymentArns: [newest?.serviceDeploymentArn ?? ''],
  })
  return deployment
}

const proceed = async (action: 'CONTINUE' | 'ROLLBACK') => {
  const deployment = await waits()
  const hook = deployment?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')
  await stage.ecs.continueServiceDeployment({
    serviceDeploymentArn: deployment?.serviceDeploymentArn,
    hookId: hook?.hookId,
    action,
  })
}

const PAUSED = /api {2}paused at POST_SCALE_UP by hook ecs-pause-\S+ until \d{4}-\d\d-\d\dT\d\d:\d\dZ, then ROLLBACK$/

test('on-pause: end, then continue: paused, and deployed', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  const run = await stage.deploy('1.1.0', { 'on-pause': 'end' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused' } })
  expect(run.log.filter(line => PAUSED.test(line))).toHaveLength(1)
  expect(run.report.services.api.reason).toMatch(
    /^paused at POST_SCALE_UP by hook .*`command: continue` goes on with api:3$/,
  )
  expect(run.summary).toContain('⏸️ deploy 1.1.0: paused')
  expect(log(run)).toContain('Last seen running')
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  expect(on.services.api).toMatchObject({ revision: 'api:3', currentRevision: 'api:3' })
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', running: 2 })
  const again = await stage.run({ command: 'continue' })
  expect(again).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(again.report.failure.faults[0]).toMatchObject({
    code: 'EVK-331',
    what: 'no deployment of "api" waits at a PAUSE hook',
  })
})

test('continue, and somebody stops the deployment meanwhile: rolled back, and not paused', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('ContinueServiceDeployment', 'slow', { delayMs: 1500 })
  let gone: Promise<unknown> | undefined
  const stop = async () =>
    await stage.ecs.stopServiceDeployment({
      serviceDeploymentArn: (await waits())?.serviceDeploymentArn,
      stopType: 'ROLLBACK',
    })
  const on = await stage.run(
    { command: 'continue' },
    {
      onLine: line => {
        if (line.endsWith(': going on')) gone ??= stop()
      },
    },
  )
  await gone
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('on-pause: wait: somebody lets it go on', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (PAUSED.test(line)) gone ??= proceed('CONTINUE')
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('on-pause: wait: somebody says no', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (PAUSED.test(line)) gone ??= proceed('ROLLBACK')
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
})

test('the time is up while it is paused: paused, not timed-out', async () => {
  await hooked(pause(['PRE_SCALE_UP']))
  const run = await stage.deploy('1.1.0', { timeout: '20m' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused' } })
  expect(run.report.seconds).toBeGreaterThanOrEqual(1200)
  expect(run.services.api.reason).toContain('paused at PRE_SCALE_UP')
  // signs of life are few
  expect(run.log.filter(line => line.includes('paused at')).length).toBeLessThan(12)
})

test.each([
  ['ROLLBACK', 1, 'rolled-back'],
  ['CONTINUE', 0, 'deployed'],
] as const)('a pause whose own time runs out, with %s', async (action, exitCode, outcome) => {
  await hooked(pause(['POST_SCALE_UP'], { timeoutConfiguration: { timeoutInMinutes: 5, action } }))
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode, outputs: { outcome } })
  expect(log(run)).toContain(`then ${action}`)
  if (outcome === 'rolled-back') expect(run.services.api.reason).toMatch(/hook ecs-pause-\S+ TIMED_OUT/)
})

test('two pauses: continue goes past the first and stops at the second', async () => {
  await hooked(pause(['PRE_SCALE_UP']), pause(['POST_SCALE_UP']))
  const run = await stage.deploy('1.1.0', { 'on-pause': 'end' })
  expect(run.services.api.reason).toContain('paused at PRE_SCALE_UP')
  const on = await stage.run({ command: 'continue', 'on-pause': 'end' })
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused' } })
  expect(on.services.api.reason).toContain('paused at POST_SCALE_UP')
  expect(await stage.run({ command: 'continue' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('two pauses at one stage: continue goes past both', async () => {
  await hooked(
    pause(['POST_SCALE_UP']),
    pause(['POST_SCALE_UP'], { timeoutConfiguration: { timeoutInMinutes: 60, action: 'CONTINUE' } }),
  )
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  const on = await stage.run({ command: 'continue', 'on-pause': 'end' })
  expect(on).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue, and its answer is lost', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('ContinueServiceDeployment', 'reset-after-apply')
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue, and the first look still shows the hook: not paused again', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('DescribeServiceDeployments', 'stale', { behindSeconds: 20, times: 3, afterCalls: 1 })
  const on = await stage.run({ command: 'continue', 'on-pause': 'end' })
  expect(on).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue, and the role may not: paused as before, with the statement to add', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('ContinueServiceDeployment', 'access-denied')
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused' } })
  expect(on.report.services.api.reason).toContain('"Action":"ecs:ContinueServiceDeployment"')
  expect((await waits())?.lifecycleHookDetails).toMatchObject([{ status: 'AWAITING_ACTION' }])
})

test('continue, and somebody else is faster: watched to its end', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('ContinueServiceDeployment', 'duplicate')
  expect(await stage.run({ command: 'continue' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue, and the service does not name its deployment yet: it is in the list', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('DescribeServices', 'late-current', { seconds: 3600, times: 1 })
  expect(await stage.run({ command: 'continue' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue of a rollout that is broken behind the pause', async () => {
  await hooked(pause(['PRE_SCALE_UP']))
  await stage.fate('api', '1.1.0', 'crashing')
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(on.report.services.api.evidence.cause.kind).toBe('exits')
  expect(log(on)).toContain('Now running: 2 tasks of api:2')
})

test('a deploy of the same commit over its own paused rollout: still paused', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  const again = await stage.run({ 'on-pause': 'end' }, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(again).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused' } })
})

test('a hook’s function that fails: named, with what it called', async () => {
  await hooked({ hookTargetArn: FUNCTION, roleArn: ROLE, lifecycleStages: ['POST_SCALE_UP'] })
  await stage.door('hooks', { match: { service: 'api' }, result: 'FAILED' })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.services.api.reason).toMatch(/hook \S+ of smoke FAILED/)
  expect(run.summary).toMatch(/of smoke FAILED/)
})

test('the hook of the stage before scale-up fails: no task of the new release, and the hook is named', async () => {
  await hooked({ hookTargetArn: `${FUNCTION}:live`, roleArn: ROLE, lifecycleStages: ['PRE_SCALE_UP'] })
  await stage.door('hooks', { match: { service: 'api' }, result: 'FAILED' })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.services.api.reason).toMatch(/of smoke:live FAILED/)
  expect(log(run)).not.toContain('left no stopped task to tell why')
})

const kill = async (how: object, door: 'stop-task' | 'kill-task' = 'stop-task', revision = ':3') => {
  const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })
  const { tasks = [] } = await stage.ecs.describeTasks({ cluster: 'shop', tasks: taskArns })
  for (const { taskArn = '' } of tasks.filter(each => each.taskDefinitionArn?.endsWith(revision)))
    await stage.door(door, { taskId: taskArn.split('/').at(-1), ...how })
}

test.each(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'])(
  '%s takes the first new tasks: no fault of the release',
  async stopCode => {
    await open()
    await stage.deploy('1.0.0')
    await stage.fate('api', '1.1.0', 'healthy', { healthySeconds: 120 })
    const sha = stage.commit('1.1.0')
    let gone: Promise<unknown> | undefined
    const onLine = (line: string) => {
      if (/^api {2}running 0 → [12]/.test(line)) gone ??= kill({ stopCode })
    }
    const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
    await gone
    expect(gone).toBeDefined()
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(log(run)).not.toMatch(/cannot|never|failed|in a row/)
  },
)

test('a release that breaks while Spot takes a task: the cause is the release’s own', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'unhealthy')
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (/^api {2}running 0 → [12]/.test(line)) gone ??= kill({ stopCode: 'SpotInterruption' })
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(gone).toBeDefined()
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  const { cause, lost } = run.report.services.api.evidence
  expect(cause.kind).toBe('never-healthy')
  expect(cause.sentence).toContain(`${lost.length} tasks started`)
  expect(JSON.stringify(lost)).not.toContain('SpotInterruption')
})

test('the platform takes all tasks and has no room: not the release’s fault, and it is said', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'healthy', { healthySeconds: 120 })
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (/^api {2}running 0 → [12]/.test(line))
      gone ??= stage
        .door('capacity', { reason: 'Capacity is unavailable at this time.' })
        .then(() => kill({ stopCode: 'SpotInterruption' }))
  }
  const run = await stage.run({ timeout: '10m' }, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
  expect(run.report.services.api.evidence.cause.kind).toBe('not-placed')
})

test('old tasks die and are replaced while the new ones come: not a rollback, and no sign of a broken release', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'slow')
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (/^api {2}running 0 {2}pending 2/.test(line)) gone ??= kill({ exitCode: 1 }, 'kill-task', ':2')
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(gone).toBeDefined()
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(run)).not.toMatch(/rollback|rolling back|cannot stay up/)
})

test('the service is scaled out during the rollout and the old tasks grow: not a rollback', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'slow')
  const sha = stage.commit('1.1.0')
  let gone: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (/^api {2}running 0 {2}pending 2/.test(line))
      gone ??= stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 4 })
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await gone
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(run)).toMatch(/old 2 → [34]/)
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', running: 4 })
})

const WORKER: Options = { container: () => ({ healthCheck: undefined }) }

test('a worker without checks that ends after RUNNING: told at once, in true numbers, and ECS is asked to roll back', async () => {
  await open(WORKER)
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'late-crash', { exitCode: 3 })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.report.seconds).toBeLessThan(600)
  expect(run.services.api.reason).toMatch(/rolled back by user, as this run asked: cannot stay up: \d tasks started/)
  const first = run.log.findIndex(line => line.includes('cannot stay up'))
  expect(run.log.slice(0, first).filter(line => line.startsWith('api  running')).length).toBeLessThan(5)
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test.each([
  ['ends after RUNNING', WORKER, 'late-crash'],
  // which ECS counts, and nothing trips
  ['ends before RUNNING', {}, 'crashing'],
] as const)('a worker that %s, and the breaker is off: failed-mixed, at once', async (_, options, behaviour) => {
  await open({
    ...options,
    service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } }),
  })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', behaviour, { exitCode: 3 })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-mixed' } })
  expect(run.report.seconds).toBeLessThan(900)
  expect(run.services.api.reason).toContain('the service has no circuit breaker that counts them')
  const warning = run.log.find(line => line.startsWith('::warning title=api is not guarded'))
  expect(warning).toContain('nothing in ECS ends a broken release')
  const started = run.log.findIndex(line => line.includes('Roll out api'))
  expect(run.log.indexOf(warning ?? '')).toBeLessThan(started)
  expect(log(run)).not.toContain('the breaker trips')
})

test('tasks die at first, and what is started for them stays: deployed', async () => {
  await open({ ...WORKER, manifest: ONE.replace('2', '6') })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'late-crash', { times: 8 })
  const run = await stage.deploy('1.1.0')
  expect(log(run)).toContain('cannot stay up')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test.each([
  ['between the last two looks', 3643, '100m'],
  ['before them', 3672, '70m'],
])(
  'tasks end by themselves after an hour of baking, %s: told, and nobody waits as long',
  async (_, exitSeconds, timeout) => {
    const blueGreen = { ...GUARD, strategy: 'BLUE_GREEN' as const, bakeTimeInMinutes: 60 }
    await open({ ...WORKER, service: () => ({ deploymentConfiguration: blueGreen }) })
    expect((await stage.deploy('1.0.0', { timeout: '100m' })).exitCode).toBe(0)
    await stage.fate('api', '1.1.0', 'late-crash', { exitSeconds, exitCode: 3 })
    const run = await stage.deploy('1.1.0', { timeout })
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(run.services.api.reason).toBe(
      'every task runs api:3 and is healthy; 2 of its tasks have ended by themselves before, after as long as 61 min, which nobody waits for',
    )
  },
)

test('more tasks died than are listed: all are counted', async () => {
  await open({ ...WORKER, manifest: ONE.replace('2', '12') })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'late-crash', { exitCode: 3 })
  const run = await stage.deploy('1.1.0')
  const { cause, lost } = run.report.services.api.evidence
  expect(lost).toHaveLength(10)
  expect(Number(/(\d+) tasks started/.exec(cause.sentence)?.[1])).toBeGreaterThanOrEqual(12)
})

test.each([true, false])(
  'many tasks die at once and the breaker has tripped, its rollback 40 s away: not hopeless (denied: %s)',
  async denied => {
    await open({ manifest: ONE.replace('2', '12') })
    await stage.deploy('1.0.0')
    await stage.door('breaker', { rollbackDelaySeconds: 40 })
    if (denied) {
      await stage.fault('ListServiceDeployments', 'access-denied', { times: null })
      await stage.fault('DescribeServiceDeployments', 'access-denied', { times: null })
    }
    await stage.fate('api', '1.1.0', 'late-crash', { exitSeconds: 5 })
    const run = await stage.deploy('1.1.0')
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
    expect(log(run)).not.toContain('was asked to roll back')
  },
)

test.each([
  [undefined, ' in a row'],
  [true, ' in a row'],
  [false, ''],
])('failures are counted in a row only with resetOnHealthyTask (%s)', async (resetOnHealthyTask, words) => {
  const breaker = { enable: true, rollback: true, ...(resetOnHealthyTask !== undefined && { resetOnHealthyTask }) }
  await open({ service: () => ({ deploymentConfiguration: { ...GUARD, deploymentCircuitBreaker: breaker } }) })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.deploy('1.1.0')
  expect(log(run)).toMatch(new RegExp(`\\d failed tasks${words}; the breaker trips at 3`))
})

test('continue: its answer is lost, and every look is late: asked until it can be told', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  await stage.fault('ContinueServiceDeployment', 'reset-after-apply')
  await stage.fault('DescribeServiceDeployments', 'stale', { behindSeconds: 40, times: 8, afterCalls: 1 })
  expect(await stage.run({ command: 'continue' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('continue, and the role may neither read deployments nor list tasks: one list', async () => {
  await hooked(pause(['POST_SCALE_UP']))
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  for (const operation of ['DescribeServiceDeployments', 'ListTasks'])
    await stage.fault(operation, 'access-denied', { times: null })
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const fixes = on.report.failure.faults.map(({ fix }: { fix: string }) => /"Action":"([^"]+)"/.exec(fix)?.[1])
  expect(fixes).toEqual(['ecs:DescribeServiceDeployments', 'ecs:ListTasks'])
  expect(await stage.requests('ContinueServiceDeployment')).toEqual([])
})

/** 1.0.0 of the whole shop, and 1.1.0 of it where these wait. */
async function pausedShop(manifest: string, ...names: Name[]): Promise<void> {
  await open({ manifest })
  await stage.deploy('1.0.0')
  for (const service of names)
    await stage.ecs.updateService({
      cluster: 'shop',
      service,
      deploymentConfiguration: { ...GUARD, lifecycleHooks: [pause(['POST_SCALE_UP'])] },
    })
  const run = await stage.deploy('1.1.0', { 'on-pause': 'end' })
  expect(run).toMatchObject({ exitCode: 1 })
}

test('continue, cancelled after the first of two: the second waits as before', async () => {
  await pausedShop(MANIFEST.replace(/ {4}needs: \w+\n/g, ''), 'api', 'web')
  await stage.fault('ContinueServiceDeployment', 'slow', { delayMs: 3000 })
  const on = await stage.run({ command: 'continue' }, { cancelAt: /api {2}paused at .*going on/ })
  expect(on).toMatchObject({ exitCode: 1, outputs: { outcome: 'cancelled' } })
  expect(await stage.requests('ContinueServiceDeployment')).toHaveLength(1)
  expect(on.services.web.reason).toBe('the workflow was cancelled before its turn; it waits as before')
})

test('continue names the services whose turn had not come', async () => {
  await pausedShop(MANIFEST, 'api')
  const on = await stage.run({ command: 'continue' })
  expect(on).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(on)).toContain('::warning title=web stays on 1.0.0::It comes after api')
  expect(log(on)).not.toContain('redis stays on')
})
