/** Provides the images of a release: what the registry already holds is used, the rest is built. */
import type { Aws } from '../edge/aws.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import type { Entry } from '../request/service.ts'
import { build } from './build.ts'
import { addTags, confirmPush, tagTaken } from './confirm.ts'
import { findTags } from './find.ts'
import { inspectInputs } from './inspect.ts'
import { authorise, type Login, logIn } from './login.ts'
import { commitTag, inputsTag, type PushedImage, type Repository, releaseTags, tagOf } from './reference.ts'
import type { Commit, Version } from './version.ts'

export interface Wanted {
  readonly entry: Entry
  /** Docker's name for what the task definition runs on. */
  readonly platform: string
}

export interface Making {
  readonly aws: Aws
  readonly runner: Runner
  readonly shell: Shell
  readonly commit: Commit
  readonly version: Version
  readonly buildContexts: readonly string[]
}

/** Every image is in the registry before the first service is touched. */
export async function provide(making: Making, wanted: readonly Wanted[]): Promise<Map<string, PushedImage>> {
  const { aws, runner, shell } = making
  const access = await authorise(aws, runner)
  const images = new Map<string, PushedImage>()
  let login: Login | undefined
  try {
    for (const each of wanted) {
      const repository = { name: each.entry.repository, uri: `${access.registry}/${each.entry.repository}` }
      const inputs = await inputsOf(making, each)
      const found = await find(making, repository, inputs)
      if (found) runner.say(`${each.entry.name}  image ${found.origin}: ${found.digest.slice(0, 19)}`)
      if (!found) login ??= await logIn(shell, runner, access)
      const image = found ?? (await make(making, repository, each, login as Login))
      images.set(each.entry.name, await name(making, image, inputs))
    }
  } finally {
    await login?.forget()
  }
  return images
}

async function inputsOf(
  { shell, runner, buildContexts }: Making,
  { entry, platform }: Wanted,
): Promise<string | undefined> {
  const inputs = await inspectInputs(shell, runner.run.workspace, entry.build, buildContexts)
  // an image that holds its version or commit is this commit's alone
  const ownsVersion = Object.values(entry.build.args).some(value => /\$\{(version|sha)\}/.test(value))
  return inputs && !ownsVersion ? inputsTag([...inputs, platform]) : undefined
}

async function find(
  { aws, commit, version }: Making,
  repository: Repository,
  inputs: string | undefined,
): Promise<PushedImage | undefined> {
  const own = commitTag(commit.sha, commit.changes)
  const plain = tagOf(version.text)
  const held = await findTags(aws, repository.name, [own, plain, ...(inputs ? [inputs] : [])])
  const mine = held.get(own)
  const taken = version.released ? held.get(plain) : undefined
  if (mine !== undefined) return { repository, digest: mine, tags: [own], origin: 'found for this commit' }
  if (taken !== undefined && taken !== held.get(inputs ?? '')) {
    throw tagTaken(repository, plain, taken, `not built yet (commit ${commit.sha.slice(0, 7)})`)
  }
  const alike = inputs && held.get(inputs)
  if (!alike || !inputs) return undefined
  return { repository, digest: alike, tags: [inputs], origin: 'found with the same inputs' }
}

async function make(
  { aws, runner, shell, commit, version, buildContexts }: Making,
  repository: Repository,
  { entry, platform }: Wanted,
  login: Login,
): Promise<PushedImage> {
  const tag = commitTag(commit.sha, commit.changes)
  const values = { version: version.text, sha: commit.sha }
  return await runner.group(`Build ${entry.name} ${version.text}`, async () => {
    const built = await build(shell, runner, login, {
      build: entry.build,
      buildContexts,
      repository,
      tag,
      platform,
      values,
    })
    return await confirmPush(aws, built)
  })
}

/** The commit's tag first and the plain version last: a push that is cut off never leaves a release half-named. */
async function name(
  { aws, commit, version }: Making,
  image: PushedImage,
  inputs: string | undefined,
): Promise<PushedImage> {
  const tags = [commitTag(commit.sha, commit.changes), ...(inputs ? [inputs] : []), ...releaseTags(version, commit.sha)]
  return await addTags(aws, image, tags)
}
