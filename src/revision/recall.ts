/** Recalls the releases of a service from ECS: which revisions really were SUCCESSFUL. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { portions } from '../edge/pages.ts'
import { isTransient } from '../edge/retry.ts'
import type { Runner } from '../edge/runner.ts'
import { isExpired } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { findDigests, findTags } from '../image/find.ts'
import { heldAs, isOfRegistry, parseImage } from '../image/reference.ts'
import { attemptOf } from './attempts.ts'
import { carries } from './choose.ts'
import type { Released } from './container.ts'
import {
  arnOf,
  nameOfRevision,
  type Provenance,
  provenanceOf,
  type Recorded,
  type Revision,
  revisionOf,
  versionsAfter,
} from './document.ts'
import { findRevision } from './find.ts'
import { handMade, representatives, runsAnother } from './hand-made.ts'
import { arrivals, firstArrival, type HandMade, type History, isMeant, isVersion, type Release } from './history.ts'
import { DEPTH, type Described, successes } from './successes.ts'
import type { Target } from './target.ts'

export interface Place extends Released {
  readonly name: string
  readonly cluster: string
  readonly service: string
}

/** A service and the revision that it stands on. */
export interface Standing {
  readonly place: Place
  readonly service: Pick<Service, 'serviceArn' | 'deployments'>
  readonly live: Recorded
}

/** How long ECS remembers service deployments (Amazon ECS Developer Guide, "service history"). */
const KEPT_MS = 90 * 24 * 3_600_000

/** How many revisions of one service are asked for at once: ECS answers 20 a second, and many services are recalled together. */
const TOGETHER = 4

export async function recall(
  { aws, clock, runner }: Pick<Edges, 'aws' | 'clock'> & { readonly runner: Pick<Runner, 'say'> },
  standing: Standing,
  target: Target,
): Promise<History> {
  const { place, live } = standing
  const remembered = clock.now() - KEPT_MS
  const described: Described = new Map()
  const ran = await successes(aws, standing, remembered, described).catch(error => {
    throw failureOf(error, `tell which releases of ${place.service} were successful (a rollback goes nowhere else)`)
  })
  const stands = arnOf(live)
  const arns = [...new Set(ran.map(each => each.taskDefinition))].filter(arn => arn !== stands).slice(0, DEPTH)
  const found: Recorded[] = [live]
  for (const page of portions(arns, TOGETHER))
    found.push(
      ...(await Promise.all(page.map(arn => describe(aws, runner, place.name, arn)))).filter(
        each => each !== undefined,
      ),
    )
  const all = representatives(found)
  // of every container: a task wants them all, whichever of them a release sets
  const account = standing.service.serviceArn?.split(':')[4]
  const containers = [...new Set(all.values())].map(each => revisionOf(each, place))
  const images = containers
    .flatMap(revision => revision.containers.map(({ image }) => image))
    .filter(image => isOfRegistry(image, { account, region: aws.region, endpoint: aws.endpoint }))
  const held = await heldDigests(aws, images)
  const released = containers.flatMap(releasedOf).filter(image => images.includes(image))
  const meant = await namedDigests(aws, place.name, released, target)
  const madeOf = (one: Recorded) =>
    handMade(one, found, each => isCalled(target, each) && runsAnother(each, { found, of: place, meant }))
  const revisions = [...new Set(all.values())].map(recorded => asReleased(recorded, place, madeOf(recorded)))
  const stood = asReleased(live, place, madeOf(live))
  const times = arrivals(
    ran.flatMap(({ taskDefinition, at, isForgotten, isUnproven }) => {
      const same = all.get(taskDefinition)
      // a placeholder that never ran is forgotten, or unproven, as well: only what was released, or is named where ECS forgot it
      const isNamed = target.kind === 'revision' && !isUnproven
      const isSure = !isForgotten && !isUnproven
      const isTaken = isSure || isNamed || revisions.some(each => each.recorded === same && each.revision.version)
      return same === undefined || !isTaken ? [] : [{ taskDefinition: arnOf(same), at }]
    }),
  )
  const proven = new Set(ran.flatMap(each => (each.isUnproven ? [] : (all.get(each.taskDefinition) ?? []))))
  const releases = revisions.flatMap((released): Release[] => {
    const { recorded, revision } = released
    const arrived = times.get(revision.arn)
    if (arrived === undefined) return []
    const imageHeld = allOf(revision.containers.map(({ image }) => held(image)))
    const { at, earlier } = arrived
    const first = firstArrival(arrived.first, recorded.definition.registeredAt, remembered)
    const copies = [...all].flatMap(([arn, each]) => (each === recorded ? nameOfRevision(arn) : []))
    return [
      {
        ...released,
        copies,
        first,
        at,
        ...(earlier === undefined ? {} : { earlier }),
        ...(proven.has(recorded) ? {} : { isUnproven: true }),
        ...(imageHeld === undefined && isForeign(revision, stood.revision) ? { isForeign: true } : {}),
        imageHeld,
      },
    ]
  })
  const began = standing.service.deployments?.find(({ status }) => status === 'PRIMARY')?.createdAt
  const history: History = {
    name: place.name,
    live: stood.revision,
    provenance: stood.provenance,
    ...(stood.handMade && { handMade: stood.handMade }),
    began: began === undefined ? undefined : Number(began),
    moving: isMoving(standing),
    fled: await fledFrom(aws, standing, new Set([...times.keys(), stands]), madeOf),
    releases: releases.sort((a, b) => b.at - a.at),
    meant,
  }
  const isAsked = (release: Pick<Release, 'revision' | 'provenance' | 'also' | 'handMade'>) =>
    isMeant(history, release) || (target.kind === 'version' && isVersion(release, target.version))
  // a version is known by the tags of its revisions, whatever the registry tells
  const isUnknown = history.meant?.size === 0 && target.kind !== 'version'
  if (isUnknown || releases.some(isAsked)) return history
  const undescribed = new Set(arns.filter(arn => !all.has(arn)))
  const wanted = async (arn: string) => {
    if (undescribed.has(arn)) return false
    const recorded = all.get(arn) ?? (await describe(aws, runner, place.name, arn))
    return recorded !== undefined && isAsked(asReleased(recorded, place, madeOf(recorded)))
  }
  const atZero = new Set(ran.flatMap(({ taskDefinition, isUnproven }) => (isUnproven ? [taskDefinition] : [])))
  return { ...history, attempt: await attemptOf(aws, standing, atZero, wanted, described) }
}

/** What its tags say of a revision, where that is so. */
function asReleased(
  recorded: Recorded,
  place: Place,
  made: HandMade | undefined,
): Pick<Release, 'revision' | 'recorded' | 'provenance' | 'also' | 'handMade'> {
  const revision = revisionOf(recorded, place)
  if (made) return { revision: { ...revision, version: undefined }, recorded, provenance: {}, handMade: made }
  return { revision, recorded, provenance: provenanceOf(recorded.tags), also: versionsAfter(recorded.tags) }
}

/** By its tags. */
function isCalled(target: Target, { tags }: Recorded): boolean {
  const provenance = provenanceOf(tags)
  if (target.kind === 'version') return provenance.version === target.version
  return target.kind === 'tag' && carries(provenance, target.tag)
}

/** What no release of ours put there, before one that did, of an image of another repository; that it is held in ECR says enough. */
function isForeign(revision: Revision, live: Revision): boolean {
  if (revision.version !== undefined || live.version === undefined) return false
  const ours = repositoriesOf(live)
  return !repositoriesOf(revision).some(each => ours.includes(each))
}

const repositoriesOf = (revision: Revision): string[] => releasedOf(revision).map(image => parseImage(image).repository)

const releasedOf = ({ containers, released }: Revision): string[] =>
  containers.filter(({ name }) => released.includes(name)).map(({ image }) => image)

const isMoving = ({ service: { deployments = [] } }: Standing): boolean =>
  deployments.some(({ status, rolloutState }) => status === 'PRIMARY' && rolloutState === 'IN_PROGRESS')

/** What a deployment that is under way takes the place of, and that never ran well: its tags, where they can be read. */
async function fledFrom(
  aws: Aws,
  standing: Standing,
  good: ReadonlySet<string>,
  madeOf: (one: Recorded) => HandMade | undefined,
): Promise<Partial<Provenance> | undefined> {
  const { deployments = [] } = standing.service
  const failed = deployments.find(({ status, taskDefinition = '' }) => status === 'ACTIVE' && !good.has(taskDefinition))
  const from = failed?.taskDefinition
  if (from === undefined || !isMoving(standing)) return undefined
  return await findRevision(aws, from)
    .then(recorded => (madeOf(recorded) ? {} : provenanceOf(recorded.tags)))
    .catch(() => ({}))
}

/** False where one is not; undefined where none is known not to be, and one is not known. */
const allOf = (held: readonly (boolean | undefined)[]): boolean | undefined =>
  held.includes(false) ? false : held.includes(undefined) ? undefined : true

/** One that cannot be described (deleted, denied) is no candidate, and no reason against the others. */
async function describe(
  aws: Aws,
  runner: Pick<Runner, 'say'>,
  name: string,
  arn: string,
): Promise<Recorded | undefined> {
  return await findRevision(aws, arn).catch(error => {
    const { cause } = failureOf(error, 'describe a revision')
    if (isTransient(cause) || isExpired(cause)) throw error
    runner.say(`${name}  ${arn.split('/').at(-1)} cannot be described and is left out: ${failureOf(error, '').message}`)
    return undefined
  })
}

/** What a version or tag is the name of in the registry: names may have been given after the deploy. */
async function namedDigests(aws: Aws, name: string, images: readonly string[], target: Target): Promise<Set<string>> {
  if (target.kind !== 'version' && target.kind !== 'tag') return new Set()
  const word = target.kind === 'version' ? target.version : target.tag
  const repositories = new Set(images.map(image => parseImage(image).name))
  const digests = new Set<string>()
  for (const repository of repositories) {
    const tags = heldAs(word, name)
    const found = await findTags(aws, { name: repository }, tags).catch(unlessSilent)
    // an image's own name goes before one that its whole repository might share
    const held = tags.toReversed().find(tag => found?.has(tag))
    const digest = held === undefined ? undefined : found?.get(held)?.digest
    if (digest !== undefined) digests.add(digest)
  }
  return digests
}

/** A lifecycle rule may have taken an image that a rollback needs; undefined where the registry does not tell. */
async function heldDigests(aws: Aws, images: readonly string[]): Promise<(image: string) => boolean | undefined> {
  const parsed = images.map(parseImage)
  const held = new Map<string, Set<string> | undefined>()
  for (const name of new Set(parsed.map(each => each.name))) {
    const digests = parsed.filter(each => each.name === name).flatMap(({ digest }) => digest ?? [])
    held.set(name, await findDigests(aws, { name }, digests).catch(unlessSilent))
  }
  return image => {
    if (!images.includes(image)) return undefined
    const { name, digest } = parseImage(image)
    return digest === undefined ? undefined : held.get(name)?.has(digest)
  }
}

/** A registry that does not tell (another one, a role without ECR) is no reason against a rollback; one out of reach is. */
function unlessSilent(error: unknown): undefined {
  const { cause } = failureOf(error, 'ask for the images')
  // a letter without a cause is what ECR itself could not tell, and waiting cures none of it
  if (cause === undefined) return undefined
  if (isTransient(cause) || isExpired(cause)) throw error
}
