/** Asks git what is being released. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { type Commit, changesMark, highestOf } from './version.ts'

/**
 * The commit that is checked out in `workspace`, which is what will be built, whatever GITHUB_SHA says. `prefix`: of tags that are
 * versions; others say nothing here.
 */
export async function inspectCommit(shell: Shell, workspace: string, prefix = ''): Promise<Commit> {
  const git = gitIn(shell, workspace)
  const sha = await git('rev-parse', '--verify', 'HEAD').catch(error => {
    if (isMissing(error)) throw withoutGit(error)
    throw error
  })
  if (sha === undefined) throw await withoutCommit(workspace)
  const own = (text: string | undefined) =>
    lines(text).flatMap(tag => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []))
  const sure = async (...args: string[]) => (await git(...args)) ?? unanswered(args)
  const tags = own(await sure('tag', '--points-at', 'HEAD'))
  const highest = highestOf(own(await sure('tag', '--merged', 'HEAD')))
  const since = await sure(
    'rev-list',
    '--count',
    highest === undefined ? 'HEAD' : `refs/tags/${prefix}${highest}..HEAD`,
  )
  const diff = await sure('diff', 'HEAD', '--binary', '--no-ext-diff', '--no-textconv', '--no-color')
  return {
    sha,
    ...(diff === '' ? {} : { changes: changesMark(diff) }),
    tags,
    nearest: { tag: highest ?? '', distance: Number(since) },
  }
}

const lines = (text = '') => text.split('\n').filter(Boolean)

/** What is not known of a commit is not taken for nothing: another version, or no changes. */
function unanswered([command = '']: readonly string[]): never {
  throw new Failure({
    code: 'EVK-308',
    title: 'git did not answer',
    message: `git ${command} failed, so that the version of the commit cannot be told.`,
    advice: 'Run it in a step before to see why: a checkout that is cut off or damaged, mostly.',
  })
}

/** What @actions/exec says, and what node says. */
const isMissing = (error: unknown) =>
  error instanceof Error &&
  (/Unable to locate executable file/.test(error.message) || (error as { code?: unknown }).code === 'ENOENT')

const withoutGit = (cause: unknown) =>
  new Failure({
    code: 'EVK-307',
    title: 'git is missing on this runner',
    message: 'The commit that is released cannot be told: there is no git.',
    advice: 'Install git in the image of the job before actions/checkout, which makes no work tree without it.',
    cause,
  })

async function withoutCommit(workspace: string): Promise<Failure> {
  const [below, ...more] = await findCheckouts(workspace)
  return new Failure({
    code: 'EVK-301',
    title: 'No commit to release',
    message: `${workspace} is not a git work tree with a commit${below && more.length === 0 ? `; ${below} in it is` : ''}.`,
    advice: below ? checkoutAdvice(below) : 'Run actions/checkout before this step.',
  })
}

export const checkoutAdvice = (folder: string) =>
  `actions/checkout went into ${quoted(folder)}: set the input \`working-directory: ${folder}\`, or take its \`path\` away.`

/** Folders of the workspace, at most two levels down, that are work trees themselves. */
export async function findCheckouts(workspace: string): Promise<string[]> {
  const found: string[] = []
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => [])
    if (folder !== '' && entries.some(({ name }) => name === '.git')) found.push(folder)
    else if (depth < 2) {
      for (const entry of entries) if (entry.isDirectory()) await walk(join(folder, entry.name), depth + 1)
    }
  }
  await walk('', 0)
  return found
}

/** Whether history is cut off (`fetch-depth: 1`), so that no tag of an ancestor can be seen. */
export async function isShallow(shell: Shell, workspace: string): Promise<boolean> {
  return (await gitIn(shell, workspace)('rev-parse', '--is-shallow-repository')) === 'true'
}

function gitIn(shell: Shell, cwd: string) {
  return async (...args: string[]): Promise<string | undefined> => {
    // a checkout made by another user (a container job) is no reason to refuse it
    const { exitCode, stdout } = await shell.ask(['git', '-c', `safe.directory=${cwd}`, ...args], cwd)
    return exitCode === 0 ? stdout.trim() : undefined
  }
}
