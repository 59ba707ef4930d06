/** Answers what tasks ask of the task metadata endpoint, from what the core and the engine know. */
import type { Task as SdkTask } from '@aws-sdk/client-ecs'
import type { Wire } from '../room.ts'
import type { Engine } from './engine.ts'
import { containerMetadata, type Inspected, type Subject, taskMetadata } from './metadata.ts'
import type { Network } from './network.ts'
import { createStats } from './stats.ts'
import type { Task } from './task.ts'

interface Sources {
  readonly engine: Engine
  readonly network: Network
  task(taskId: string): Task | undefined
  /** As DescribeTasks says it. */
  describe(taskId: string): Wire<SdkTask> | undefined
}

export interface TaskMetadata {
  /** @param from the address that asks: each task sees itself alone, as on AWS. */
  answer(path: string, from: string | undefined): Promise<object | undefined>
  forget(task: Task): void
}

interface Found {
  readonly task: Task
  readonly described: Wire<SdkTask>
  readonly name: string
}

export function createTaskMetadata({ engine, network, task: taskOf, describe }: Sources): TaskMetadata {
  const stats = createStats(engine)

  function find(runtimeId: string): Found | undefined {
    const taskId = runtimeId.split('-')[0] ?? ''
    const task = taskOf(taskId)
    const described = describe(taskId)
    const name = described?.containers?.find(one => one.runtimeId === runtimeId)?.name
    return task && described && name !== undefined ? { task, described, name } : undefined
  }

  const inspect = (id: string | undefined): Promise<Inspected> => engine.call('GET', `/containers/${id}/json?size=true`)

  async function subject({ task, described }: Found): Promise<Subject> {
    const inspected = new Map<string, Inspected>()
    for (const [name, id] of task.containers) inspected.set(name, await inspect(id))
    const owner = await inspect(task.owner)
    const mac = owner.NetworkSettings?.Networks?.[network.name]?.MacAddress ?? ''
    return { order: task.order, task: described, inspected, address: task.address, mac, subnet: network.subnet }
  }

  async function measured({ task, described }: Found, name: string): Promise<object | null> {
    const id = task.containers.get(name)
    const runtimeId = described.containers?.find(one => one.name === name)?.runtimeId
    if (id === undefined || task.owner === undefined || runtimeId === undefined) return null
    return stats.of({ id, owner: task.owner, runtimeId, name })
  }

  async function allMeasured(found: Found): Promise<object> {
    const all = (found.described.containers ?? []).map(
      async ({ name = '', runtimeId = '' }) => [runtimeId, await measured(found, name)] as const,
    )
    return Object.fromEntries(await Promise.all(all))
  }

  return {
    async answer(path, from) {
      const [, id = '', what = ''] = /^\/v4\/([^/]+)(.*)$/.exec(path) ?? []
      const found = find(id)
      if (found === undefined || found.task.address !== from) return undefined
      if (what === '') return containerMetadata(await subject(found), found.name)
      if (what === '/task') return taskMetadata(await subject(found))
      if (what === '/stats') return (await measured(found, found.name)) ?? {}
      return what === '/task/stats' ? allMeasured(found) : undefined
    },
    forget: ({ owner }) => owner !== undefined && stats.forget(owner),
  }
}
