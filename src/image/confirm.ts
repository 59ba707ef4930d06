/** Makes a built image a pushed one: the registry itself has to say that it holds it. */
import type { Aws } from '../edge/aws.ts'
import { Failure } from '../failure/failure.ts'
import { findTags, type Held } from './find.ts'
import type { BuiltImage } from './reference.ts'

/**
 * A push counts when the registry has the tag. On another digest than docker reported, another run has pushed the same recipe
 * since, and its image is as good as ours; not where the tag is this run's alone.
 */
export async function confirmPush(aws: Aws, built: BuiltImage, platform: string, shared: boolean): Promise<Held> {
  const held = (await findTags(aws, built.repository.name, [built.tag])).get(built.tag)
  if (held === undefined || (held.digest !== built.digest && !shared)) {
    throw new Failure({
      code: 'EVK-311',
      title: `The push of ${built.repository.name} cannot be confirmed`,
      message: `docker pushed ${built.digest} as ${built.tag}, but the registry has ${held?.digest ?? 'no such tag'}.`,
      advice: 'Something else pushed this tag at the same time, or the push was cut off. Run again.',
    })
  }
  const platforms = held.digest === built.digest && built.platform ? [built.platform] : platformsIn(held.manifest)
  if (platforms.length > 0 && !platforms.some(each => each === platform || each.startsWith(`${platform}/`))) {
    throw new Failure({
      code: 'EVK-313',
      title: `The image ${built.repository.name} is for another platform`,
      message: `${built.repository.name}@${held.digest} is for ${platforms.join(', ')}, and the task definition runs on ${platform}.`,
      advice: 'Take a `--platform` out of the FROM of the last stage, or set runtimePlatform of the task definition.',
    })
  }
  return held
}

/** Those that an index lists; the manifest of a single image does not say its own. */
function platformsIn(manifest: string): string[] {
  const { manifests = [] } = JSON.parse(manifest || '{}') as {
    manifests?: { platform?: { os?: string; architecture?: string; variant?: string } }[]
  }
  return manifests.flatMap(({ platform }) =>
    platform?.os && platform.os !== 'unknown'
      ? [[platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')]
      : [],
  )
}
