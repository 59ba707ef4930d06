/** What has to be done for a service to run an image or a revision, given how it stands. Pure. */
import type { PushedImage } from '../image/reference.ts'
import {
  type Document,
  documentOf,
  isSame,
  type Provenance,
  provenanceOf,
  type Recorded,
  type Revision,
  revisionOf,
} from '../revision/document.ts'
import type { Choice } from '../revision/history.ts'
import { primary } from '../rollout/snapshot.ts'
import type { Standing } from '../rollout/survey.ts'

export type Step =
  /** It already runs what is wanted. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  /** Somebody scaled it to 0, and the run may not go on with that. */
  | { readonly kind: 'no-tasks' }
  /** It stands on what is wanted and is not done with it: an earlier run began, this one watches the end. */
  | { readonly kind: 'adopt' }
  | { readonly kind: 'use'; readonly revision: Revision; readonly raiseTo?: number }
  | { readonly kind: 'register'; readonly document: Document; readonly raiseTo?: number }
  /** An INACTIVE revision has to be registered again before a service can use it. */
  | { readonly kind: 'revive'; readonly recorded: Recorded }

/** For a deploy: the shape is the family's latest, the image is ours. */
export function stepToImage(
  standing: Standing,
  image: PushedImage,
  provenance: Provenance,
  allowNoTasks: boolean,
): Step {
  const { entry, live, latest } = standing
  const document = documentOf(latest, entry.container, image, provenance)
  const first = hasNeverRun(standing)
  if (isIdle(standing) && !first && !allowNoTasks) return { kind: 'no-tasks' }
  if (isSame(document, live) && !first) return isSettled(standing) ? unchanged(live) : { kind: 'adopt' }
  const raise = first ? { raiseTo: entry.initialCount } : {}
  if (isSame(document, latest)) return { kind: 'use', revision: revisionOf(latest, entry.container), ...raise }
  return { kind: 'register', document, ...raise }
}

/** For a rollback: a revision that was successful, as it was registered then. */
export function stepToRelease(standing: Standing, choice: Choice, allowNoTasks: boolean): Step {
  if (choice.kind === 'stay') {
    const onItsWay = choice.arrived && !isIdle(standing) && !isSettled(standing)
    return onItsWay ? { kind: 'adopt' } : { kind: 'unchanged', reason: choice.reason }
  }
  if (isIdle(standing) && !allowNoTasks) return { kind: 'no-tasks' }
  const { revision, recorded } = choice.release
  return recorded.definition.status === 'INACTIVE' ? { kind: 'revive', recorded } : { kind: 'use', revision }
}

function unchanged({ tags }: Recorded): Step {
  const { version } = provenanceOf(tags)
  return { kind: 'unchanged', reason: `already runs this image${version === undefined ? '' : `, since ${version}`}` }
}

const isIdle = ({ service }: Standing) => (service.desiredCount ?? 0) === 0

/** Nothing under way, and as many tasks as are wanted. */
function isSettled({ service }: Standing): boolean {
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
function hasNeverRun({ service, live, deployments }: Standing): boolean {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, events = [] } = service
  return (
    desiredCount + runningCount + pendingCount === 0 &&
    provenanceOf(live.tags).version === undefined &&
    !events.some(({ message = '' }) => / has started \d+ tasks/.test(message)) &&
    (deployments?.length ?? 0) <= 1
  )
}

/** A deployment of somebody else's that has not ended yet. */
export function underWay({ service, liveRevision }: Standing): string | undefined {
  const leading = primary({ service })
  return leading?.rolloutState === 'IN_PROGRESS' && (service.desiredCount ?? 0) > 0 ? liveRevision.name : undefined
}
