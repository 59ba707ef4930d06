/** One container of a task, from the pull to the exit. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'
import { createBody, ignored, type Owner, title } from './container.ts'
import type { ContainerEvent } from './events.ts'
import { type Ground, StartFailure, type TaskNews, text } from './ground.ts'
import { followLogs } from './logs.ts'
import { gone } from './network.ts'
import { isEssential, type Progress } from './ordering.ts'
import { pull } from './pull.ts'
import { reference } from './reference.ts'

export interface Place {
  readonly ground: Ground
  readonly order: TaskOrder
  tell(news: TaskNews): void
}

interface State {
  readonly Running: boolean
  readonly ExitCode: number
  readonly OOMKilled: boolean
  readonly Error: string
}

export class Life {
  readonly name: string
  readonly definition: ContainerDefinition
  id: string | undefined
  private readonly place: Place
  private image = ''
  private started = false
  private healthy = false
  private exitCode: number | undefined
  /** Settles when the engine has answered to the start. */
  private starting: Promise<unknown> | undefined
  private logs: Promise<void> | undefined
  private ending: Promise<void> | undefined

  constructor(place: Place, definition: ContainerDefinition) {
    this.place = place
    this.definition = definition
    this.name = definition.name ?? ''
  }

  get progress(): Progress {
    const { started, healthy, exitCode } = this
    return { started, healthy, ...(exitCode !== undefined && { exitCode }) }
  }

  /** Its end is the task's end, and it has come. */
  get endsTask(): boolean {
    return isEssential(this.definition) && this.started && this.ending !== undefined
  }

  async fetch(signal: AbortSignal): Promise<void> {
    const { engine, port, password, now, fetched } = this.place.ground
    const startedAt = now()
    const wanted = reference(this.definition.image ?? '', port())
    try {
      const pulled = await pull(engine, wanted, password, signal)
      this.image = pulled.reference
      if (wanted.ours) fetched(pulled.reference)
      this.place.tell({ kind: 'pulled', container: this.name, digest: pulled.digest, startedAt })
    } catch (error) {
      throw failure('CannotPullContainerError', error)
    }
  }

  async start(network: Owner | { readonly join: string }, labels: Readonly<Record<string, string>>): Promise<void> {
    const { ground, order: task, tell } = this.place
    const { engine, speed, network: scope } = ground
    const { definition: container, image, name } = this
    const variables = ground.variables(task, name)
    const body = createBody({ task, container, image, speed, scope, labels, network, variables })
    const query = new URLSearchParams({ name: title(scope, task, name) })
    const created = engine.call<{ Id: string }>('POST', `/containers/create?${query}`, { body })
    const { Id } = await created.catch(error => {
      throw failure('CannotCreateContainerError', error)
    })
    this.id = Id
    const log = (message: string) => tell({ kind: 'log', container: name, message })
    for (const field of ignored(container)) log(`[local ECS] ${field} is not supported and was ignored`)
    this.starting = engine.call('POST', `/containers/${Id}/start`)
    await this.starting.catch(error => {
      throw failure('CannotStartContainerError', error)
    })
    this.started = true
    this.logs = followLogs(engine, Id, log).catch(() => {})
  }

  async heard({ action, exitCode }: ContainerEvent): Promise<void> {
    if (action === 'die') return this.over(exitCode)
    this.healthy = action === 'healthy'
    this.place.tell({ kind: 'health', container: this.name, status: this.healthy ? 'HEALTHY' : 'UNHEALTHY' })
  }

  /** An event may have been missed. */
  async look(): Promise<void> {
    if (!this.started || this.ending !== undefined) return
    const state = await this.state()
    if (state && !state.Running) await this.over(state.ExitCode)
  }

  async stop(): Promise<void> {
    if (!this.started) return
    if (this.ending === undefined) {
      const { engine } = this.place.ground
      const seconds = this.definition.stopTimeout ?? 30
      await engine
        .call('POST', `/containers/${this.id}/stop?t=${seconds}`)
        .catch(() => engine.call('POST', `/containers/${this.id}/kill`))
        .catch(() => {})
    }
    await this.over()
  }

  async remove(): Promise<void> {
    if (this.id === undefined) return
    await gone(this.place.ground.engine.call('DELETE', `/containers/${this.id}?force=true&v=true`))
  }

  /** Its last lines first, then that it has exited. */
  private over(exitCode?: number): Promise<void> {
    this.ending ??= this.tellExit(exitCode)
    return this.ending
  }

  private async tellExit(exitCode = 137): Promise<void> {
    await this.starting?.catch(() => {})
    if (!this.started) return
    const state = await this.state()
    await Promise.race([this.logs, sleep(1_000, undefined, { ref: false })])
    this.exitCode = state?.ExitCode ?? exitCode
    const reason = state?.OOMKilled ? 'OutOfMemoryError: Container killed due to memory usage' : state?.Error
    const exit = { kind: 'exited', container: this.name, exitCode: this.exitCode } as const
    this.place.tell(reason ? { ...exit, reason } : exit)
  }

  private async state(): Promise<State | undefined> {
    const inspected = this.place.ground.engine.call<{ State: State }>('GET', `/containers/${this.id}/json`)
    return inspected.then(
      ({ State }) => State,
      () => undefined,
    )
  }
}

function failure(name: string, error: unknown): StartFailure {
  return new StartFailure(`${name}: Error response from daemon: ${text(error)}`, { cause: error })
}
