/** The releases of a service, as ECS remembers them, and which of them a rollback means. Pure. */
import { compare, valid } from 'semver'
import { Failure } from '../failure/failure.ts'
import { commitTag, shortSha, tagOf } from '../image/reference.ts'
import type { Provenance, Recorded, Revision } from './document.ts'
import type { Target } from './target.ts'

/** A revision whose service deployment was SUCCESSFUL. */
export interface Release {
  readonly revision: Revision
  readonly recorded: Recorded
  readonly provenance: Partial<Provenance>
  /** Versions that it was released as later, unchanged. */
  readonly also?: readonly string[]
  /** When the service came to it first and last, epoch ms. */
  readonly first: number
  readonly at: number
  /** Whether the registry still has the image; undefined where that cannot be known (an image of another registry). */
  readonly imageHeld: boolean | undefined
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
export function arrivals(successes: readonly Success[]): Map<string, Pick<Release, 'first' | 'at'>> {
  const arrived = new Map<string, { first: number; at: number }>()
  let row: string | undefined
  for (const { taskDefinition, at } of successes) {
    const known = arrived.get(taskDefinition)
    if (known === undefined) row = taskDefinition
    else if (row !== taskDefinition) row = undefined
    arrived.set(taskDefinition, { first: at, at: row === undefined ? (known?.at ?? at) : at })
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
  /** Whether a rollout to it is under way. */
  readonly moving?: boolean
  /** Newest first; each revision once. */
  readonly releases: readonly Release[]
  /** Digests that the registry holds under the version or tag that is asked for. */
  readonly meant?: ReadonlySet<string>
}

export type Choice =
  | { readonly kind: 'go'; readonly release: Release }
  /** The service was not part of it, or (`arrived`) already stands where the rollback leads. */
  | { readonly kind: 'stay'; readonly reason: string; readonly arrived?: Release }

/**
 * Where each service goes. Services are one system: a release is a version, and a service that was not part of it stays on, or
 * goes back to, the newest successful revision that is not newer than that version.
 */
export function chooseReleases(histories: readonly History[], target: Target): Map<string, Choice> {
  switch (target.kind) {
    case 'last-good':
      return lastGood(histories)
    case 'version':
      return toVersion(histories, target.version)
    case 'tag':
      return byRelease(
        histories,
        target.tag,
        (release, history) =>
          carries(release.provenance, target.tag) || (isNamed(histories) && isMeant(history, release)),
      )
    case 'revision': {
      const wanted = `:${target.revision}`
      const named = `${target.family ?? ''}${wanted}`
      return byRelease(
        histories,
        `revision ${target.family === undefined ? target.revision : named}`,
        ({ revision }) => (target.family === undefined ? revision.name.endsWith(wanted) : revision.name === named),
      )
    }
    default:
      return target satisfies never
  }
}

/** What a service has to be moved to: also what it stood on already, where somebody moved it since. */
export function leadsTo(choice: Choice, live: Pick<Revision, 'arn'>): Release | undefined {
  if (choice.kind === 'go') return choice.release
  return choice.arrived?.revision.arn === live.arn ? undefined : choice.arrived
}

/** The version of a rollback: that of the newest release it leads to or, where all are there already, stands on. */
export function aimOf(choices: ReadonlyMap<string, Choice>): { version: string; commit: string } {
  const all = [...choices.values()]
  const ahead = all.flatMap(choice => (choice.kind === 'go' ? [choice.release] : []))
  const reached = all.flatMap(choice => (choice.kind === 'stay' && choice.arrived ? [choice.arrived] : []))
  const [newest] = (ahead.length > 0 ? ahead : reached).sort((a, b) => b.at - a.at)
  return { version: newest?.provenance.version ?? '', commit: newest?.provenance.commit ?? '' }
}

/**
 * As one goes back through pages: what came after a revision is left behind when the service goes back to that, and a rollback never
 * leads forward to it.
 */
function behind({ live, releases }: History): Release[] {
  const lasted = (release: Release) => (release.revision.arn === live.arn ? Number.MAX_VALUE : release.at)
  return releases.filter(each => releases.some(other => other.first < each.first && lasted(each) < lasted(other)))
}

/** A rollout under way that goes back: an earlier run began it. */
function isGoingBack(history: History): boolean {
  const live = standsOn(history)
  return history.moving === true && live !== undefined && behind(history).some(({ at }) => at > live.at)
}

/** Undefined where it never ran well. */
const standsOn = ({ live, releases }: History): Release | undefined =>
  releases.find(({ revision }) => revision.arn === live.arn)

/**
 * The release before the newest change: the newest other version that leads anywhere, meant for all services, since those that
 * did not take part in the change stand on it already. Without versions only the service that changed last goes back.
 */
function lastGood(all: readonly History[]): Map<string, Choice> {
  const histories = all.map(history => ({
    ...history,
    releases: history.releases.filter(each => !behind(history).includes(each)),
  }))
  const back = all.find(isGoingBack)
  if (back?.live.version !== undefined) return toVersion(histories, back.live.version)
  if (back)
    return everyone(all, history => {
      const arrived = history === back ? standsOn(history) : undefined
      return arrived ? go(history, arrived) : { kind: 'stay', reason: 'did not change last' }
    })
  const changes = histories.flatMap(history => {
    const live = standsOn(history)
    const before = history.releases.find(
      ({ revision, imageHeld }) => revision.arn !== history.live.arn && imageHeld !== false,
    )
    // a live revision without success came after those with it
    return before ? [{ history, at: live?.at ?? Number.MAX_VALUE, before }] : []
  })
  const [last] = changes.sort((a, b) => b.at - a.at)
  if (!last) throw noTarget('There is no earlier successful release to go back to.', all)
  if (last.before.provenance.version !== undefined) {
    const version = versionsByTime(histories).find(
      each => each !== last.history.live.version && leadsAnywhere(histories, each),
    )
    if (version !== undefined) return toVersion(histories, version)
  }
  return everyone(histories, history =>
    history === last.history ? go(history, last.before) : { kind: 'stay', reason: 'did not change last' },
  )
}

function versionsByTime(histories: readonly History[]): string[] {
  const releases = histories.flatMap(history => history.releases).sort((a, b) => b.at - a.at)
  return [...new Set(releases.flatMap(({ provenance }) => provenance.version ?? []))]
}

function leadsAnywhere(histories: readonly History[], version: string): boolean {
  const moves = histories
    .map(history => ({ live: history.live, release: releaseFor(history, version) }))
    .filter(({ live, release }) => release !== undefined && release.revision.arn !== live.arn)
  return moves.length > 0 && moves.every(({ release }) => release?.imageHeld !== false)
}

function toVersion(histories: readonly History[], version: string): Map<string, Choice> {
  const named = isNamed(histories)
  const known = histories.some(({ releases }) => releases.some(release => isVersion(release, version)))
  if (!known && !named) throw noTarget(`No service was ever deployed successfully as ${version}.`, histories)
  return everyone(histories, history => {
    const release = releaseFor(history, version, named)
    return release ? go(history, release) : { kind: 'stay', reason: `was not part of ${version}` }
  })
}

/** Whether the registry holds an image of it under the name that is asked for. */
const isMeant = ({ meant }: History, { revision: { containers, released } }: Release): boolean =>
  containers.some(({ name, digest }) => released.includes(name) && digest !== undefined && meant?.has(digest) === true)

/**
 * Whether what the registry calls so ran well everywhere: where it holds an image of that name that never did, the release of
 * that name failed, and the others only share its name.
 */
function isNamed(histories: readonly History[]): boolean {
  const named = histories.filter(({ meant }) => (meant?.size ?? 0) > 0)
  return named.length > 0 && named.every(history => history.releases.some(release => isMeant(history, release)))
}

const isVersion = ({ provenance, also }: Release, version: string) =>
  provenance.version === version || also?.includes(version) === true

/** By the revision's own tags, else because the registry gave its image that name afterwards, else the newest before it. */
function releaseFor(history: History, version: string, named = false): Release | undefined {
  const { releases } = history
  const own =
    releases.find(({ provenance }) => provenance.version === version) ??
    releases.find(release => isVersion(release, version))
  const meant = named ? releases.find(release => isMeant(history, release)) : undefined
  const [newest] = releases
    .filter(({ provenance }) => isAtMost(provenance.version, version))
    .sort((a, b) => compare(b.provenance.version ?? '0.0.0', a.provenance.version ?? '0.0.0') || b.at - a.at)
  return own ?? meant ?? newest
}

/** A tag or revision may belong to some services only: the others stay. */
function byRelease(
  histories: readonly History[],
  wanted: string,
  matches: (release: Release, history: History) => boolean,
): Map<string, Choice> {
  const found = new Map(
    histories.map(history => [history, history.releases.find(release => matches(release, history))]),
  )
  if (![...found.values()].some(Boolean)) {
    throw noTarget(`No service was ever deployed successfully as ${wanted}.`, histories)
  }
  return everyone(histories, history => {
    const release = found.get(history)
    return release ? go(history, release) : { kind: 'stay', reason: `was not part of ${wanted}` }
  })
}

function go(history: History, release: Release): Choice {
  if (release.revision.arn === history.live.arn) {
    return {
      kind: 'stay',
      reason: `already on ${release.provenance.version ?? release.revision.name}`,
      arrived: release,
    }
  }
  if (release.imageHeld === false) {
    throw noTarget(`The image of ${release.revision.name} (${release.revision.image}) is no longer in ECR.`, [history])
  }
  return { kind: 'go', release }
}

const everyone = (histories: readonly History[], choose: (history: History) => Choice) =>
  new Map(histories.map(history => [history.name, choose(history)]))

function carries({ version, commit }: Partial<Provenance>, tag: string): boolean {
  if (commit === undefined) return false
  const full = version === undefined ? undefined : `${tagOf(version)}-${shortSha(commit)}`
  return tag === full || tag === commitTag(commit) || (/^[0-9a-f]{7,40}$/.test(tag) && commit.startsWith(tag))
}

const isAtMost = (version: string | undefined, limit: string) =>
  version !== undefined && valid(version) !== null && valid(limit) !== null && compare(version, limit) <= 0

function noTarget(message: string, histories: readonly History[]): Failure {
  const lines = histories.flatMap(({ name, live, releases }) =>
    releases
      .filter(({ imageHeld, revision }) => imageHeld !== false && revision.arn !== live.arn)
      .slice(0, 10)
      .map(({ revision, provenance, at }) => {
        const commit = provenance.commit ? ` (${shortSha(provenance.commit)})` : ''
        return `${name}: ${provenance.version ?? 'no version'}${commit}, ${revision.name}, ${new Date(at).toISOString()}`
      }),
  )
  return new Failure({
    code: 'EVK-330',
    title: 'Nowhere to roll back to',
    message,
    advice: lines.length === 0 ? 'No earlier release is known.' : `Releases to go back to:\n${lines.join('\n')}`,
  })
}
