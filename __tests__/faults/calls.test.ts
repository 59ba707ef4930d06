/** What a run costs in calls, and how late its verdict is: counted on the local ECS. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Script } from '../../src/emulator/simulated/script.ts'
import { type Played, type Shop, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ speed: 1 })
})
afterAll(() => stage.close())

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function shopOf(names: readonly string[], minutes: number, random: () => number): Shop {
  const round = (): Script[] =>
    names.map(service => ({
      match: { service },
      behaviour: 'healthy',
      pullSeconds: 20,
      startSeconds: 5,
      healthySeconds: minutes * 60 * Math.exp(0.07 * normal(random)) - 90,
      stopSeconds: 30,
    }))
  return { names, rounds: Array.from({ length: 6 }, round) }
}

function costs(run: Played): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { operation } of run.asked) counts[operation] = (counts[operation] ?? 0) + 1
  return { ...counts, all: run.asked.length }
}

test('one service', async () => {
  const run = await stage.play({ command: 'deploy', shop: shopOf(['api'], 4, seeded(1)), timeoutMs: 1_800_000 })
  const [service] = Object.values(stage.world.services)
  console.log(
    run.outcome,
    run.lines.join('\n'),
    costs(run),
    service?.history.map(h => [h.status, h.createdAt, ((h.finishedAt ?? 0) - h.createdAt) / 1000]),
    run.startedAt,
    run.tookMs,
  )
  console.log(run.asked.map(a => `${(a.at - run.startedAt) / 1000} ${a.operation}`).join('\n'))
})
test('twenty', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `s${i}`)
  const run = await stage.play({ command: 'deploy', shop: shopOf(names, 4, seeded(1)), timeoutMs: 1_800_000 })
  console.log(run.outcome, run.lines.length, costs(run))
  const again = await stage.play({
    command: 'deploy',
    again: run,
    shop: shopOf(names, 4, seeded(1)),
    timeoutMs: 1_800_000,
  })
  console.log(again.outcome, costs({ ...again, asked: again.asked.slice(run.asked.length) }))
})
