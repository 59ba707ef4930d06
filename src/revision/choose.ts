/** Which releases a rollback means, of all services. Pure. */
import { compare, prerelease, valid } from 'semver'
import { Failure, Refusal } from '../failure/failure.ts'
import { commitTag, shortSha, tagOf } from '../image/reference.ts'
import { isChanged, nearVersion } from '../image/version.ts'
import { type Choice, everyone, go, noTarget } from './choice.ts'
import type { Provenance, Revision } from './document.ts'
import { behind, type History, isMeant, isVersion, type Release, shareRelease } from './history.ts'
import { lastGood } from './last-good.ts'
import type { Target } from './target.ts'

/**
 * Where each service goes. Services are one system: a release is a version, and a service that was not part of it stays on, or
 * goes back to, the newest successful revision that is not newer than that version.
 */
export function chooseReleases(histories: readonly History[], target: Target): Map<string, Choice> {
  switch (target.kind) {
    case 'last-good':
      return lastGood(histories)
    case 'version':
      return toVersion(histories, target.version, target.commit)
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
      if (target.family === undefined) refuseSeveral(histories, wanted)
      if (target.home !== undefined) refuseElsewhere(histories, target.home, named)
      return byRelease(histories, `revision ${target.family === undefined ? target.revision : named}`, release =>
        namesOf(release).some(name => (target.family === undefined ? name.endsWith(wanted) : name === named)),
      )
    }
    default:
      return target satisfies never
  }
}

/** A number alone counts in each family anew: of several services it means one release, or nothing that could be known. */
function refuseSeveral(histories: readonly History[], wanted: string): void {
  const found = histories.flatMap(
    ({ releases }) => releases.find(release => namesOf(release).some(name => name.endsWith(wanted))) ?? [],
  )
  const [first, ...others] = found
  const version = first?.provenance.version
  const isOne = ({ revision, provenance }: Release) =>
    revision.arn === first?.revision.arn || (version !== undefined && provenance.version === version)
  if (others.every(isOne)) return
  const named = (release: Release) => namesOf(release).find(name => name.endsWith(wanted)) ?? release.revision.name
  const all = found.map(each => `${named(each)} (${each.provenance.version ?? 'no version'})`).join(', ')
  throw new Failure({
    code: 'EVK-330',
    title: 'Nowhere to roll back to',
    message: `${wanted.slice(1)} is the number of revisions that are not of one release: ${all}.`,
    advice: `Name one of them, \`to: ${first ? named(first) : wanted}\`, a version, or the services that are meant.`,
  })
}

/** A revision of that name here is another one. */
function refuseElsewhere(histories: readonly History[], home: string, named: string): void {
  const here = histories.map(({ live }) => live.arn.split(':').slice(0, 5).join(':'))
  if (here.includes(home)) return
  const [, , , region, account] = home.split(':')
  const [, , , ourRegion, ourAccount] = (here[0] ?? '').split(':')
  throw new Refusal([
    {
      code: 'EVK-209',
      what: `the revision ${named} is of account ${account} in ${region}, and the services are of account ${ourAccount} in ${ourRegion}`,
      fix: 'Use credentials of that account and `aws-region` of that region, or name a revision of these services in `to`.',
    },
  ])
}

/** All that a release was registered as. */
const namesOf = ({ revision, copies = [revision.name] }: Release) => copies

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

/** What a rollback goes further back for than was asked: who starts it has to know that it is not what ran before. */
export function passedOver(choices: ReadonlyMap<string, Choice>): { title: string; message: string }[] {
  const all = [...choices].flatMap(([name, choice]) =>
    choice.kind === 'go' ? (choice.passed ?? []).map(passed => ({ name, passed, to: choice.release })) : [],
  )
  const called = ({ revision, provenance }: Release) => provenance.version ?? revision.name
  return all.map(({ name, passed, to }) => ({
    title: `${name}: ${called(passed)} is passed over`,
    message: `The image of ${passed.revision.name} (${passed.revision.image}) is no longer in ECR, so that the rollback goes further back, to ${called(to)}. Keep images (the lifecycle rule of the repository) as long as you may want to go back to them.`,
  }))
}

/** What a rollback leads to though nothing shows that it ever ran: the release before it may be behind a migration. */
export function unproven(choices: ReadonlyMap<string, Choice>): { title: string; message: string }[] {
  return [...choices].flatMap(([name, choice]) => {
    if (choice.kind !== 'go' || !choice.release.isUnproven) return []
    const { revision, provenance } = choice.release
    const called = provenance.version ?? revision.name
    return [
      {
        title: `${name}: whether ${called} ran is not known`,
        message: `${revision.name} was deployed while the service stood at 0 tasks, and ECS does not tell whether it was scaled up later. The rollback goes to it with the others, and watches it as it would a deploy; name an earlier release of ${name} in \`to\` if it never ran well.`,
      },
    ]
  })
}

function toVersion(all: readonly History[], version: string, commit: string | undefined): Map<string, Choice> {
  const isKnown = (histories: readonly History[]) =>
    histories.some(({ releases }) => releases.some(release => isVersion(release, version)))
  const named = isNamed(all)
  // what was deployed under this name goes before what a tag says that may have been put there since
  const histories = named || isKnown(all) ? all : tagged(all, version, commit)
  if (!isKnown(histories) && !named)
    throw noTarget(`No service was ever deployed successfully as ${version}.`, histories)
  const failed = histories.filter(({ attempt }) => attempt === 'failed').map(({ name }) => name)
  if (failed.length > 0)
    throw noTarget(
      `${version} was begun in ${failed.join(', ')} and has not run well there: such a release is none to go back to.`,
      histories.map(history => ({
        ...history,
        releases: history.releases.filter(release => !isVersion(release, version)),
      })),
    )
  const carriers = histories.filter(history =>
    history.releases.some(release => isVersion(release, version) || isMeant(history, release)),
  )
  const limit = limitOf(histories, version, named)
  return everyone(histories, history => {
    const comparable = carriers.some(carrier => carrier === history || shareRelease(carrier, history))
    const release = releaseFor(history, version, { named, comparable, limit })
    return release ? go(history, release) : { kind: 'stay', reason: `was not part of ${version}` }
  })
}

/** Up to which version a release is not newer. */
interface Limit {
  readonly version: string
  /** The same of previews, which count on from a commit and sort below the name that came to it after its deploy. */
  readonly preview: string
}

/** Where nothing was deployed under the name, whoever gave it, the newest version that it was deployed as tells. */
function limitOf(histories: readonly History[], version: string, named: boolean): Limit {
  const carried = histories.flatMap(history =>
    history.releases.filter(release => isVersion(release, version) || (named && isMeant(history, release))),
  )
  const versions = carried.flatMap(({ provenance }) => valid(provenance.version) ?? [])
  const [newest = version] = versions.sort(compare).reverse()
  const isDeployed = carried.some(({ provenance }) => provenance.version === version)
  return { version, preview: isDeployed ? version : newest }
}

/** A release tag that came after the deploy, and that no run has seen since: the commit is what the release is known by. */
const tagged = (histories: readonly History[], version: string, commit: string | undefined): readonly History[] =>
  histories.map(history => ({
    ...history,
    releases: history.releases.map(release =>
      commit === undefined || release.provenance.commit !== commit || isChanged(release.provenance.version)
        ? release
        : { ...release, also: [...(release.also ?? []), version] },
    ),
  }))

/**
 * Whether what the registry calls so ran well everywhere: where it holds an image of that name that never did, the others only share
 * its name. A service that was to run no task of it says nothing, nor does an image that is another service's.
 */
function isNamed(histories: readonly History[]): boolean {
  const ran = (history: History) => history.releases.some(release => isMeant(history, release))
  const isOfAnother = ({ meant = new Set() }: History) =>
    histories.some(({ releases }) => releases.some(release => isMeant({ meant }, release)))
  return (
    histories.some(ran) &&
    histories.every(
      history =>
        ran(history) ||
        history.meant === undefined ||
        history.meant.size === 0 ||
        history.attempt === 'at zero' ||
        (history.attempt === undefined && isOfAnother(history)),
    )
  )
}

/**
 * By the revision's own tags, else because the registry gave its image that name afterwards, else the newest before it, where
 * versions are `comparable`; but none that it was taken back from.
 */
function releaseFor(
  history: History,
  version: string,
  { named, comparable, limit }: { readonly named: boolean; readonly comparable: boolean; readonly limit: Limit },
): Release | undefined {
  const { releases } = history
  const own =
    releases.find(({ provenance }) => provenance.version === version) ??
    releases.find(release => isVersion(release, version))
  const meant = named ? releases.find(release => isMeant(history, release)) : undefined
  const left = behind(history)
  const [newest] = releases
    .filter(each => comparable && isNotNewer(each.provenance.version, limit) && !left.includes(each))
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
    // digits alone are a commit
    const near = /^\d+$/.test(wanted) ? '' : nearVersion(wanted)
    throw noTarget(`No service was ever deployed successfully as ${wanted}${near || '.'}`, histories)
  }
  return everyone(histories, history => {
    const release = found.get(history)
    return release ? go(history, release) : { kind: 'stay', reason: `was not part of ${wanted}` }
  })
}

/** Whether a person calls it so. */
export function carries({ version, commit }: Partial<Provenance>, tag: string): boolean {
  if (commit === undefined) return false
  const full = version === undefined ? undefined : `${tagOf(version)}-${shortSha(commit)}`
  if (tag === full) return true
  if (isChanged(version)) return false
  return tag === commitTag(commit) || (/^[0-9a-f]{7,40}$/.test(tag) && commit.startsWith(tag))
}

const isNotNewer = (version: string | undefined, limit: Limit) =>
  isAtMost(version, limit.version) && (prerelease(version ?? '') === null || isAtMost(version, limit.preview))

const isAtMost = (version: string | undefined, limit: string) =>
  version !== undefined && valid(version) !== null && valid(limit) !== null && compare(version, limit) <= 0
