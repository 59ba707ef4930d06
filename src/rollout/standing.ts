/** A service as it stands before the run touches it, and what can be read off it. Pure. */
import type { Service, Task } from '@aws-sdk/client-ecs'
import type { Released } from '../revision/container.ts'
import { provenanceOf, type Recorded, type Revision } from '../revision/document.ts'
import { idOf, primary, rollsBack } from './snapshot.ts'
import type { Described, Strategy } from './strategy.ts'
import { COMPLETED } from './tail.ts'
import { isEnded } from './watched.ts'

/** A service of the release, and where it is. */
export interface Place extends Released {
  /** What people call it. */
  readonly name: string
  readonly cluster: string
  /** Its name in ECS. */
  readonly service: string
  /** Undefined: as the service has it. */
  readonly strategy: Strategy | undefined
  /** Whether it may pass with no task. */
  readonly mayStandAtZero: boolean
}

export interface Standing {
  readonly place: Place
  readonly service: Service
  /** The part of it that may be sent back, as ECS sent it. */
  readonly described?: Described | undefined
  /** The revision it stands on. */
  readonly live: Recorded
  readonly liveRevision: Revision
  /** What its tasks run, where what it stands on failed and was not taken back: of the same family. */
  readonly runs?: Recorded | undefined
  /** The family's latest ACTIVE revision; undefined where none is ACTIVE, or none was asked for. */
  readonly latest: Recorded | undefined
  /** What a release starts from, where that is not the latest. */
  readonly origin?: Recorded | undefined
  /** Its service deployments, newest first; undefined where they were not asked for, or the role may not list them. */
  readonly past: readonly Past[] | undefined
  /** Of a service at 0, whether any of them ever asked for a task; undefined where that is not known. */
  readonly everAsked?: boolean | undefined
}

/** A service deployment as ListServiceDeployments tells it; times are AWS's, epoch ms. */
export interface Past {
  readonly arn: string
  readonly status: string
  /** ARN of its service revision. */
  readonly target: string
  readonly createdAt: number
  readonly finishedAt: number | undefined
}

/** Cluster and name, as a revision's tag tells it. */
export const calledIn = ({ cluster, service }: Pick<Place, 'cluster' | 'service'>): string =>
  `${idOf(cluster)}/${service}`

/** Every revision that was read of it. */
export const shapesOf = ({ live, runs, latest, origin }: Standing): Recorded[] =>
  [live, runs, latest, origin].filter(each => each !== undefined)

/** What its tasks run. */
export const running = ({ live, runs = live }: Pick<Standing, 'live' | 'runs'>): Recorded => runs

export const isIdle = ({ service }: Standing): boolean => (service.desiredCount ?? 0) === 0

/** Nothing under way, and as many tasks as are wanted. */
export function isSettled({ service }: Standing): boolean {
  const { deployments = [], desiredCount = 0, runningCount = 0, pendingCount = 0 } = service
  const [only] = deployments
  return (
    deployments.length === 1 &&
    only?.rolloutState === 'COMPLETED' &&
    runningCount === desiredCount &&
    pendingCount === 0
  )
}

/**
 * A service as Terraform left it: at 0, on a revision of Terraform's, with nothing ever started. One that somebody scaled to
 * 0 has a past: a revision of ours, an event of started tasks, or a second deployment.
 */
export function hasNeverRun({ service, live, past, everAsked }: Standing): boolean {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, events = [] } = service
  // every 6 hours one says that it is steady, and drives out what was before
  const areAll = events.length < EVENTS
  return (
    desiredCount + runningCount + pendingCount === 0 &&
    provenanceOf(live.tags).version === undefined &&
    !events.some(({ message = '' }) => / has started \d+ tasks/.test(message)) &&
    (everAsked === false || (areAll && (past?.length ?? 0) <= 1))
  )
}

/** How many events of a service ECS keeps (Amazon ECS Developer Guide, "service event messages"). */
const EVENTS = 100

/** The last deployment failed, and ECS neither goes on with it nor takes it back: nothing comes of waiting. */
export function isGivenUp({ service, past }: Standing): boolean {
  if (primary({ service })?.rolloutState !== 'FAILED') return false
  const [newest] = past ?? []
  return newest === undefined ? !rollsBack({ service }) : isEnded(newest)
}

/**
 * Tasks that started within so many ms and that no deployment brought: the one that was wanted more, or the one that took the place
 * of one that ended. ECS keeps a hundred events of a service; where its end is not among them, the deployment is older than they are.
 */
export function newcomers({ service }: Standing, tasks: readonly Task[], at: number, within: number): Task[] {
  const completed = service.events?.find(({ message = '' }) => COMPLETED.test(message))?.createdAt
  const since = Math.max(at - within, Number(completed ?? 0))
  return tasks.filter(({ startedAt }) => Number(startedAt ?? 0) > since)
}

/** The name of the revision whose deployment has not ended yet. */
export function underWay({ service, liveRevision }: Standing): string | undefined {
  return primary({ service })?.rolloutState === 'IN_PROGRESS' && (service.desiredCount ?? 0) > 0
    ? liveRevision.name
    : undefined
}
