/** Tasks that end again and again: found out whatever ECS calls the deployment, and told without saying the same line twice. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import { type Plan, type Played, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const BREAKER = { enable: true, rollback: true }
const NEW = { version: '1.1.0' }
const room = (minimumHealthyPercent: number, maximumPercent: number, deploymentCircuitBreaker = BREAKER) => ({
  deploymentConfiguration: { deploymentCircuitBreaker, minimumHealthyPercent, maximumPercent },
})

/** Of all lines, how often the most frequent was said. */
function mostEqual({ lines }: Played): { line: string; times: number } {
  const times = new Map<string, number>()
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1)
  const [[line = '', most = 0] = []] = [...times].sort(([, a], [, b]) => b - a)
  return { line, times: most }
}

const LATE: readonly Fault[] = [
  { operation: 'ListServiceDeployments', kind: 'late', seconds: 10, times: null },
  { operation: 'DescribeServices', kind: 'stale', behindSeconds: 30, times: 2, afterCalls: 2 },
]

test.each([
  ['10 s, and reads are late', 10, LATE],
  ['10 s', 10, []],
  ['7 s', 7, []],
  ['5 s', 5, []],
] as [string, number, readonly Fault[]][])(
  'ECS calls it SUCCESSFUL between two ends of its tasks, which stay for %s',
  async (_, exitSeconds, faults) => {
    const run = await stage.play({
      command: 'deploy',
      timeoutMs: 600_000,
      service: { desiredCount: 4, ...room(50, 150) },
      faults,
      fates: [{ match: NEW, behaviour: 'late-crash', exitSeconds, stopSeconds: 20 }],
    })
    expect(run.outcome).not.toBe('timed-out')
    expect(run.lines.length).toBeLessThan(40)
  },
)

test.each([
  ['one at a time, without a breaker', { desiredCount: 30, ...room(100, 104, { enable: false, rollback: false }) }],
  ['a few at a time, with one', { desiredCount: 40, ...room(100, 105) }],
])('an image that cannot be pulled, %s: no line is said again and again', async (_, service) => {
  const fates: Plan['fates'] = [{ match: NEW, behaviour: 'unpullable', pullSeconds: 15 }]
  const run = await stage.play({ command: 'deploy', timeoutMs: 3_600_000, service, fates })
  expect(run.lines.filter(line => line.includes('could not be pulled')).length).toBeGreaterThan(0)
  // at most with 30 s, 1, 2, 5 and then 10 min between two
  const minutes = run.tookMs / 60_000
  expect(mostEqual(run).times).toBeLessThanOrEqual(5 + minutes / 10)
})
