/** The arguments that a build gets: those it asks for, and what docker adds of the job's environment by itself. Pure. */
import { quoted } from '../failure/words.ts'
import { type Build, type Filling, resolved } from './source.ts'

/** buildx adds it where the build does not say it (commands/bake.go): the time that the image bears, and `ARG` may read it. */
export const EPOCH = 'SOURCE_DATE_EPOCH'
/** A file by which BuildKit takes other images than those that are named (buildx, build/build.go). */
const POLICY = 'EXPERIMENTAL_BUILDKIT_SOURCE_POLICY'

export function argumentsOf(args: Build['args'], filling: Filling): Build['args'] {
  const epoch = filling.env[EPOCH]
  return { ...(epoch ? { [EPOCH]: epoch } : {}), ...resolved(args, filling) }
}

/** Why the environment leaves open what the image is made of. */
export function openBy(args: Build['args'], env: Filling['env']): string[] {
  const epoch = args[EPOCH] ?? ''
  return [
    // a newer BuildKit takes the time of a stage or a named context that is called so
    ...(/^\d*$/.test(epoch) ? [] : [`${EPOCH} is ${quoted(epoch)}, and no number of seconds`]),
    ...(env[POLICY] ? [`${POLICY} may put other images in the place of those it names`] : []),
  ]
}
