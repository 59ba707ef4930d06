/** What a rollback without a target means: the newest release is undone. Pure. */
import { type Choice, everyone, go, noTarget } from './choice.ts'
import {
  behind,
  type History,
  type Identity,
  isSame,
  type Release,
  releaseOf,
  shareRelease,
  standsOn,
} from './history.ts'

/**
 * The newest release is undone: each service that stands on it goes back to what it ran before, since services are one system.
 * Where the newest change was a return, what that left is left by all that still stand on it.
 */
export function lastGood(all: readonly History[]): Map<string, Choice> {
  const [newest] = all
    .filter(history => leftBy(history).length > 0 || hasBefore(history))
    .sort((a, b) => Number(isReturning(b)) - Number(isReturning(a)) || changedAt(b) - changedAt(a))
  if (newest === undefined) throw noTarget('There is no earlier successful release to go back to.', all)
  const left = leftBy(newest)
  const rest = all.filter(each => each !== newest && isOneOf(releaseOf(each), left) && before(each, left).length > 0)
  if (isReturning(newest) || rest.length > 0) return undo(all, rest, left)
  const [last = newest] = all
    .filter(history => releaseOf(history).version !== undefined || hasBefore(history))
    .sort((a, b) => releasedAt(b) - releasedAt(a))
  const undone = releaseOf(last)
  const group = all.filter(history => history === last || isSame(releaseOf(history), undone))
  if (!group.some(hasBefore)) {
    const names = group.map(({ name }) => name).join(', ')
    const left = [...new Set(group.flatMap(leftBy).flatMap(({ version }) => version ?? []))]
    const newest = undone.version ?? 'The newest release'
    const what =
      left.length === 0
        ? `${newest} is the newest release and the first of ${names}.`
        : `${left.join(', ')} was left for ${newest}, and nothing of ${names} ran before that: name the release that is meant in \`to\`.`
    throw noTarget(what, all)
  }
  return undo(all, group, [undone])
}

function undo(all: readonly History[], group: readonly History[], undone: readonly Identity[]): Map<string, Choice> {
  const strict = new Map(group.map(history => [history, before(history, undone)]))
  const found = [...strict.values()].some(({ length }) => length > 0)
  const moves = newestHeld(found ? strict : new Map(group.map(history => [history, behindLive(history)])))
  if (moves === undefined) {
    const names = group.map(({ name }) => name).join(', ')
    throw noTarget(`There is no earlier successful release of ${names} whose image is still in ECR.`, all)
  }
  const reached = [...moves.values()].map(({ release }) => release.provenance)
  return everyone(all, history => {
    const way = moves.get(history)
    if (way) return withPassed(go(history, way.release), way.passed)
    if (group.includes(history)) return { kind: 'stay', reason: 'has no earlier release' }
    const live = standsOn(history)
    const isBack = isReturning(history) || leftBy(history).some(each => isOneOf(each, undone))
    // those of the same line are part of what is restored
    const isThere = isOneOf(releaseOf(history), reached) || group.some(each => shareRelease(each, history))
    return live && (isBack || isThere) ? go(history, live) : { kind: 'stay', reason: 'did not change last' }
  })
}

const withPassed = (choice: Choice, passed: readonly Release[]): Choice =>
  choice.kind === 'go' && passed.length > 0 ? { ...choice, passed } : choice

interface Way {
  readonly release: Release
  readonly passed: readonly Release[]
}

/**
 * The newest of each. A release of which the registry has lost an image is lost to all; undefined where it leaves a service nothing
 * to go back to.
 */
function newestHeld(earlier: ReadonlyMap<History, readonly Release[]>): Map<History, Way> | undefined {
  const lost: Release[] = []
  for (;;) {
    const gone = lost.map(({ provenance }) => provenance)
    const left = [...earlier].map(([history, found]) => {
      const kept = found.filter(each => !lost.includes(each) && !isOneOf(each.provenance, gone))
      return { history, found, kept }
    })
    if (left.some(({ found, kept }) => kept.length === 0 && found.length > 0)) return undefined
    const ways = left.flatMap(({ history, kept: [way] }) => (way ? [[history, way] as const] : []))
    const missing = ways.map(([, way]) => way).filter(({ imageHeld }) => imageHeld === false)
    if (missing.length === 0) {
      const passed = (history: History) => lost.filter(each => history.releases.includes(each))
      return new Map(ways.map(([history, release]) => [history, { release, passed: passed(history) }]))
    }
    lost.push(...missing)
  }
}

/** What a service was taken back from with its last return, to what it stands on now or is on its way to. */
function leftBy(history: History): Identity[] {
  const live = standsOn(history)
  if (live === undefined) return []
  const [since, until] = isReturning(history) ? [live.at, Number.MAX_VALUE] : [live.earlier ?? live.first, live.at]
  const left = history.releases.filter(({ first, at }) => live.first < first && since < at && at < until)
  return [...left.map(({ provenance }) => provenance), ...(history.fled ? [history.fled] : [])]
}

/** On its way back, whoever began that: from what ran well since it was left, or from what never did. */
function isReturning(history: History): boolean {
  const live = standsOn(history)
  if (history.moving !== true || live === undefined) return false
  return history.fled !== undefined || history.releases.some(each => live.first < each.first && live.at < each.at)
}

/** When it last changed; a live revision without success came when its deployment began. */
const changedAt = (history: History): number =>
  isReturning(history) ? Number.MAX_VALUE : (standsOn(history)?.at ?? history.began ?? Number.MAX_VALUE)

/** When what it stands on was new there, however often it was returned to. */
const releasedAt = (history: History): number => standsOn(history)?.first ?? history.began ?? Number.MAX_VALUE

const isOneOf = (release: Identity, releases: readonly Identity[]): boolean =>
  releases.some(each => isSame(each, release))

/** What it ran before the releases, newest first. */
const before = (history: History, undone: readonly Identity[]): Release[] =>
  behindLive(history).filter(({ provenance }) => !isOneOf(provenance, undone))

/** The same, with the releases themselves in another shape. */
function behindLive(history: History): Release[] {
  const left = behind(history)
  return history.releases.filter(
    each => each.revision.arn !== history.live.arn && !left.includes(each) && !each.isForeign,
  )
}

const hasBefore = (history: History): boolean => behindLive(history).length > 0
