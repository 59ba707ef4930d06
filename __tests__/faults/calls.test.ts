/** What a run costs in calls and in time, counted on the local ECS. CALLS_TABLE=1 prints the counts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Script } from '../../src/emulator/simulated/script.ts'
import { near, quantile, seeded } from '../random.ts'
import { type Played, type Shop, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ speed: 1 })
})
afterAll(() => stage.close())

const TWENTY = Array.from({ length: 20 }, (_, i) => `service-${i + 1}`)
const POLL = 'DescribeServiceDeployments'
/** What ECS itself takes before and after the health check that is waited for, s. */
const AROUND = 85

/** Five rollouts of about so many minutes, and the run's own. */
function shopOf(
  names: readonly string[],
  minutes: number,
  random: () => number,
  { spread = 0.07, last = {} }: { spread?: number; last?: Partial<Script> } = {},
): Shop {
  const round = (more: Partial<Script> = {}): Script[] =>
    names.map(service => ({
      match: { service },
      behaviour: 'healthy',
      pullSeconds: 20,
      startSeconds: 5,
      healthySeconds: Math.max(1, near(minutes * 60, spread, random)() - AROUND),
      stopSeconds: 30,
      ...more,
    }))
  return { names, rounds: [...Array.from({ length: 5 }, () => round()), round(last)] }
}

const play = (shop: Shop, more: Partial<Parameters<Stage['play']>[0]> = {}) =>
  stage.play({ command: 'deploy', shop, timeoutMs: 6 * 3_600_000, ...more })

const count = ({ asked }: Pick<Played, 'asked'>, operation: string) =>
  asked.filter(each => each.operation === operation).length

/** Of the run itself and of its polls; everything else is for one service or its image. */
const SHARED = ['GetAuthorizationToken', 'DescribeServices', POLL, 'DescribeServiceRevisions']
const ownCalls = ({ asked }: Pick<Played, 'asked'>) =>
  asked.filter(({ operation }) => !SHARED.includes(operation)).length

function table(title: string, { asked }: Pick<Played, 'asked'>): void {
  if (process.env.CALLS_TABLE === undefined) return
  const counts: Record<string, number> = {}
  for (const { operation } of asked) counts[operation] = (counts[operation] ?? 0) + 1
  console.log(title, { ...counts, all: asked.length })
}

/** How long after ECS's end the run was over, ms. */
const lateness = ({ startedAt, tookMs, world }: Played) =>
  Math.max(
    ...Object.values(world.services).map(({ history }) => startedAt + tookMs - (history[0]?.finishedAt ?? Infinity)),
  )

/**
 * 15 calls come before the first poll and three prove the end; a look at the service every 30 s and one at its deployment every
 * 5 s about the expected end are the rest.
 */
test('one service in 4 minutes: 38 calls, at most 42', async () => {
  const calls: number[] = []
  for (const seed of [1, 2, 3, 4, 5]) {
    for (const spread of [0.03, 0.07]) {
      const run = await play(shopOf(['api'], 4, seeded(seed), { spread }))
      table(`one service, ${run.tookMs / 1000} s, ${spread}`, run)
      expect(run.outcome).toBe('deployed')
      expect(run.tookMs).toBeGreaterThan(190_000)
      calls.push(run.asked.length)
    }
  }
  expect(quantile(calls, 0.5)).toBeLessThanOrEqual(38)
  expect(quantile(calls, 1)).toBeLessThanOrEqual(42)
})

describe('twenty services in one wave of 4 minutes', () => {
  let first: Played
  beforeAll(async () => {
    first = await play(shopOf(TWENTY, 4, seeded(1)))
    table('twenty services', first)
  })

  test('at most 25 polls', () => {
    expect(first.outcome).toBe('deployed')
    expect(count(first, POLL)).toBeLessThanOrEqual(25)
  })

  test('besides polls, seven calls of ECS for each and five of the registry', () => {
    const registry = count(first, 'BatchGetImage') + count(first, 'PutImage')
    expect(registry).toBe(5 * 20)
    expect(ownCalls(first) - registry).toBeLessThanOrEqual(7 * 20 + 2)
  })

  test('none is written again where nothing changes, and each costs four calls', async () => {
    const again = await play({ names: TWENTY, rounds: [] }, { again: first })
    const asked = again.asked.slice(first.asked.length)
    table('twenty unchanged', { asked })
    expect(again.outcome).toBe('unchanged')
    expect(asked.filter(({ operation }) => /^(Put|Register|Update|Tag|Create)/.test(operation))).toEqual([])
    expect(ownCalls({ asked })).toBeLessThanOrEqual(4 * 20 + 2)
  })
})

describe('the verdict comes at most 5 s after ECS ends it', () => {
  test('in ten good rollouts of 2 to 30 minutes', async () => {
    const random = seeded(7)
    const late: number[] = []
    for (const minutes of [2, 3, 4, 6, 8, 10, 14, 18, 24, 30]) {
      const run = await play(shopOf(['api'], minutes, random))
      expect(run.outcome).toBe('deployed')
      late.push(lateness(run))
    }
    if (process.env.CALLS_TABLE) console.log('good', late)
    expect(quantile(late, 0.9)).toBeLessThanOrEqual(5_000)
  })

  test.each<[string, Partial<Script>]>([
    ['the breaker', { behaviour: 'crashing', exitSeconds: 5 }],
    ['the breaker, late', { behaviour: 'unhealthy' }],
  ])('in five that %s ends', async (_, last) => {
    const random = seeded(8)
    const late: number[] = []
    for (const minutes of [2, 3, 4, 6, 8]) {
      const run = await play(shopOf(['api'], minutes, random, { last }))
      expect(run.outcome).toBe('rolled-back')
      late.push(lateness(run))
    }
    if (process.env.CALLS_TABLE) console.log(last.behaviour, late)
    expect(quantile(late, 0.95)).toBeLessThanOrEqual(5_000)
  })

  test('in five that an alarm ends, and five that a person does', async () => {
    const random = seeded(9)
    const late: Record<'alarm' | 'person', number[]> = { alarm: [], person: [] }
    for (const nth of [1, 2, 3, 4, 5]) {
      const ends = async (run: 'alarm' | 'person') => {
        if (run === 'alarm') return await stage.door('alarms', { errors: 'ALARM' })
        const [arn = ''] = Object.values(stage.world.services).flatMap(({ history }) => history[0]?.arn ?? [])
        await stage.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
      }
      for (const kind of ['alarm', 'person'] as const) {
        let polls = 0
        const shop = { ...shopOf(['api'], 8, random), ...(kind === 'alarm' && { alarms: ['errors'] }) }
        const run = await play(shop, {
          onCall: async ({ operation }) => {
            if (operation === POLL && ++polls === nth + 1) await ends(kind)
          },
        })
        expect(run.outcome).toBe('rolled-back')
        late[kind].push(lateness(run))
      }
    }
    if (process.env.CALLS_TABLE) console.log(late)
    expect(quantile([...late.alarm, ...late.person], 0.95)).toBeLessThanOrEqual(5_000)
  })
})

test('one that is stuck for an hour: six polls a minute, few lines', async () => {
  const shop = shopOf(['api'], 4, seeded(3), { last: { behaviour: 'stuck-pulling' } })
  const run = await play(shop, { timeoutMs: 3_600_000 })
  expect(run.outcome).toBe('timed-out')
  const steady = run.asked.filter(({ operation, at }) => operation === POLL && at - run.startedAt >= 1_800_000)
  expect(steady.length).toBeLessThanOrEqual(6 * 30)
  expect(run.lines.filter(line => line.includes('waiting')).length).toBeLessThanOrEqual(15)
})

test('a hundred in one wave of a throttled account are watched while others are started', async () => {
  const names = Array.from({ length: 100 }, (_, i) => `service-${i + 1}`)
  const shop = { names, rounds: [[]] }
  const run = await play(shop, {
    onCall: async ({ operation }) => {
      if (operation === 'GetAuthorizationToken') await stage.door('limits', { enforced: true })
    },
  })
  await stage.door('limits', { enforced: false })
  expect(run.outcome).toBe('deployed')
  const firstPoll = run.asked.find(({ operation }) => operation === POLL)?.at ?? 0
  const lastMove = run.asked.findLast(({ operation }) => operation === 'UpdateService')?.at ?? 0
  if (process.env.CALLS_TABLE)
    console.log('a hundred', {
      firstPoll: firstPoll - run.startedAt,
      lastMove: lastMove - run.startedAt,
      took: run.tookMs,
    })
  expect(firstPoll).toBeLessThan(lastMove)
  expect(run.lines.join('\n')).toContain('it takes about 80 s to start them all')
})
