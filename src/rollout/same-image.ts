/**
 * What a task says that it runs, against what its revision names. Of an image index ECS may tell the digest of the platform's own
 * manifest, which is the same image: the registry knows which manifests an index lists.
 */
import type { Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { findDigest } from '../image/find.ts'
import { manifestsIn } from '../image/index-manifest.ts'
import { ecrOf, hostOf, parseImage } from '../image/reference.ts'
import type { Rollout } from './snapshot.ts'

type Asked = Pick<Aws, 'ecr' | 'in' | 'endpoint' | 'region'>

/** The tasks, with the digest of the revision where what they tell is a manifest of it. */
export async function withRevisionsDigests(
  aws: Asked,
  { revision }: Pick<Rollout, 'revision'>,
  tasks: readonly Task[],
): Promise<Task[]> {
  const images = new Map(
    revision.containers.flatMap(({ name, image, digest }) =>
      digest !== undefined && revision.released.includes(name) ? [[name, { image, digest }] as const] : [],
    ),
  )
  const asked = new Map<string, Promise<ReadonlySet<string> | 'unknown'>>()
  const isOf = async (told: string, image: string) => {
    const listed = asked.get(image) ?? listedIn(aws, image)
    asked.set(image, listed)
    const found = await listed
    return found === 'unknown' || found.has(told)
  }
  return await Promise.all(
    tasks.map(async task => {
      if (task.taskDefinitionArn !== revision.arn) return task
      const containers = await Promise.all(
        (task.containers ?? []).map(async container => {
          const wanted = images.get(container.name ?? '')
          const told = container.imageDigest
          if (wanted === undefined || told === undefined || told === wanted.digest) return container
          return (await isOf(told, wanted.image)) ? { ...container, imageDigest: wanted.digest } : container
        }),
      )
      return { ...task, containers }
    }),
  )
}

/**
 * Digests of an index's manifests. A registry other than ECR is not asked, and what ECR will not tell, or has lost while its tasks run,
 * is not known: who names an image by digest gets no other.
 */
async function listedIn(aws: Asked, image: string): Promise<ReadonlySet<string> | 'unknown'> {
  const { name, digest = '' } = parseImage(image)
  const ecr = ecrOf(hostOf(image) ?? '')
  if (ecr === undefined && aws.endpoint === undefined) return 'unknown'
  const there = ecr === undefined ? aws : aws.in(ecr.region)
  const held = await findDigest(there, { name, account: ecr?.account }, digest).catch(() => 'unknown' as const)
  if (held === 'unknown' || held === undefined) return 'unknown'
  return new Set(manifestsIn(held.manifest ?? '').map(each => each.digest))
}
