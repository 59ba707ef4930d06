/** The awslogs driver: a container's lines in `prefix/container/taskId`. */

import { book } from '../book.ts'
import type { TaskFact } from '../fate.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { LogGroup, LogStream } from '../services/logs/state.ts'
import type { Scene } from './scene.ts'

const KEPT = 10_000

export const emptyLogGroup = (name: string, createdAt: number): LogGroup => ({
  name,
  createdAt,
  logGroupClass: 'STANDARD',
  streams: book(),
  tags: {},
  metricFilters: book(),
})

export const emptyLogStream = (createdAt: number): LogStream => ({ createdAt, lines: [] })

export function writeLog({ world }: Scene, task: Task, fact: TaskFact & { kind: 'log' }): void {
  const containers = world.definitions[task.definition]?.recipe.containerDefinitions ?? []
  const configuration = containers.find(({ name }) => name === fact.container)?.logConfiguration
  if (configuration?.logDriver !== 'awslogs') return
  const group = world.logGroups[configuration.options?.['awslogs-group'] ?? '']
  if (group === undefined) return
  const prefix = configuration.options?.['awslogs-stream-prefix']
  const name = prefix ? `${prefix}/${fact.container}/${task.id}` : task.id
  const stream = group.streams[name] ?? emptyLogStream(fact.at)
  group.streams[name] = stream
  stream.lines.push({ at: fact.at, message: fact.message })
  if (stream.lines.length > KEPT) stream.lines.splice(0, stream.lines.length - KEPT)
}
