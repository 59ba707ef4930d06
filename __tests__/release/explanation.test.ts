/** The verdict does not wait for its explanation: whatever hangs, half a minute is all it gets. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Aws, connect } from '../../src/edge/aws.ts'
import { systemClock } from '../../src/edge/clock.ts'
import type { Edges } from '../../src/edge/edges.ts'
import { startServer } from '../../src/emulator/server.ts'
import { resultOf } from '../../src/release/carry-out.ts'
import type { Standing } from '../../src/rollout/standing.ts'
import { rollout, snapshot } from '../rollout/scene.ts'

let emulator: Awaited<ReturnType<typeof startServer>>
const before = { ...process.env }
beforeEach(async () => {
  emulator = await startServer({ clock: 'virtual', region: 'eu-west-1' })
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
})
afterEach(async () => {
  process.env = { ...before }
  await emulator.close()
})

/** What the service stood like before is not asked for. */
const standing = { place: { name: 'app' } } as Standing
const manner = { allowNoTasks: false, onCancel: 'leave', onPause: 'wait', containerLogs: true } as const
const ending = {
  verdict: { outcome: 'failed-mixed', reason: 'it broke' },
  last: snapshot(0),
  deployment: undefined,
} as const

async function explained(aws: Aws) {
  const said: string[] = []
  const runner = { say: (line: string) => said.push(line) } as unknown as Edges['runner']
  const endings = new Map([[rollout, ending]])
  const result = await resultOf({ aws, runner }, { standing, alsoChanges: '' }, rollout, endings, manner)
  return { result, said }
}

test.each(['hang', 'headers-then-silence'])('%s: the verdict is told all the same', async kind => {
  const fault = { operation: '*', kind, times: null }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${emulator.url}/_internal/faults`, { method: 'POST', body: JSON.stringify(fault), headers })
  const never = new AbortController().signal
  const aws = connect({
    region: 'eu-west-1',
    clock: systemClock,
    onRetry: () => {},
    deadline: Date.now() + 600_000,
    signal: never,
  })
  const limits: number[] = []
  const quick: Aws = {
    ...aws,
    within: (ms, work) => {
      limits.push(ms)
      return aws.within(ms / 100, work)
    },
  }
  const began = performance.now()
  const { result, said } = await explained(quick)
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(limits).toEqual([30_000])
  expect(result.verdict).toEqual(ending.verdict)
  expect(said).toEqual(['app  failed-mixed: it broke'])
  for (const client of [aws.ecs, aws.logs]) client.destroy()
})
