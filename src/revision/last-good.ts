/** What a rollback without a target means: the newest release is undone. Pure. */
import { type Choice, everyone, go, noTarget } from './choice.ts'
import { behind, type History, type Identity, isSame, type Release, releaseOf, standsOn } from './history.ts'

/**
 * The newest release is undone: each service that stands on it goes back to what it ran before, since services are one system.
 * Where the newest change was a return, what that left is left by all that still stand on it.
 */
export function lastGood(all: readonly History[]): Map<string, Choice> {
  const changes = all
    .filter(history => leftBy(history).length > 0 || hasBefore(history))
    .sort((a, b) => Number(isReturning(b)) - Number(isReturning(a)) || changedAt(b) - changedAt(a))
  const [newest] = changes
  if (newest) {
    const left = leftBy(newest).map(({ provenance }) => provenance)
    const rest = all.filter(
      history => history !== newest && isOneOf(releaseOf(history), left) && before(history, left).length > 0,
    )
    if (isReturning(newest) || rest.length > 0) return undo(all, rest, left)
  }
  const [last] = all.filter(hasBefore).sort((a, b) => releasedAt(b) - releasedAt(a))
  if (last === undefined) throw noTarget('There is no earlier successful release to go back to.', all)
  const undone = releaseOf(last)
  const group = all.filter(history => history === last || isSame(releaseOf(history), undone))
  return undo(all, group, [undone])
}

const hasBefore = (history: History): boolean => before(history, [releaseOf(history)]).length > 0

/** Back to the newest moment before them of which the registry still has every image. */
function undo(all: readonly History[], group: readonly History[], undone: readonly Identity[]): Map<string, Choice> {
  const earlier = new Map(group.map(history => [history, before(history, undone)]))
  const moments = [...new Set([...earlier.values()].flat().map(({ at }) => at))].sort((a, b) => b - a)
  const moves = moments
    .map(moment => new Map([...earlier].map(([history, found]) => [history, found.find(({ at }) => at <= moment)])))
    .find(ways => [...ways.values()].every(way => way?.imageHeld !== false))
  if (moves === undefined && moments.length > 0) {
    const names = group.map(({ name }) => name).join(', ')
    throw noTarget(`There is no earlier successful release of ${names} whose image is still in ECR.`, all)
  }
  const reached = [...(moves?.values() ?? [])].flatMap(way => way?.provenance ?? [])
  return everyone(all, history => {
    const way = moves?.get(history)
    if (way) return go(history, way)
    if (group.includes(history)) return { kind: 'stay', reason: 'has no earlier release' }
    const live = standsOn(history)
    const isBack = isReturning(history) || leftBy(history).some(({ provenance }) => isOneOf(provenance, undone))
    const isThere = isOneOf(releaseOf(history), reached)
    return live && (isBack || isThere) ? go(history, live) : { kind: 'stay', reason: 'did not change last' }
  })
}

/** What a service was taken back from, to what it stands on now or is on its way to. */
function leftBy(history: History): Release[] {
  const live = standsOn(history)
  if (live === undefined) return []
  const until = history.moving ? Number.MAX_VALUE : live.at
  return history.releases.filter(each => live.first < each.first && each.at < until)
}

/** An earlier run takes it back, and ECS carries that out. */
const isReturning = (history: History): boolean => history.moving === true && leftBy(history).length > 0

/** When it last changed; a live revision without success came after those with it. */
const changedAt = (history: History): number =>
  history.moving ? Number.MAX_VALUE : (standsOn(history)?.at ?? Number.MAX_VALUE)

/** When what it stands on was new there, however often it was returned to; a live revision without success is the newest. */
const releasedAt = (history: History): number => standsOn(history)?.first ?? Number.MAX_VALUE

const isOneOf = (release: Identity, releases: readonly Identity[]): boolean =>
  releases.some(each => isSame(each, release))

/** What it ran before the releases, newest first; where it only ever ran those, in another shape. */
function before(history: History, undone: readonly Identity[]): Release[] {
  const left = behind(history)
  const earlier = history.releases.filter(each => each.revision.arn !== history.live.arn && !left.includes(each))
  const others = earlier.filter(({ provenance }) => !isOneOf(provenance, undone))
  return others.length > 0 ? others : earlier
}
