/** A run on what is there already: what nobody ordered now is neither its success nor its to stop, and what was asked for is done. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { serviceIn, violations } from './invariants.ts'
import { type Plan, type Played, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const CRASHING = [{ match: { version: '1.1.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }] as const
const ALONE = { deploymentCircuitBreaker: { enable: true, rollback: false } }
const ordered = ({ asked }: Played) => asked.filter(({ operation }) => operation === 'UpdateService').length
const only = ({ results }: Played) => results[0]
const faultsOf = ({ failure }: Played) => (failure instanceof Refusal ? failure.faults.map(({ code }) => code) : [])

/** 1.1.0 runs, and has done so for long. */
async function released(plan: Partial<Plan> = {}): Promise<Played['was']> {
  await stage.play({ command: 'deploy', ...plan })
  stage.emulator.advance(300_000)
  return structuredClone({ services: stage.world.services, definitions: Object.keys(stage.world.definitions) })
}
const again = async (plan: Plan, was: Played['was']) => await stage.play({ ...plan, again: { was, asked: [] } })

test('new tasks are asked for while one is missing: they are ordered', async () => {
  const was = await released()
  const prepared: Plan['prepared'] = other => other.scales('db', 3)
  const run = await again({ command: 'deploy', forceNewDeployment: true, prepared }, was)
  expect(ordered(run)).toBe(1)
  expect(only(run)).toMatchObject({ outcome: 'deployed' })
})

test('one more is wanted a moment before: unchanged, and nothing is ordered', async () => {
  const was = await released()
  const run = await again({ command: 'deploy', prepared: other => other.scales('db', 3) }, was)
  expect(ordered(run)).toBe(0)
  expect(only(run)).toMatchObject({
    outcome: 'unchanged',
    reason: expect.stringContaining('every task has been healthy'),
  })
})

test.each([
  ['deploys again', {}],
  ['asks for new tasks', { forceNewDeployment: true }],
] as [string, Partial<Plan>][])(
  'a breaker without rollback stopped it, and a run that %s orders it',
  async (_, more) => {
    const was = await released({ fates: CRASHING, service: { deploymentConfiguration: ALONE } })
    expect(serviceIn(stage.world, 'db').history[0]?.status).toBe('STOPPED')
    const run = await again({ command: 'deploy', fates: [{ match: {}, behaviour: 'healthy' }], ...more }, was)
    expect(ordered(run)).toBe(1)
    expect(only(run)).toMatchObject({ outcome: 'deployed' })
    expect(serviceIn(stage.world, 'db').history[0]?.arn).toContain(only(run)?.deployment)
  },
)

test.each([
  ['in an ill moment', 5_000],
  ['in a well moment', 15_000],
  ['in a later well moment', 60_000],
])('tasks that end again and again are well between two ends, seen %s: not unchanged', async (_, later) => {
  const was = await released()
  await stage.door('fates', [{ match: {}, behaviour: 'late-crash', exitSeconds: 20, stopSeconds: 1 }])
  const { runningTasks } = await stopAll()
  expect(runningTasks).toBeGreaterThan(0)
  stage.emulator.advance(later)
  const run = await again({ command: 'deploy', timeoutMs: 900_000 }, was)
  expect(ordered(run)).toBe(0)
  expect(['failed-mixed', 'timed-out']).toContain(only(run)?.outcome)
})

/** Somebody stops what runs: what takes its place is as the fates now say. */
async function stopAll() {
  const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'db' })
  for (const task of taskArns) await stage.ecs.stopTask({ cluster: 'shop', task })
  return { runningTasks: taskArns.length }
}

test('a cancel leaves what somebody else ordered, of our very revision', async () => {
  const was = await released()
  const over = new AbortController()
  const run = await again(
    {
      command: 'deploy',
      onCancel: 'rollback',
      signal: over.signal,
      prepared: other => other.redeploys('db'),
      onCall: ({ operation }) => {
        if (operation === 'DescribeServiceDeployments') over.abort()
      },
    },
    was,
  )
  expect(run.outcome).toBe('cancelled')
  expect(run.asked.map(({ operation }) => operation)).not.toContain('StopServiceDeployment')
  expect(run.lines.join('\n')).toContain('db  is left as it is: this run ordered nothing there')
})

test.each(['restart', 'deploy'] as const)('%s of a revision that was deregistered: registered again', async command => {
  const was = await released()
  const prepared = async () => {
    await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'db:2' })
  }
  const run = await again({ command, prepared, ...(command === 'deploy' ? { forceNewDeployment: true } : {}) }, was)
  expect(only(run)).toMatchObject({ outcome: 'deployed' })
})

test.each([
  ['restart', 'restart', {}],
  ['rollback', 'rollback', { to: '1.0.0' }],
] as const)('%s: what can never roll out is refused as for a deploy', async (_, command, more) => {
  const deploymentConfiguration = { minimumHealthyPercent: 99, maximumPercent: 100 }
  const stuck = { deploymentConfiguration, availabilityZoneRebalancing: 'DISABLED' } as const
  const run = await stage.play({
    command,
    ...more,
    prepared: async () => void (await stage.ecs.updateService({ cluster: 'shop', service: 'db', ...stuck })),
  })
  expect({ outcome: run.outcome, ordered: ordered(run), faults: faultsOf(run) }).toEqual({
    outcome: 'refused',
    ordered: 0,
    faults: ['EVK-207'],
  })
})

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/db:1'
test('a revision by its ARN, and another count: it is sent', async () => {
  const manifest = `cluster: shop\nservices: { db: { task-definition: "${ARN}", desired-count: 4 } }\n`
  const run = await stage.play({ command: 'deploy', manifest })
  expect(run.asked.find(({ operation }) => operation === 'UpdateService')?.input).toMatchObject({ desiredCount: 4 })
  expect(only(run)).toMatchObject({ outcome: 'deployed' })
})

test.each([
  ['variables', 'environment: { A: b }', 'environment'],
  ['a size', 'cpu: 512, memory: 1024', 'cpu, memory'],
  ['a command', 'command: [worker]', 'command'],
])('a revision by its ARN, and %s that would change it: refused', async (_, more, lost) => {
  const manifest = `cluster: shop\nservices: { db: { task-definition: "${ARN}", ${more} } }\n`
  const run = await stage.play({ command: 'deploy', manifest })
  expect(run.outcome).toBe('refused')
  const [fault] = run.failure instanceof Refusal ? run.failure.faults : []
  expect(fault?.what).toBe(`services.db: the revision of an ARN is deployed as it is, and ${lost} would change it`)
  expect(ordered(run)).toBe(0)
})

test('a service of the same family in another cluster keeps what is its own', async () => {
  const manifest =
    'cluster: shop\nservices:\n  db: { build: db }\n  worker: { service: api, build: db, repository: db, container: db, cluster: workers }\n'
  const run = await stage.play({
    command: 'deploy',
    manifest,
    only: ['db'],
    prepared: async () => {
      const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'db' })
      const { taskDefinition: theirs } = await stage.ecs.registerTaskDefinition({
        ...taskDefinition,
        family: 'db',
        containerDefinitions: taskDefinition?.containerDefinitions,
        memory: '1024',
      })
      await stage.ecs.createCluster({ clusterName: 'workers' })
      const { services: [like] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['db'] })
      await stage.ecs.createService({
        cluster: 'workers',
        serviceName: 'api',
        taskDefinition: theirs?.taskDefinitionArn,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: like?.networkConfiguration,
      })
    },
  })
  expect(run.lines.join('\n')).not.toContain('also changes')
  expect(only(run)).toMatchObject({ outcome: 'deployed' })
})

test.each([
  [
    'revisions by number',
    'db: { build: db, task-definition: "db:98" }',
    'api: { build: api, task-definition: "api:99" }',
  ],
  [
    'revisions by ARN',
    `db: { task-definition: "${ARN.replace('db:1', 'db:98')}" }`,
    `api: { task-definition: "${ARN.replace('db:1', 'api:98')}" }`,
  ],
])('%s that are not there: refused, all of them', async (_, db, api) => {
  const run = await stage.play({
    command: 'deploy',
    services: 2,
    manifest: `cluster: shop\nservices:\n  ${db}\n  ${api}\n`,
  })
  expect({ outcome: run.outcome, faults: faultsOf(run) }).toEqual({
    outcome: 'refused',
    faults: ['EVK-210', 'EVK-210'],
  })
})

test('a rollback says what it changes besides the image', async () => {
  const run = await stage.play({
    command: 'rollback',
    to: '1.0.0',
    prepared: async () => {
      const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'db:2', include: ['TAGS'] })
      const { taskDefinition: made } = await stage.ecs.registerTaskDefinition({
        ...taskDefinition,
        family: 'db',
        containerDefinitions: taskDefinition?.containerDefinitions,
        memory: '1024',
      })
      await stage.ecs.updateService({ cluster: 'shop', service: 'db', taskDefinition: made?.taskDefinitionArn })
      stage.emulator.advance(300_000)
    },
  })
  expect(run.lines.join('\n')).toContain('db  also changes: memory 1024 → 512')
  expect(violations(run)).toEqual([])
})

const counting = (count: number, more = 'build: db') =>
  `cluster: shop\nservices:\n  db: { ${more}, desired-count: ${count} }\n`
const DYING = [{ match: {}, behaviour: 'late-crash', exitSeconds: 20, stopSeconds: 1 }] as const
const AT_ONCE = [{ match: {}, behaviour: 'late-crash', exitSeconds: 3, stopSeconds: 1 }] as const

describe('only the count changes, and no deployment vouches for the new tasks', () => {
  test.each([
    ['they die soon', { manifest: counting(4), fates: DYING }],
    ['they die at once', { manifest: counting(4), fates: AT_ONCE }],
    [
      'of an ARN, they die soon',
      { manifest: counting(4, `task-definition: "${ARN.replace('db:1', 'db:2')}"`), fates: DYING },
    ],
    ['from 0, they die soon', { manifest: counting(2), fates: DYING, idle: true }],
  ])(
    '%s: not deployed',
    async (_, { idle = false, ...plan }: { manifest: string; fates: Plan['fates']; idle?: boolean }) => {
      const was = await released()
      if (idle) await stage.ecs.updateService({ cluster: 'shop', service: 'db', desiredCount: 0 })
      stage.emulator.advance(120_000)
      const run = await again({ command: 'deploy', timeoutMs: 900_000, ...(plan as Partial<Plan>) }, was)
      expect(ordered(run)).toBe(1)
      expect(only(run)?.outcome).toBe('failed-mixed')
      expect(run.lines.filter(line => line.includes('cannot stay up')).length).toBeLessThan(8)
    },
  )

  test('they stay: deployed, as time tells', async () => {
    const was = await released()
    const run = await again({ command: 'deploy', manifest: counting(4) }, was)
    expect(only(run)).toMatchObject({ outcome: 'deployed', reason: expect.stringMatching(/is healthy, for \d+ s$/) })
  })

  test('of what ECS has given up, new tasks are ordered as well', async () => {
    const was = await released({ fates: CRASHING, service: { deploymentConfiguration: ALONE } })
    const fates = [{ match: {}, behaviour: 'healthy' }] as const
    const run = await again({ command: 'deploy', fates, manifest: counting(3) }, was)
    expect(only(run)).toMatchObject({ outcome: 'deployed' })
    expect(serviceIn(stage.world, 'db').history[0]?.arn).toContain(only(run)?.deployment)
  })
})

test('a release that is rolled back leaves its count, and says so', async () => {
  const run = await stage.play({ command: 'deploy', manifest: counting(4), fates: CRASHING })
  expect(run.outcome).toBe('rolled-back')
  expect(serviceIn(stage.world, 'db').desiredCount).toBe(4)
  expect(run.lines.join('\n')).toContain('db keeps the count of this release')
})

const narrow = (desiredCount: number) => ({
  desiredCount,
  deploymentConfiguration: { ...ROOM, minimumHealthyPercent: 50, maximumPercent: 100 },
})
const ROOM = { deploymentCircuitBreaker: { enable: true, rollback: true } }

test.each([
  [2, 1, 'refused', ['EVK-207']],
  [1, 4, 'deployed', []],
])('room to roll out is judged by the count that is ordered: %i → %i', async (is, wanted, outcome, faults) => {
  const run = await stage.play({ command: 'deploy', service: narrow(is), manifest: counting(wanted) })
  expect({ outcome: run.outcome, faults: faultsOf(run) }).toEqual({ outcome, faults })
})

describe('a breaker without rollback ends it', () => {
  const none = { deploymentConfiguration: { ...ALONE, minimumHealthyPercent: 0, maximumPercent: 100 } }
  const crash = [{ match: { version: '1.1.0' }, behaviour: 'crashing', exitSeconds: 3, stopSeconds: 1 }] as const

  test('and what ran before is gone: failed-mixed', async () => {
    const run = await stage.play({ command: 'deploy', service: none, fates: crash })
    expect(only(run)).toMatchObject({ outcome: 'failed-mixed', reason: expect.stringContaining('nothing runs now') })
  })

  test('of a restart, and the old tasks of the same revision serve: failed-on-old', async () => {
    const fates = [{ match: {}, behaviour: 'crashing', exitSeconds: 3, stopSeconds: 1 }] as const
    const was = await released({ service: { deploymentConfiguration: ALONE } })
    const run = await again({ command: 'restart', fates }, was)
    expect(only(run)?.outcome).toBe('failed-on-old')
    expect(only(run)?.reason).not.toContain('nothing')
    expect(run.lines.join('\n')).toMatch(/old 2/)
  })
})

test('crashes of half an hour ago are not those of a look at what runs', async () => {
  await stage.play({ command: 'deploy', service: { desiredCount: 4 } })
  stage.emulator.advance(600_000)
  const once = { match: {}, behaviour: 'late-crash', exitSeconds: 5, stopSeconds: 1, times: 10 } as const
  await stage.door('fates', [once, { match: {}, behaviour: 'healthy', stopSeconds: 20 }])
  for (const desiredCount of [6, 4, 5]) {
    await stage.ecs.updateService({ cluster: 'shop', service: 'db', desiredCount })
    stage.emulator.advance(desiredCount === 5 ? 30_000 : 900_000)
  }
  const was = structuredClone({ services: stage.world.services, definitions: Object.keys(stage.world.definitions) })
  let reads = 0
  const onCall: Plan['onCall'] = ({ operation }, _, other) => {
    if (operation === 'DescribeTasks' && ++reads === 3) other.scales('db', 4)
  }
  const run = await again({ command: 'deploy', onCall }, was)
  expect(only(run)).toMatchObject({ outcome: 'unchanged' })
  expect(run.lines.join('\n')).not.toContain('cannot stay up')
})

test.each(['deploys', 'releases'] as const)(
  'a rollback finds one there already, and somebody %s meanwhile',
  async how => {
    let done = false
    const run = await stage.play({
      command: 'rollback',
      services: 2,
      to: '1.0.0',
      prepared: async () => {
        await stage.ecs.updateService({ cluster: 'shop', service: 'api', taskDefinition: 'api:1' })
        stage.emulator.advance(300_000)
      },
      onCall: ({ operation }, _, other) => {
        if (!done && operation === 'UpdateService') other[how]('api')
        done ||= operation === 'UpdateService'
      },
    })
    expect(run.results.find(({ name }) => name === 'api')).toMatchObject({ outcome: 'deployed' })
    expect(serviceIn(stage.world, 'api').setting.taskDefinition).toMatch(/api:1$/)
  },
)

test.each([1, 120])('new tasks were ordered %i times since: a rollback goes to the release before', async times => {
  const run = await stage.play({
    command: 'rollback',
    services: 2,
    prepared: other => {
      for (let nth = 0; nth < times; nth++) {
        other.redeploys('db')
        stage.emulator.advance(3_600_000)
      }
    },
  })
  expect(run.outcome).toBe('deployed')
  const standOn = ['db', 'api'].map(name => serviceIn(stage.world, name).setting.taskDefinition.split('/').at(-1))
  expect(standOn).toEqual(['db:1', 'api:1'])
})

test('only the count changes, and somebody deploys right before the order: their deployment is left alone', async () => {
  await stage.play({ command: 'deploy' })
  const was = structuredClone({ services: stage.world.services, definitions: Object.keys(stage.world.definitions) })
  let theirs = false
  const run = await stage.play({
    command: 'deploy',
    manifest: 'cluster: shop\nservices:\n  db: { build: db, desired-count: 4 }\n',
    again: { was, asked: [] },
    onCall: ({ operation }, _, other) => {
      if (operation !== 'UpdateService' || theirs) return
      theirs = true
      other.deploys('db')
    },
  })
  expect(run.outcome).toBe('superseded')
  expect(serviceIn(stage.world, 'db')).toMatchObject({
    desiredCount: 4,
    setting: { taskDefinition: expect.stringMatching(/other:1$/) },
  })
})
