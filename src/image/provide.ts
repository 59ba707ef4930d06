/** Provides the images of a release: what exists already is used, the rest is built. */
import { randomUUID } from 'node:crypto'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure, type Fault, Refusal } from '../failure/failure.ts'
import { assembler, REBUILT } from './assemble.ts'
import type { Pushed } from './confirm.ts'
import type { Held } from './find.ts'
import { type Missing, make } from './make.ts'
import { type Namer, namer, type Shelved } from './name.ts'
import { tagOfParts } from './recipe.ts'
import { type Referred, refer } from './refer.ts'
import { annotationsOf, type Move, type PushedImage, type Repository } from './reference.ts'
import { type Registries, registriesOf } from './registries.ts'
import { copy } from './registry.ts'
import { resolver } from './resolve.ts'
import { foundOf, type Looked, lookUp, mayStay, namesToGive, type Release, takenIn } from './shelf.ts'
import type { NamedContext, Wanted, WantedBuild } from './source.ts'

export interface Making {
  readonly aws: Aws
  readonly clock: Clock
  readonly runner: Runner
  readonly shell: Shell
  readonly signal: AbortSignal
}

/** What the images are of. */
export interface Origin extends Release {
  readonly contexts: readonly NamedContext[]
  /** Empty: the one that docker has selected. */
  readonly builder: string
}

/** Every image is in its registry before the first service is touched. By name. `against`: faults that are known, told with its own. */
export async function provide(
  edges: Making,
  origin: Origin,
  wanted: readonly Wanted[],
  against: readonly Fault[],
): Promise<Map<string, PushedImage>> {
  const registries = registriesOf(edges)
  const names = namer(edges.clock, edges.signal)
  try {
    const { version, commit } = origin
    const [referred, looked] = await bothRefused(
      against,
      refer(
        edges.runner,
        registries,
        { version, sha: commit.sha },
        wanted.filter(each => each.kind === 'reference'),
      ),
      () =>
        lookAt(
          edges,
          registries,
          origin,
          wanted.filter(each => each.kind === 'build'),
        ),
    )
    const given = await Promise.all(referred.map(each => bring(edges, registries, names, each)))
    const built = await fill(edges, registries, names, origin, looked)
    return new Map([...given, ...built])
  } finally {
    await registries.forget()
  }
}

/** One after the other; what the first is refused for is told with what the second is, and with what is known already. */
async function bothRefused<One, Other>(
  against: readonly Fault[],
  first: Promise<One>,
  second: () => Promise<Other>,
): Promise<[One, Other]> {
  const refusal = (error: unknown) => {
    if (error instanceof Refusal) return error
    // what else goes wrong says nothing against a refusal
    if (against.length > 0) return undefined
    throw error
  }
  const one = await first.catch(refusal)
  const other = await second().catch(refusal)
  const faults = [...against, ...[one, other].flatMap(each => (each instanceof Refusal ? each.faults : []))]
  if (faults.length > 0) throw new Refusal(faults)
  return [one as One, other as Other]
}

async function lookAt(
  { runner, shell, clock }: Making,
  registries: Registries,
  origin: Origin,
  wanted: readonly WantedBuild[],
): Promise<Looked[]> {
  if (wanted.length === 0) return []
  const { workspace } = runner.run
  const resolve = resolver({ shell, runner, clock }, registries)
  const assemble = assembler({ ...origin, workspace, resolve, mark: randomUUID(), env: process.env })
  const looked = await lookUp(registries, origin, wanted, assemble)
  for (const image of looked) tell(runner, image)
  return looked
}

/** Builds what is missing, and gives all of them their names. */
async function fill(
  edges: Making,
  registries: Registries,
  names: Namer,
  origin: Origin,
  looked: readonly Looked[],
): Promise<[string, PushedImage][]> {
  const orders = looked
    .filter(image => foundOf(image) === undefined)
    .map(image => missingOf(image, edges.runner, origin))
  const building = { builder: origin.builder, version: origin.version.text }
  const made =
    orders.length === 0 ? new Map<string, Pushed>() : await make(edges, await registries.login(), orders, building)
  const all: [string, PushedImage][] = []
  for (const image of looked) {
    const { repository, registry, gathered } = image
    const [{ name: key }] = image.wanted
    const found = foundOf(image)
    const pushedNow = made.get(key)
    const held = found ?? pushedNow?.held
    if (held === undefined) throw new Error(`${key} was not made`)
    const wanted = gathered.sure || found ? namesToGive(image) : [gathered.tag, ...namesToGive(image)]
    const lacking = wanted.filter(name => !pushedNow?.given.includes(name))
    const shelved = { registry, repository, held }
    // whoever was quicker with the same recipe has an image that is as good
    const given = await names.give(shelved, lacking, name => name === gathered.tag || mayStay(image, origin, name))
    const alsoTag = [...new Set(image.wanted.flatMap(each => each.alsoTag))]
    const moved = await moveTags(edges.runner, names, key, shelved, alsoTag)
    const tags = [...standingOn(image, held, [...(pushedNow?.given ?? []), ...given]), ...moved.tags]
    const { moves } = moved
    const one: PushedImage = { repository, digest: held.digest, tags, moves, origin: found ? 'found' : 'built' }
    for (const { name } of image.wanted) all.push([name, one])
  }
  return all
}

/** Those of its tags that the registry has for this very image: a name of the commit may be that of an image of before. */
const standingOn = ({ gathered, names, held: before }: Looked, { digest }: Held, given: readonly string[]): string[] =>
  [gathered.tag, ...names].filter(
    // what is sure is pushed under its recipe
    tag => (tag === gathered.tag && gathered.sure) || given.includes(tag) || before.get(tag)?.digest === digest,
  )

function missingOf(image: Looked, { run }: Runner, { commit, version }: Origin): Missing {
  const { repository, registry, gathered } = image
  const [{ name, build, isFirst, rebuild, isContested = false }] = image.wanted
  const { args, contexts, platforms } = gathered
  const shared = gathered.unknown.length === 0
  // what may turn out to be for another platform takes no name, and not its recipe's, before it was looked at
  const tag = gathered.sure ? gathered.tag : trialTag(gathered.tag)
  const names = shared && gathered.sure ? namesToGive(image) : []
  const annotations = annotationsOf(commit, version, run.url)
  return {
    order: { name, build, args, contexts, repository, tag, names, platforms, annotations, rebuild, isContested },
    registry,
    shared: shared && gathered.sure,
    isFirst,
  }
}

/** Of this run alone. */
const trialTag = (tag: string) => tagOfParts([tag, randomUUID()])

function tell(runner: Runner, image: Looked): void {
  const { gathered, wanted, held } = image
  const [{ name }, ...others] = wanted
  const found = held.get(gathered.tag)
  if (found) runner.say(`${name}  image found: ${found.digest.slice(0, 19)}`)
  else if (gathered.unknown.length === 0)
    runner.say(`${name}  no image of this recipe yet: ${gathered.tag.slice(0, 19)}`)
  for (const reason of gathered.unknown) {
    const why = reason === REBUILT ? reason : `it cannot be known what it is made of: ${reason}`
    runner.say(`${name}  built in every run, since ${why}`)
  }
  if (!found && gathered.hasHistory) {
    runner.say(`${name}  .git is in its context, so each commit is built: .dockerignore can keep it out`)
  }
  const taken = found ? [] : takenIn(image)
  for (const holder of new Set(taken.map(each => held.get(each)?.digest))) {
    const its = taken.filter(each => held.get(each)?.digest === holder)
    const stay = its.length === 1 ? 'stays' : 'stay'
    runner.say(`${name}  ${its.join(', ')} ${stay} with ${holder?.slice(0, 19)}, an image of before`)
  }
  for (const other of others) runner.say(`${other.name}  the same image as ${name}`)
}

/** An image that was made elsewhere: as it is named, or as its copy. */
async function bring(
  { runner, shell }: Making,
  registries: Registries,
  names: Namer,
  { wanted: { name, alsoTag }, repository, digest, copyTo }: Referred,
): Promise<[string, PushedImage]> {
  if (copyTo === undefined) return [name, { repository, digest, tags: [], origin: 'named' }]
  const { tag, held: before } = copyTo
  const registry = await registries.at(copyTo.repository)
  const holds = async () => (await registry.find(copyTo.repository, [tag])).get(tag)
  let held = before
  if (held?.digest === digest) runner.say(`${name}  ${copyTo.repository.name} holds it already: ${digest.slice(0, 19)}`)
  else {
    const { env } = await registries.login()
    const isTagged = await copy(shell, env, `${repository.uri}@${digest}`, `${copyTo.repository.uri}:${tag}`)
    held = isTagged ? await holds() : await registry.get(copyTo.repository, digest)
    if (held?.digest !== digest) throw notCopied(copyTo.repository, tag, digest, held?.digest)
    if (!isTagged) await names.give({ registry, repository: copyTo.repository, held }, [tag], () => false)
    runner.say(`${name}  copied into ${copyTo.repository.name} as ${tag.slice(0, 19)}: ${digest.slice(0, 19)}`)
  }
  const moved = await moveTags(runner, names, name, { registry, repository: copyTo.repository, held }, alsoTag)
  const tags = [tag, ...moved.tags]
  return [name, { repository: copyTo.repository, digest, tags, moves: moved.moves, origin: 'copied' }]
}

const notCopied = ({ name }: Repository, tag: string, wanted: string, found: string | undefined) =>
  new Failure({
    code: 'EVK-311',
    title: `The copy into ${name} cannot be confirmed`,
    message: `docker copied ${wanted} as ${tag}, but the registry has ${found ?? 'no such tag'}.`,
    advice: 'A copy keeps its digest: look at what stands between docker and the registry, and run again.',
  })

/** Tags that move, such as `latest`: each is told, and what an immutable repository keeps. Those that are the image's now. */
async function moveTags(
  runner: Runner,
  names: Namer,
  name: string,
  image: Shelved,
  tags: readonly string[],
): Promise<{ readonly tags: readonly string[]; readonly moves: readonly Move[] }> {
  const moves = await names.move(image, tags)
  for (const { tag, from } of moves.filter(({ stays }) => !stays)) {
    const before = from === undefined ? '' : ` from ${from.slice(0, 19)}`
    runner.say(`${name}  ${tag} moved${before} to ${image.held.digest.slice(0, 19)}`)
  }
  const stayed = moves.filter(({ stays }) => stays).map(({ tag }) => tag)
  if (stayed.length > 0)
    runner.warn(
      `${name}: ${stayed.join(', ')} did not move`,
      `The repository ${image.repository.name} is immutable, so that a tag stays with its first image. Take \`also-tag\` out, or make the tag an exception of the repository.`,
    )
  return { tags: tags.filter(tag => !stayed.includes(tag)), moves }
}
