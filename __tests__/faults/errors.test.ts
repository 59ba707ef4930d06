/** What an error means: "I do not know", unless AWS itself said no. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/edge/clock.ts'
import type { Fault, Kind } from '../../src/emulator/fault.ts'
import { isDeployed, serviceIn, violations } from './invariants.ts'
import { type Other, type Plan, type Played, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(async () => {
  await fetch(`${stage.emulator.url}/_internal/policy`, { method: 'DELETE' })
  await stage.door('clock', { skewMs: null })
})
afterAll(() => stage.close())

const FOR_EVER = { times: null }
const BROKEN = [{ match: { version: '1.1.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }] as const
const historyOf = (name = 'db') => serviceIn(stage.world, name).history
const only = ({ results }: Played, name = 'db') => results.find(each => each.name === name)
const told = ({ lines }: Played) => lines.join('\n')
const countOf = ({ asked }: Played, operation: string) => asked.filter(each => each.operation === operation).length
const stale = (operation: string, behindSeconds: number): Fault => ({
  operation,
  kind: 'stale',
  behindSeconds,
  ...FOR_EVER,
})

/** Once, when our rollout of db has gone on for so many seconds. */
function midway(seconds: number, deed: (other: Other) => unknown): NonNullable<Plan['onCall']> {
  let done = false
  return async ({ at }, _, other) => {
    const [newest] = historyOf()
    if (done || newest?.status !== 'IN_PROGRESS' || at - newest.createdAt < seconds * 1000) return
    done = true
    await deed(other)
  }
}

describe('the answer of a write is lost or spoilt, and it was carried out', () => {
  const by = (fields: object) => ({ kind: 'answer', when: 'after', status: 403, fields: { ...fields } }) as const
  const FORMS: readonly (readonly [string, Omit<Fault, 'operation'>])[] = [
    ...(['reset-after-apply', 'half-body', 'truncated', 'empty-200'] as const).map(kind => [kind, { kind }] as const),
    ...(['garbled', 'garbled-4xx', '408', '503-html', '500', 'unknown-error', 'throttle'] as Kind[])
      .filter(kind => kind !== 'throttle')
      .map(kind => [kind, { kind, when: 'after' as const }] as const),
    ['an unknown error, 500', { kind: 'unknown-error', when: 'after', status: 500 }],
    ['an unknown error, 409 without a code', { kind: 'error', when: 'after', status: 409, code: '' }],
    ['RequestTimeout', { kind: 'error', when: 'after', status: 400, code: 'RequestTimeout' }],
    ['RequestTimeoutException', { kind: 'error', when: 'after', status: 408, code: 'RequestTimeoutException' }],
    ['InternalFailure', { kind: 'error', when: 'after', status: 500, code: 'InternalFailure' }],
    ['ServiceUnavailable', { kind: 'error', when: 'after', status: 503, code: 'ServiceUnavailable' }],
    ['a number for a code', { kind: 'error', when: 'after', status: 400, code: '400' }],
    ['null', { kind: 'merge', fields: { service: null, taskDefinition: null } }],
    ['nobody’s code, of a proxy', by({ __type: 'Blocked', message: 'denied by proxy' })],
    ['no code, of a proxy', by({ message: 'denied by proxy' })],
  ]
  const cells = ['UpdateService', 'RegisterTaskDefinition'].flatMap(operation =>
    FORMS.flatMap(([name, fault]) => [false, true].map(lags => [operation, name, lags, fault] as const)),
  )
  test.each(cells)('%s: %s (services stale: %s)', async (operation, name, lags, fault) => {
    const run = await stage.play({
      command: 'deploy',
      faults: [
        { ...fault, operation },
        ...(lags ? [stale('DescribeServices', 6), stale('DescribeTaskDefinition', 6)] : []),
      ],
    })
    // AWS said no to the registration, and one look shows it as it was
    if (name === 'unknown-error' && operation !== 'UpdateService' && lags) {
      expect({ outcome: run.outcome, deployments: historyOf().length }).toEqual({
        outcome: 'failed-on-old',
        deployments: 1,
      })
      return
    }
    expect({ outcome: run.outcome, deployments: historyOf().length }).toEqual({ outcome: 'deployed', deployments: 2 })
    expect(Object.keys(stage.world.definitions).length).toBeLessThanOrEqual(3)
  })

  test('an answer that is no answer, and nothing was carried out: the write is made again', async () => {
    const faults = ['UpdateService', 'RegisterTaskDefinition'].map(
      (operation): Fault => ({ operation, kind: 'answer', fields: {} }),
    )
    const run = await stage.play({ command: 'deploy', faults })
    expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'deployed', violations: [] })
    expect([countOf(run, 'UpdateService'), countOf(run, 'RegisterTaskDefinition')]).toEqual([2, 2])
  })

  test('the time is up while others are ordered: what nobody could watch is not begun', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      timeoutMs: 60_000,
      manifest: 'cluster: shop\nservices:\n  db: { build: db }\n  api: { build: api }\n',
      onCall: ({ operation }) => {
        if (operation === 'UpdateService') stage.emulator.advance(120_000)
      },
    })
    expect(countOf(run, 'UpdateService')).toBe(1)
    const [api] = run.results.filter(({ name }) => name === 'api')
    expect(api).toMatchObject({
      outcome: 'timed-out',
      reason: 'the time was up before its turn, and nothing was begun',
      currentRevision: 'api:1',
    })
  })

  test('it was not carried out, and a deployment of the same revision still stops: that is none of ours', async () => {
    const run = await stage.play({
      command: 'rollback',
      to: '1.0.0',
      faults: [{ operation: 'UpdateService', kind: 'reset' }],
      prepared: async other => {
        await stage.ecs.updateService({ cluster: 'shop', service: 'db', taskDefinition: 'db:1' })
        stage.emulator.advance(3_000)
        other.moves('db')
        const { services = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['db'] })
        expect(services[0]?.deployments?.filter(each => each.taskDefinition?.endsWith('db:1'))).toHaveLength(1)
      },
    })
    expect([run.outcome, countOf(run, 'UpdateService')]).toEqual(['deployed', 2])
    expect(isDeployed(stage.world, 'db', 'db:1')).toBe(true)
  })

  test.each([20, 55])('every answer is lost, and services are stale by %d s: never "as it was"', async behind => {
    const run = await stage.play({
      command: 'deploy',
      faults: [
        { operation: 'UpdateService', kind: 'reset-after-apply', ...FOR_EVER },
        stale('DescribeServices', behind),
      ],
      timeoutMs: 100_000,
    })
    expect(['deployed', 'unknown', 'timed-out']).toContain(run.outcome)
    expect(told(run)).not.toContain('Nothing runs')
    expect(violations(run)).toEqual([])
  })

  test.each<[string, readonly Fault[], boolean]>([
    ['and it was not carried out', [{ operation: 'UpdateService', kind: 'reset', ...FOR_EVER }], false],
    [
      'it was, and no read shows it within a minute',
      [
        { operation: 'UpdateService', kind: 'reset-after-apply', ...FOR_EVER },
        stale('DescribeServices', 600),
        { operation: 'ListServiceDeployments', kind: 'late', seconds: 3600, ...FOR_EVER },
      ],
      true,
    ],
  ])('no answer to the order ever came, %s: not known, and said to be', async (_, faults, moved) => {
    const run = await stage.play({ command: 'deploy', faults, timeoutMs: 1_800_000 })
    expect(only(run)).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('its answer was lost, and ECS has not shown it since'),
      currentRevision: '',
    })
    expect(only(run)?.running).toBeUndefined()
    expect(told(run)).not.toMatch(/as it was|Nothing was changed/)
    expect(historyOf().length > 1).toBe(moved)
  })

  test.each(['reset-after-apply', 'hang-after-apply'] as const)('cancelled at the moment of a %s', async kind => {
    const over = new AbortController()
    const run = await stage.play({
      command: 'deploy',
      signal: over.signal,
      requestTimeoutMs: 200,
      faults: [{ operation: 'UpdateService', kind }, stale('DescribeServices', 60)],
      onCall: ({ operation }) => {
        if (operation === 'UpdateService') over.abort()
      },
    })
    expect(run.outcome).toBe('unknown')
    expect(only(run)?.reason).toContain('was told to move')
  })

  test.each<[string, Fault]>([
    ['AWS said no', { operation: 'UpdateService', kind: 'error', code: 'PlatformUnknownException', status: 400 }],
    ['AWS said no, in a code that is new', { operation: 'UpdateService', kind: 'unknown-error', ...FOR_EVER }],
  ])('%s: nothing was carried out, and it is not asked twice', async (_, fault) => {
    const run = await stage.play({ command: 'deploy', faults: [fault] })
    expect(run.outcome).toBe('failed-on-old')
    expect(countOf(run, 'UpdateService')).toBe(1)
  })
})

describe('a read that fails in a way that nobody knows is tried until the deadline', () => {
  const READS = [
    'DescribeServiceDeployments',
    'DescribeServiceRevisions',
    'ListServiceDeployments',
    'DescribeServices',
    'ListTasks',
    'DescribeTasks',
  ]
  const watched = ({ operation }: Pick<Fault, 'operation'>): number =>
    ({ ListServiceDeployments: 1, DescribeServices: 2, ListTasks: 1, DescribeTasks: 1 })[operation] ?? 0
  const KINDS: readonly Omit<Fault, 'operation'>[] = [
    { kind: 'reset' },
    { kind: '408' },
    { kind: 'garbled' },
    { kind: 'garbled-4xx' },
    { kind: 'error', code: 'RequestTimeout', status: 400 },
    { kind: 'unknown-error' },
    { kind: 'unknown-error', status: 500 },
    { kind: 'half-body' },
    { kind: '503-html' },
  ]
  // longer than the patience of one call
  test.each(KINDS)('$kind $code $status, at every read', async kind => {
    for (const operation of READS) {
      const unnamed: Fault[] = [{ operation: 'UpdateService', kind: 'late-current', seconds: 3600 }]
      const fault: Fault = { ...kind, operation, times: 11, afterCalls: watched({ operation }) }
      const run = await stage.play({ command: 'deploy', timeoutMs: 1_800_000, faults: [...unnamed, fault] })
      expect({ operation, outcome: run.outcome }).toEqual({ operation, outcome: 'deployed' })
    }
  })

  test('a denial ends the watch, and dead credentials do', async () => {
    for (const kind of ['access-denied', 'expired-token'] as const) {
      const run = await stage.play({
        command: 'deploy',
        faults: [{ operation: 'DescribeServices', kind, afterCalls: 2, ...FOR_EVER }],
      })
      expect(run.outcome).toBe('unknown')
      expect(run.tookMs).toBeLessThan(60_000)
    }
  })
})

test.each(['deploy', 'rollback'] as const)(
  'a body that stalls, at any call of a %s, is given up with its attempt',
  async command => {
    const calls = (await stage.play({ command })).asked.map(({ operation }) => operation)
    for (const operation of new Set(calls)) {
      const run = await stage.play({
        command,
        requestTimeoutMs: 200,
        faults: [{ operation, kind: 'headers-then-silence', afterCalls: operation === 'DescribeServices' ? 1 : 0 }],
      })
      expect({ operation, outcome: run.outcome, violations: violations(run) }).toEqual({
        operation,
        outcome: 'deployed',
        violations: [],
      })
    }
  },
)

describe('clocks that are off', () => {
  test.each([600_000, -600_000, 7_200_000])('AWS’s is %d ms ahead', async skewMs => {
    const good = await stage.play({ command: 'deploy', prepared: () => stage.door('clock', { skewMs }) })
    expect({ outcome: good.outcome, violations: violations(good) }).toEqual({ outcome: 'deployed', violations: [] })
    expect(good.retries.filter(line => line.includes('clock corrected')).length).toBeGreaterThan(0)
    await stage.door('clock', { skewMs: null })
    const bad = await stage.play({ command: 'deploy', fates: BROKEN, prepared: () => stage.door('clock', { skewMs }) })
    expect(bad.outcome).toBe('rolled-back')
    expect(only(bad)?.evidence?.cause.kind).toBe('exits')
  })

  test.each([600_000, -600_000])('AWS’s jumps by %d ms in mid-run', async skewMs => {
    const run = await stage.play({
      command: 'deploy',
      fates: BROKEN,
      onCall: midway(2, () => stage.door('clock', { skewMs })),
    })
    expect(run.outcome).toBe('rolled-back')
    expect(only(run)?.evidence?.cause.kind).toBe('exits')
  })

  test.each([3_600_000, -3_600_000])(
    'this machine’s is set by %d ms in mid-run: no deadline moves, no call is lost',
    async jump => {
      const real = Date.now
      const before = systemClock.now()
      try {
        const run = await stage.play({
          command: 'deploy',
          prepared: () => stage.door('clock', { skewMs: 0 }),
          onCall: midway(2, () => {
            Date.now = () => real() + jump
          }),
        })
        expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'deployed', violations: [] })
        expect(Math.abs(systemClock.now() - before)).toBeLessThan(60_000)
      } finally {
        Date.now = real
      }
    },
  )

  test('with a lost answer, and an earlier deployment of the revision that shows late', async () => {
    const run = await stage.play({
      command: 'rollback',
      to: '1.0.0',
      prepared: () => stage.door('clock', { skewMs: -600_000 }),
      faults: [
        { operation: 'UpdateService', kind: 'merge', fields: { service: { serviceName: 'db' } } },
        { operation: 'ListServiceDeployments', kind: 'access-denied', afterCalls: 1 },
        { operation: 'ListServiceDeployments', kind: 'late', seconds: 8, ...FOR_EVER },
      ],
      fates: [{ match: { version: '1.0.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }],
    })
    expect(run.outcome).toBe('rolled-back')
  })
})

describe('what is denied for one service', () => {
  const ARN = 'arn:aws:ecs:eu-west-1:123456789012'
  const deny = (action: string, resource: string) =>
    stage.door('policy', {
      accessKeyId: 'test',
      document: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: action, Resource: `${ARN}:${resource}` },
        ],
      },
    })
  const together = async (action: string, resource: string, faults: readonly Fault[] = [], seconds = 1) => {
    const onCall = midway(seconds, () => deny(action, resource))
    return await stage.play({ command: 'deploy', services: 3, together: true, faults, onCall })
  }
  const outcomes = (run: Played) => Object.fromEntries(run.results.map(({ name, outcome }) => [name, outcome]))

  test('its state: the others are told', async () => {
    const run = await together('ecs:DescribeServices', 'service/shop/api')
    expect(outcomes(run)).toEqual({ db: 'deployed', api: 'unknown', web: 'deployed' })
  })

  test('its service deployment: DescribeServices tells of it, and the others are seen as before', async () => {
    const run = await together('ecs:DescribeServiceDeployments', 'service-deployment/shop/api/*')
    expect(outcomes(run)).toEqual({ db: 'deployed', api: 'deployed', web: 'deployed' })
    expect(run.results.map(({ fallback }) => fallback)).toEqual([false, true, false])
  })

  test('its list', async () => {
    const unnamed: Fault = { operation: 'UpdateService', kind: 'late-current', seconds: 3600, ...FOR_EVER }
    const late: Fault = { operation: 'ListServiceDeployments', kind: 'late', seconds: 4, ...FOR_EVER }
    const run = await together('ecs:ListServiceDeployments', 'service/shop/api', [unnamed, late], 0)
    expect(outcomes(run)).toEqual({ db: 'deployed', api: 'deployed', web: 'deployed' })
    expect(run.results.map(({ fallback }) => fallback)).toEqual([false, true, false])
  })

  test('the tasks of one', async () => {
    const fault: Fault = { operation: 'ListTasks', kind: 'access-denied', afterCalls: 1 }
    const run = await stage.play({ command: 'deploy', services: 3, together: true, faults: [fault] })
    expect(Object.values(outcomes(run)).sort()).toEqual(['deployed', 'deployed', 'unknown'])
  })

  test('its state, where that alone can tell, after one look at what seems to be the end', async () => {
    let done = false
    const run = await stage.play({
      command: 'deploy',
      faults: [{ operation: 'DescribeServiceDeployments', kind: 'access-denied', ...FOR_EVER }],
      onCall: async ({ operation }) => {
        if (done || operation !== 'DescribeServices' || historyOf()[0]?.status !== 'SUCCESSFUL') return
        if (historyOf().length < 2) return
        done = true
        await stage.door('faults', [{ operation, kind: 'access-denied', afterCalls: 1, ...FOR_EVER }])
      },
    })
    expect(run.outcome).toBe('unknown')
  })

  test.each(['ListServiceDeployments', 'DescribeServiceRevisions'])(
    '%s in mid-rollout: the rollout is told on',
    async operation => {
      const fault: Fault = { operation, kind: 'access-denied', afterCalls: operation[0] === 'L' ? 1 : 2, ...FOR_EVER }
      const lags: Fault = { operation: 'DescribeServices', kind: 'stale', behindSeconds: 8, afterCalls: 2, ...FOR_EVER }
      const run = await stage.play({ command: 'deploy', fates: BROKEN, faults: [fault, lags] })
      expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'rolled-back', violations: [] })
    },
  )

  test('what the answer named is not visible yet, and the list may not be read', async () => {
    const run = await stage.play({
      command: 'deploy',
      faults: [
        { operation: 'ListServiceDeployments', kind: 'access-denied', ...FOR_EVER },
        { operation: 'DescribeServiceDeployments', kind: 'stale', behindSeconds: 5, ...FOR_EVER },
      ],
    })
    expect(run.outcome).toBe('deployed')
    expect(only(run)?.fallback).toBe(false)
  })

  test('at its turn, when others were moved: those are told, and it is as it was', async () => {
    let done = false
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      onCall: async () => {
        if (done || historyOf('api').length < 2) return
        done = true
        await deny('ecs:DescribeServices', 'service/shop/web')
      },
    })
    expect(outcomes(run)).toEqual({ db: 'deployed', api: 'deployed', web: 'failed-on-old' })
    expect(run.outcome).toBe('partial')
  })
})

describe('a first release, at desired count 0', () => {
  const FIRST = {
    command: 'deploy',
    service: { desiredCount: 0 },
    manifest: 'cluster: shop\nservices:\n  db: { build: db, initial-count: 2 }\n',
  } as const
  test.each<[string, Fault[]]>([
    ['was not carried out and its answer lost', [{ operation: 'UpdateService', kind: 'reset' }]],
    ['was carried out and its answer lost', [{ operation: 'UpdateService', kind: 'reset-after-apply' }]],
    [
      'was not carried out, and reads are stale',
      [{ operation: 'UpdateService', kind: '503-html' }, stale('DescribeServices', 5)],
    ],
    ['was not carried out, and its answer is none', [{ operation: 'UpdateService', kind: 'answer', fields: {} }]],
  ])('the order %s', async (_, faults) => {
    for (const same of [false, true]) {
      const { world } = stage
      const run = await stage.play({
        ...FIRST,
        faults,
        prepared: () => {
          for (const definition of Object.values(world.definitions)) definition.tags = []
        },
        // the revision is the same anyway: what Terraform registered is what is released
        onCall: ({ operation }, _, other) => {
          if (same && operation === 'UpdateService' && serviceIn(world, 'db').desiredCount === 0) other.moves('db')
        },
      })
      const { desiredCount } = serviceIn(stage.world, 'db')
      expect({ same, outcome: run.outcome, desiredCount }).toEqual({ same, outcome: 'deployed', desiredCount: 2 })
    }
  })
})

test.each([
  ['nobody', 0],
  ['one other', 1],
  ['three others', 3],
])('the answer of a registration is lost, and %s registers after it: ours is found', async (_, others) => {
  const asked = { register: 0 }
  const run = await stage.play({
    command: 'deploy',
    faults: [{ operation: 'RegisterTaskDefinition', kind: 'reset-after-apply' }],
    onCall: ({ operation }, _nth, other) => {
      if (operation === 'RegisterTaskDefinition') asked.register++
      if (operation !== 'DescribeTaskDefinition' || asked.register !== 1) return
      for (let nth = 0; nth < others; nth++) other.registers('db', { memory: `${1024 * (1 + (nth % 2))}` })
      asked.register++
    },
  })
  expect([run.outcome, countOf(run, 'RegisterTaskDefinition')]).toEqual(['deployed', 1])
})

test('Terraform changed a service at 0 twice before its first release: it has never run', async () => {
  const run = await stage.play({
    command: 'deploy',
    service: { desiredCount: 0 },
    manifest: 'cluster: shop\nservices:\n  db: { build: db, initial-count: 2 }\n',
    prepared: other => {
      for (const definition of Object.values(stage.world.definitions)) definition.tags = []
      for (const memory of ['1024', '2048']) {
        other.registers('db', { memory })
        other.moves('db')
        stage.emulator.advance(120_000)
      }
      expect(historyOf()).toHaveLength(3)
    },
  })
  expect({ outcome: run.outcome, desired: serviceIn(stage.world, 'db').desiredCount }).toEqual({
    outcome: 'deployed',
    desired: 2,
  })
})

test('one that ran before somebody scaled it to 0 is not raised, though no event tells of that any more', async () => {
  const run = await stage.play({
    command: 'deploy',
    manifest: 'cluster: shop\nservices:\n  db: { build: db, initial-count: 2 }\n',
    prepared: other => {
      for (const definition of Object.values(stage.world.definitions)) definition.tags = []
      other.scales('db', 0)
      other.registers('db', { memory: '1024' })
      other.moves('db')
      stage.emulator.advance(120_000)
      serviceIn(stage.world, 'db').events.splice(0)
    },
  })
  expect([run.outcome, countOf(run, 'UpdateService')]).toEqual(['no-tasks', 0])
})

test('a first release of the very revision that is there: the count alone tells whether it was ordered', async () => {
  for (const kind of ['reset', 'reset-after-apply'] as const) {
    const before = await stage.play({ command: 'deploy' })
    const service = serviceIn(stage.world, 'db')
    for (const definition of Object.values(stage.world.definitions)) definition.tags = []
    service.desiredCount = 0
    stage.emulator.advance(120_000)
    service.history.splice(1)
    service.events.splice(0)
    await stage.door('faults', [{ operation: 'UpdateService', kind }])
    const run = await stage.play({ command: 'deploy', again: before })
    expect(run.asked.at(-1)?.at).toBeGreaterThan(before.asked.at(-1)?.at ?? 0)
    expect([kind, run.outcome, serviceIn(stage.world, 'db').desiredCount]).toEqual([kind, 'deployed', 1])
  }
})

describe('the service goes away under the watch', () => {
  const unnamed: Fault = { operation: 'UpdateService', kind: 'late-current', seconds: 3600 }
  test.each<[string, readonly Fault[], number]>([
    ['and its deployment is known', [], 3],
    [
      'and its deployment is not visible yet',
      [unnamed, { operation: 'ListServiceDeployments', kind: 'late', seconds: 100, ...FOR_EVER }],
      3,
    ],
    [
      'and the service-deployments API is denied',
      [{ operation: 'DescribeServiceDeployments', kind: 'access-denied', ...FOR_EVER }],
      3,
    ],
  ])('deleted, %s: told at once', async (_, faults, seconds) => {
    let deletedAt = 0
    const deletes = midway(seconds, other => {
      deletedAt = stage.now()
      other.deletes('db')
    })
    const run = await stage.play({ command: 'deploy', faults, timeoutMs: 1_800_000, onCall: deletes })
    expect(only(run)).toMatchObject({
      outcome: 'failed-mixed',
      reason: expect.stringMatching(/DRAINING|INACTIVE|no longer there/),
    })
    expect(stage.now() - deletedAt).toBeLessThan(45_000)
  })

  const nowhere = [{ arn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/db', reason: 'MISSING' }]
  test.each<[string, Omit<Fault, 'operation'>]>([
    ['is MISSING', { kind: 'answer', fields: { services: [], failures: nowhere } }],
    ['is INACTIVE', { kind: 'answer', fields: { services: [{ serviceName: 'db', status: 'INACTIVE' }] } }],
    ['has no cluster', { kind: 'error', code: 'ClusterNotFoundException', status: 400 }],
  ])('one stale answer alone says that it %s: watched on', async (_, fault) => {
    for (const more of [
      [],
      [{ operation: 'DescribeServiceDeployments', kind: 'access-denied', ...FOR_EVER }],
    ] as const) {
      const run = await stage.play({
        command: 'deploy',
        faults: [{ ...fault, operation: 'DescribeServices', afterCalls: 2 }, ...more],
      })
      expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'deployed', violations: [] })
      expect(run.tookMs).toBeLessThan(60_000)
    }
  })

  /** Mid-rollout, while nothing of it changes for a while. */
  const slow = [{ match: { version: '1.1.0' }, behaviour: 'healthy', healthySeconds: 90 }] as const
  const missing: Fault = { operation: 'DescribeServices', kind: 'answer', fields: { services: [], failures: nowhere } }
  test.each<[string, readonly Fault[], string]>([
    ['watched on', [missing], 'deployed'],
    [
      'and then it may not be asked any more: not known',
      [missing, { operation: 'DescribeServices', kind: 'access-denied', afterCalls: 1, ...FOR_EVER }],
      'unknown',
    ],
  ])('one answer in mid-rollout says so, %s', async (_, faults, outcome) => {
    const onCall = midway(3, () => stage.door('faults', faults))
    const run = await stage.play({ command: 'deploy', fates: slow, onCall })
    expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome, violations: [] })
  })

  test.each<[string, readonly Fault[]]>([
    ['known', []],
    ['not visible yet', [unnamed, { operation: 'ListServiceDeployments', kind: 'late', seconds: 100, ...FOR_EVER }]],
  ])('every trace of it, or its cluster (our deployment %s)', async (_, faults) => {
    for (const code of ['ClusterNotFoundException', 'ServiceNotFoundException', 'MISSING'] as const) {
      const gone: Fault[] = [
        ...['ListServiceDeployments', 'DescribeServiceDeployments', 'DescribeServiceRevisions', 'ListTasks'].map(
          (operation): Fault => ({
            operation,
            kind: 'error',
            code: code === 'MISSING' ? 'ServiceNotFoundException' : code,
            status: 400,
            ...FOR_EVER,
          }),
        ),
        code === 'ClusterNotFoundException'
          ? { operation: 'DescribeServices', kind: 'error', code, status: 400, ...FOR_EVER }
          : {
              operation: 'DescribeServices',
              kind: 'answer',
              fields: {
                services: [],
                failures: [{ arn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/db', reason: 'MISSING' }],
              },
              ...FOR_EVER,
            },
      ]
      const run = await stage.play({
        command: 'deploy',
        faults,
        timeoutMs: 1_800_000,
        onCall: midway(3, () => stage.door('faults', gone)),
      })
      expect({ code, outcome: run.outcome }).toEqual({ code, outcome: 'failed-mixed' })
      expect(only(run)?.reason).toContain('no longer there')
      expect(run.tookMs).toBeLessThan(60_000)
    }
  })
})

describe('an old revision that cannot be described is no candidate, and is named', () => {
  const SECOND = { operation: 'DescribeTaskDefinition', afterCalls: 1 } as const
  /** A third release, which does not count as successful for what it is: db:1 and what somebody deployed before it. */
  const prepared = (other: Other) => {
    other.releases('db')
    stage.emulator.advance(120_000)
    other.deploys('db')
    stage.emulator.advance(120_000)
    other.releases('db')
    stage.emulator.advance(120_000)
  }
  test.each<[string, Fault]>([
    [
      'deleted',
      {
        ...SECOND,
        kind: 'error',
        code: 'ClientException',
        message: 'Unable to describe task definition.',
        status: 400,
      },
    ],
    ['denied', { ...SECOND, kind: 'access-denied' }],
  ])('%s', async (_, fault) => {
    const run = await stage.play({ command: 'rollback', to: '1.0.0', prepared, faults: [fault] })
    expect({ outcome: run.outcome, revision: only(run)?.revision }).toEqual({ outcome: 'deployed', revision: 'db:1' })
    expect(told(run)).toMatch(/(db|other):\d+ cannot be described and is left out/)
  })

  test('the only one: nowhere to go, and the reason is named', async () => {
    const fault: Fault = { ...SECOND, kind: 'access-denied', ...FOR_EVER }
    const run = await stage.play({ command: 'rollback', faults: [fault] })
    expect(['failed-on-old', 'refused']).toContain(run.outcome)
    expect(told(run)).toContain('db:1 cannot be described')
    expect(isDeployed(stage.world, 'db', 'db:2')).toBe(true)
  })
})
