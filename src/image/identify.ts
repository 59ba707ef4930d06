/** Tells which commit is released, and as which version: by git, and where nothing is built also without it. */
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { inspectCommit } from './inspect.ts'
import { parseImage } from './reference.ts'
import { filled, type ImageEntry } from './source.ts'
import { type Commit, type Version, versionOf, versionWithout } from './version.ts'

interface Asked {
  /** By input. */
  readonly version: string | undefined
  readonly tagPrefix: string
}

export interface Identity {
  readonly commit: Commit
  readonly version: Version
}

/**
 * What is built is what is checked out, so git has to say what that is. Images that are only named are the same whatever is
 * checked out: where there is no git or no repository, GitHub's own word for the commit and the tags of the images will do.
 */
export async function identify(
  { shell, runner: { run } }: { readonly shell: Shell; readonly runner: Pick<Runner, 'run'> },
  { version, tagPrefix }: Asked,
  images: readonly ImageEntry[],
): Promise<Identity> {
  try {
    const commit = await inspectCommit(shell, run.workspace, tagPrefix)
    return { commit, version: versionOf(commit, version) }
  } catch (error) {
    const isBuilt = images.some(({ kind }) => kind === 'build')
    if (isBuilt || !isAbsent(error) || !/^[0-9a-f]{40}$/.test(run.sha)) throw error
    const [, tag = ''] = /^refs\/tags\/(.+)$/.exec(process.env.GITHUB_REF ?? '') ?? []
    const commit = {
      sha: run.sha,
      tags: tag.startsWith(tagPrefix) ? [tag.slice(tagPrefix.length)].filter(Boolean) : [],
      ...(tagPrefix === '' ? {} : { prefix: tagPrefix }),
    }
    return { commit, version: versionWithout(commit, tagsOf(images, run.sha), version) }
  }
}

/** No git, or no repository with a commit: one that is damaged, or another's, is told. */
const isAbsent = (error: unknown) => error instanceof Failure && ['EVK-301', 'EVK-307'].includes(error.code)

/** Of the images that say one; a version that is still to be found is none. */
function tagsOf(images: readonly ImageEntry[], sha: string): string[] {
  const filling = { version: '', sha, env: process.env }
  return images.flatMap(each => {
    if (each.kind !== 'reference' || /\$\{version\}/.test(each.reference)) return []
    return parseImage(filled(each.reference, filling)).tag ?? []
  })
}
