/** Recalls the releases of a service from ECS: which revisions really were SUCCESSFUL. */
import type { Aws } from '../edge/aws.ts'
import { isTransient } from '../edge/retry.ts'
import { isExpired } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { findDigests } from '../image/find.ts'
import { parseImage } from '../image/reference.ts'
import { provenanceOf, revisionOf } from './document.ts'
import { findRevision } from './find.ts'
import type { History, Release } from './history.ts'

export interface Place {
  readonly name: string
  readonly cluster: string
  readonly service: string
  readonly container: string
  /** The revision the service stands on now, by ARN. */
  readonly live: string
}

/** ECS keeps 90 days; the newest hundred successful deployments are enough to choose from. */
const DEPTH = 100
const PER_CALL = 20

export async function recall(aws: Aws, place: Place): Promise<History> {
  const endings = await successfulEndings(aws, place)
  const arns = [...new Set([...endings.keys(), place.live])].slice(0, DEPTH)
  const recorded = await Promise.all(arns.map(arn => findRevision(aws, arn)))
  const revisions = recorded.map(each => ({ recorded: each, revision: revisionOf(each, place.container) }))
  const held = await heldDigests(
    aws,
    revisions.map(({ revision }) => revision.image),
  )
  const releases = revisions.flatMap(({ recorded, revision }): Release[] => {
    const at = endings.get(revision.arn)
    if (at === undefined) return []
    const imageHeld = revision.digest === undefined ? undefined : held(revision.image)
    return [{ revision, recorded, provenance: provenanceOf(recorded.tags), at, imageHeld }]
  })
  const live = revisions.find(({ revision }) => revision.arn === place.live)
  return {
    name: place.name,
    live: live?.revision ?? revisionOf(await findRevision(aws, place.live), place.container),
    releases: releases.sort((a, b) => b.at - a.at),
  }
}

/** Task-definition ARN → when its newest SUCCESSFUL service deployment ended. */
async function successfulEndings(aws: Aws, { cluster, service }: Place): Promise<Map<string, number>> {
  try {
    const status = ['SUCCESSFUL' as const]
    const { serviceDeployments = [] } = await aws.ecs.listServiceDeployments({
      cluster,
      service,
      status,
      maxResults: DEPTH,
    })
    const arns = serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
    return await byTaskDefinition(aws, await endings(aws, arns))
  } catch (error) {
    throw failureOf(error, `tell which releases of ${service} were successful (a rollback goes nowhere else)`)
  }
}

/** Service revision ARN → when it succeeded; one that was never asked to run a task has proven nothing. */
async function endings(aws: Aws, arns: readonly string[]): Promise<Map<string, number>> {
  const ended = new Map<string, number>()
  for (let i = 0; i < arns.length; i += PER_CALL) {
    const serviceDeploymentArns = arns.slice(i, i + PER_CALL)
    const { serviceDeployments = [] } = await aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
    for (const { targetServiceRevision: target, finishedAt, createdAt } of serviceDeployments) {
      if (!target?.arn || target.requestedTaskCount === 0) continue
      ended.set(target.arn, Math.max(Number(finishedAt ?? createdAt ?? 0), ended.get(target.arn) ?? 0))
    }
  }
  return ended
}

async function byTaskDefinition(aws: Aws, ended: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const arns = [...ended.keys()]
  const result = new Map<string, number>()
  for (let i = 0; i < arns.length; i += PER_CALL) {
    const serviceRevisionArns = arns.slice(i, i + PER_CALL)
    const { serviceRevisions = [] } = await aws.ecs.describeServiceRevisions({ serviceRevisionArns })
    for (const { serviceRevisionArn = '', taskDefinition } of serviceRevisions) {
      if (!taskDefinition) continue
      result.set(taskDefinition, Math.max(ended.get(serviceRevisionArn) ?? 0, result.get(taskDefinition) ?? 0))
    }
  }
  return result
}

/** A lifecycle rule may have taken an image that a rollback needs; undefined where the registry does not tell. */
async function heldDigests(aws: Aws, images: readonly string[]): Promise<(image: string) => boolean | undefined> {
  const parsed = images.map(parseImage)
  const held = new Map<string, Set<string> | undefined>()
  for (const name of new Set(parsed.map(each => each.name))) {
    const digests = parsed.filter(each => each.name === name).flatMap(({ digest }) => digest ?? [])
    held.set(name, await findDigests(aws, name, digests).catch(unlessSilent))
  }
  return image => {
    const { name, digest } = parseImage(image)
    return held.get(name)?.has(digest ?? '')
  }
}

/** A registry that does not tell (another one, a role without ECR) is no reason against a rollback; one out of reach is. */
function unlessSilent(error: unknown): undefined {
  const { cause } = failureOf(error, 'ask for the images')
  if (isTransient(cause) || isExpired(cause)) throw error
}
