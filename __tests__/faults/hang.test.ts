/** A call that is never answered: given up after its time limit and made again; at the end of the run given up at once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connect } from '../../src/edge/aws.ts'
import { systemClock } from '../../src/edge/clock.ts'
import { violations } from './invariants.ts'
import { DEPLOY } from './sites.ts'
import { type Stage, setStage } from './stage.ts'

/** In place of 15 s; long enough for a loaded machine to answer. */
const REQUEST_MS = 200

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const ONCE_EACH = DEPLOY.filter(({ part, before }) => part !== 'look' || before === 0)

test.each(ONCE_EACH.map(site => [site.name, site] as const))('%s', async (_, { operation, before }) => {
  const kind = /^(PutImage|RegisterTaskDefinition|UpdateService)$/.test(operation) ? 'hang-after-apply' : 'hang'
  const faults = [{ operation, afterCalls: before, kind } as const]
  const run = await stage.play({ command: 'deploy', requestTimeoutMs: REQUEST_MS, faults })
  expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'deployed', violations: [] })
  expect(run.asked.some(({ fault }) => fault === kind)).toBe(true)
})

test('a call under way ends a few seconds after the deadline, and after a cancel', async () => {
  const fault = { operation: 'ListClusters', kind: 'hang', times: null }
  const post = { method: 'POST', body: JSON.stringify(fault), headers: { 'content-type': 'application/json' } }
  await fetch(`${stage.emulator.url}/_internal/faults`, post)
  const cancelled = new AbortController()
  const never = new AbortController().signal
  const runs = [
    { deadline: Date.now() + 100, signal: never },
    { deadline: Date.now() + 600_000, signal: cancelled.signal },
    { deadline: Date.now() + 600_000, signal: AbortSignal.abort() },
  ]
  setTimeout(() => cancelled.abort(), 100)
  const began = performance.now()
  const calls = runs.map(async ends => {
    const { ecs } = connect({ region: 'eu-west-1', clock: systemClock, onRetry: () => {}, ...ends })
    await expect(ecs.listClusters({})).rejects.toThrow('before the end of the run')
    ecs.destroy()
  })
  await Promise.all(calls)
  const took = performance.now() - began
  expect(took).toBeGreaterThan(3_000)
  expect(took).toBeLessThan(7_000)
}, 10_000)
