/** One task: its containers in their order, and one network namespace for all of them. */
import { EventEmitter, once } from 'node:events'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'
import { impossible, type Owner, pauseBody, title, volumeName } from './container.ts'
import type { ContainerEvent } from './events.ts'
import { type Ground, StartFailure, type TaskNews, text } from './ground.ts'
import { Life } from './life.ts'
import { gone } from './network.ts'
import { dependencies, dependsOn, isEssential, isMet, startOrder, stopOrder } from './ordering.ts'

export class Task {
  readonly address: string
  readonly order: TaskOrder
  private readonly ground: Ground
  private readonly definitions: readonly ContainerDefinition[]
  private readonly lives: ReadonlyMap<string, Life>
  private readonly changes = new EventEmitter().setMaxListeners(0)
  private readonly halt = new AbortController()
  private readonly begun: Promise<void>
  /** The container that has the task's network namespace. */
  owner: string | undefined
  private pauseId: string | undefined
  private ended: Promise<void> | undefined

  constructor(ground: Ground, order: TaskOrder, address: string) {
    this.ground = ground
    this.order = order
    this.address = address
    this.definitions = order.taskDefinition.containerDefinitions ?? []
    const place = { ground, order, tell: (news: TaskNews) => this.tell(news) }
    this.lives = new Map(this.definitions.map(definition => [definition.name ?? '', new Life(place, definition)]))
    this.begun = this.begin()
  }

  /** The engine's ids of those that have been created, by name. */
  get containers(): ReadonlyMap<string, string> {
    return new Map([...this.lives].flatMap(([name, { id }]) => (id === undefined ? [] : [[name, id]])))
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
    const { engine, network } = this.ground
    await Promise.all([...this.lives.values()].map(life => life.remove()))
    if (this.pauseId) await gone(engine.call('DELETE', `/containers/${this.pauseId}?force=true&v=true`))
    for (const { name = '' } of this.order.taskDefinition.volumes ?? []) {
      await gone(engine.call('DELETE', `/volumes/${volumeName(network, this.order, name)}`))
    }
  }

  async heard(event: ContainerEvent): Promise<void> {
    const life = [...this.lives.values()].find(({ id }) => id === event.id)
    await life?.heard(event)
    this.changes.emit('changed')
  }

  /** Events may have been missed: look what is still there. */
  async look(): Promise<void> {
    await Promise.all([...this.lives.values()].map(life => life.look()))
    this.changes.emit('changed')
  }

  private async begin(): Promise<void> {
    try {
      await this.start()
    } catch (error) {
      // Not a failed start but an early end, of which `exited` tells.
      await this.look()
      if (this.halt.signal.aborted || [...this.lives.values()].some(({ endsTask }) => endsTask)) return
      const failed = error instanceof StartFailure ? error.message : `ResourceInitializationError: ${text(error)}`
      this.tell({ kind: 'start-failed', reason: failed })
      this.halt.abort()
      this.ended ??= this.end()
    }
  }

  private async start(): Promise<void> {
    const lacking = impossible(this.order.taskDefinition)
    if (lacking.length > 0) throw new Error(`the local ECS does not support ${lacking.join(', ')}`)
    const lives = startOrder(this.definitions).map(({ name }) => this.life(name))
    const hosts = await this.ground.hosts(this.order)
    await Promise.all(lives.map(life => life.fetch(this.halt.signal)))
    const owner = { name: this.ground.network, address: this.address, hosts }
    let join = await this.holdNamespace(owner, lives[0])
    for (const life of lives) {
      await this.dependenciesOf(life)
      this.halt.signal.throwIfAborted()
      await life.start(join === undefined ? owner : { join }, this.labels(life.name))
      join ??= life.id
      this.owner ??= join
      this.changes.emit('changed')
    }
    this.tell({ kind: 'started', address: this.address })
  }

  /** Only an essential container is sure to be there as long as the task is; else one is added that does nothing. */
  private async holdNamespace(owner: Owner, first: Life | undefined): Promise<string | undefined> {
    if (!first) throw new Error('the task definition has no containers')
    if (isEssential(first.definition)) return undefined
    const { engine, network, pauseImage } = this.ground
    const body = pauseBody(await pauseImage(), owner, this.labels('~pause'))
    const query = new URLSearchParams({ name: title(network, this.order, 'pause') })
    const { Id } = await engine.call<{ Id: string }>('POST', `/containers/create?${query}`, { body })
    this.pauseId = Id
    this.owner = Id
    await engine.call('POST', `/containers/${Id}/start`)
    return Id
  }

  private async dependenciesOf({ name, definition }: Life): Promise<void> {
    for (const { containerName, condition } of dependencies(definition)) {
      const other = this.life(containerName)
      const unmet = (why: string) =>
        new StartFailure(
          'dependency graph: failed to resolve container ordering dependency ' +
            `[${containerName}] for target [${name}] as dependency ${why}.`,
        )
      const { signal } = this.halt
      const limit = other.definition.startTimeout
      const late = limit === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limit * 1000)])
      for (;;) {
        const met = isMet(condition, other.progress)
        if (met) break
        if (met === false) throw unmet('did not exit successfully')
        await once(this.changes, 'changed', { signal: late }).catch(() => {
          throw unmet('did not complete in time')
        })
      }
    }
  }

  private async end(): Promise<void> {
    const stopped = new Map<string | undefined, Promise<void>>()
    for (const { name } of stopOrder(this.definitions)) {
      const life = this.life(name)
      const dependents = this.definitions.filter(definition => dependsOn(definition, life.name))
      const first = Promise.all(dependents.map(dependent => stopped.get(dependent.name)))
      stopped.set(
        name,
        first.then(() => life.stop()),
      )
    }
    await Promise.all(stopped.values())
    const { engine } = this.ground
    if (this.pauseId) await engine.call('POST', `/containers/${this.pauseId}/kill`).catch(() => {})
    this.tell({ kind: 'gone' })
  }

  private life(name: string | undefined): Life {
    const found = this.lives.get(name ?? '')
    if (!found) throw new Error(`there is no container ${name} in the task definition`)
    return found
  }

  private labels(container: string): Record<string, string> {
    return { ...this.ground.labels, 'evenkeel.task': this.order.taskId, 'evenkeel.container': container }
  }

  private tell(news: TaskNews): void {
    this.ground.tell({ ...news, taskId: this.order.taskId } as Parameters<Ground['tell']>[0])
  }
}
