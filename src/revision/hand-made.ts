/**
 * Which revisions are the same again, and which only look like a release: whoever copies one by hand may copy its tags with the rest,
 * and change what runs. Pure.
 */
import type { Choice } from './choice.ts'
import type { Released } from './container.ts'
import {
  arnOf,
  copyOf,
  familyOf,
  isOfOneRun,
  isSame,
  nameOfRevision,
  numberOf,
  provenanceOf,
  type Recorded,
  revisionOf,
  revivedFrom,
  serviceIn,
} from './document.ts'
import type { HandMade, History } from './history.ts'

/** By ARN, each with the first of those that are the same: one that was deregistered is registered again under another number. */
export function representatives(found: readonly Recorded[]): Map<string, Recorded> {
  const all = new Map<string, Recorded>()
  const first = new Set<Recorded>()
  for (const each of found) {
    const same = [...first].find(other => isCopy(other, each)) ?? each
    first.add(same)
    all.set(arnOf(each), same)
  }
  return all
}

/** Of one run of one release, and of the same shape. */
const isCopy = (one: Recorded, other: Recorded): boolean => {
  const isRevived = [one, other].some(({ definition }) => definition.status === 'INACTIVE')
  return (
    isOfOneRun(one, other) && (provenanceOf(one.tags).version !== undefined || isRevived) && isSame(copyOf(one), other)
  )
}

/**
 * Undefined where `one` is what its release registered, or the same again: the first of those `found` that carry its tags.
 * `isOfAnother`: whether what it runs is surely of another release, for the first may not be there any more.
 */
export function handMade(
  one: Recorded,
  found: readonly Recorded[],
  isOfAnother: (each: Recorded) => boolean,
): HandMade | undefined {
  const { version } = provenanceOf(one.tags)
  if (version === undefined) return undefined
  const [original, ...later] = [one, ...found.filter(each => isOfOneAttempt(each, one))].filter(
    each => !isOfAnother(each),
  )
  if (original === undefined) return { version }
  const first = later.reduce((known, each) => (isOlder(each, known) ? each : known), original)
  if (first === one || isSame(copyOf(first), one)) return undefined
  return { version, original: nameOfRevision(arnOf(first)) }
}

/** A release that is run again may find another shape; without all of the tags nothing tells two of its runs apart. */
function isOfOneAttempt(one: Recorded, other: Recorded): boolean {
  const [{ commit, run }, { run: otherRun }] = [provenanceOf(one.tags), provenanceOf(other.tags)]
  const services = new Set([serviceIn(one), serviceIn(other)].filter(each => each !== undefined))
  const isToldApart = commit !== undefined && run !== undefined && !run.endsWith(LOCAL)
  return isToldApart && services.size < 2 && run === otherRun && isOfOneRun(one, other)
}

/** Where there is no GitHub all runs are called so. */
const LOCAL = '/local'

/** One that is registered again is as old as what it is a copy of. */
function isOlder(one: Recorded, other: Recorded): boolean {
  if (familyOf(arnOf(one)) !== familyOf(arnOf(other))) return registeredAt(one) < registeredAt(other)
  const [age, otherAge] = [ageOf(one), ageOf(other)]
  return age === otherAge ? numberOf(one) < numberOf(other) : age < otherAge
}

const ageOf = (one: Recorded): number => revivedFrom(one) ?? numberOf(one)

const registeredAt = ({ definition }: Recorded): number => Number(definition.registeredAt ?? 0)

/**
 * Whether what `one` runs is surely not its release's, of which the registry has the image `meant`: a release names its images by
 * digest, and another digest is that of an older release. One that is built in every run has others than the registry tells.
 */
export function runsAnother(
  one: Recorded,
  { found, of, meant }: { readonly found: readonly Recorded[]; readonly of: Released; readonly meant: Set<string> },
): boolean {
  const digests = digestsOf(one, of)
  if (digests === undefined || meant.size === 0 || digests.some(each => meant.has(each))) return false
  const older = found.filter(
    each => provenanceOf(each.tags).version !== provenanceOf(one.tags).version && isOlder(each, one),
  )
  return digests.length === 0 || older.some(each => digestsOf(each, of)?.some(digest => digests.includes(digest)))
}

/** Of the containers that a release sets; undefined where it has none of them. */
function digestsOf(one: Recorded, of: Released): string[] | undefined {
  const { containers, released } = revisionOf(one, of)
  const set = containers.filter(({ name }) => released.includes(name))
  return set.length === 0 ? undefined : set.flatMap(({ digest }) => digest ?? [])
}

/** What stands on one, or leads to one: a rollback to the release itself goes to neither. */
export function handMadeIn(histories: readonly History[], choices: ReadonlyMap<string, Choice>): string[] {
  return histories.flatMap(({ name, live, handMade }) => {
    const choice = choices.get(name)
    const ahead = choice?.kind === 'go' ? choice.release : undefined
    return [
      ...(handMade ? [`${name}  stands on ${live.name}, ${handMadeWords(handMade)}`] : []),
      ...(ahead?.handMade ? [`${name}  goes to ${ahead.revision.name}, ${handMadeWords(ahead.handMade)}`] : []),
    ]
  })
}

const handMadeWords = ({ version, original }: HandMade): string =>
  `a hand-made copy of ${version}${original === undefined ? '' : ` (${original})`}`
