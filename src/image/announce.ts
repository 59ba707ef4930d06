/** Says what is about to be released, and what is odd about it. */
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { isShallow, tagsIn } from './inspect.ts'
import { shortSha } from './reference.ts'
import { backWarnings, isBack, type Live, tagWarnings } from './tag.ts'
import type { Commit, Version } from './version.ts'

interface Edges {
  readonly runner: Pick<Runner, 'run' | 'say' | 'warn'>
  readonly shell: Shell
}

export async function announce(
  { runner, shell }: Edges,
  commit: Commit,
  version: Version,
  asked?: string,
): Promise<void> {
  const { sha, workspace } = runner.run
  runner.say(`version ${version.text}${version.released ? ' (git tag)' : ''}, commit ${shortSha(commit.sha)}`)
  if (sha && sha !== commit.sha) {
    runner.say(
      `checked out is ${shortSha(commit.sha)}, not the ${shortSha(sha)} that started the run: it is what gets built`,
    )
  }
  if (commit.changes !== undefined) {
    runner.warn(
      'The work tree is not the commit',
      `Files of ${shortSha(commit.sha)} are changed, so the release is ${version.text} and not the commit’s. Undo the changes, or commit them.`,
    )
  }
  for (const { title, text } of tagWarnings(commit, version, asked)) runner.warn(title, text)
  const isCounted = asked === undefined && !version.released && commit.nearest !== undefined
  if (isCounted && (await isShallow(shell, workspace))) {
    runner.warn(
      'The history is cut off',
      'No earlier version tag can be seen. Set `fetch-depth: 0` on actions/checkout.',
    )
  }
}

/** Names images that are listed in vain: they are not built, and what was meant to run one may run another. */
export function announceSpare({ runner }: Pick<Edges, 'runner'>, names: readonly string[] = []): void {
  for (const name of names)
    runner.warn(
      `images.${name} is not used`,
      `No service is made of it. Write \`image: ${name}\` at the service that is meant, or take it out.`,
    )
}

/** Says what runs a higher version than the release: a rollback is for going back. */
export async function announceBack(
  { runner, shell }: Edges,
  commit: Commit,
  version: Version,
  live: readonly Live[],
  asked?: string,
): Promise<void> {
  const back = live.filter(each => isBack(each, version))
  if (back.length === 0) return
  const isTagged = asked === undefined && commit.nearest !== undefined
  const tags = isTagged ? await tagsIn(shell, runner.run.workspace) : undefined
  for (const { title, text } of backWarnings(commit, version, back, tags)) runner.warn(title, text)
}
