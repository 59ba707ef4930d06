/** What a run costs in calls and in time, counted on the local ECS. CALLS_TABLE=1 prints the counts, RECORD=1 writes bench/calls.json. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import type { Script } from '../../src/emulator/simulated/script.ts'
import type { World } from '../../src/emulator/world.ts'
import { quantile, seeded } from '../random.ts'
import { type Kind, lateness, longestGap, POLL, play as playOn, polls, shopOf, TWENTY, watched } from './rollouts.ts'
import { type Played, type Shop, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ speed: 1 })
})
afterAll(() => stage.close())

const late: Record<string, number[]> = {}
const measured: Record<string, unknown> = { clock: 'virtual, local ECS' }
afterAll(() => {
  if (process.env.RECORD === undefined) return
  measured['lateMs, p95'] = Object.fromEntries(
    Object.entries(late).map(([how, all]) => [how, Math.round(quantile(all, 0.95))]),
  )
  writeFileSync(resolve('bench/calls.json'), `${JSON.stringify(measured, undefined, 2)}\n`)
})

const play = (shop: Shop, more: Partial<Parameters<Stage['play']>[0]> = {}) => playOn(stage, shop, more)

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

const KINDS: readonly Kind[] = [{}, { spread: 0.25 }, { history: 'none' }, { history: 'wrong' }]

/**
 * Twelve calls come before the first look and three prove the end; one look every 30 s, and some while the old tasks leave, are
 * the rest, and one tells what our service deployment leads to.
 */
test('one service in 4 minutes: at most 35 calls, ten of its own', async () => {
  const calls: number[] = []
  for (const seed of [71, 72]) {
    for (const kind of KINDS) {
      const run = await play(shopOf(['api'], 4, seeded(seed), kind))
      expect(lateness(run)).toBeLessThanOrEqual(5_000)
      table(`one service, ${run.tookMs / 1000} s, ${JSON.stringify(kind)}`, run)
      expect(run.outcome).toBe('deployed')
      expect(run.tookMs).toBeGreaterThan(150_000)
      expect(ownCalls(run)).toBeLessThanOrEqual(10 + 2)
      calls.push(run.asked.length)
    }
  }
  const most = Math.max(...calls)
  measured['one service, 4 minutes'] = { least: Math.min(...calls), median: quantile(calls, 0.5), most }
  expect(most).toBeLessThanOrEqual(35)
})

const SHIFTS = {
  'blue/green': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
  'blue/green, bake 5 min': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
  'blue/green, bake 15 min': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 15 },
  'blue/green, bake 60 min': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 },
  'canary, 10 min and bake 10 min': {
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 10 },
    bakeTimeInMinutes: 10,
  },
  'linear, nine times 3 min and bake 5 min': {
    strategy: 'LINEAR',
    linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 3 },
    bakeTimeInMinutes: 5,
  },
} as const

/** From the order on; what comes before it is the same as in a rolling deployment. The second: with none before. */
const SHIFT_LIMITS: readonly [keyof typeof SHIFTS, number, number][] = [
  ['blue/green', 20, 30],
  ['blue/green, bake 5 min', 35, 35],
  ['blue/green, bake 15 min', 60, 65],
  ['blue/green, bake 60 min', 110, 110],
  ['canary, 10 min and bake 10 min', 75, 75],
  ['linear, nine times 3 min and bake 5 min', 95, 100],
]

describe('a deployment that shifts traffic is asked seldom through its waits', () => {
  const shifts: Record<string, unknown> = {}
  measured['one service that shifts traffic'] = shifts

  test.each(SHIFT_LIMITS)('%s', async (title, most, first) => {
    const measure = async (history: 'good' | 'none') => {
      const all: { readonly calls: number; readonly watch: number; readonly lateMs: number; readonly gapMs: number }[] =
        []
      for (const seed of [81, 82, 83]) {
        const run = await play(shopOf(['api'], 1.5, seeded(seed), { strategy: SHIFTS[title], history }))
        table(`${title}, ${history}, ${run.tookMs / 1000} s, ${lateness(run)} ms late`, run)
        expect(run.outcome).toBe('deployed')
        const calls = run.asked.length
        all.push({ calls, watch: watched(run).length, lateMs: Math.round(lateness(run)), gapMs: longestGap(run) })
      }
      return (of: keyof (typeof all)[number]) => Math.max(...all.map(each => each[of]))
    }
    const [good, none] = [await measure('good'), await measure('none')]
    shifts[title] = {
      good: { calls: good('calls'), lateMs: good('lateMs') },
      none: { calls: none('calls'), lateMs: none('lateMs') },
    }
    expect(good('watch')).toBeLessThanOrEqual(most)
    expect(none('watch')).toBeLessThanOrEqual(first)
    expect(Math.max(good('lateMs'), none('lateMs'))).toBeLessThanOrEqual(5_000)
    // what goes wrong meanwhile is seen so soon
    const soon = title === 'blue/green, bake 60 min' ? 45_000 : 30_000
    expect(Math.max(good('gapMs'), none('gapMs'))).toBeLessThanOrEqual(soon + 500)
  })

  test('a task that dies in the bake time is seen within 30 s', async () => {
    const last: Partial<Script> = { behaviour: 'late-crash', exitSeconds: 400, times: 1 }
    const run = await play(shopOf(['api'], 1.5, seeded(84), { strategy: SHIFTS['blue/green, bake 15 min'], last }))
    const dead = Object.values(run.world.tasks).find(({ containers }) => containers.some(each => each.exitCode === 1))
    const at = Number(dead?.stoppingAt)
    const seen = run.asked.find(each => each.operation === 'DescribeTasks' && each.at > at)?.at ?? Infinity
    expect(run.lines.join('\n')).toMatch(/cannot stay up: 1 task/)
    expect(seen - at).toBeLessThanOrEqual(30_000)
  })
})

describe('twenty services in one wave of 4 minutes', () => {
  let first: Played
  beforeAll(async () => {
    first = await play(shopOf(TWENTY, 4, seeded(73)))
    table('twenty services', first)
  })

  test('at most 25 polls', () => {
    measured['twenty services, 4 minutes'] = { all: first.asked.length, polls: polls(first) }
    expect(first.outcome).toBe('deployed')
    expect(polls(first)).toBeLessThanOrEqual(25)
  })

  test('besides polls, seven calls of ECS for each and two of the registry', () => {
    const registry = count(first, 'BatchGetImage') + count(first, 'PutImage')
    expect(registry).toBe(2 * 20)
    expect(ownCalls(first) - registry).toBeLessThanOrEqual(7 * 20 + 2)
  })

  test('none is written again where nothing changes, and each costs four calls', async () => {
    const again = await play({ names: TWENTY, rounds: [] }, { again: first })
    const asked = again.asked.slice(first.asked.length)
    table('twenty unchanged', { asked })
    expect(again.outcome).toBe('unchanged')
    const writes = asked.filter(({ operation }) => /^(Put|Register|Update|Tag|Create)/.test(operation))
    measured['twenty unchanged'] = { all: asked.length, writes: writes.length }
    expect(writes).toEqual([])
    expect(ownCalls({ asked })).toBeLessThanOrEqual(4 * 20 + 2)
  })
})

describe('the verdict comes at most 5 s after ECS ends it', () => {
  test('in ten good rollouts of 2 to 30 minutes', async () => {
    const random = seeded(7)
    late.good = []
    for (const minutes of [2, 3, 4, 6, 8, 10, 14, 18, 24, 30]) {
      const run = await play(shopOf(['api'], minutes, random))
      expect(run.outcome).toBe('deployed')
      late.good.push(lateness(run))
    }
    if (process.env.CALLS_TABLE) console.log('good', late.good)
    expect(quantile(late.good, 0.9)).toBeLessThanOrEqual(5_000)
  })

  test.each<[string, Partial<Script>]>([
    ['the breaker', { behaviour: 'crashing', exitSeconds: 5 }],
    ['the breaker, late', { behaviour: 'unhealthy' }],
  ])('in five that %s ends', async (how, last) => {
    const random = seeded(8)
    const all: number[] = []
    late[how] = all
    for (const minutes of [2, 3, 4, 6, 8]) {
      const run = await play(shopOf(['api'], minutes, random, { last }))
      expect(run.outcome).toBe('rolled-back')
      all.push(lateness(run))
    }
    if (process.env.CALLS_TABLE) console.log(how, all)
    expect(quantile(all, 0.95)).toBeLessThanOrEqual(5_000)
  })

  test('in five that an alarm ends, and five that a person does', async () => {
    const random = seeded(9)
    const all: Record<'alarm' | 'person', number[]> = { alarm: [], person: [] }
    Object.assign(late, all)
    for (const nth of [1, 2, 3, 4, 5]) {
      const ends = async (run: 'alarm' | 'person') => {
        if (run === 'alarm') return await stage.door('alarms', { errors: 'ALARM' })
        const [arn = ''] = Object.values(stage.world.services).flatMap(({ history }) => history[0]?.arn ?? [])
        await stage.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
      }
      for (const kind of ['alarm', 'person'] as const) {
        let looks = 0
        const shop = { ...shopOf(['api'], 8, random), ...(kind === 'alarm' && { alarms: ['errors'] }) }
        const run = await play(shop, {
          onCall: async ({ operation }) => {
            // two come before the order
            if (operation === 'DescribeServices' && ++looks === nth + 3) await ends(kind)
          },
        })
        expect(run.outcome).toBe('rolled-back')
        all[kind].push(lateness(run))
      }
    }
    if (process.env.CALLS_TABLE) console.log(all)
    expect(quantile([...all.alarm, ...all.person], 0.95)).toBeLessThanOrEqual(5_000)
  })
})

describe('the end of what fails in its waits is told within 5 s', () => {
  const shift = SHIFTS['canary, 10 min and bake 10 min']
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
  const hook = {
    hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:smoke',
    roleArn: 'arn:aws:iam::123456789012:role/hooks',
    lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT' as const],
  }
  const script = (result: string, times: number) => ({ match: { service: 'api' }, result, times })

  test.each<[string, DeploymentConfiguration, () => Promise<unknown>]>([
    ['an alarm', { ...shift, alarms }, () => stage.door('alarms', { errors: 'ALARM' })],
    [
      'a person',
      shift,
      async () => {
        const [serviceDeploymentArn] = Object.values(stage.world.services).flatMap(
          ({ history }) => history[0]?.arn ?? [],
        )
        await stage.ecs.stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' })
      },
    ],
    [
      'a hook',
      { ...shift, lifecycleHooks: [hook] },
      async () => {
        await stage.door('hooks', script('IN_PROGRESS', 3))
        await stage.door('hooks', script('FAILED', 1))
      },
    ],
  ])('%s', async (how, strategy, end) => {
    const all: number[] = []
    late[`${how}, while traffic is shifted`] = all
    for (const nth of [6, 11, 17, 26, 33]) {
      let looks = 0
      const run = await play(shopOf(['api'], 1.5, seeded(nth), { strategy }), {
        onCall: async ({ operation }) => {
          if (operation === POLL && ++looks === (how === 'a hook' ? 1 : nth)) await end()
        },
      })
      expect(run.outcome).toBe('rolled-back')
      all.push(lateness(run))
    }
    if (process.env.CALLS_TABLE) console.log(how, all)
    expect(quantile(all, 0.95)).toBeLessThanOrEqual(5_000)
  })
})

describe('a service of a thousand earlier deployments', () => {
  const LIST = 'ListServiceDeployments'
  const many = (world: World) => {
    const history = world.services[Object.keys(world.services)[0] ?? '']?.history ?? []
    const [oldest] = history.slice(-1)
    for (let nth = 1; oldest && nth <= 1000; nth++)
      history.push({ ...oldest, arn: `${oldest.arn}${nth}`, createdAt: oldest.createdAt - nth * 60_000 })
  }

  test.each<[string, readonly Fault[], number]>([
    ['costs one page', [], 1],
    [
      'and a few more while its new one is neither named nor listed for 30 s',
      [
        { operation: 'UpdateService', kind: 'late-current', seconds: 30, times: null },
        { operation: 'DescribeServices', kind: 'late-current', seconds: 30, times: null },
        { operation: LIST, kind: 'late', seconds: 30, times: null },
      ],
      12,
    ],
  ])('%s', async (_, faults, most) => {
    const run = await play(shopOf(['api'], 4, seeded(6)), {
      faults: world => {
        many(world)
        return faults
      },
    })
    expect(run.outcome).toBe('deployed')
    expect(count(run, LIST)).toBeLessThanOrEqual(most)
  })
})

describe('a denial of the service-deployments API', () => {
  const unnamed: Fault = { operation: '*', kind: 'late-current', seconds: 3600, times: null }
  const denied = (operation: string, times: number | null): Fault => ({ operation, kind: 'access-denied', times })
  const listed = { afterCalls: 1 }

  test.each<[string, readonly Fault[]]>([
    ['once', [denied(POLL, 1)]],
    ['three times', [denied(POLL, 3)]],
    ['of the list, once', [{ ...denied('ListServiceDeployments', 1), ...listed }, unnamed]],
    ['of both', [{ ...denied('ListServiceDeployments', 2), ...listed }, denied(POLL, 2), unnamed]],
  ])('%s: it is asked again, and decides', async (_, faults) => {
    const run = await play(shopOf(['api'], 14, seeded(11)), { faults })
    expect(run.outcome).toBe('deployed')
    expect(run.results[0]?.fallback).toBe(false)
    expect(run.lines.filter(line => line.includes('answers now'))).toHaveLength(1)
    expect(lateness(run)).toBeLessThanOrEqual(5_000)
  })

  test('for good is asked of ever more seldom', async () => {
    const run = await play(shopOf(['api'], 30, seeded(12)), { faults: [denied(POLL, null)] })
    expect(run.outcome).toBe('deployed')
    expect(run.results[0]?.fallback).toBe(true)
    expect(count(run, POLL)).toBeLessThanOrEqual(10)
    expect(run.lines.filter(line => line.includes('does not answer here'))).toHaveLength(1)
  })

  test('and a fault that comes instead keeps nothing from being told', async () => {
    const broken: Fault = { operation: POLL, kind: '500', times: null, afterCalls: 1 }
    const run = await play(shopOf(['api'], 8, seeded(13)), { faults: [denied(POLL, 1), broken] })
    expect(run.outcome).toBe('deployed')
    expect(run.results[0]?.fallback).toBe(true)
  })
})

test('one that is cancelled long before its end is known by then, and stopped', async () => {
  const over = new AbortController()
  let looks = 0
  const run = await play(shopOf(['api'], 8, seeded(4)), {
    signal: over.signal,
    onCancel: 'rollback',
    onCall: ({ operation }) => {
      // two come before the order
      if (operation === 'DescribeServices' && ++looks === 4) over.abort()
    },
  })
  expect(run.outcome).toBe('cancelled')
  expect(count(run, 'StopServiceDeployment')).toBe(1)
})

test('one whose service may not be described any more is told of as soon', async () => {
  const run = await play(shopOf(['api'], 4, seeded(5)), {
    faults: [{ operation: 'DescribeServices', kind: 'access-denied', afterCalls: 5, times: null }],
  })
  expect(run.outcome).toBe('unknown')
  expect(lateness(run)).toBeLessThanOrEqual(5_000)
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
