/** What every task of a run stands on. */
import type { TaskOrder } from '../fate.ts'
import type { Engine } from './engine.ts'
import type { News } from './facts.ts'

export interface Ground {
  readonly engine: Engine
  readonly network: string
  readonly labels: Readonly<Record<string, string>>
  readonly speed: number
  readonly port: () => number
  readonly password: string
  pauseImage(): Promise<string>
  /** Lines for the task's /etc/hosts. */
  hosts(order: TaskOrder): Promise<string[]>
  /** What ECS's agent gives to a container. */
  variables(order: TaskOrder, container: string): Readonly<Record<string, string>>
  /** An image that is of no use after this run. */
  fetched(image: string): void
  tell(news: News): void
  now(): number
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** What one of its containers tells a task. */
export type TaskNews = Without<Extract<News, { taskId: string }>, 'taskId'>

/** The task will not start; the message is ECS's text. */
export class StartFailure extends Error {}

export function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
