/** Recalls the releases of a service from ECS: which revisions really were SUCCESSFUL. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { everyPage, portions } from '../edge/pages.ts'
import { isTransient } from '../edge/retry.ts'
import type { Runner } from '../edge/runner.ts'
import { isExpired } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { findDigests, findTags } from '../image/find.ts'
import { heldAs, parseImage } from '../image/reference.ts'
import type { Released } from './container.ts'
import { imagesOf, provenanceOf, type Recorded, revisionOf, versionsAfter } from './document.ts'
import { findRevision } from './find.ts'
import { arrivals, firstArrival, type History, type Release, type Success } from './history.ts'
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
/** The newest hundred successful revisions are enough to choose from. */
const DEPTH = 100
const PER_CALL = 20

export async function recall(
  { aws, clock, runner }: Pick<Edges, 'aws' | 'clock'> & { readonly runner: Pick<Runner, 'say'> },
  standing: Standing,
  target: Target,
): Promise<History> {
  const { place, live } = standing
  const remembered = clock.now() - KEPT_MS
  const endings = await successfulEndings(aws, place)
  const stands = live.definition.taskDefinitionArn ?? ''
  const arns = [...endings.keys()].filter(arn => arn !== stands).slice(0, DEPTH)
  const found = await Promise.all(arns.map(arn => describe(aws, runner, place.name, arn)))
  const recorded = [live, ...found.filter(each => each !== undefined)]
  const revisions = recorded.map(each => ({ recorded: each, revision: revisionOf(each, place) }))
  const images = revisions
    .flatMap(({ revision }) => imagesOf(revision))
    .filter(image => isOfRegistry(aws, standing, image))
  const held = await heldDigests(aws, images)
  const releases = revisions.flatMap(({ recorded, revision }): Release[] => {
    const times = endings.get(revision.arn)
    if (times === undefined) return []
    const imageHeld = allOf(imagesOf(revision).map(held))
    const provenance = provenanceOf(recorded.tags)
    const first = firstArrival(times.first, recorded.definition.registeredAt, remembered)
    return [{ revision, recorded, provenance, also: versionsAfter(recorded.tags), first, at: times.at, imageHeld }]
  })
  return {
    name: place.name,
    live: revisionOf(live, place),
    moving: isMoving(standing),
    releases: releases.sort((a, b) => b.at - a.at),
    meant: await namedDigests(aws, place.name, images, target),
  }
}

const isMoving = ({ service: { deployments = [] } }: Standing): boolean =>
  deployments.some(({ status, rolloutState }) => status === 'PRIMARY' && rolloutState === 'IN_PROGRESS')

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

/** Task-definition ARN → when the service came to it, see `arrivals`. */
async function successfulEndings(aws: Aws, place: Place): Promise<ReturnType<typeof arrivals>> {
  try {
    return arrivals(await successes(aws, place))
  } catch (error) {
    throw failureOf(error, `tell which releases of ${place.service} were successful (a rollback goes nowhere else)`)
  }
}

/** Newest first, down to the hundredth revision; one that was never asked to run a task has proven nothing. */
async function successes(aws: Aws, { cluster, service }: Place): Promise<Success[]> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster, service, status: ['SUCCESSFUL' as const], maxResults: 100 },
    page => page.serviceDeployments,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  const found: Success[] = []
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    if (new Set(found.map(each => each.taskDefinition)).size >= DEPTH) break
    const { serviceDeployments = [] } = await aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
    const asked = serviceDeployments.filter(each => each.targetServiceRevision?.requestedTaskCount !== 0)
    const targets = await targetsOf(
      aws,
      asked.flatMap(({ targetServiceRevision: target }) => target?.arn ?? []),
    )
    found.push(
      ...asked.flatMap(({ targetServiceRevision: target, finishedAt, createdAt }) => {
        const taskDefinition = targets.get(target?.arn ?? '')
        return taskDefinition === undefined ? [] : [{ taskDefinition, at: Number(finishedAt ?? createdAt ?? 0) }]
      }),
    )
  }
  return found.sort((a, b) => b.at - a.at)
}

/** Service revision ARN → task-definition ARN. */
async function targetsOf(aws: Aws, arns: readonly string[]): Promise<Map<string, string>> {
  if (arns.length === 0) return new Map()
  const { serviceRevisions = [] } = await aws.ecs.describeServiceRevisions({ serviceRevisionArns: [...new Set(arns)] })
  return new Map(
    serviceRevisions.flatMap(({ serviceRevisionArn = '', taskDefinition }) =>
      taskDefinition ? [[serviceRevisionArn, taskDefinition] as const] : [],
    ),
  )
}

/** Of the account and region that are asked; another registry's images have names that mean nothing here. */
function isOfRegistry({ region, endpoint }: Aws, { service }: Standing, image: string): boolean {
  const [host = ''] = image.split('/')
  const account = service.serviceArn?.split(':')[4] ?? ''
  return endpoint === undefined ? host.startsWith(`${account}.dkr.ecr.${region}.`) : !host.includes('.dkr.ecr.')
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
  if (isTransient(cause) || isExpired(cause)) throw error
}
