/** Asks git what is being released. */

import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { shortSha } from './reference.ts'
import type { Build } from './source.ts'
import { type Commit, changesMark, type Version } from './version.ts'

/** The commit that is checked out in `workspace`, which is what will be built, whatever GITHUB_SHA says. */
export async function inspectCommit(shell: Shell, workspace: string): Promise<Commit> {
  const git = gitIn(shell, workspace)
  const sha = await git('rev-parse', '--verify', 'HEAD')
  if (sha === undefined) {
    throw new Failure({
      code: 'EVK-301',
      title: 'No commit to release',
      message: `${workspace} is not a git work tree with a commit.`,
      advice: 'Run actions/checkout before this step.',
    })
  }
  const tags = (await git('tag', '--points-at', 'HEAD')) ?? ''
  const described = await git(
    'describe',
    '--tags',
    '--long',
    '--match',
    'v[0-9]*.[0-9]*.[0-9]*',
    '--match',
    '[0-9]*.[0-9]*.[0-9]*',
  )
  const [, tag, distance] = /^(.+)-(\d+)-g[0-9a-f]+$/.exec(described ?? '') ?? []
  const commits = await git('rev-list', '--count', 'HEAD')
  const diff = (await git('diff', 'HEAD', '--binary', '--no-ext-diff', '--no-textconv', '--no-color')) ?? ''
  return {
    sha,
    ...(diff === '' ? {} : { changes: changesMark(diff) }),
    tags: tags.split('\n').filter(Boolean),
    nearest: tag === undefined ? { tag: '', distance: Number(commits ?? 0) } : { tag, distance: Number(distance) },
  }
}

/** Whether history is cut off (`fetch-depth: 1`), so that no tag of an ancestor can be seen. */
export async function isShallow(shell: Shell, workspace: string): Promise<boolean> {
  return (await gitIn(shell, workspace)('rev-parse', '--is-shallow-repository')) === 'true'
}

/** What is about to be released, and what is odd about it. */
export async function announce(
  { runner, shell }: { readonly runner: Runner; readonly shell: Shell },
  commit: Commit,
  version: Version,
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
  if (!version.released && (await isShallow(shell, workspace))) {
    runner.warn(
      'The history is cut off',
      'No earlier version tag can be seen. Set `fetch-depth: 0` on actions/checkout.',
    )
  }
}

/**
 * What decides the content of an image, as git objects: context and Dockerfile, arguments, base images. Undefined where git
 * cannot tell, because files of the context are changed, untracked or ignored: then the image has to be built.
 */
export async function inspectInputs(
  shell: Shell,
  workspace: string,
  { context, dockerfile, target, args }: Build,
  buildContexts: readonly string[],
): Promise<string[] | undefined> {
  const git = gitIn(shell, workspace)
  const loose = await git('status', '--porcelain', '--ignored', '--untracked-files=all', '--', context, dockerfile)
  if (loose !== '') return undefined
  const tree = await git('rev-parse', '--verify', `HEAD:./${context === '.' ? '' : context}`)
  const recipe = await git('rev-parse', '--verify', `HEAD:./${dockerfile}`)
  if (tree === undefined || recipe === undefined) return undefined
  return [tree, recipe, target ?? '', JSON.stringify(args), ...buildContexts]
}

function gitIn(shell: Shell, cwd: string) {
  return async (...args: string[]): Promise<string | undefined> => {
    // a checkout made by another user (a container job) is no reason to refuse it
    const { exitCode, stdout } = await shell.ask(['git', '-c', `safe.directory=${cwd}`, ...args], cwd)
    return exitCode === 0 ? stdout.trim() : undefined
  }
}
