/** What simulated tasks have before them, as a saved state keeps it. */
import type { TaskFact, TaskOrder } from '../fate.ts'
import type { Plan } from './plan.ts'
import type { Script } from './script.ts'

export interface Life {
  readonly order: TaskOrder
  readonly plan: Plan
  readonly since: number
  /** Beats planned before the stop are void after it. */
  generation: number
  phase: 'starting' | 'running' | 'over'
}

export interface Due {
  readonly at: number
  readonly serial: number
  readonly life: Life
  readonly generation: number
  readonly fact: TaskFact
}

export interface Used {
  readonly script: Script
  used: number
}

export interface SavedFate {
  readonly scripts: readonly Used[]
  readonly lives: readonly Life[]
  /** Without their lives: a fact names its task. */
  readonly due: readonly Omit<Due, 'life'>[]
  readonly serial: number
}

/** Facts that nobody will hear any more are left out. */
export const savedDue = (queue: readonly Due[], lives: ReadonlyMap<string, Life>): Omit<Due, 'life'>[] =>
  queue
    .filter(({ life, generation }) => lives.get(life.order.taskId) === life && life.generation === generation)
    .map(({ at, serial, generation, fact }) => ({ at, serial, generation, fact }))

export const loadedDue = (due: SavedFate['due'], lives: ReadonlyMap<string, Life>): Due[] =>
  due.flatMap(one => {
    const life = lives.get(one.fact.taskId)
    return life === undefined ? [] : [{ ...one, life }]
  })
