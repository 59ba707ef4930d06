/**
 * ECS's decisions: one tick takes the world to `now`, reading the facts its tasks' fate has reported, and returns what
 * the fate is to do. No I/O, no clock, no chance: the same world, facts and instant give the same orders.
 */
import type { Fact, Order } from './fate.ts'
import { announce } from './journal.ts'
import type { Pace } from './pace.ts'
import { hear } from './scheduler/hear.ts'
import { forgetDeployments, forgetTasks, live } from './scheduler/life.ts'
import { followRules } from './scheduler/rules.ts'
import type { Scene } from './scheduler/scene.ts'
import { followSchedules } from './scheduler/schedules.ts'
import { steer } from './scheduler/steer.ts'
import { autoscale } from './services/application-autoscaling/act.ts'
import type { Task } from './services/ecs/state/task.ts'
import type { World } from './world.ts'

export function tick(world: World, facts: readonly Fact[], now: number, pace: Pace): Order[] {
  const scene: Scene = { world, now, pace, orders: [], registered: new Map(), deregistered: new Map() }
  endShortage(scene)
  hear(scene, facts)
  autoscale(world, now, pace.speed)
  const tasks = present(scene)
  forgetTasks(scene)
  for (const group of tasks.values()) for (const task of group) live(scene, task)
  announceTargets(scene, scene.registered, 'registered')
  for (const service of Object.values(world.services)) steer(scene, service, tasks.get(service.arn) ?? [])
  announceTargets(scene, scene.deregistered, 'deregistered')
  followRules(scene)
  followSchedules(scene)
  forgetDeployments(scene)
  return scene.orders
}

/** True while nothing but the fate can change anything: the clock may jump to the fate's next fact. */
export function isQuiet(world: World): boolean {
  return (
    world.shortage?.until === undefined &&
    Object.values(world.services).every(
      ({ status, steady }) => status === 'INACTIVE' || (status === 'ACTIVE' && steady),
    ) &&
    world.openTasks.every(id => isAtRest(world.tasks[id]))
  )
}

const isAtRest = (task: Task | undefined): boolean =>
  task === undefined ||
  task.status === 'STOPPED' ||
  (task.status === 'RUNNING' && task.desired === 'RUNNING' && task.proven && task.stopAsked === undefined)

/** When something comes by itself, however quiet it is. */
export function nextDue({ rules, schedules }: World): number | undefined {
  const due = [
    ...Object.values(rules).flatMap(rule => rule.due ?? []),
    ...Object.values(schedules).flatMap(({ due, pending }) => [due ?? [], pending.map(({ next }) => next)].flat()),
  ]
  return due.length === 0 ? undefined : Math.min(...due)
}

/** By service; those that have stopped since the last tick are put aside. */
function present({ world }: Scene): Map<string | undefined, Task[]> {
  const groups = new Map<string | undefined, Task[]>()
  const open: string[] = []
  for (const id of world.openTasks) {
    const task = world.tasks[id]
    if (task === undefined) continue
    if (task.status === 'STOPPED') {
      world.stoppedTasks.push(id)
      continue
    }
    open.push(id)
    const group = groups.get(task.service)
    if (group) group.push(task)
    else groups.set(task.service, [task])
  }
  world.openTasks = open
  return groups
}

function endShortage({ world, now }: Scene): void {
  if (world.shortage?.until !== undefined && world.shortage.until <= now) world.shortage = undefined
}

function announceTargets({ world, now }: Scene, tally: Scene['registered'], verb: string): void {
  for (const [service, groups] of tally)
    for (const [group, many] of groups) {
      const found = world.services[service]
      if (found) announce(world, found, now, `${verb} ${many} targets in (target-group ${group})`)
    }
}
