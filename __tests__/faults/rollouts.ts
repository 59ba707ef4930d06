/** Rollouts by kind, whose durations come of a seed, and what is counted of them. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { Script } from '../../src/emulator/simulated/script.ts'
import { near } from '../random.ts'
import type { Played, Shop, Stage } from './stage.ts'

export const TWENTY = Array.from({ length: 20 }, (_, i) => `service-${i + 1}`)
export const POLL = 'DescribeServiceDeployments'
/** What ECS itself takes before and after the health check that is waited for, s. */
const AROUND = 75

const GUARDED = { deploymentCircuitBreaker: { enable: true, rollback: true } }

/** What the service's earlier rollouts tell of this one. */
export type History = 'good' | 'wrong' | 'none'

export interface Kind {
  readonly history?: History
  /** By how much rollouts of one service vary, of their logarithm. */
  readonly spread?: number
  /** From SIGTERM to the end of an old task, s. */
  readonly stops?: number
  readonly last?: Partial<Script>
  /** Rolling where nothing is said. */
  readonly strategy?: DeploymentConfiguration
}

/** Services that take about so many minutes, and five rollouts of before. */
export function shopOf(
  names: readonly string[],
  minutes: number,
  random: () => number,
  { history = 'good', spread = 0.07, stops = 30, last = {}, strategy }: Kind = {},
): Shop {
  const round = (about: number, more: Partial<Script> = {}): Script[] =>
    names.map(service => ({
      match: { service },
      behaviour: 'healthy',
      pullSeconds: 20,
      startSeconds: 5,
      healthySeconds: Math.max(1, near(about * 60, spread, random)() - AROUND),
      stopSeconds: stops,
      ...more,
    }))
  const earlier = history === 'wrong' ? minutes * (random() < 0.5 ? 1 / 3 : 3) : minutes
  const before = history === 'none' ? [] : Array.from({ length: 5 }, () => round(earlier))
  return {
    names,
    rounds: [...before, round(minutes, last)],
    first: { pullSeconds: 20, healthySeconds: 60, stopSeconds: stops },
    ...(strategy && { service: { deploymentConfiguration: { ...GUARDED, ...strategy } } }),
  }
}

export const play = (stage: Stage, shop: Shop, more: Partial<Parameters<Stage['play']>[0]> = {}): Promise<Played> =>
  stage.play({ command: 'deploy', shop, timeoutMs: 6 * 3_600_000, ...more })

/** How long after ECS's end the run was over, ms. */
export const lateness = ({ startedAt, tookMs, world }: Played): number =>
  Math.max(
    ...Object.values(world.services).map(({ history }) => startedAt + tookMs - (history[0]?.finishedAt ?? Infinity)),
  )

/** What was asked from the order on. */
export const watched = ({ asked }: Pick<Played, 'asked'>): Played['asked'] =>
  asked.slice(asked.findIndex(({ operation }) => operation === 'UpdateService') + 1)

/** The longest time between two looks at the service deployment, ms. */
export function longestGap(run: Pick<Played, 'asked'>): number {
  const times = watched(run)
    .filter(({ operation }) => operation === POLL)
    .map(({ at }) => at)
  return Math.max(...times.slice(1).map((at, nth) => at - (times[nth] ?? at)))
}

/** How often ECS was looked at once it was told to move, whatever a look asked for. */
export function polls({ asked }: Pick<Played, 'asked'>): number {
  const order = asked.findIndex(({ operation }) => operation === 'UpdateService')
  const looks = asked.slice(order).filter(({ operation }) => operation === POLL || operation === 'DescribeServices')
  return new Set(looks.map(({ at }) => Math.round(at))).size
}
