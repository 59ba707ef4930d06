/** The releases of a service, as ECS remembers them. Pure. */
import type { Provenance, Recorded, Revision } from './document.ts'

/** A revision whose service deployment was SUCCESSFUL. */
export interface Release {
  readonly revision: Revision
  readonly recorded: Recorded
  /** Empty where it is hand-made: what its tags say is not so. */
  readonly provenance: Partial<Provenance>
  readonly handMade?: HandMade
  /** Versions that it was released as later, unchanged. */
  readonly also?: readonly string[]
  /** `app:41` of each that it was registered as, the same again; default: of its own alone. */
  readonly copies?: readonly string[]
  /** When the service came to it first and last, epoch ms. */
  readonly first: number
  readonly at: number
  /** When it was there last before that; undefined where it came but once. */
  readonly earlier?: number
  /** It was deployed with no task, and ECS does not show that a task of it ran later. */
  readonly isUnproven?: boolean
  /** Without a version and of another repository than what runs: perhaps a placeholder, to which a rollback goes by its name alone. */
  readonly isForeign?: boolean
  /** Whether the registry still has the image; undefined where that cannot be known (an image of another registry). */
  readonly imageHeld: boolean | undefined
}

/** Of a revision that carries a release's tags and is not of it. */
export interface HandMade {
  readonly version: string
  /** `app:41`, the release's own; undefined where that is not known. */
  readonly original?: string
}

/** A service deployment that was SUCCESSFUL. */
export interface Success {
  readonly taskDefinition: string
  /** When it ended, epoch ms. */
  readonly at: number
}

/**
 * When a service came to each revision, of its successes, newest first: the last time is the first of its newest unbroken row. A restart
 * or a change by Terraform gives new tasks to a revision that is there, which is no new release.
 */
export function arrivals(successes: readonly Success[]): Map<string, Pick<Release, 'first' | 'at' | 'earlier'>> {
  const arrived = new Map<string, { first: number; at: number; earlier?: number }>()
  let row: string | undefined
  for (const { taskDefinition, at } of successes) {
    const known = arrived.get(taskDefinition)
    if (known === undefined) row = taskDefinition
    else if (row !== taskDefinition) row = undefined
    const earlier = known && row === undefined ? (known.earlier ?? at) : known?.earlier
    const last = row === undefined ? (known?.at ?? at) : at
    arrived.set(taskDefinition, { first: at, at: last, ...(earlier === undefined ? {} : { earlier }) })
  }
  return arrived
}

/**
 * When a service came to a revision first. ECS forgets: what was registered before the oldest deployment that it would remember
 * (`remembered`, epoch ms) may have run before all that it tells of, and did so in the order in which revisions were registered.
 */
export function firstArrival(told: number, registeredAt: Date | undefined, remembered: number): number {
  const registered = Number(registeredAt ?? told)
  return registered < remembered ? Math.min(told, registered) : told
}

export interface History {
  readonly name: string
  /** The revision the service stands on now. */
  readonly live: Revision
  /** What the tags of that say, where it is so. */
  readonly provenance?: Partial<Provenance>
  readonly handMade?: HandMade
  /** When the deployment to it began, by the service's own record; epoch ms. */
  readonly began?: number | undefined
  /** Whether a rollout to it is under way. */
  readonly moving?: boolean
  /** Of what never ran well and gives way to it: ECS takes it back. */
  readonly fled?: Partial<Provenance> | undefined
  /** Newest first; each revision once. */
  readonly releases: readonly Release[]
  /** Digests that the registry holds under the version or tag that is asked for. */
  readonly meant?: ReadonlySet<string>
  /** What became of what is asked for, where it never ran well here; undefined where it was never tried. */
  readonly attempt?: Attempt | undefined
}

/** `at zero`: the service was to run no task of it, which proves nothing. */
export type Attempt = 'failed' | 'at zero'

/** Whether the registry holds an image of it under the name that is asked for. */
export const isMeant = (
  { meant }: Pick<History, 'meant'>,
  { revision: { containers, released }, handMade }: Pick<Release, 'revision' | 'handMade'>,
): boolean =>
  handMade === undefined &&
  containers.some(({ name, digest }) => released.includes(name) && digest !== undefined && meant?.has(digest) === true)

export const isVersion = ({ provenance, also }: Pick<Release, 'provenance' | 'also'>, version: string): boolean =>
  provenance.version === version || also?.includes(version) === true

/**
 * As one goes back through pages: what came after a revision is left behind when the service goes back to that, and a rollback never
 * leads forward to it.
 */
export function behind({ live, releases }: History): Release[] {
  const lasted = (release: Release) => (release.revision.arn === live.arn ? Number.MAX_VALUE : release.at)
  return releases.filter(each => releases.some(other => other.first < each.first && lasted(each) < lasted(other)))
}

/** Undefined where it never ran well. */
export const standsOn = ({ live, releases }: History): Release | undefined =>
  releases.find(({ revision }) => revision.arn === live.arn)

/** What it stands on, as a release. */
export const releaseOf = (history: History): Identity =>
  standsOn(history)?.provenance ?? history.provenance ?? { version: history.live.version }

export type Identity = { readonly version?: string | undefined; readonly commit?: string | undefined }

/** Parts may have versions of their own, which may be alike: the commit tells them apart. */
export const isSame = (one: Identity, other: Identity): boolean =>
  one.version !== undefined &&
  one.version === other.version &&
  (one.commit === other.commit || one.commit === undefined || other.commit === undefined)

/** Whether two services were part of one release ever: versions of others count by themselves. */
export const shareRelease = (one: History, other: History): boolean =>
  one.releases.some(a =>
    other.releases.some(
      b =>
        isSame(a.provenance, b.provenance) ||
        namesOf(a).some(name => name !== undefined && b.also?.includes(name)) ||
        namesOf(b).some(name => name !== undefined && a.also?.includes(name)),
    ),
  )

const namesOf = ({ provenance, also = [] }: Release) => [provenance.version, ...also]
