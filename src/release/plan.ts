/**
 * What has to be done for services to run an image or a revision, given how they stand. Pure: made once before anything is built,
 * and again for each service when its turn comes.
 */
import type { Fault } from '../failure/failure.ts'
import type { PushedImage } from '../image/reference.ts'
import { isFor } from '../image/source.ts'
import { builtIn } from '../request/manifest.ts'
import { waves } from '../request/order.ts'
import type { Entry } from '../request/service.ts'
import type { Choice } from '../revision/choice.ts'
import { leadsTo } from '../revision/choose.ts'
import { leftBehind, spread } from '../revision/container.ts'
import {
  changesBetween,
  changesOf,
  type Document,
  documentOf,
  familyOf,
  isOfOneRelease,
  isSame,
  madeAgain,
  type Provenance,
  platformOf,
  provenanceOf,
  type Recorded,
  type Revision,
  revisionOf,
} from '../revision/document.ts'
import { overridden } from '../revision/override.ts'
import { shapeFaults } from '../rollout/readiness.ts'
import {
  calledIn,
  hasNeverRun,
  isGivenUp,
  isIdle,
  isSettled,
  running,
  type Standing,
  underWay,
} from '../rollout/standing.ts'
import { faultsOf, platformFaults, zeroFaults } from './against.ts'

export type Goal =
  /** By the image's name; undefined: they are not built yet. */
  | {
      readonly kind: 'image'
      readonly images: ReadonlyMap<string, PushedImage> | undefined
      readonly provenance: Provenance
    }
  /** `counted`: whether the manifest says how many tasks; a rollback leaves them as many as they are. */
  | { readonly kind: 'release'; readonly choice: Choice; readonly counted?: boolean }
  /** The revision it stands on, with new tasks. */
  | { readonly kind: 'restart' }

/** One service of the release: what is wanted of it, and how it stands. */
export interface Part {
  readonly entry: Entry
  readonly goal: Goal
  readonly standing: Standing
  /** A service of the manifest that is not part of this release stands on the same family. */
  readonly shared?: boolean
  /** What the manifest says that its revisions start from. */
  readonly template?: Recorded | undefined
  /** What stands against it already, so that nothing more can be said of it. */
  readonly against?: readonly Fault[]
  /** What those of its images that are built here were made for, as docker calls it; undefined where none is. */
  readonly platforms?: readonly string[] | undefined
  /** Whether it gets new tasks where it runs what is wanted already. */
  readonly anew?: boolean
}

export type Step =
  /** Which image it is to run is known once that is built. */
  | { readonly kind: 'build' }
  /** It already runs what is wanted, which its tasks have to show; not `proven`: it is no part of the release. */
  | { readonly kind: 'unchanged'; readonly reason: string; readonly proven: boolean }
  /** Somebody scaled it to 0: nothing is moved, or the run may not go on with that. */
  | { readonly kind: 'no-tasks' }
  /** It stands on what is wanted and is not done with it: an earlier run began, this one watches the end. */
  | { readonly kind: 'adopt' }
  /** `count`: how many tasks it is to have from then on, where that changes. */
  | { readonly kind: 'use'; readonly revision: Revision; readonly count?: number }
  | { readonly kind: 'restart'; readonly count?: number }
  | { readonly kind: 'register'; readonly document: Document; readonly count?: number }
  /** An INACTIVE revision has to be registered again before a service can use it. */
  | { readonly kind: 'revive'; readonly recorded: Recorded; readonly count?: number }

export interface Planned extends Part {
  readonly step: Step
  /** What it changes besides the image: `memory 1024 → 2048`; empty for nothing. */
  readonly alsoChanges: string
  /** Containers of the same repository that stay on another image. */
  readonly leftBehind: readonly string[]
  /** What stands against it. */
  readonly faults: readonly Fault[]
}

export interface Plan {
  /** In the order of the needs; those of one wave go together. */
  readonly waves: readonly (readonly Planned[])[]
  /** What stands against all of it. */
  readonly faults: readonly Fault[]
}

export function planOf(parts: readonly Part[]): Plan {
  const planned = parts.map(part => planFor(part, parts))
  return {
    waves: waves(parts.map(({ entry }) => entry)).map(wave => planned.filter(({ entry }) => wave.includes(entry))),
    faults: planned.flatMap(({ faults }) => faults),
  }
}

/** Whether a service at 0 is to have tasks by the end of the run. */
export const getsTasks = (planned: Planned): boolean =>
  planned.step.kind === 'build' ? !countOf(planned).stays : planned.step.kind !== 'no-tasks'

/** Those that wait for their images have them now. */
export const withImages = (parts: readonly Part[], images: ReadonlyMap<string, PushedImage>): Part[] =>
  parts.map(part => {
    if (part.goal.kind !== 'image') return part
    const template = templateOf(part, parts)
    return { ...part, goal: { ...part.goal, images }, platforms: template && madeFor(part.entry, platformOf(template)) }
  })

/** What all of them were made for: the template's own platform, where the manifest names no others. */
function madeFor(entry: Entry, own: string): string[] | undefined {
  const [first, ...others] = builtIn([entry]).map(({ build }) => build.platforms ?? [own])
  return first?.filter(each => others.every(given => isFor(given, each)))
}

/** One service among the others of its release. */
export function planFor(part: Part, all: readonly Part[]): Planned {
  const { entry, goal, standing, against = [] } = part
  const nothing = { alsoChanges: '', leftBehind: [], faults: [] }
  if (against.length > 0) return { ...part, ...nothing, faults: against, step: { kind: 'build' } }
  if (goal.kind !== 'image') return planAsIs(part, goal, all)
  const template = templateOf(part, all)
  const faults = [...faultsOf(part, template, countOf(part).counted.count), ...platformFaults(part, template)]
  if (goal.images === undefined || template === undefined)
    return { ...part, ...nothing, faults, step: { kind: 'build' } }
  const containers = template.definition.containerDefinitions ?? []
  const images = spread(containers, entry, imagesFor(entry, goal.images))
  const provenance = madeAgain(goal.provenance, [
    running(standing),
    standing.live,
    ...(standing.latest ? [standing.latest] : []),
  ])
  const document = overridden(
    documentOf(template, images, provenance, calledIn(standing.place)),
    entry.container,
    entry.override,
  )
  const step = movable(part, stepToDocument(part, document))
  if (step.kind !== 'use' && step.kind !== 'register') return { ...part, ...nothing, faults, step }
  return {
    ...part,
    step,
    faults,
    alsoChanges: changesOf(document, running(standing), [...images.keys()]),
    leftBehind: leftBehind(containers, entry),
  }
}

/** A revision that is there already, none of which is made anew. */
function planAsIs(part: Part, goal: Exclude<Goal, { kind: 'image' }>, all: readonly Part[]): Planned {
  const { standing } = part
  const wanted = (goal.kind === 'release' && leadsTo(goal.choice, standing.liveRevision)?.recorded) || standing.live
  const idle = goal.kind === 'restart' && isIdle(standing)
  const bare: Step = goal.kind === 'release' ? stepToRelease(part, goal, all) : { kind: idle ? 'no-tasks' : 'restart' }
  const step = movable(part, bare)
  const isMoved = moves({ step })
  return {
    ...part,
    step,
    alsoChanges: isMoved ? changesBetween(running(standing), wanted, part.entry) : '',
    leftBehind: [],
    faults: [
      ...(goal.kind === 'release' && goal.counted ? zeroFaults(part.entry) : []),
      ...(isMoved ? shapeFaults(standing, wanted, countIn(step)) : []),
    ],
  }
}

/** By container. */
function imagesFor({ images }: Entry, pushed: ReadonlyMap<string, PushedImage>): Map<string, PushedImage> {
  return new Map(
    [...images].map(([container, { name }]) => {
      const image = pushed.get(name)
      if (image === undefined) throw new Error(`no image ${name}`)
      return [container, image] as const
    }),
  )
}

/** As the manifest says; else where a release starts from, and of a family that several services of the manifest share each keeps its own. */
export function templateOf(
  { standing, shared = false, template }: Pick<Part, 'standing' | 'shared' | 'template'>,
  all: readonly Pick<Part, 'standing'>[],
): Recorded | undefined {
  if (template !== undefined) return template
  const family = ({ standing: each }: Pick<Part, 'standing'>) => familyOf(each.liveRevision.arn)
  const sharing = all.filter(each => family(each) === familyOf(standing.liveRevision.arn))
  return shared || sharing.length > 1 ? running(standing) : (standing.origin ?? standing.latest)
}

/** How many tasks the manifest wants, where it `counts`. `first`: it never ran, so that it has none is nobody's will. */
function countOf({ entry, standing }: Part, counts = true) {
  const { service } = standing
  const daemon = service.schedulingStrategy === 'DAEMON'
  // who says that it has none has said so of its first deploy, too
  const asked = entry.desiredCount ?? entry.initialCount
  const first = counts && hasNeverRun(standing) && (daemon || asked > 0)
  const wanted = !counts || daemon || entry.desiredCount === service.desiredCount ? undefined : entry.desiredCount
  const count = wanted ?? (first && !daemon ? entry.initialCount : undefined)
  const stays = isIdle(standing) && !first && !entry.mayStandAtZero && !wanted
  return { first, wanted, stays, counted: count === undefined ? {} : { count } }
}

function stepToDocument(part: Part, document: Document): Step {
  const { entry, standing } = part
  const { live, latest } = standing
  const { first, wanted, stays, counted } = countOf(part)
  if (stays) return { kind: 'no-tasks' }
  const same = isSame(document, live)
  if (same && !first && wanted === undefined) return stepToStay(standing, unchanged(live))
  if (same && wanted !== undefined) return stepToCount(standing, counted)
  // what was registered beside has no version that a rollback could find it by, or that of another release
  const isThis = latest && provenanceOf(latest.tags).version && isOfOneRelease({ tags: document.tags ?? [] }, latest)
  const findable = latest && (same || isThis)
  if (findable && isSame(document, latest)) return { kind: 'use', revision: revisionOf(latest, entry), ...counted }
  return { kind: 'register', document, ...counted }
}

const goesBack = ({ goal, standing }: Part) =>
  goal.kind === 'release' && leadsTo(goal.choice, standing.liveRevision) !== undefined

/** It stands on what is wanted, and is to have another number of tasks: no more of what ECS has given up. */
const stepToCount = (standing: Standing, counted: { readonly count?: number }): Step =>
  isGivenUp(standing) ? { kind: 'restart', ...counted } : { kind: 'use', revision: standing.liveRevision, ...counted }

/** It stands on what is wanted. What ECS has given up, and takes back no more, is ordered again. */
function stepToStay(standing: Standing, settled: Step): Step {
  if (isIdle(standing)) return { kind: 'no-tasks' }
  if (isSettled(standing)) return settled
  return isGivenUp(standing) ? { kind: 'restart' } : { kind: 'adopt' }
}

/** With new tasks where those are asked for, which a rollout that is under way brings anyway; and of a revision that ECS may use. */
function movable({ anew = false, standing }: Part, step: Step): Step {
  const { live, liveRevision } = standing
  const isAnew = anew && ((step.kind === 'unchanged' && step.proven) || (step.kind === 'adopt' && !underWay(standing)))
  const stands = isAnew || step.kind === 'restart' || (step.kind === 'use' && step.revision.arn === liveRevision.arn)
  if (!stands) return step
  const counted = 'count' in step ? { count: step.count } : {}
  if (live.definition.status === 'INACTIVE') return { kind: 'revive', recorded: live, ...counted }
  return anew || step.kind === 'restart' ? { kind: 'restart', ...counted } : step
}

/** A revision that was successful, or is named, as it was registered then. */
function stepToRelease(
  part: Part,
  { choice, counted: counts = false }: Extract<Goal, { kind: 'release' }>,
  all: readonly Part[],
): Step {
  const { entry, standing } = part
  const { first, wanted, stays, counted } = countOf(part, counts)
  const release = leadsTo(choice, standing.liveRevision)
  if (release === undefined) {
    const { reason = '', arrived = undefined } = choice.kind === 'stay' ? choice : {}
    if (arrived === undefined) return { kind: 'unchanged', reason, proven: false }
    if (first || wanted !== undefined) return stepToCount(standing, counted)
    // nothing is wanted of it, so that it keeps no other from going back
    if (!counts && isIdle(standing) && !entry.mayStandAtZero && all.some(goesBack))
      return { kind: 'unchanged', reason: `${reason}, and stands at 0 tasks`, proven: false }
    return stepToStay(standing, { kind: 'unchanged', reason, proven: true })
  }
  if (stays) return { kind: 'no-tasks' }
  const { revision, recorded } = release
  return recorded.definition.status === 'INACTIVE'
    ? { kind: 'revive', recorded, ...counted }
    : { kind: 'use', revision, ...counted }
}

function unchanged({ tags }: Recorded): Step {
  const { version } = provenanceOf(tags)
  const reason = `already runs this image${version === undefined ? '' : `, since ${version}`}`
  return { kind: 'unchanged', reason, proven: true }
}

/** How many tasks it orders, where that changes. */
export const countIn = (step: Step): number | undefined => ('count' in step ? step.count : undefined)

/** Whether carrying it out tells ECS to move the service. */
export const moves = ({ step }: Pick<Planned, 'step'>): boolean =>
  ['use', 'register', 'revive', 'restart'].includes(step.kind)

/**
 * How long ECS's limits make the start of so many services take: it takes 20 new revisions at once and one a second, 50 moves at
 * once and five a second (Amazon ECS API Reference, "Request throttling for the Amazon ECS API").
 */
export function startSeconds(wave: readonly Planned[]): number {
  const revisions = wave.filter(({ step }) => step.kind === 'register' || step.kind === 'revive').length
  return Math.max(0, revisions - 20, Math.ceil((wave.filter(moves).length - 50) / 5))
}
