/** Asks git what is being released. */
import { createHash } from 'node:crypto'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Captured, Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { type Commit, changesMark, highestOf, semverOf } from './version.ts'

/**
 * The commit that is checked out in `workspace`, which is what will be built, whatever GITHUB_SHA says. `prefix`: of tags that are
 * versions; others say nothing here.
 */
export async function inspectCommit(shell: Shell, workspace: string, prefix = ''): Promise<Commit> {
  const git = gitIn(shell, workspace)
  const head = await git('rev-parse', '--verify', 'HEAD').catch(error => {
    if (isMissing(error)) throw withoutGit(error)
    throw error
  })
  if (head.exitCode !== 0) throw await withoutHead(workspace, head.stderr)
  const own = (text: string | undefined) =>
    lines(text).flatMap(tag => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []))
  const sure = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await git(...args)
    if (exitCode !== 0) throw unanswered(args.slice(0, 1), stderr)
    return stdout.trim()
  }
  const tags = own(await sure('tag', '--points-at', 'HEAD'))
  const merged = await sure('tag', '--merged', 'HEAD')
  const highest = highestOf(own(merged))
  const reached = await git('for-each-ref', '--merged=HEAD', '--format=%(refname) %(objectname)', 'refs/tags')
  const since = await sure(
    'rev-list',
    '--count',
    highest === undefined ? 'HEAD' : `refs/tags/${prefix}${highest}..HEAD`,
  )
  const diff = await sure('diff', 'HEAD', '--binary', '--no-ext-diff', '--no-textconv', '--no-color')
  return {
    sha: head.stdout.trim(),
    ...(diff === '' ? {} : { changes: changesMark(diff) }),
    tags,
    ...(prefix === '' ? {} : { prefix }),
    ...(own(merged).length > 0 ? {} : { strangers: lines(merged) }),
    nearest: { tag: highest ?? '', distance: Number(since) },
    // without it the highest version and its distance still count
    ...(reached.exitCode === 0 ? { reached: createHash('sha256').update(reached.stdout).digest('hex') } : {}),
  }
}

/**
 * The commit that a release tag of this version is on: `v1.4.2` or `1.4.2` behind `prefix`; undefined where there is no such tag
 * here, no git, or where two tags say different commits.
 */
export async function commitOf(
  shell: Shell,
  workspace: string,
  { version, prefix }: { readonly version: string; readonly prefix: string },
): Promise<string | undefined> {
  const format = '--format=%(refname:strip=2) %(objectname) %(*objectname)'
  const found = await gitIn(shell, workspace)('for-each-ref', format, 'refs/tags').catch(() => undefined)
  const commits = lines(found?.stdout).flatMap(line => {
    const [tag = '', object = '', commit = object] = line.trim().split(' ')
    return tag.startsWith(prefix) && semverOf(tag.slice(prefix.length)) === version ? [commit] : []
  })
  const [only, ...others] = new Set(commits)
  return others.length === 0 ? only : undefined
}

/** Every tag; none where there is no git. */
export async function tagsIn(shell: Shell, workspace: string): Promise<string[]> {
  const found = await gitIn(shell, workspace)('tag', '--list').catch(() => undefined)
  return lines(found?.stdout)
}

const lines = (text = '') => text.split('\n').filter(Boolean)

/** What is not known of a commit is not taken for nothing: another version, or no changes. */
const unanswered = (args: readonly string[], stderr: string) =>
  new Failure({
    code: 'EVK-308',
    title: 'git did not answer',
    message: `git ${args.join(' ')} failed, so that what is released cannot be told: ${lastOf(stderr)}`,
    advice:
      'Run it in a step before to see why: a checkout that is cut off or damaged, mostly. A new checkout mends it.',
  })

const lastOf = (text: string) => text.trim().split('\n').at(-1) || 'it printed nothing'

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

/** Why there is no HEAD, which git says in words alone. */
async function withoutHead(workspace: string, stderr: string): Promise<Failure> {
  const [, folder] = /^fatal: (?:detected dubious|unsafe) .*?'(.+)'/m.exec(stderr) ?? []
  if (folder !== undefined) return foreign(folder)
  if (/^fatal: Needed a single revision/m.test(stderr)) return await withoutCommit(workspace)
  const isThere = await access(join(workspace, '.git')).then(
    () => true,
    () => false,
  )
  if (!isThere && /^fatal: not a git repository/m.test(stderr)) return await withoutCommit(workspace)
  return unanswered(['rev-parse', '--verify', 'HEAD'], stderr)
}

const foreign = (folder: string) =>
  new Failure({
    code: 'EVK-309',
    title: 'git does not trust the checkout',
    message: `${folder} belongs to another user than the one this step runs as, so that git does not read it.`,
    advice: `Let actions/checkout run in the same container as this step, or run before it: git config --global --add safe.directory ${folder}`,
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
  const { stdout } = await gitIn(shell, workspace)('rev-parse', '--is-shallow-repository')
  return stdout.trim() === 'true'
}

function gitIn(shell: Shell, cwd: string) {
  // a checkout made by another user (a container job) is no reason to refuse it
  return async (...args: string[]): Promise<Captured> =>
    await shell.ask(['git', '-c', `safe.directory=${cwd}`, ...args], cwd)
}
