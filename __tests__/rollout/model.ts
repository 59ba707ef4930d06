/**
 * A rolling update as the local ECS carries it out, as a function of time alone: what DescribeServices and
 * DescribeServiceDeployments say of it at an instant. Hundreds are watched in a second; `faults/calls.test.ts` holds it against the
 * local ECS itself.
 */
import type { Deployment, Service, ServiceDeployment, ServiceEvent } from '@aws-sdk/client-ecs'
import type { Aws } from '../../src/edge/aws.ts'
import { Feed } from '../../src/rollout/feed.ts'
import type { Rollout } from '../../src/rollout/snapshot.ts'
import { tailsOf } from '../../src/rollout/tail.ts'
import { watch } from '../../src/rollout/watch.ts'
import { near } from '../random.ts'
import * as scene from './scene.ts'

/** What the service's earlier rollouts tell of this one. */
export type History = 'good' | 'wrong' | 'none'

export interface Kind {
  readonly minutes: number
  readonly services?: number
  readonly history?: History
  /** By how much rollouts of one service vary, of their logarithm. */
  readonly spread?: number
  /** From SIGTERM to the end of an old task, s. */
  readonly stops?: number
}

export interface Watched {
  /** Of the watch alone. */
  readonly calls: number
  /** How often it looked, whatever a look asked for. */
  readonly polls: number
  readonly lateMs: number
}

/** When each of two tasks runs, and when it is healthy, ms after the order; then an old one goes. */
interface Course {
  readonly tasks: readonly { readonly runs: number; readonly healthy: number }[]
  readonly stopMs: number
  readonly end: number
}

const PENDING_MS = 10_000
/** A cluster's own work before and after the health check, s. */
const AROUND = 40

function courseOf({ minutes, spread = 0.07, stops = 30 }: Kind, random: () => number): Course {
  const whole = near(minutes * 60, spread, random)()
  const health = Math.max(1, whole - AROUND - stops)
  const tasks = [0, 1].map(() => {
    const runs = PENDING_MS + 20_000 * (0.8 + 0.4 * random()) + 7_000
    return { runs, healthy: runs + health * 1000 }
  })
  return { tasks, stopMs: stops * 1000, end: Math.max(...tasks.map(({ healthy }) => healthy)) + stops * 1000 }
}

/** One service, whose order is given at 0. */
class Model {
  readonly name: string
  readonly #course: Course
  readonly #past: readonly ServiceEvent[]
  readonly usual: readonly number[]

  constructor(name: string, kind: Kind, random: () => number) {
    const { history = 'good', minutes } = kind
    this.name = name
    this.#course = courseOf(kind, random)
    const before = history === 'wrong' ? minutes * (random() < 0.5 ? 1 / 3 : 3) : minutes
    const five = Array.from({ length: history === 'none' ? 0 : 5 }, () =>
      courseOf({ ...kind, minutes: before }, random),
    )
    this.usual = five.map(({ end }) => end)
    this.#past = five.flatMap((each, nth) => eventsOf(each, `-${nth}`, -(nth + 1) * 86_400_000, Infinity))
  }

  get end(): number {
    return this.#course.end
  }

  rollout(): Rollout {
    const named = `arn:service-deployment/${this.name}`
    const order = { deployment: `ecs-svc/${this.name}`, createdAt: 0, since: 0, named }
    const place = { name: this.name, service: this.name, lastEvent: this.#past[0]?.id }
    const past = { usual: this.usual, tails: tailsOf({ events: [...this.#past] }) }
    return { ...scene.rollout, ...place, ...past, order, answer: this.service(0) }
  }

  service(now: number): Service {
    const { tasks, end } = this.#course
    const pending = now < PENDING_MS ? 0 : tasks.filter(({ runs }) => now < runs).length
    const running = tasks.filter(({ runs }) => now >= runs).length
    const old = tasks.filter(({ healthy }) => now < healthy).length
    const isOver = now >= end
    const ours = scene.deployment(scene.NEW, {
      id: `ecs-svc/${this.name}`,
      rolloutState: isOver ? 'COMPLETED' : 'IN_PROGRESS',
      runningCount: running,
      pendingCount: pending,
      createdAt: new Date(0),
    })
    const theirs: Deployment[] = isOver ? [] : [scene.deployment(scene.OLD, { status: 'ACTIVE', runningCount: old })]
    return {
      ...scene.complete,
      serviceName: this.name,
      runningCount: running + old,
      pendingCount: pending,
      deployments: [ours, ...theirs],
      events: [...eventsOf(this.#course, '', 0, now), ...this.#past].slice(0, 100),
    }
  }

  deployment(now: number): ServiceDeployment {
    const { tasks, end } = this.#course
    return scene.serviceDeployment({
      serviceDeploymentArn: `arn:service-deployment/${this.name}`,
      status: now < end ? 'IN_PROGRESS' : 'SUCCESSFUL',
      createdAt: new Date(0),
      deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0, threshold: 3 },
      sourceServiceRevisions: [{ runningTaskCount: tasks.filter(({ healthy }) => now < healthy).length }],
      targetServiceRevision: {
        arn: 'arn:service-revision/new',
        runningTaskCount: tasks.filter(({ runs }) => now >= runs).length,
      },
    })
  }
}

function eventsOf({ tasks, end }: Course, id: string, since: number, now: number): ServiceEvent[] {
  const went = tasks.map(({ healthy }) => [healthy, 'has stopped 1 running tasks: (task a).'] as const)
  const all = [
    [0, 'has started 2 tasks: (task b) (task c).'] as const,
    ...went,
    [end, '(deployment d) deployment completed.'] as const,
  ]
  return all
    .filter(([at]) => at <= now)
    .map(([at, text], nth) => ({
      id: `${nth}${id}`,
      message: `(service s) ${text}`,
      createdAt: new Date(since + at),
      at,
    }))
    .sort((one, other) => other.at - one.at)
}

/** Watches so many at once; each service's lateness, and what they cost together. */
export async function watched(kind: Kind, random: () => number): Promise<Watched> {
  const models = Array.from({ length: kind.services ?? 1 }, (_, i) => new Model(`s${i + 1}`, kind, random))
  const named = new Map(models.map(each => [each.name, each]))
  const modelOf = (name: string) => named.get(name.split('/').at(-1) ?? '') as Model
  let [now, calls] = [0, 0]
  const looks = new Set<number>()
  const asked = <Answer>(answer: Answer): Promise<Answer> => {
    calls++
    return Promise.resolve(answer)
  }
  const looked = <Answer>(answer: Answer): Promise<Answer> => {
    looks.add(now)
    return asked(answer)
  }
  const tasks = ['a1', 'a2'].map(id => scene.task(scene.NEW, {}, id))
  const ecs = {
    describeServices: ({ services }: { services: string[] }) =>
      looked({ services: services.map(name => modelOf(name).service(now)) }),
    describeServiceDeployments: ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) =>
      looked({ serviceDeployments: serviceDeploymentArns.map(arn => modelOf(arn).deployment(now)) }),
    describeServiceRevisions: ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) =>
      asked({
        serviceRevisions: serviceRevisionArns.map(arn => ({ serviceRevisionArn: arn, taskDefinition: scene.NEW.arn })),
      }),
    listTasks: () => asked({ taskArns: tasks.map(({ taskArn }) => taskArn) }),
    describeTasks: () => asked({ tasks }),
  }
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms
    },
  }
  const runner = { say: () => {}, warn: () => {} }
  const deadline = 6 * 3_600_000
  const watching = { aws: { ecs } as unknown as Aws, clock, runner, deadline, signal: new AbortController().signal }
  const endings = await watch(watching, Feed.of(models.map(each => each.rollout())), { onPause: 'wait' })
  const outcomes = new Set([...endings.values()].map(({ verdict }) => verdict.outcome))
  if ([...outcomes].join() !== 'deployed') throw new Error(`ended ${[...outcomes].join()}`)
  const late = [...endings].map(([{ name }, { last }]) => (last?.at ?? Infinity) - modelOf(name).end)
  return { calls, polls: looks.size, lateMs: Math.max(...late) }
}
