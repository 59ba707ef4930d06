/** Looking back where reads fail, lag, or come too late. */
import type { Service } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { conclude, lookBack } from '../../src/release/look-back.ts'
import type { Result } from '../../src/release/result.ts'

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000)
const THROTTLED = () => {
  throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })
}

const DENIED = () => {
  throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' })
}
const DEAD = () => {
  throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' })
}

const service = (name: string, more: Partial<Service> & { running?: number } = {}): Service => {
  const { running = 2, ...rest } = more
  return {
    serviceName: name,
    status: 'ACTIVE',
    createdAt: at(0),
    taskDefinition: `${name}:3`,
    desiredCount: 2,
    runningCount: running,
    deployments: [
      { id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: `${name}:3`, runningCount: running, createdAt: at(10) },
    ],
    events: [{ createdAt: at(100), message: 'has reached a steady state.' }],
    ...rest,
  }
}

/** Each call of DescribeServices is answered by what comes next; the last for ever. */
function stage(...answers: ((name: string) => Service | undefined)[]) {
  let now = 1_000_000
  let asked = 0
  const said: string[] = []
  const warned: string[][] = []
  const stopped: object[] = []
  /** By how many seconds of AWS's clock, which is far from this machine's. */
  let running = (_ = now): object[] => []
  const cancel = new AbortController()
  const ecs = {
    describeServices: async ({ services = [] }: { services?: string[] }) => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      const found = services.map(name => answer?.(name))
      const failures = services.filter((_, i) => found[i] === undefined).map(arn => ({ arn, reason: 'MISSING' }))
      return { services: found.filter(each => each !== undefined), failures }
    },
    listTasks: async ({ desiredStatus }: { desiredStatus: string }) => ({
      taskArns: (desiredStatus === 'STOPPED' ? stopped : running()).map((_, nth) => `${desiredStatus}/${nth}`),
    }),
    describeTasks: async ({ tasks: [first = ''] }: { tasks: string[] }) => ({
      tasks: first.startsWith('STOPPED') ? stopped : running(),
    }),
  }
  const edges = {
    aws: { ecs, within: async (_: number, work: () => Promise<unknown>) => await work() },
    clock: {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms
      },
    },
    deadline: now + 600_000,
    runner: { say: (line: string) => said.push(line), warn: (...told: string[]) => warned.push(told) },
    signal: cancel.signal,
  }
  const result = (name: string, ageMs = 60_000) =>
    ({
      standing: { service: service(name), place: { name, cluster: 'shop', service: name }, liveRevision: { arn: '' } },
      verdict: { outcome: 'deployed', reason: 'every task runs' },
      revision: { arn: `${name}:3`, containers: [] },
      rollout: { name, cluster: 'shop', service: name, revision: { arn: `${name}:3`, containers: [] }, order: {} },
      ending: { last: { service: service(name), at: now - ageMs } },
    }) as unknown as Result
  return {
    asked: () => asked,
    said,
    warned,
    stopped,
    seconds: () => (now - 1_000_000) / 1000,
    /** Two tasks run: since when, in seconds after `at(100)`, so many seconds after the look back began. */
    runs: (since: (seconds: number) => number) => {
      const task = { taskDefinitionArn: 'db:3', lastStatus: 'RUNNING' }
      running = () => [1, 2].map(() => ({ ...task, startedAt: at(100 + since((now - 1_000_000) / 1000)) }))
    },
    cancel,
    result,
    edges,
    back: (...results: Result[]) => lookBack(edges as never, results, false),
    end: async (...results: Result[]) => (await conclude(edges as never, results, false)).results,
  }
}

const is = (name: string) => service(name)
const gone = () => undefined
const old = (name: string) => service(name, { events: [] })
const bare = (name: string) => service(name, { running: 0 })

test.each<[string, ((name: string) => Service | undefined)[], string, number]>([
  ['all is well', [is], 'deployed', 1],
  ['gone in two reads', [gone], 'failed-mixed', 2],
  ['gone in one, and there again', [gone, is], 'deployed', 2],
  ['without a task, then gone in one read, and there again', [bare, gone, is], 'deployed', 3],
  ['a record from before, then gone in one read, and there again', [old, gone, is], 'deployed', 3],
  ['without a task, and then gone in two reads', [bare, gone], 'failed-mixed', 3],
  ['gone, without a task, gone, and there again', [gone, bare, gone, is], 'deployed', 4],
  ['without a task, and gone in the very last read alone', [bare, bare, bare, bare, gone], 'unknown', 5],
  ['gone, and then no read is answered', [gone, THROTTLED], 'unknown', 5],
  ['without a task for a minute', [bare], 'failed-mixed', 5],
  ['without a task, and with them again', [bare, bare, is], 'deployed', 3],
  ['without a task, and then no read is answered', [bare, THROTTLED], 'unknown', 5],
  ['without a task, and one read in between fails', [bare, THROTTLED, is], 'deployed', 3],
  ['no read is answered for a minute', [THROTTLED], 'deployed', 5],
  ['no read is answered at first, and all is well', [THROTTLED, THROTTLED, is], 'deployed', 3],
  ['no read is answered at first, and it is gone in one', [THROTTLED, gone, is], 'deployed', 3],
  ['no read is answered at first, and it is gone in two', [THROTTLED, gone], 'failed-mixed', 3],
  ['it may not be read any more', [DENIED], 'deployed', 2],
  ['credentials are dead', [DEAD], 'deployed', 1],
])('%s', async (_, answers, outcome, asked) => {
  const scene = stage(...answers)
  const { results, moved } = await scene.back(scene.result('db'))
  expect(results[0]?.verdict?.outcome).toBe(outcome)
  expect(moved).toHaveLength(outcome === 'deployed' ? 0 : 1)
  expect(scene.asked()).toBe(asked)
})

test('cancelled where it runs nothing: whether that lasts is not known', async () => {
  const scene = stage(bare)
  scene.cancel.abort()
  const { results } = await scene.back(scene.result('db'))
  expect(results[0]?.verdict).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining('0 of 2 tasks ran') })
})

describe('credentials die between the calls of two clusters', () => {
  const inCluster = (result: Result, cluster: string): Result => ({
    ...result,
    standing: { ...result.standing, place: { ...result.standing.place, cluster } },
  })
  test.each<[string, ((name: string) => Service | undefined)[], string, number]>([
    ['what was well stands', [is, DEAD], 'deployed', 2],
    ['what was not there once is not known', [gone, DEAD], 'unknown', 2],
    ['what had no task once is not known', [bare, DEAD], 'unknown', 2],
    ['in the second look: what was not there in both is gone', [gone, gone, gone, DEAD], 'failed-mixed', 4],
    ['in the second look: what had no task is waited for no more', [bare, gone, bare, DEAD], 'unknown', 4],
  ])('%s', async (_, answers, outcome, asked) => {
    const scene = stage(...answers)
    const { results } = await scene.back(inCluster(scene.result('db'), 'a'), inCluster(scene.result('api'), 'b'))
    expect(results[0]?.verdict?.outcome).toBe(outcome)
    expect(scene.asked()).toBe(asked)
  })
})

test.each<[string, () => never, number]>([
  ['credentials die', DEAD, 2],
  ['it may not be read any more', DENIED, 3],
])('without a task once, and then %s: no more is waited for', async (_, answer, asked) => {
  const scene = stage(bare, answer)
  const { results } = await scene.back(scene.result('db'))
  expect([results[0]?.verdict?.outcome, scene.asked()]).toEqual(['unknown', asked])
})

test('a record from before is asked for again, and then told as not known', async () => {
  const scene = stage(name => service(name, { events: [] }))
  const { results, moved } = await scene.back(scene.result('db'))
  expect([moved.length, results[0]?.again, scene.asked()]).toEqual([0, 'not known', 5])
})

test('one that was seen a moment ago is not told as not known, however long another is waited for', async () => {
  const scene = stage(name => (name === 'db' ? service(name, { running: 0 }) : service(name)))
  const { results } = await scene.back(scene.result('db'), scene.result('api', 1_000))
  expect(results.map(({ again, verdict }) => [verdict?.outcome, again === undefined])).toEqual([
    ['failed-mixed', false],
    ['deployed', true],
  ])
})

describe('before the next wave', () => {
  const runs = (running: number) => (name: string) => service(name, { running, desiredCount: 4 })
  const given = (scene: ReturnType<typeof stage>) => {
    const result = scene.result('db')
    return {
      ...result,
      ending: { ...result.ending, last: { ...result.ending?.last, service: runs(4)('db') } },
    } as Result
  }

  test('one that stayed thin for a minute is not waited for again, and is told once', async () => {
    const scene = stage(runs(3))
    const { results } = await scene.back(given(scene))
    expect([scene.asked(), scene.said]).toEqual([5, ['db  runs 3 of 4 tasks: looking again for up to a minute']])
    const again = await scene.back(...results)
    expect([scene.asked(), scene.said.length, again.moved.length]).toEqual([6, 1, 0])
  })

  test.each<[string, number[], number]>([
    ['loses one more', [3, 3, 3, 3, 3, 2], 10],
    ['gets it back, and loses it again', [3, 3, 3, 3, 3, 4, 3], 11],
  ])('one that %s is waited for', async (_, counts, asked) => {
    const scene = stage(...counts.map(runs))
    let { results } = await scene.back(given(scene))
    for (const _ of counts.slice(5)) results = (await scene.back(...results)).results
    expect(scene.asked()).toBe(asked)
  })

  test('a record that stays from before is not waited for again', async () => {
    const scene = stage(old)
    const { results } = await scene.back(scene.result('db'))
    await scene.back(...results)
    expect([scene.asked(), scene.said]).toEqual([6, ['db  is told as it was before: looking again for up to a minute']])
  })
})

describe('both tasks have ended since, after 45 s, and others run', () => {
  // the verdict was told with the newest event, a minute before the look back
  const [LIFE, VERDICT] = [45, 60]
  const started = { id: '1', createdAt: at(110), message: '(service db) has started 2 tasks: (task a).' }
  const again = (name: string) => service(name, { events: [started, ...(service(name).events ?? [])] })
  const died = (from: number) => ({
    taskDefinitionArn: 'db:3',
    stopCode: 'EssentialContainerExited',
    containers: [{ name: 'db', exitCode: 1 }],
    startedAt: at(100 + from),
    stoppingAt: at(100 + from + LIFE),
    stoppedAt: at(100 + from + LIFE),
  })
  const crashed = (...answers: Parameters<typeof stage>) => {
    const scene = stage(...(answers.length === 0 ? [again] : answers))
    scene.stopped.push(died(-30), died(-30))
    return scene
  }
  const WATCHING = 'db  watching whether its tasks run longer than the 45 s after which 2 of them ended'

  test('for longer than those: nothing is waited for', async () => {
    const scene = crashed()
    scene.runs(() => 0)
    const { results } = await scene.back(scene.result('db'))
    expect([results[0]?.verdict?.outcome, scene.seconds(), scene.said]).toEqual(['deployed', 0, []])
  })

  test('for less: waited for until they have', async () => {
    const scene = crashed()
    scene.runs(() => 20)
    const { results } = await scene.back(scene.result('db'))
    expect(results[0]?.verdict).toEqual({ outcome: 'deployed', reason: 'every task runs' })
    expect(scene.seconds()).toBe(20 + LIFE + 15 - VERDICT)
    expect(scene.said).toEqual([WATCHING])
  })

  test('and end as well: failed-mixed as soon as they are as many as a rollout may lose', async () => {
    const scene = crashed()
    scene.runs(seconds => {
      const round = Math.floor((seconds + 30) / LIFE)
      while (scene.stopped.length < 2 * (round + 1)) scene.stopped.push(died(20 + scene.stopped.length * 20))
      return VERDICT + round * LIFE - 30
    })
    const { results, moved } = await scene.back(scene.result('db'))
    expect(results[0]?.verdict).toMatchObject({
      outcome: 'failed-mixed',
      reason: 'it was deployed, and its tasks end again and again: 6 have since',
    })
    expect([moved.length, scene.seconds() < 120]).toEqual([1, true])
  })

  test('and never for as long: not for more than ten minutes', async () => {
    const scene = crashed()
    scene.runs(seconds => VERDICT + seconds - 10)
    const { results } = await lookBack({ ...scene.edges, deadline: Infinity } as never, [scene.result('db')], false)
    expect(results[0]?.verdict).toMatchObject({
      outcome: 'failed-mixed',
      reason:
        'it was deployed, and its tasks had not run longer than the 45 s after which 2 of them ended by themselves since',
    })
    expect(scene.seconds()).toBeGreaterThan(600)
    expect(scene.seconds()).toBeLessThan(660)
  })

  test.each<[string, (scene: ReturnType<typeof stage>) => object]>([
    [
      'the run is cancelled',
      scene => {
        scene.cancel.abort()
        return {}
      },
    ],
    ['the time is up', scene => ({ deadline: scene.edges.clock.now() + 1_000 })],
  ])('for less, and %s: whether that lasts is not known', async (_, how) => {
    const scene = crashed()
    scene.runs(() => 20)
    const { results } = await lookBack({ ...scene.edges, ...how(scene) } as never, [scene.result('db')], false)
    expect(results[0]?.verdict).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/^it was deployed, and its tasks had not run longer than the 45 s .* whether that/),
    })
  })

  test.each<[string, ((name: string) => Service | undefined)[], string]>([
    ['it is gone in one read', [again, gone, again], 'deployed'],
    ['it is gone in two', [again, gone], 'failed-mixed'],
    ['its tasks alone can be read', [again, THROTTLED], 'deployed'],
    ['it may not be read any more', [again, DENIED], 'unknown'],
  ])('for less, and then %s', async (_, answers, outcome) => {
    const scene = crashed(...answers)
    scene.runs(() => 55)
    const { results } = await scene.back(scene.result('db'))
    expect(results[0]?.verdict?.outcome).toBe(outcome)
  })

  test('and its tasks cannot be read: whether that lasts is not known', async () => {
    const scene = crashed()
    scene.runs(() => DENIED())
    const { results } = await lookBack({ ...scene.edges, deadline: Infinity } as never, [scene.result('db')], false)
    expect(results[0]?.verdict?.outcome).toBe('unknown')
  })

  test.each([
    ['was read before', 60_000, 1],
    ['was seen a moment before', 1_000, 0],
  ])('and another service %s it was waited for: it is read anew', async (_, age, good) => {
    let reads = 0
    const scene = crashed(name => (name === 'db' ? again(name) : service(name, { running: reads++ < good ? 2 : 0 })))
    scene.runs(() => 20)
    const { results } = await scene.back(scene.result('db'), scene.result('api', age))
    expect(results.map(({ verdict }) => verdict?.outcome)).toEqual(['deployed', 'failed-mixed'])
  })
})

test.each([
  ['before its verdict explains nothing after it', 'before', undefined],
  ['after it does', 'since', 'not-placed'],
])('what ECS said %s', async (_, when, kind) => {
  const told = (id: number, message: string) => ({ id: String(id), createdAt: at(100 + id), message })
  const unplaced = (id: number) => told(id, '(service db) was unable to place a task. Reason: no capacity.')
  const then = [told(2, '(service db) has reached a steady state.'), ...(when === 'before' ? [unplaced(1)] : [])]
  const now = when === 'before' ? told(3, '(service db) has started 1 tasks: (task a).') : unplaced(3)
  const scene = stage(name => service(name, { running: 0, events: [now, ...then] }))
  const given = scene.result('db')
  const last = { ...given.ending?.last, service: service('db', { events: then }) }
  const { results } = await scene.back({ ...given, ending: { ...given.ending, last } } as Result)
  expect(results[0]).toMatchObject({ verdict: { outcome: 'failed-mixed' } })
  expect(results[0]?.evidence?.cause.kind).toBe(kind)
})

test('the time is up: nothing is waited for', async () => {
  const scene = stage(bare)
  const late = { ...scene.edges, deadline: scene.edges.clock.now() + 1_000 }
  const { results } = await lookBack(late as never, [scene.result('db')], false)
  expect([results[0]?.verdict?.outcome, scene.asked()]).toEqual(['unknown', 1])
})

describe('at the end', () => {
  test.each([
    ['a moment ago', 60_000, 'deployed', 'every task runs; it could not be looked at again', 'unseen'],
    [
      'six minutes ago',
      300_000,
      'unknown',
      'it was deployed, was seen last 6 minutes ago, and could not be looked at again',
      'ended',
    ],
  ])('no read is answered of one that was well %s', async (_, age, outcome, reason, since) => {
    const scene = stage(THROTTLED)
    const [result] = await scene.end(scene.result('db', age))
    expect(result).toMatchObject({ verdict: { outcome, reason, since }, again: 'not known' })
    expect(scene.warned.map(([title]) => title)).toEqual(since === 'ended' ? [] : ['db could not be looked at again'])
  })

  test.each([
    ['a moment ago', 60_000, 'deployed', 'unseen'],
    ['six minutes ago', 300_000, 'unknown', 'ended'],
  ])('of one that was well %s, no record but from before', async (_, age, outcome, since) => {
    const scene = stage(old)
    const [result] = await scene.end(scene.result('db', age))
    expect(result).toMatchObject({ verdict: { outcome, since }, again: 'not known' })
    expect(scene.warned.map(([title]) => title)).toEqual(since === 'ended' ? [] : ['db could not be looked at again'])
  })

  test.each<[string, ((name: string) => Service | undefined)[], string, number]>([
    ['with the tasks that it had', [is], 'deployed', 1],
    ['without a task', [bare], 'failed-mixed', 5],
    ['from before, and then without a task', [old, bare], 'failed-mixed', 5],
    ['from before, and then with its tasks', [old, is], 'deployed', 2],
  ])('not read since the wave before, and then %s', async (_, answers, outcome, asked) => {
    const scene = stage(...Array(5).fill(THROTTLED), ...answers)
    const { results } = await scene.back(scene.result('db'))
    const [result] = await scene.end(...results)
    expect([result?.verdict?.outcome, result?.verdict?.since === 'unseen', scene.asked() - 5]).toEqual([
      outcome,
      false,
      asked,
    ])
  })

  test('one whose record was from before between two waves, and is there at the end, was seen', async () => {
    const scene = stage(old, old, old, old, old, is, old)
    let { results } = await scene.back(scene.result('db'))
    expect(results[0]?.stale).toBe(true)
    results = (await scene.back(...results)).results
    expect([results[0]?.stale, scene.asked()]).toEqual([false, 6])
    await scene.back(...results)
    expect(scene.asked()).toBe(11)
  })

  test('nor since the wave before, when it was seen', async () => {
    const scene = stage(is, THROTTLED)
    const { results } = await scene.back(scene.result('db', 3_600_000))
    expect((await scene.end(...results))[0]?.verdict).toMatchObject({ outcome: 'deployed', since: 'unseen' })
  })

  test('one that this run is not about is not told of', async () => {
    const scene = stage(THROTTLED)
    const [result] = await scene.end({ ...scene.result('db', 3_600_000), unmoved: 'outside' })
    expect([result?.verdict?.outcome, scene.warned]).toEqual(['deployed', []])
  })

  const started = (id: number) => ({
    id: String(id),
    createdAt: at(100 + id),
    message: '(service db) has started 1 tasks: (task a).',
  })
  const crashed = { taskDefinitionArn: 'db:3', stopCode: 'EssentialContainerExited', stoppedAt: at(150) }
  const steady = service('db').events ?? []

  test.each([
    ['deployed', 'since it was deployed'],
    ['unchanged', 'since it was found on this release'],
  ] as const)(
    'a task that ended once and was replaced is a line, and stands in no reason: %s',
    async (outcome, began) => {
      const scene = stage(name => service(name, { events: [started(60), ...steady] }))
      scene.stopped.push(crashed)
      const given = scene.result('db')
      const [result] = await scene.end({ ...given, verdict: { outcome, reason: 'every task runs' } })
      expect(result?.verdict).toEqual({ outcome, reason: 'every task runs' })
      expect(scene.warned).toEqual([])
      expect(scene.said).toContainEqual(expect.stringMatching(`^db  ${began}: did not stay up: 1 task exited`))
    },
  )

  test('fewer run than did: a warning, and a part of the reason', async () => {
    const scene = stage(name => service(name, { running: 3, desiredCount: 4, events: [started(60), ...steady] }))
    scene.stopped.push(crashed)
    const given = scene.result('db')
    const last = { ...given.ending?.last, service: service('db', { running: 4, desiredCount: 4 }) }
    const [result] = await scene.end({ ...given, ending: { ...given.ending, last } } as Result)
    const words = '3 of 4 tasks ran when it was looked at again; did not stay up: 1 task exited with exit code unknown'
    expect(scene.warned).toEqual([['db has lost tasks since it was deployed', `${words}. Its events in ECS say more.`]])
    expect(result?.verdict).toEqual({
      outcome: 'deployed',
      reason: `every task runs; since then ${words}`,
      since: 'thinned',
    })
  })
})
