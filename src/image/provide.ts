/** Provides the images of a release: what the registry already holds is used, the rest is built. */
import { randomUUID } from 'node:crypto'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { type Assembled, assembler } from './assemble.ts'
import { findTags, type Held } from './find.ts'
import { authorise, logIn } from './login.ts'
import { type Missing, make } from './make.ts'
import { namer, nameTaken } from './name.ts'
import { annotationsOf, commitTag, isTag, namesOf, type PushedImage, type Repository, tagOf } from './reference.ts'
import { resolver } from './resolve.ts'
import type { NamedContext, Wanted } from './source.ts'
import type { Commit, Version } from './version.ts'

export interface Making {
  readonly aws: Aws
  readonly clock: Clock
  readonly runner: Runner
  readonly shell: Shell
  readonly signal: AbortSignal
}

/** What the images are of. */
export interface Origin {
  readonly commit: Commit
  readonly version: Version
  readonly contexts: readonly NamedContext[]
  /** Empty: the one that docker has selected. */
  readonly builder: string
}

/** One image, for everything that wants the same. */
interface Image {
  readonly repository: Repository
  readonly gathered: Assembled
  readonly wanted: readonly [Wanted, ...Wanted[]]
  readonly names: readonly string[]
}

/** An image, and what the registry holds under its tags. */
interface Looked extends Image {
  readonly held: ReadonlyMap<string, Held>
}

/** Every image is in the registry before the first service is touched. */
export async function provide(
  edges: Making,
  origin: Origin,
  wanted: readonly Wanted[],
): Promise<Map<string, PushedImage>> {
  const { aws, runner, shell, clock, signal } = edges
  const access = await authorise(aws, runner)
  let login: ReturnType<typeof logIn> | undefined
  const loggedIn = () => {
    login ??= logIn(shell, runner, access)
    return login
  }
  const pushed = new Map<string, PushedImage>()
  try {
    const resolve = resolver(shell, runner, access.registry, async () => (await loggedIn()).env)
    const { workspace } = runner.run
    const assemble = assembler({ ...origin, workspace, resolve, mark: randomUUID(), env: process.env })
    const looked: Looked[] = []
    for (const image of await keyed(origin, wanted, access.registry, assemble)) {
      looked.push(await look(aws, origin, image))
    }
    for (const image of looked) tell(runner, image)
    const missing = looked.filter(image => foundOf(image) === undefined)
    const orders = missing.map(image => missingOf(image, runner, origin))
    const building = { builder: origin.builder, version: origin.version.text }
    const made = missing.length === 0 ? undefined : await make(edges, await loggedIn(), orders, building)
    const names = namer(aws, clock, signal)
    for (const image of looked) {
      const [{ name: key }] = image.wanted
      const found = foundOf(image)
      const pushedNow = made?.get(key)
      const held = found ?? pushedNow?.held
      if (held === undefined) throw new Error(`${key} was not made`)
      const lacking = namesToGive(image).filter(name => !pushedNow?.given.includes(name))
      await names.give(image.repository, held, lacking, name => mayStay(image, origin, name))
      const tags = [image.gathered.tag, ...image.names]
      const one = {
        repository: image.repository,
        digest: held.digest,
        tags,
        origin: found ? 'found' : 'built',
      } as const
      for (const { name } of image.wanted) pushed.set(name, one)
    }
  } finally {
    await login?.then(({ forget }) => forget()).catch(() => {})
  }
  return pushed
}

const foundOf = ({ held, gathered }: Looked) => held.get(gathered.tag)

function missingOf(image: Looked, { run }: Runner, { commit, version }: Origin): Missing {
  const { repository, gathered } = image
  const [{ name, build, isFirst }] = image.wanted
  const { tag, args, contexts, platforms } = gathered
  const shared = gathered.unknown.length === 0
  // what may turn out to be for another platform takes no name before it was looked at
  const names = shared && gathered.sure ? namesToGive(image) : []
  const annotations = annotationsOf(commit, version, run.url)
  return {
    order: { name, build, args, contexts, repository, tag, names, platforms, annotations },
    shared,
    isFirst,
  }
}

/** Services of one repository with one recipe share an image. */
async function keyed(
  { commit, version }: Origin,
  wanted: readonly Wanted[],
  registry: string,
  gather: (wanted: Wanted) => Promise<Assembled>,
): Promise<Image[]> {
  const images = new Map<string, Image>()
  for (const each of wanted) {
    const gathered = await gather(each)
    const key = `${each.repository} ${gathered.tag}`
    const own = namesOf(each.label, version, commit.sha, commit.changes)
    const known = images.get(key)
    images.set(key, {
      repository: { name: each.repository, uri: `${registry}/${each.repository}` },
      gathered: known?.gathered ?? gathered,
      wanted: known ? [...known.wanted, each] : [each],
      names: [...new Set([...(known?.names ?? []), ...own])],
    })
  }
  const faults = [...images.values()].flatMap(({ names }) => names.filter(name => !isTag(name)).map(nameFault))
  if (faults.length > 0) throw new Refusal(faults)
  return [...images.values()]
}

const nameFault = (name: string): Fault => ({
  code: 'EVK-103',
  what: `${quoted(name)} cannot be an image tag (${name.length} characters)`,
  fix: 'An image tag is at most 128 letters, digits, ., _ and -, and begins with none of the last two: shorten the version or the name of the service.',
})

function tell(runner: Runner, { gathered, wanted, held, names }: Looked): void {
  const [{ name }, ...others] = wanted
  const found = held.get(gathered.tag)
  if (found) runner.say(`${name}  image found: ${found.digest.slice(0, 19)}`)
  else if (gathered.unknown.length === 0)
    runner.say(`${name}  no image of this recipe yet: ${gathered.tag.slice(0, 19)}`)
  for (const reason of gathered.unknown) {
    runner.say(`${name}  built in every run, since it cannot be known what it is made of: ${reason}`)
  }
  if (!found && gathered.hasHistory) {
    runner.say(`${name}  .git is in its context, so each commit is built: .dockerignore can keep it out`)
  }
  for (const taken of found ? [] : takenIn({ gathered, held, names })) {
    runner.say(`${name}  ${taken} stays with ${held.get(taken)?.digest.slice(0, 19)}, an image of before`)
  }
  for (const other of others) runner.say(`${other.name}  the same image as ${name}`)
}

/** What the registry has; a name that another image has is found before anything is built. */
async function look(aws: Aws, origin: Origin, image: Image): Promise<Looked> {
  const { repository, gathered, names } = image
  const held = await findTags(aws, repository.name, [gathered.tag, ...names])
  const bad = takenIn({ ...image, held }).findLast(name => !mayStay(image, origin, name))
  if (bad !== undefined) {
    const ours = held.get(gathered.tag)?.digest ?? `not built yet (${gathered.tag})`
    throw nameTaken(repository, bad, held.get(bad)?.digest ?? '', ours)
  }
  return { ...image, held }
}

/** Names of ours that the registry has for another image. */
const takenIn = ({ names, held, gathered }: Pick<Looked, 'names' | 'held' | 'gathered'>) =>
  names.filter(name => held.has(name) && held.get(name)?.digest !== held.get(gathered.tag)?.digest)

/**
 * A commit may become several images: a release tag that comes late is another version in the arguments. The first keeps the
 * commit's name. Of an image that is built in every run it keeps all of them, save for a release's own.
 */
function mayStay({ gathered }: Image, { commit, version }: Origin, name: string): boolean {
  if (name.endsWith(commitTag(commit.sha, commit.changes))) return true
  return gathered.unknown.length > 0 && !(version.released && name.endsWith(tagOf(version.text)))
}

const namesToGive = ({ names, held }: Looked) => names.filter(name => !held.has(name))
