/** Whose deployment it is: however late, stale, denied or short the lists are, and whoever else deploys. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import type { World } from '../../src/emulator/world.ts'
import { Refusal } from '../../src/failure/failure.ts'
import { serviceIn, violations } from './invariants.ts'
import { type Plan, type Played, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const LIST = 'ListServiceDeployments'
const [FOR_EVER, BACK] = [{ times: null }, { command: 'rollback', to: '1.0.0' }] as const
const listLate = (seconds: number, more: Partial<Fault> = {}): Fault => ({
  operation: LIST,
  kind: 'late',
  seconds,
  ...FOR_EVER,
  ...more,
})
const unnamed: Fault = { operation: 'UpdateService', kind: 'late-current', seconds: 3600 }
const stale = (operation: string, behindSeconds: number, more: Partial<Fault> = {}): Fault => ({
  operation,
  kind: 'stale',
  behindSeconds,
  ...FOR_EVER,
  ...more,
})

const ARN_OF = (name: string) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/${name}`
const wasOf = ({ world }: Played) => ({
  was: structuredClone({ services: world.services, definitions: Object.keys(world.definitions) }),
  asked: [],
})
const isOf = ({ input }: { readonly input: unknown }, service: string) =>
  (input as { readonly service?: string }).service === service
const isPoll = (operation: string) => /^DescribeService(s|Deployments)$/.test(operation)
const historyOf = (world: World, name = 'db') => serviceIn(world, name).history
const only = ({ results }: Played, name = 'db') => results.find(each => each.name === name)
const told = ({ lines }: Played) => lines.join('\n')
const countOf = ({ asked }: Played, operation: string) => asked.filter(each => each.operation === operation).length

describe('an earlier deployment of the same revision that shows late is not ours', () => {
  const ALARMS = { alarms: { alarmNames: ['errors'], enable: true, rollback: true } }
  /** Everything runs and is healthy; then, while ECS still watches the alarms, one rings, and the real one is rolled back. */
  const rollBack = async (faults: (world: World) => readonly Fault[]) =>
    await stage.play({
      ...BACK,
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, ...ALARMS } },
      faults,
      onCall: async ({ at }) => {
        const [newest] = historyOf(stage.world)
        if (newest && at - newest.createdAt > 60_000 && newest.status === 'IN_PROGRESS')
          await stage.door('alarms', { errors: 'ALARM' })
      },
    })
  const first = (world: World) => historyOf(world).at(-1)?.arn ?? ''
  const showsLate = (world: World, seconds: number, more: Partial<Fault> = {}) =>
    listLate(seconds, { arn: first(world), ...more })
  const age = (world: World) => (stage.now() - (historyOf(world).at(-1)?.createdAt ?? 0)) / 1000

  test.each<[string, (world: World) => readonly Fault[]]>([
    [
      'late in the list',
      world => [
        showsLate(world, age(world) + 1, { afterCalls: 1 }),
        unnamed,
        listLate(20, { afterCalls: 2, times: 4 }),
      ],
    ],
    ['after one denied list', () => [{ operation: LIST, kind: 'access-denied', afterCalls: 1 }, unnamed, listLate(20)]],
    [
      'with an answer that names no deployment at all',
      () => [
        { operation: LIST, kind: 'access-denied', afterCalls: 1 },
        { operation: 'UpdateService', kind: 'merge', fields: { service: { serviceName: 'db' } } },
        listLate(20),
      ],
    ],
    [
      'with a lost answer and stale services',
      world => [
        showsLate(world, age(world) + 1, { afterCalls: 1 }),
        { operation: 'UpdateService', kind: 'reset-after-apply' },
        { operation: 'DescribeServices', kind: 'late-current', seconds: 3600, ...FOR_EVER },
        stale('DescribeServices', 4, { afterCalls: 2, times: 2 }),
        listLate(20),
      ],
    ],
  ])('%s', async (_, faults) => {
    const run = await rollBack(faults)
    expect(run.outcome).toBe('rolled-back')
    expect(historyOf(stage.world)[0]?.arn).toContain(only(run)?.deployment)
    expect(violations(run)).toEqual([])
  })

  test('nor for a run that takes a lost one up', async () => {
    const lost = await stage.play({
      ...BACK,
      dies: true,
      faults: [{ operation: 'UpdateService', kind: 'hang-after-apply' }],
    })
    const run = await stage.play({
      ...BACK,
      again: lost,
      faults: [listLate(8), stale('DescribeServiceDeployments', 8)],
      fates: [{ match: { version: '1.0.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }],
    })
    expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'rolled-back', violations: [] })
  })
})

describe('the same revision is ordered anew, and the answer still shows the deployment before', () => {
  const CRASHING = [{ match: {}, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }] as const
  const asWritten = (service: unknown) =>
    JSON.parse(JSON.stringify(service, (key, value) => (/At$/.test(key) ? Date.parse(value) / 1000 : value)))
  /** The release runs already; `seconds`: so late are reads, from the first after the order on. */
  const order = async (
    how: 'restart' | 'deploy',
    fates: Plan['fates'],
    seconds: number,
    more: readonly Fault[] = [],
  ) => {
    const before = await stage.play({ command: 'deploy' })
    stage.emulator.advance(300_000)
    const { services = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['db'] })
    const service = asWritten(services[0])
    const was = structuredClone({ services: stage.world.services, definitions: Object.keys(stage.world.definitions) })
    return await stage.play({
      command: how,
      ...(how === 'deploy' ? { forceNewDeployment: true } : {}),
      again: { was, asked: before.asked.slice(0, 0) },
      fates: fates ?? [],
      faults: [
        ...more,
        { operation: 'UpdateService', kind: 'merge', fields: { service } },
        ...(seconds > 0 ? [stale('DescribeServices', seconds, { afterCalls: 2 }), listLate(seconds)] : []),
      ],
    })
  }
  test.each([
    ['restart', 0],
    ['restart', 30],
    ['restart', 90],
    ['deploy', 0],
    ['deploy', 30],
  ] as const)('%s, reads %i s late: it crashes', async (how, seconds) => {
    const run = await order(how, CRASHING, seconds)
    expect(only(run)).toMatchObject({ outcome: 'rolled-back' })
    expect(violations(run)).toEqual([])
  })
  test.each([
    ['restart', 0],
    ['restart', 30],
    ['deploy', 30],
  ] as const)('%s, reads %i s late: it goes well, once the new tasks run', async (how, seconds) => {
    const run = await order(how, [], seconds)
    expect(only(run)).toMatchObject({ outcome: 'deployed' })
    expect(historyOf(stage.world)[0]?.arn).toContain(only(run)?.deployment)
    expect(violations(run)).toEqual([])
  })
  test.each(['restart', 'deploy'] as const)(
    '%s, its answer is lost and reads are 25 s late: ordered once',
    async how => {
      const run = await order(how, [], 25, [{ operation: 'UpdateService', kind: 'reset-after-apply' }])
      expect(countOf(run, 'UpdateService')).toBe(1)
      expect(only(run)).toMatchObject({ outcome: 'deployed' })
      expect(violations(run)).toEqual([])
    },
  )
  test.each([
    ['restart', CRASHING, 'rolled-back'],
    ['restart', [], 'deployed'],
    ['deploy', CRASHING, 'rolled-back'],
    ['deploy', [], 'deployed'],
  ] as const)('%s, and DescribeServices alone may be asked, and is late: %#', async (how, fates, outcome) => {
    const run = await order(how, fates, 20, [
      { operation: LIST, kind: 'access-denied', afterCalls: 1, ...FOR_EVER },
      { operation: 'DescribeServiceDeployments', kind: 'access-denied', afterCalls: 1, ...FOR_EVER },
    ])
    expect(only(run)?.outcome).toBe(outcome)
    expect(run.lines.join(' ')).toContain('will rest on DescribeServices')
    expect(violations(run)).toEqual([])
  })
})

describe('newer is what came after ours and leads somewhere that is known', () => {
  /** Everything that we see is as of some time ago. */
  const LAGGING = [stale('DescribeServices', 24), stale('DescribeServiceDeployments', 24), listLate(20), unnamed]

  test.each<[string, readonly Fault[]]>([
    ['is seen before ours is', []],
    [
      'and the answer names no deployment',
      [{ operation: 'UpdateService', kind: 'merge', fields: { service: { serviceName: 'db' } } }],
    ],
  ])('one that we replaced %s', async (_, more) => {
    const run = await stage.play({
      command: 'deploy',
      faults: [...more, ...LAGGING.map(fault => ({ ...fault, afterCalls: 1 }))],
      onCall: ({ operation, fault }, __, other) => {
        if (operation !== 'RegisterTaskDefinition' || fault) return
        other.deploys('db')
        stage.emulator.advance(8_000)
      },
    })
    expect(run.outcome).toBe('deployed')
    expect(told(run)).not.toContain('another deployment took over')
    // somebody's deployment does not go without a word, where the answer has it
    const word = 'A deployment of other:1 began after this run had looked at db; this one has taken its place.'
    expect(told(run).includes(word)).toBe(more.length === 0)
  })

  test.each([
    ['the list is late', [listLate(90), unnamed]],
    ['every read is', [...LAGGING.map(fault => ({ ...fault, afterCalls: 1 })), listLate(90), unnamed]],
    ['and pages are short', [listLate(30), unnamed, { operation: '*', kind: 'page-size', size: 1, ...FOR_EVER }]],
  ] as [string, Fault[]][])(
    'ours is never seen, because %s: the newer one is told once it is known',
    async (_, faults) => {
      const run = await stage.play({
        command: 'deploy',
        faults,
        onCall: ({ operation }, __, other) => {
          if (
            isPoll(operation) &&
            historyOf(stage.world)[0]?.status === 'IN_PROGRESS' &&
            historyOf(stage.world).length === 2
          )
            other.deploys('db')
        },
      })
      expect(only(run)).toMatchObject({ outcome: 'superseded', reason: expect.stringContaining('other:1') })
    },
  )

  test.each([
    [
      'cannot be told yet',
      {
        operation: 'DescribeServiceRevisions',
        kind: 'answer',
        fields: { serviceRevisions: [] },
        afterCalls: 1,
        times: 3,
      },
    ],
    [
      'may not be asked for',
      { operation: 'DescribeServiceRevisions', kind: 'access-denied', afterCalls: 1, ...FOR_EVER },
    ],
  ] as [string, Fault][])('what the newer one wants %s', async (_, fault) => {
    let deployed = false
    const run = await stage.play({
      command: 'deploy',
      faults: [fault],
      onCall: ({ operation, at }, __, other) => {
        if (deployed || !isPoll(operation) || at - (historyOf(stage.world)[0]?.createdAt ?? 0) < 2_000) return
        if (historyOf(stage.world).length !== 2) return
        deployed = true
        other.deploys('db')
      },
    })
    expect(only(run)?.outcome).toBe('superseded')
    expect(only(run)?.reason).not.toMatch(/wants\s*$/)
    expect(violations(run)).toEqual([])
  })
})

describe('ours is STOPPED, replaced by one that the list does not have yet', () => {
  const takeOver = async (
    deed: 'deploys' | 'redeploys',
    faults: readonly Fault[],
    fates: 'healthy' | 'crashing' = 'healthy',
  ) => {
    let done = false
    return await stage.play({
      command: 'deploy',
      faults,
      fates: [{ match: { version: '1.1.0' }, behaviour: fates, exitSeconds: 1, stopSeconds: 1 }],
      onCall: ({ operation, at }, _, other) => {
        if (
          done ||
          operation !== 'DescribeServiceDeployments' ||
          at - (historyOf(stage.world)[0]?.createdAt ?? 0) < 4_000
        )
          return
        if (historyOf(stage.world).length !== 2) return
        done = true
        other[deed]('db')
      },
    })
  }

  test.each<[string, 'deploys' | 'redeploys', readonly Fault[]]>([
    ['by another revision', 'deploys', [listLate(60)]],
    [
      'by another revision, services stale as well',
      'deploys',
      [listLate(60), stale('DescribeServices', 20, { afterCalls: 2 })],
    ],
    ['by the same revision', 'redeploys', [listLate(60)]],
    ['and the list is denied', 'deploys', [{ operation: LIST, kind: 'access-denied', ...FOR_EVER }]],
    [
      'and where it leads may not be asked',
      'deploys',
      [{ operation: 'DescribeServiceRevisions', kind: 'access-denied', afterCalls: 1, ...FOR_EVER }],
    ],
  ])('%s', async (_, deed, faults) => {
    const run = await takeOver(deed, faults)
    expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'superseded', violations: [] })
  })
})

describe('ours was SUCCESSFUL, and another took its place before we looked at its tasks', () => {
  const deniedLater = (operation: string, afterCalls: number): Fault => ({
    operation,
    kind: 'access-denied',
    afterCalls,
    ...FOR_EVER,
  })
  test.each<[string, readonly Fault[]]>([
    ['and what it wants may be asked', []],
    ['and what it wants may not be asked', [deniedLater('DescribeServiceRevisions', 1)]],
    ['and the list is denied', [deniedLater(LIST, 1)]],
    ['and the list is late', [listLate(600)]],
    ['and everything lags', [listLate(600), stale('DescribeServices', 20, { afterCalls: 2 })]],
  ])('%s', async (_, faults) => {
    let done = false
    const run = await stage.play({
      command: 'deploy',
      faults,
      onCall: ({ operation }, __, other) => {
        const [newest, ...older] = historyOf(stage.world)
        if (done || !isPoll(operation) || older.length !== 1 || newest?.status !== 'SUCCESSFUL') return
        done = true
        other.deploys('db')
      },
    })
    expect(only(run)).toMatchObject({ outcome: 'superseded', reason: expect.stringContaining('wants other:1') })
    expect(violations(run)).toEqual([])
    expect(run.tookMs).toBeLessThan(90_000)
  })
})

describe('a cancel stops ours, or nothing', () => {
  const cancel = async (faults: readonly Fault[], deed: 'deploys' | 'redeploys' | undefined) => {
    const over = new AbortController()
    let calls = 0
    const run = await stage.play({
      command: 'deploy',
      onCancel: 'rollback',
      signal: over.signal,
      faults,
      onCall: ({ operation }, _, other) => {
        if (!isPoll(operation) || historyOf(stage.world).length < 2) return
        if (calls++ === 0 && deed) other[deed]('db')
        if (calls === (deed ? 2 : 1)) over.abort()
      },
    })
    const stopped = run.asked.filter(({ operation }) => operation === 'StopServiceDeployment').map(({ input }) => input)
    return { run, stopped, ours: historyOf(stage.world).at(-2)?.arn }
  }

  test.each<[string, 'deploys' | 'redeploys' | undefined]>([
    ['somebody else’s runs', 'deploys'],
    ['somebody else deploys the same revision', 'redeploys'],
    ['and nothing else does', undefined],
  ])('ours is invisible, %s', async (_, deed) => {
    const { run, stopped } = await cancel([listLate(300), unnamed], deed)
    expect(run.outcome).toBe('cancelled')
    expect(stopped).toEqual([])
    expect(told(run)).toContain('cannot be stopped')
  })

  test('ours is visible', async () => {
    const { run, stopped, ours } = await cancel([], undefined)
    expect(run.outcome).toBe('cancelled')
    expect(stopped).toEqual([expect.objectContaining({ serviceDeploymentArn: ours })])
  })
})

describe('all pages of every list', () => {
  const SHORT: readonly Fault[] = [
    { operation: '*', kind: 'page-size', size: 2, ...FOR_EVER },
    { operation: '*', kind: 'empty-page', times: 6 },
  ]

  test.each(['deploy', 'rollback'] as const)('a %s sees through pages of two, some of them empty', async command => {
    const run = await stage.play({ command, faults: SHORT })
    expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'deployed', violations: [] })
  })

  test('an earlier release is found behind more than a hundred that failed', async () => {
    const run = await stage.play({
      command: 'rollback',
      faults: SHORT,
      prepared: other => {
        const service = serviceIn(stage.world, 'db')
        const [newest] = service.history
        if (newest === undefined) throw new Error('nothing was deployed')
        const failed = (i: number) => ({
          ...newest,
          arn: `${newest.arn.slice(0, -4)}${1000 + i}`,
          status: 'ROLLBACK_SUCCESSFUL' as const,
        })
        service.history.splice(1, 0, ...Array.from({ length: 120 }, (_, i) => failed(i)))
        return other
      },
    })
    expect(run.outcome).toBe('deployed')
    expect(only(run)?.revision).toBe('db:1')
  })

  test.each([[[]], [SHORT]])('the cause of more than a hundred stopped tasks counts them all', async faults => {
    const run = await stage.play({
      command: 'deploy',
      service: { desiredCount: 110 },
      faults,
      fates: [{ match: { version: '1.1.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }],
    })
    expect(run.outcome).toBe('rolled-back')
    const died = Object.values(stage.world.tasks).filter(
      ({ definition, stopCode }) => definition.endsWith('db:2') && stopCode !== 'ServiceSchedulerInitiated',
    )
    expect(only(run)?.evidence?.cause).toMatchObject({ kind: 'exits' })
    expect(died.length).toBeGreaterThan(50)
  })
})

describe('what somebody does while we build is kept, and told', () => {
  test('Terraform registers: that is what we build on', async () => {
    const run = await stage.play({ command: 'deploy', onBuild: other => other.registers('db', { memory: '1024' }) })
    expect(run.outcome).toBe('deployed')
    expect(stage.world.definitions[`arn:aws:ecs:eu-west-1:123456789012:task-definition/db:3`]?.recipe.memory).toBe(
      '1024',
    )
    expect(told(run)).toContain('db:2 was registered meanwhile')
  })

  test('somebody deploys: it is told, is what ran before, and a rollout that is displaced is named', async () => {
    const run = await stage.play({ command: 'deploy', onBuild: other => other.releases('db') })
    expect(run.outcome).toBe('deployed')
    expect(only(run)).toMatchObject({ previousRevision: 'db:2', revision: 'db:3', currentRevision: 'db:3' })
    expect(told(run)).toContain('deployed by somebody else')
    expect(told(run)).toContain('The rollout of db:2 had not ended')
  })

  test('somebody deploys what has no such container: refused, not taken for the release', async () => {
    const run = await stage.play({ command: 'deploy', onBuild: other => other.deploys('db') })
    expect(only(run)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('is not in the task definition other:1'),
    })
    expect(countOf(run, 'UpdateService')).toBe(0)
  })

  test('a rollback looks again as well, and through a list that is late', async () => {
    let done = false
    const run = await stage.play({
      ...BACK,
      faults: [listLate(15), unnamed],
      onCall: ({ operation }, _, other) => {
        if (operation !== 'ListTasks' || done) return
        done = true
        other.deploys('db')
      },
    })
    expect(run.outcome).toBe('deployed')
    expect(only(run)?.previousRevision).toBe('other:1')
  })

  test('Terraform deploys a service that needed no change: it stays where it is', async () => {
    const first = await stage.play({ command: 'deploy', services: 2, together: true })
    const image = first.world.definitions[ARN_OF('api:2')]?.recipe
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      together: true,
      again: wasOf(first),
      manifest: 'cluster: shop\nservices:\n  db: { build: db, rebuild: true }\n  api: { build: api }\n',
      onBuild: other => {
        other.registers('api', { memory: '1024', containerDefinitions: structuredClone(image?.containerDefinitions) })
        other.moves('api')
      },
    })
    expect(only(run, 'api')).toMatchObject({ currentRevision: 'api:3', alsoChanges: '' })
    expect(serviceIn(stage.world, 'api').setting.taskDefinition).toContain('api:3')
    expect(run.asked.filter(each => each.operation === 'UpdateService' && isOf(each, 'api'))).toEqual([])
  })

  test('Terraform registers a shape of another platform: the images are not for it, so it is refused', async () => {
    const runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }
    const run = await stage.play({ command: 'deploy', onBuild: other => other.registers('db', { runtimePlatform }) })
    expect(only(run)).toMatchObject({ outcome: 'refused', currentRevision: 'db:1' })
    expect(only(run)?.reason).toMatch(
      /runs on linux\/arm64 since somebody registered it meanwhile, and the images were made for linux\/amd64/,
    )
    expect(countOf(run, 'UpdateService')).toBe(0)
  })

  test('Terraform registers a shape of another platform: an image that is only named is not made for any', async () => {
    const runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      together: true,
      manifest: `cluster: shop\nservices:\n  db: { image: "127.0.0.1:${stage.emulator.port}/db:1.0.0", memory: 1024 }\n  api: { build: api }\n`,
      onBuild: other => other.registers('db', { runtimePlatform }),
    })
    expect(only(run)).toMatchObject({ outcome: 'deployed' })
    expect(only(run)?.alsoChanges).toMatch(/runtimePlatform|cpuArchitecture/)
  })

  test('another number of tasks alone: the rollout that somebody began is not stopped by a cancel', async () => {
    const first = await stage.play({ command: 'deploy' })
    const over = new AbortController()
    let polls = 0
    const run = await stage.play({
      command: 'deploy',
      again: wasOf(first),
      manifest: 'cluster: shop\nservices:\n  db: { build: db, desired-count: 3 }\n',
      fates: [
        { match: {}, behaviour: 'healthy', pullSeconds: 60, startSeconds: 60, healthySeconds: 60, stopSeconds: 1 },
      ],
      prepared: other => other.redeploys('db'),
      onCancel: 'rollback',
      signal: over.signal,
      onCall: ({ operation }) => {
        if (operation === 'DescribeServiceDeployments' && ++polls === 3) over.abort()
      },
    })
    expect(run.outcome).toBe('cancelled')
    expect(countOf(run, 'StopServiceDeployment')).toBe(0)
    expect(historyOf(stage.world)[0]?.status).toBe('IN_PROGRESS')
    expect(told(run)).toContain('ordered no deployment there, only another number of tasks')
    expect(told(run)).not.toContain('takes its place')
  })

  test('a service at 0 that is where a rollback leads keeps no other from going back', async () => {
    const run = await stage.play({
      command: 'rollback',
      services: 2,
      to: '1.0.0',
      prepared: async other => {
        other.moves('db', 'db:1')
        await stage.emulator.advance(120_000)
        other.scales('db', 0)
        await stage.emulator.advance(120_000)
      },
    })
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'not-started'],
      ['api', 'deployed'],
    ])
    expect(only(run)?.reason).toContain('stands at 0 tasks')
  })

  test('a rollback over a rollout that is under way leaves the strategy that the service has', async () => {
    const run = await stage.play({
      ...BACK,
      service: { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } },
      manifest: 'cluster: shop\nservices:\n  db: { build: db, strategy: rolling }\n',
      prepared: other => other.redeploys('db'),
    })
    expect(only(run)?.outcome).toBe('deployed')
    expect(only(run)?.currentRevision).toBe('db:1')
    expect(told(run)).toContain('strategy: stays as it is, since a deployment is under way')
  })

  test('somebody scales to 0: nothing is moved', async () => {
    const run = await stage.play({ command: 'deploy', onBuild: other => other.scales('db', 0) })
    expect(run.outcome).toBe('no-tasks')
    expect(countOf(run, 'UpdateService')).toBe(0)
  })

  test('somebody deletes the service: nothing is moved, and nothing is said to run', async () => {
    const run = await stage.play({ command: 'deploy', onBuild: other => other.deletes('db') })
    expect(run.outcome).toBe('refused')
    expect([countOf(run, 'UpdateService'), countOf(run, 'RegisterTaskDefinition')]).toEqual([0, 0])
  })
})

test.each([
  ['one by its own name', 'cluster: shop\nservices:\n  db: { build: db }\n  other: { service: db, build: api }\n'],
  [
    'three',
    'cluster: shop\nservices:\n  a: { service: db, build: db }\n  b: { service: db, build: api }\n  c: { service: db, build: web }\n',
  ],
  [
    'its cluster by name and by ARN',
    'cluster: shop\nservices:\n  db: { build: db }\n  other: { service: db, build: api, cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop" }\n',
  ],
  [
    'its cluster by ARN at the top, by name below',
    'cluster: arn:aws:ecs:eu-west-1:123456789012:cluster/default\nservices:\n  a: { service: db, build: db, cluster: default }\n  b: { service: db, build: api }\n',
  ],
])('two entries with one service are refused, before anything is touched: %s', async (_, manifest) => {
  const run = await stage.play({ command: 'deploy', manifest })
  const faults = run.failure instanceof Refusal ? run.failure.faults : []
  expect(faults.map(({ code }) => code)).toContain('EVK-117')
  expect({ outcome: run.outcome, asked: run.asked }).toEqual({ outcome: 'refused', asked: [] })
})

const FORKED =
  'cluster: shop\nservices:\n  db: { build: db }\n  api: { build: api, needs: db }\n  web: { build: web, needs: db }\n'
const seesNo = (name: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:DescribeServices', Resource: `arn:aws:ecs:*:*:service/shop/${name}` },
  ],
})

describe('what runs now is what was read after the end', () => {
  const crash = [{ match: { version: '1.1.0' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }] as const
  const standsOn = (name: string) => serviceIn(stage.world, name).setting.taskDefinition.split('/').at(-1)

  test.each([1, 3, 8, 45])('rolled back, and the service is told as it was %d s ago', async behind => {
    const run = await stage.play({
      command: 'deploy',
      faults: [stale('DescribeServices', behind, { afterCalls: 2 })],
      fates: [...crash],
    })
    expect(only(run)?.outcome).toBe('rolled-back')
    expect(['', standsOn('db')]).toContain(only(run)?.currentRevision)
    expect(violations(run)).toEqual([])
  })

  test.each([
    [
      'stopped without a rollback',
      'unhealthy',
      15,
      false,
      'failed-on-old',
      [{ tasks: 2, revision: 'db:1', version: '1.0.0' }],
    ],
    ['rolled back, with no task meanwhile', 'unhealthy', 6, true, 'rolled-back', undefined],
    ['rolled back, with no task meanwhile, crashing', 'crashing', 6, true, 'rolled-back', undefined],
  ] as const)(
    '%s, %s, told late: no count is of before the end',
    async (_, behaviour, behind, rollback, outcome, running) => {
      const run = await stage.play({
        command: 'deploy',
        service: {
          deploymentConfiguration: {
            deploymentCircuitBreaker: { enable: true, rollback },
            ...(rollback ? { minimumHealthyPercent: 0, maximumPercent: 100 } : {}),
          },
        },
        faults: [stale('DescribeServices', behind, { afterCalls: 2 })],
        fates: [{ match: { version: '1.1.0' }, behaviour, stopSeconds: 1 }],
      })
      expect(only(run)?.outcome).toBe(outcome)
      expect([undefined, [{ tasks: 2, revision: 'db:1', version: '1.0.0' }]]).toContainEqual(only(run)?.running)
      if (running) expect(only(run)?.running).toEqual(running)
    },
  )

  test('somebody deploys a service whose turn never comes', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      fates: [...crash],
      onCall: ({ operation }, _, other) => {
        if (operation === 'UpdateService') other.deploys('api')
      },
    })
    expect(only(run, 'api')).toMatchObject({ outcome: 'not-started', currentRevision: standsOn('api') })
  })

  test('a service whose turn never comes can no longer be read: it is not known', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      fates: [...crash],
      onCall: async ({ operation }) => {
        const deployment = historyOf(stage.world)[0]
        if (operation === 'DescribeServiceDeployments' && deployment?.status === 'ROLLBACK_SUCCESSFUL')
          await stage.door('faults', { operation: 'DescribeServices', kind: 'access-denied', times: null })
      },
    })
    expect(only(run, 'api')).toMatchObject({ outcome: 'not-started', currentRevision: '' })
  })

  /** Somebody moves `db` back when `nth` services have been ordered. */
  const movedBack = async (nth: number) => {
    let orders = 0
    return await stage.play({
      command: 'deploy',
      services: 3,
      onCall: ({ operation }, _, other) => {
        if (operation === 'UpdateService' && ++orders === nth) other.deploys('db')
      },
    })
  }

  test('somebody moves a service after it was deployed: what comes after it is not started', async () => {
    const run = await movedBack(2)
    expect(run.outcome).toBe('partial')
    expect(only(run)).toMatchObject({ outcome: 'superseded', currentRevision: standsOn('db') })
    expect(only(run)?.reason).toMatch(/^it was deployed, and then another deployment took over: \S+ wants other:1$/)
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'superseded'],
      ['api', 'deployed'],
      ['web', 'not-started'],
    ])
  })

  test('somebody moves it while the last one rolls: the run does not end well', async () => {
    const run = await movedBack(3)
    expect(run.outcome).toBe('partial')
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'superseded'],
      ['api', 'deployed'],
      ['web', 'deployed'],
    ])
  })

  test.each([5, 30])('a service told as it was %d s ago was not moved by anybody', async behind => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      faults: [stale('DescribeServices', behind, { afterCalls: 4 })],
    })
    expect(run.outcome).toBe('deployed')
  })

  test('one whose tasks end again and again after its verdict does not stand', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      fates: [
        { match: { version: '1.1.0', service: 'db' }, behaviour: 'late-crash', exitSeconds: 20, healthySeconds: 2 },
        { match: { version: '1.1.0', service: 'web' }, behaviour: 'slow' },
      ],
    })
    expect(only(run)).toMatchObject({ outcome: 'failed-mixed', currentRevision: 'db:2' })
    expect(only(run)?.reason).toMatch(/^it was deployed, and its tasks end again and again: \d+ have since$/)
    expect(only(run, 'web')?.outcome).toBe('not-started')
  })

  test('a worker whose tasks end with 0 and are started again stands, and has lost none', async () => {
    const match = { version: '1.1.0', service: 'db' }
    const ends = {
      match,
      behaviour: 'late-crash',
      exitCode: 0,
      exitSeconds: 20,
      startSeconds: 90,
      healthySeconds: 2,
    } as const
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      service: { desiredCount: 4 },
      timeoutMs: 3_600_000,
      fates: [
        { match, behaviour: 'healthy', times: 2 },
        { ...ends, exitSeconds: 60, startSeconds: 20, times: 2 },
        ends,
      ],
    })
    expect(run.outcome).toBe('deployed')
    expect(told(run)).toMatch(/db {2}runs [1-3] of 4 tasks: looking again/)
    expect(told(run)).not.toContain('db has lost tasks')
  })

  test('one that loses a task after its verdict is told, once', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      onCall: async ({ operation, input }) => {
        if (operation !== 'UpdateService' || !isOf({ input }, 'web')) return
        const { taskArns: [taskId] = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'db' })
        await stage.door('kill-task', { taskId, exitCode: 1 })
      },
    })
    expect(run.outcome).toBe('deployed')
    expect(told(run).match(/db {2}since it was deployed: did not stay up: 1 task exited/g)).toHaveLength(1)
    expect(told(run)).not.toContain('db has lost tasks')
  })

  test('one whose tasks all end for good after its verdict does not stand, and what comes after it is not started', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      onCall: async ({ operation, input }) => {
        if (operation !== 'UpdateService' || !isOf({ input }, 'api')) return
        await stage.door('fates', [
          { match: { service: 'db' }, behaviour: 'stuck-pulling' },
          { match: {}, behaviour: 'healthy' },
        ])
        const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'db' })
        for (const taskId of taskArns) await stage.door('kill-task', { taskId, exitCode: 1 })
      },
    })
    expect(run.outcome).toBe('failed-mixed')
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'failed-mixed'],
      ['api', 'deployed'],
      ['web', 'not-started'],
    ])
    expect(only(run)?.reason).toBe('it was deployed, and then lost all of its tasks')
  })

  test('one that somebody deletes and makes again, of another revision, is another', async () => {
    let deed: 'none' | 'deleted' | 'being made' | 'made again' = 'none'
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      fates: [{ match: { version: '1.1.0', service: 'api' }, behaviour: 'slow' }],
      onCall: async ({ operation, input }) => {
        if (operation === 'UpdateService' && isOf({ input }, 'api')) {
          await stage.ecs.deleteService({ cluster: 'shop', service: 'db', force: true })
          deed = 'deleted'
        } else if (deed === 'deleted') {
          const awsvpcConfiguration = { subnets: ['subnet-1'] }
          const one = { cluster: 'shop', serviceName: 'db', taskDefinition: 'db:1', desiredCount: 2 } as const
          const asked = { ...one, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration } } as const
          deed = 'being made'
          // while it drains there can be none of that name
          const isMade = await stage.ecs.createService(asked).then(
            () => true,
            () => false,
          )
          deed = isMade ? 'made again' : 'deleted'
        }
      },
    })
    expect(deed).toBe('made again')
    expect(only(run)).toMatchObject({ outcome: 'superseded', currentRevision: 'db:1' })
    expect(only(run, 'web')?.outcome).toBe('not-started')
  })

  /** Somebody asks for another number of tasks of `db` when `api` is ordered. */
  const countedAt = async (desiredCount: number) =>
    await stage.play({
      command: 'deploy',
      services: 3,
      onCall: async ({ operation, input }) => {
        if (operation === 'UpdateService' && isOf({ input }, 'api'))
          await stage.ecs.updateService({ cluster: 'shop', service: 'db', desiredCount })
      },
    })

  test('one that gets more tasks to have has lost none', async () => {
    const run = await countedAt(12)
    expect(run.outcome).toBe('deployed')
    expect(told(run)).not.toMatch(/lost tasks/)
  })

  test('one that somebody scales to 0 after its verdict has no tasks, and what comes after it is not started', async () => {
    const run = await countedAt(0)
    expect(run.outcome).toBe('partial')
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'no-tasks'],
      ['api', 'deployed'],
      ['web', 'not-started'],
    ])
    expect(only(run)?.reason).toBe('it was deployed, and then somebody scaled it to 0')
  })

  test('one that somebody deletes after its verdict does not stand', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      onCall: async ({ operation, input }) => {
        if (operation === 'UpdateService' && isOf({ input }, 'api'))
          await stage.ecs.deleteService({ cluster: 'shop', service: 'db', force: true })
      },
    })
    expect(run.outcome).toBe('failed-mixed')
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'failed-mixed'],
      ['api', 'deployed'],
      ['web', 'not-started'],
    ])
    expect(only(run)?.reason).toBe('it was deployed, and then somebody deleted it')
  })

  test('one that needed no change is looked back at as well', async () => {
    const first = await stage.play({ command: 'deploy', services: 2 })
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      again: wasOf(first),
      manifest: 'cluster: shop\nservices:\n  db: { build: db }\n  api: { build: api, needs: db, memory: 1024 }\n',
      onCall: ({ operation }, _, other) => {
        if (operation === 'UpdateService') other.deploys('db')
      },
    })
    expect(run.outcome).toBe('partial')
    expect(only(run)).toMatchObject({ outcome: 'superseded', currentRevision: standsOn('db') })
    expect(only(run)?.reason).toMatch(/^it stood on this release, and then another deployment took over/)
  })

  test.each([
    [200, 'unchanged', /it could not be looked at again$/],
    [900, 'unknown', /^it stood on this release, was seen last \d+ minutes ago, and could not be looked at again$/],
  ] as const)('one that needed no change, and that may not be seen %d s later', async (seconds, is, why) => {
    const first = await stage.play({ command: 'deploy', services: 2 })
    const run = await stage.play({
      command: 'deploy',
      services: 2,
      timeoutMs: 3_600_000,
      again: wasOf(first),
      manifest: 'cluster: shop\nservices:\n  db: { build: db }\n  api: { build: api, memory: 1024 }\n',
      fates: [{ match: { service: 'api' }, behaviour: 'healthy', pullSeconds: seconds }],
      onCall: async ({ operation }) => {
        if (operation !== 'UpdateService') return
        await stage.door('policy', { accessKeyId: 'test', role: 'deploy', document: seesNo('db') })
      },
    })
    await fetch(`${stage.emulator.url}/_internal/policy`, { method: 'DELETE' })
    expect(only(run, 'api')?.outcome).toBe('deployed')
    expect(only(run)).toMatchObject({ outcome: is, reason: expect.stringMatching(why) })
  })

  test('a run that fails looks back at what it deployed before', async () => {
    const run = await stage.play({
      command: 'deploy',
      services: 3,
      fates: [{ match: { version: '1.1.0', service: 'web' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }],
      onCall: ({ operation, input }, _, other) => {
        if (operation === 'UpdateService' && isOf({ input }, 'web')) other.deploys('db')
      },
    })
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'superseded'],
      ['api', 'deployed'],
      ['web', 'rolled-back'],
    ])
    expect(only(run)?.currentRevision).toBe(standsOn('db'))
  })

  test('new tasks of the same revision that ECS takes back: what runs is told', async () => {
    const run = await stage.play({
      command: 'restart',
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
      fates: [{ match: {}, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 }],
    })
    expect(only(run)).toMatchObject({ outcome: 'rolled-back', currentRevision: standsOn('db') })
  })

  test('a wave that cannot be looked at is asked for once, not once for each of its services', async () => {
    const forked = async (more: Partial<Plan>) =>
      await stage.play({ command: 'deploy', manifest: FORKED, services: 3, ...more })
    const first = await forked({})
    const next = first.asked.findIndex(
      ({ operation, input }) => operation === 'UpdateService' && !isOf({ input }, 'db'),
    )
    const before = first.asked.slice(0, next).filter(({ operation }) => operation === 'DescribeServices').length
    const run = await forked({
      faults: [{ operation: 'DescribeServices', kind: 'throttle', ...FOR_EVER, afterCalls: before - 1 }],
      timeoutMs: 3_600_000,
    })
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'deployed'],
      ['api', 'failed-on-old'],
      ['web', 'failed-on-old'],
    ])
    // the wave's patience, and the looks of a minute at the end: once for each service it would be three times as many
    expect(countOf(run, 'DescribeServices') - before).toBeLessThan(60)
  })

  test('one service of a wave may not be looked at again: the others go on', async () => {
    const run = await stage.play({
      command: 'deploy',
      manifest: FORKED,
      services: 3,
      onCall: async ({ operation, input }) => {
        if (operation === 'UpdateService' && (input as { service: string }).service === 'db')
          await stage.door('policy', { accessKeyId: 'test', role: 'deploy', document: seesNo('web') })
      },
    })
    await fetch(`${stage.emulator.url}/_internal/policy`, { method: 'DELETE' })
    expect(run.results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['db', 'deployed'],
      ['api', 'deployed'],
      ['web', 'failed-on-old'],
    ])
  })
})
