/** One task: its containers from the pull to the last exit. */
import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'
import { createBody, ignored, impossible, type Owner, pauseBody, title, volumeName } from './container.ts'
import { type Engine, EngineError } from './engine.ts'
import type { ContainerEvent } from './events.ts'
import type { News } from './facts.ts'
import { followLogs } from './logs.ts'
import { gone } from './network.ts'
import { dependencies, dependsOn, isEssential, isMet, startOrder, stopOrder } from './ordering.ts'
import { pull } from './pull.ts'
import { reference } from './reference.ts'

/** What a task stands on. */
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
  tell(news: News): void
  now(): number
}

/** `reason` is ECS's text. */
class StartFailure extends Error {}

interface Container {
  readonly name: string
  readonly definition: ContainerDefinition
  image: string
  id?: string
  /** Settles when the engine has answered to the start. */
  start?: Promise<unknown>
  started: boolean
  healthy: boolean
  exitCode?: number
  logs?: Promise<void>
  ending?: Promise<void>
}

export class Task {
  readonly address: string
  private readonly order: TaskOrder
  private readonly ground: Ground
  private readonly containers: readonly Container[]
  private readonly news = new EventEmitter().setMaxListeners(0)
  private readonly halt = new AbortController()
  private readonly begun: Promise<void>
  private pauseId: string | undefined
  private ended?: Promise<void>

  constructor(ground: Ground, order: TaskOrder, address: string) {
    this.ground = ground
    this.order = order
    this.address = address
    this.containers = (order.taskDefinition.containerDefinitions ?? []).map(definition => ({
      name: definition.name ?? '',
      definition,
      image: '',
      started: false,
      healthy: false,
    }))
    this.begun = this.begin()
  }

  /** SIGTERM, time, SIGKILL; those that depend on others first. Told as `exited` facts, then `gone`. */
  stop(): Promise<void> {
    this.halt.abort()
    this.ended ??= this.begun.then(() => this.end())
    return this.ended
  }

  async forget(): Promise<void> {
    this.halt.abort()
    await this.begun
    const { engine } = this.ground
    const ids = [...this.containers.map(({ id }) => id), this.pauseId].filter(id => id !== undefined)
    await Promise.all(ids.map(id => gone(engine.call('DELETE', `/containers/${id}?force=true&v=true`))))
    const volumes = this.order.taskDefinition.volumes ?? []
    for (const { name } of volumes)
      await gone(engine.call('DELETE', `/volumes/${volumeName(this.ground.network, this.order, name ?? '')}`))
  }

  heard({ id, action, exitCode }: ContainerEvent): void {
    const container = this.containers.find(container => container.id === id)
    if (!container) return
    if (action === 'die') {
      void this.over(container, exitCode)
      return
    }
    container.healthy = action === 'healthy'
    this.tell({ kind: 'health', container: container.name, status: container.healthy ? 'HEALTHY' : 'UNHEALTHY' })
    this.news.emit('changed')
  }

  /** Events may have been missed: look what is still there. */
  async look(): Promise<void> {
    for (const container of this.containers) {
      if (!container.id || !container.started || container.ending) continue
      const state = await this.state(container)
      if (state && !state.Running) await this.over(container, state.ExitCode)
    }
  }

  private async begin(): Promise<void> {
    try {
      await this.startAll()
    } catch (error) {
      // Not a failed start but an early end, of which `exited` tells.
      await this.look()
      if (this.halt.signal.aborted || this.essentialExited()) return
      const failed = error instanceof StartFailure ? error.message : `ResourceInitializationError: ${text(error)}`
      this.tell({ kind: 'start-failed', reason: failed })
      this.halt.abort()
      this.ended ??= this.end()
    }
  }

  private async startAll(): Promise<void> {
    const lacking = impossible(this.order.taskDefinition)
    if (lacking.length > 0) {
      throw new StartFailure(`ResourceInitializationError: the local ECS does not support ${lacking.join(', ')}`)
    }
    const order = startOrder(this.containers.map(({ definition }) => definition)).map(({ name }) => this.named(name))
    const hosts = await this.ground.hosts(this.order)
    await Promise.all(order.map(container => this.fetch(container)))
    const first = order[0]
    if (!first) throw new StartFailure('ResourceInitializationError: the task definition has no containers')
    const owner = { name: this.ground.network, address: this.address, hosts }
    // Only an essential container is sure to be there as long as the task is.
    if (!isEssential(first.definition)) {
      this.pauseId = await this.pause(owner)
    }
    for (const container of order) {
      await this.dependenciesOf(container)
      const join = this.pauseId ?? (container === first ? undefined : first.id)
      await this.start(container, join === undefined ? owner : { join })
    }
    this.tell({ kind: 'started', address: this.address })
  }

  private async fetch(container: Container): Promise<void> {
    const { engine, port, password, now } = this.ground
    const startedAt = now()
    const wanted = reference(container.definition.image ?? '', port())
    try {
      const { reference, digest } = await pull(engine, wanted, password, this.halt.signal)
      container.image = reference
      this.tell({ kind: 'pulled', container: container.name, digest, startedAt })
    } catch (error) {
      throw new StartFailure(`CannotPullContainerError: Error response from daemon: ${text(error)}`, { cause: error })
    }
  }

  private async pause(owner: Owner): Promise<string> {
    const { engine, network } = this.ground
    const body = pauseBody(await this.ground.pauseImage(), owner, this.labels('~pause'))
    const query = new URLSearchParams({ name: title(network, this.order, 'pause') })
    const { Id } = await engine.call<{ Id: string }>('POST', `/containers/create?${query}`, { body })
    this.pauseId = Id
    await engine.call('POST', `/containers/${Id}/start`)
    return Id
  }

  private async dependenciesOf({ name, definition }: Container): Promise<void> {
    for (const { containerName, condition } of dependencies(definition)) {
      const other = this.named(containerName)
      const wait = `dependency graph: failed to resolve container ordering dependency [${containerName}] for target [${name}]`
      const limit = other.definition.startTimeout
      const late =
        limit === undefined ? this.halt.signal : AbortSignal.any([this.halt.signal, AbortSignal.timeout(limit * 1000)])
      for (;;) {
        const met = isMet(condition, other)
        if (met) break
        if (met === false) throw new StartFailure(`${wait} as dependency did not exit successfully.`)
        await once(this.news, 'changed', { signal: late }).catch(() => {
          throw new StartFailure(`${wait} as dependency did not complete in time.`)
        })
      }
    }
  }

  private async start(container: Container, network: Owner | { join: string }): Promise<void> {
    this.halt.signal.throwIfAborted()
    const { engine, speed, network: scope } = this.ground
    const { definition, image, name } = container
    const body = createBody({
      task: this.order,
      container: definition,
      image,
      speed,
      scope,
      labels: this.labels(name),
      network,
    })
    const query = new URLSearchParams({ name: title(scope, this.order, name) })
    const created = await engine.call<{ Id: string }>('POST', `/containers/create?${query}`, { body }).catch(error => {
      throw new StartFailure(`CannotCreateContainerError: Error response from daemon: ${text(error)}`, { cause: error })
    })
    container.id = created.Id
    for (const field of ignored(definition)) {
      this.tell({ kind: 'log', container: name, message: `[local ECS] ${field} is not supported and was ignored` })
    }
    this.halt.signal.throwIfAborted()
    container.start = engine.call('POST', `/containers/${created.Id}/start`)
    await container.start.catch(error => {
      throw new StartFailure(`CannotStartContainerError: Error response from daemon: ${text(error)}`, { cause: error })
    })
    container.started = true
    const line = (message: string) => this.tell({ kind: 'log', container: name, message })
    container.logs = followLogs(engine, created.Id, line).catch(() => {})
    this.news.emit('changed')
  }

  /** Its last lines first, then that it has exited. */
  private over(container: Container, exitCode?: number): Promise<void> {
    container.ending ??= (async () => {
      await container.start?.catch(() => {})
      if (!container.started) return
      const state = await this.state(container)
      await Promise.race([container.logs, sleep(1_000, undefined, { ref: false })])
      container.exitCode = state?.ExitCode ?? exitCode ?? 137
      const reason = state?.OOMKilled ? 'OutOfMemoryError: Container killed due to memory usage' : state?.Error
      this.tell({
        kind: 'exited',
        container: container.name,
        exitCode: container.exitCode,
        ...(reason && { reason }),
      })
      this.news.emit('changed')
    })()
    return container.ending
  }

  private async end(): Promise<void> {
    // Reverse order: each container stops when those that depend on it have ended.
    const stopping = new Map<string, Promise<void>>()
    for (const { name } of stopOrder(this.containers.map(({ definition }) => definition))) {
      const container = this.named(name)
      const dependents = this.containers.filter(({ definition }) => dependsOn(definition, container.name))
      const first = Promise.all(dependents.map(dependent => stopping.get(dependent.name)))
      stopping.set(
        container.name,
        first.then(() => this.stopContainer(container)),
      )
    }
    await Promise.all(stopping.values())
    if (this.pauseId) {
      await gone(this.ground.engine.call('POST', `/containers/${this.pauseId}/kill`)).catch(() => {})
    }
    this.tell({ kind: 'gone' })
  }

  private async stopContainer(container: Container): Promise<void> {
    if (!container.started) return
    if (!container.ending) {
      const { engine } = this.ground
      const seconds = container.definition.stopTimeout ?? 30
      await engine
        .call('POST', `/containers/${container.id}/stop?t=${seconds}`)
        .catch(() => engine.call('POST', `/containers/${container.id}/kill`))
        .catch(() => {})
    }
    await this.over(container)
  }

  private async state(container: Container): Promise<State | undefined> {
    type Inspected = { State: State }
    return this.ground.engine.call<Inspected>('GET', `/containers/${container.id}/json`).then(
      ({ State }) => State,
      () => undefined,
    )
  }

  private named(name: string | undefined): Container {
    const found = this.containers.find(container => container.name === name)
    if (!found) throw new Error(`there is no container ${name} in the task definition`)
    return found
  }

  private essentialExited(): boolean {
    return this.containers.some(
      ({ definition, started, ending }) => isEssential(definition) && started && ending !== undefined,
    )
  }

  private labels(container: string): Record<string, string> {
    return { ...this.ground.labels, 'evenkeel.task': this.order.taskId, 'evenkeel.container': container }
  }

  private tell(news: DistributiveOmit<News, 'taskId'>): void {
    this.ground.tell({ ...news, taskId: this.order.taskId } as News)
  }
}

interface State {
  readonly Running: boolean
  readonly ExitCode: number
  readonly OOMKilled: boolean
  readonly Error: string
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

function text(error: unknown): string {
  return error instanceof EngineError || error instanceof Error ? error.message : String(error)
}
