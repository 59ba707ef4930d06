/** The simulated fate: no containers, only what the script says becomes of them. */
import type { Fate, Order, TaskFact, TaskOrder } from './fate.ts'
import { isMatch, type Lookup } from './simulated/match.ts'
import { type Beat, farewell, plan, targetChecks } from './simulated/plan.ts'
import { type Due, type Life, loadedDue, type SavedFate, savedDue, type Used } from './simulated/saved.ts'
import type { Script } from './simulated/script.ts'

export interface SimulatedOptions {
  readonly seed: number
  readonly speed: number
  readonly lookup: Lookup
}

export interface SimulatedFate extends Fate {
  /** The newest script that matches a task decides. */
  prepend(scripts: readonly Script[]): void
  scripts(): readonly Script[]
  /** No script any more: tasks that begin from now on are healthy. */
  forgive(): void
  clear(): void
  save(): SavedFate
  load(saved: SavedFate): void
  /** A container of a running task ends from outside. */
  kill(taskId: string, exitCode: number, now: number): boolean
  /** When the next fact is due. */
  next(): number | undefined
}

const HEALTHY: Script = { match: {}, behaviour: 'healthy' }

export function createSimulatedFate({ seed, speed, lookup }: SimulatedOptions): SimulatedFate {
  let scripts: Used[] = []
  const lives = new Map<string, Life>()
  let queue: Due[] = []
  let serial = 0

  const choose = (order: TaskOrder): Script => {
    const found = scripts.find(
      ({ script, used }) => used < (script.times ?? Infinity) && isMatch(script.match, order, lookup),
    )
    if (found === undefined) return HEALTHY
    found.used++
    return found.script
  }

  const expect = (life: Life, since: number, beats: readonly Beat[]): void => {
    for (const { after, fact } of beats) {
      const at = since + Math.round((after * 1000) / speed)
      const whole = { ...fact, taskId: life.order.taskId, at } as TaskFact
      const due = whole.kind === 'pulled' ? { ...whole, startedAt: since } : whole
      insert(queue, { at, serial: serial++, life, generation: life.generation, fact: due })
    }
  }

  const obey = (order: Order, now: number): void => {
    if (order.kind === 'run') {
      const life: Life = {
        order: order.task,
        plan: plan(order.task, choose(order.task), lookup, seed),
        since: now,
        generation: 0,
        phase: 'starting',
      }
      lives.set(order.task.taskId, life)
      expect(life, now, life.plan.beats)
      return
    }
    const life = lives.get(order.taskId)
    if (life === undefined) return
    switch (order.kind) {
      case 'register-target':
        if (life.plan.started !== undefined) expect(life, now, targetChecks(life.plan.script, order.rules))
        return
      case 'stop':
        life.generation++
        expect(
          life,
          now,
          life.phase === 'running' ? farewell(life.order, life.plan) : [{ after: 0, fact: { kind: 'gone' } }],
        )
        return
      case 'forget':
        lives.delete(order.taskId)
        return
      case 'deregister-target':
      case 'connect':
      case 'disconnect':
        return
      default:
        order satisfies never
    }
  }

  return {
    carryOut(orders, now) {
      for (const order of orders) obey(order, now)
    },
    facts(now) {
      const end = queue.findIndex(({ at }) => at > now)
      const due = queue.splice(0, end === -1 ? queue.length : end)
      return due
        .filter(({ life, generation }) => life.generation === generation)
        .map(({ life, fact }) => {
          if (fact.kind === 'started') life.phase = 'running'
          if (fact.kind === 'exited') life.phase = 'over'
          return fact
        })
    },
    prepend(more) {
      scripts = [...more.map(script => ({ script, used: 0 })), ...scripts]
    },
    scripts: () => scripts.map(({ script }) => script),
    forgive() {
      scripts = []
    },
    clear() {
      scripts = []
      lives.clear()
      queue = []
      serial = 0
    },
    save: () => ({ scripts, lives: [...lives.values()], due: savedDue(queue, lives), serial }),
    load(saved) {
      scripts = [...saved.scripts]
      for (const life of saved.lives) lives.set(life.order.taskId, life)
      queue = loadedDue(saved.due, lives)
      serial = saved.serial
    },
    kill(taskId, exitCode, now) {
      const life = lives.get(taskId)
      const container = life?.order.taskDefinition.containerDefinitions?.[0]?.name
      if (life === undefined || container === undefined) return false
      life.generation++
      expect(life, now, [{ after: 0, fact: { kind: 'exited', container, exitCode } }])
      return true
    },
    next: () => queue[0]?.at,
    async close() {
      lives.clear()
      queue = []
    },
  }
}

function insert(queue: Due[], due: Due): void {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = queue[middle]
    if (other !== undefined && (other.at < due.at || (other.at === due.at && other.serial < due.serial)))
      low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, due)
}
