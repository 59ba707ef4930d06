/**
 * Random schedules: several faults in one run, a second actor between two calls, one to three services, releases that are no good.
 * FAULTS_RUNS and FAULTS_SEED say how many and which; a failing schedule goes to seeds.json and is played first from then on.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Fault } from '../../src/emulator/fault.ts'
import { violations } from './invariants.ts'
import { KINDS, LAGS } from './kinds.ts'
import { type Other, SERVICES, type Stage, setStage } from './stage.ts'

const OPERATIONS = [
  'DescribeServices',
  'DescribeTaskDefinition',
  'ListServiceDeployments',
  'GetAuthorizationToken',
  'BatchGetImage',
  'PutImage',
  'RegisterTaskDefinition',
  'UpdateService',
  'DescribeServiceRevisions',
  'DescribeServiceDeployments',
  'ListTasks',
  'DescribeTasks',
] as const

/** What passes by itself, well within the patience of one call; what never does has its own battery. */
const PASSING = KINDS.filter(
  ({ nature, fault: { times = 1 } }) => (nature === 'cured' || nature === 'harmless') && times !== null && times <= 3,
)

const DEEDS = {
  deploys: (actor: Other, name: string) => actor.deploys(name),
  redeploys: (actor: Other, name: string) => actor.redeploys(name),
  scales: (actor: Other, name: string) => actor.scales(name, 3),
}

interface Schedule {
  readonly command: 'deploy' | 'rollback' | 'restart'
  readonly services: number
  readonly faults: readonly (readonly [kind: string, operation: (typeof OPERATIONS)[number], before: number])[]
  /** How reads lag behind all the while; null: they do not. */
  readonly lag?: number | null
  /** What becomes of the release. */
  readonly fate: 'healthy' | 'crashing' | 'unhealthy'
  /** Before which call somebody else does what, to which service. */
  readonly other: { readonly nth: number; readonly deed: keyof typeof DEEDS; readonly service: number } | null
}

const schedules: fc.Arbitrary<Schedule> = fc.record({
  command: fc.constantFrom('deploy' as const, 'rollback' as const, 'restart' as const),
  services: fc.constantFrom(1, 1, 2, 3),
  faults: fc.array(
    fc.tuple(fc.constantFrom(...PASSING.map(({ name }) => name)), fc.constantFrom(...OPERATIONS), fc.nat(6)),
    { minLength: 1, maxLength: 4 },
  ),
  lag: fc.constantFrom(null, null, ...LAGS.keys()),
  fate: fc.constantFrom(
    'healthy' as const,
    'healthy' as const,
    'healthy' as const,
    'crashing' as const,
    'unhealthy' as const,
  ),
  other: fc.option(
    fc.record({
      nth: fc.nat(45),
      deed: fc.constantFrom('deploys' as const, 'redeploys' as const, 'scales' as const),
      service: fc.nat(2),
    }),
    { freq: 2 },
  ),
})

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

/** A request that the network hands over twice begins two deployments, where each order of new tasks begins one. */
const isTwice = ({ command }: Schedule, [name, operation]: Schedule['faults'][number]) =>
  command === 'restart' && name === 'a duplicated request' && operation === 'UpdateService'

async function play(schedule: Schedule): Promise<void> {
  const { command, services, fate, other, lag } = schedule
  const faults = schedule.faults.filter(each => !isTwice(schedule, each))
  const target = command === 'deploy' ? '1.1.0' : '1.0.0'
  const run = await stage.play({
    command,
    services,
    timeoutMs: 1_800_000,
    faults: [
      ...faults.map(([name, operation, afterCalls]) => ({ ...faultOf(name), operation, afterCalls })),
      ...(LAGS[lag ?? -1]?.[1] ?? []),
    ],
    fates: fate === 'healthy' ? [] : [{ match: { version: target }, behaviour: fate, exitSeconds: 1, stopSeconds: 1 }],
    onCall: ({ operation }, nth, actor) => {
      if (nth !== other?.nth || /Tasks$/.test(operation)) return
      const name = SERVICES[other.service % services] ?? 'db'
      DEEDS[other.deed](actor, name)
    },
  })
  const story = `${run.outcome}: ${run.failure?.message ?? run.results.map(({ name, outcome, reason }) => `${name} ${outcome} (${reason})`).join(', ')}`
  expect({ story, violations: violations(run) }).toEqual({ story, violations: [] })
  const bearable = faults.length <= 3
  if (run.touched.size === 0 && bearable) {
    // old tasks that somebody wants more of are of the broken revision themselves: that rollback cannot succeed
    const wanting = command === 'restart' && other?.deed === 'scales' ? ['failed-mixed'] : []
    const right = fate === 'healthy' ? ['deployed'] : ['rolled-back', ...wanting]
    expect({ story, right: right.includes(run.outcome) }).toEqual({ story, right: true })
  }
}

const faultOf = (name: string): Omit<Fault, 'operation'> =>
  PASSING.find(each => each.name === name)?.fault ?? { kind: '500' }

const known = JSON.parse(readFileSync(resolve('__tests__/faults/seeds.json'), 'utf8')) as {
  why: string
  schedule: Schedule
}[]
if (known.length > 0) {
  test.each(known.map(({ why, schedule }) => [why, schedule] as const))('%s', (_, schedule) => play(schedule))
}

test('whatever comes together, the run tells the truth and does no more than it should', async () => {
  const seed = Number(process.env.FAULTS_SEED ?? Number.parseInt((process.env.GITHUB_SHA ?? '').slice(0, 7), 16))
  const numRuns = Number(process.env.FAULTS_RUNS ?? 100)
  await fc.assert(fc.asyncProperty(schedules, play), {
    numRuns,
    ...(Number.isNaN(seed) ? {} : { seed }),
    endOnFailure: true,
  })
}, 600_000)
