/** The scheduler's orders, given to the tasks, the load balancer and Service Connect. */
import type { Order, TaskOrder } from '../fate.ts'
import { openAgent } from './agent.ts'
import type { Balancer } from './balancer.ts'
import type { Endpoints } from './endpoints.ts'
import type { Engine } from './engine.ts'
import { type ContainerEvent, followEvents } from './events.ts'
import type { Facts } from './facts.ts'
import type { Ground } from './ground.ts'
import type { DockerOptions } from './index.ts'
import { startMeter } from './meter.ts'
import type { Network } from './network.ts'
import { importPause } from './pause.ts'
import { Pool } from './subnet.ts'
import { Task } from './task.ts'

export interface Stage {
  readonly engine: Engine
  readonly run: string
  readonly labels: Readonly<Record<string, string>>
  readonly network: Network
  readonly facts: Facts
  readonly endpoints: Endpoints
  readonly balancer: Balancer
  readonly options: DockerOptions
}

export interface Tasks {
  carryOut(order: Order): void
  close(): Promise<void>
}

export async function runTasks(stage: Stage): Promise<Tasks> {
  const { engine, run, labels, network, facts, endpoints, balancer, options } = stage
  const tasks = new Map<string, Task>()
  const addresses = new Pool(network.subnet.task)
  const listening = new AbortController()
  const fetched = new Set<string>()
  let pauseImage: Promise<string> | undefined

  const agent = options.known && (await openAgent({ engine, network, known: options.known, task: id => tasks.get(id) }))

  const ground: Ground = {
    engine,
    labels,
    network: network.name,
    speed: options.speed,
    port: options.port,
    password: options.password,
    now: options.now,
    tell: facts.tell,
    pauseImage: () => {
      pauseImage ??= importPause(engine, run)
      return pauseImage
    },
    variables: (order, container) => agent?.environment(order, container) ?? {},
    fetched: image => void fetched.add(image),
    hosts: async order => [...fixedHosts(), ...(await endpoints.names(order.names))],
  }

  function fixedHosts(): string[] {
    const { gateway } = network.subnet
    return Object.entries(options.hosts ?? {}).map(([name, at]) => `${name}:${at === 'gateway' ? gateway : at}`)
  }

  function start(order: TaskOrder): void {
    const address = addresses.take()
    if (address !== undefined) {
      tasks.set(order.taskId, new Task(ground, order, address))
      return
    }
    const { taskId } = order
    const reason = `ResourceInitializationError: no address is left in ${network.subnet.cidr}`
    facts.tell({ kind: 'start-failed', taskId, reason })
    facts.tell({ kind: 'gone', taskId })
  }

  function stop(taskId: string): void {
    // Nothing new reaches a task that is about to get its SIGTERM.
    leave(taskId)
    const task = tasks.get(taskId)
    if (task) inBackground(task.stop())
    else facts.tell({ kind: 'gone', taskId })
  }

  function leave(taskId: string): void {
    balancer.deregister(taskId)
    endpoints.disconnect(taskId)
  }

  async function forget(taskId: string): Promise<void> {
    const task = tasks.get(taskId)
    tasks.delete(taskId)
    leave(taskId)
    if (!task) return
    agent?.forget(task)
    await task.forget()
    addresses.giveBack(task.address)
  }

  function carryOut(order: Order): void {
    const address = 'taskId' in order ? tasks.get(order.taskId)?.address : undefined
    switch (order.kind) {
      case 'run':
        start(order.task)
        break
      case 'stop':
        stop(order.taskId)
        break
      case 'forget':
        inBackground(forget(order.taskId))
        break
      case 'register-target':
        if (address !== undefined) balancer.register({ ...order, host: address })
        break
      case 'deregister-target':
        balancer.deregister(order.taskId, order.targetGroupArn)
        break
      case 'connect':
        if (address !== undefined) endpoints.connect(order, address)
        break
      case 'disconnect':
        endpoints.disconnect(order.taskId, order)
        break
      default:
        order satisfies never
    }
  }

  const heard = (event: ContainerEvent) => {
    const task = tasks.get(event.labels['evenkeel.task'] ?? '')
    if (task) inBackground(task.heard(event))
  }
  const lookAgain = () => {
    for (const task of tasks.values()) inBackground(task.look())
  }
  await followEvents(engine, run, heard, lookAgain, listening.signal)
  const endMeter = startMeter({ engine, facts, balancer, speed: options.speed, tasks: () => tasks.values() })

  return {
    carryOut,
    async close() {
      endMeter()
      await Promise.all([...tasks.keys()].map(forget))
      listening.abort()
      await agent?.close()
      // Names with this run's port mean nothing after it; what else names the same image keeps it.
      if (pauseImage !== undefined) fetched.add(await pauseImage)
      for (const image of fetched) await engine.call('DELETE', `/images/${image}`).catch(() => {})
    },
  }
}

/** What fails here is nobody's task: say it, and go on. */
function inBackground(work: Promise<unknown>): void {
  work.catch(error => console.error(`local ECS, docker: ${error instanceof Error ? error.message : error}`))
}
