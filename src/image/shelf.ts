/** What the registries hold of the images that a release builds, and which of their names are taken. */
import { Failure, type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { lackOf } from '../failure/permission.ts'
import { quoted } from '../failure/words.ts'
import type { Assembled } from './assemble.ts'
import type { Held } from './find.ts'
import { nameTaken } from './name.ts'
import { commitTag, isTag, namesOf, type Repository } from './reference.ts'
import type { Registries } from './registries.ts'
import type { Registry } from './registry.ts'
import { keysIn, type WantedBuild } from './source.ts'
import type { Commit, Version } from './version.ts'

/** One image, for everything that wants the same. */
interface Image {
  readonly repository: Repository
  readonly registry: Registry
  readonly gathered: Assembled
  readonly wanted: readonly [WantedBuild, ...WantedBuild[]]
  readonly names: readonly string[]
}

/** An image, and what the registry holds under its tags. */
export interface Looked extends Image {
  readonly held: ReadonlyMap<string, Held>
}

export interface Release {
  readonly commit: Commit
  readonly version: Version
}

/** Those of one repository with one recipe are one image. A name that another image has is found before anything is built. */
export async function lookUp(
  registries: Registries,
  release: Release,
  wanted: readonly WantedBuild[],
  gather: (wanted: WantedBuild) => Promise<Assembled>,
): Promise<Looked[]> {
  const looked: Looked[] = []
  const { images, faults } = await keyed(registries, release, wanted, gather)
  for (const image of images) {
    const found = await look(release, image).catch(asFault)
    if ('code' in found)
      faults.push({ ...(isOfManifest(found) && { keys: keysIn(image.wanted[0].at, 'repository') }), ...found })
    else looked.push(found)
  }
  if (faults.length > 0) throw new Refusal([...new Map(faults.map(each => [each.what, each])).values()])
  return looked
}

/** A right and a key are mended elsewhere. */
export const isOfManifest = ({ code }: Fault) => code !== 'EVK-501' && code !== 'EVK-317'

export const foundOf = ({ held, gathered }: Looked) => held.get(gathered.tag)

export const namesToGive = ({ names, held }: Looked) => names.filter(name => !held.has(name))

/** Names of ours that the registry has for another image. */
export const takenIn = ({ names, held, gathered }: Looked) =>
  names.filter(name => held.has(name) && held.get(name)?.digest !== held.get(gathered.tag)?.digest)

/**
 * A commit may become several images: a base image moves before the job is run again, or a release tag that comes late is another
 * version in the arguments. The first keeps the names that are the commit's, and those of a version that nobody tagged are: only a
 * release is one image. Of an image that is built in every run the first keeps all of them: a release can be run again.
 */
export function mayStay({ gathered }: Image, { commit, version }: Release, name: string): boolean {
  if (!version.released || name.endsWith(commitTag(commit.sha, commit.changes))) return true
  return gathered.unknown.length > 0
}

async function keyed(
  registries: Registries,
  { commit, version }: Release,
  wanted: readonly WantedBuild[],
  gather: (wanted: WantedBuild) => Promise<Assembled>,
): Promise<{ readonly images: readonly Image[]; readonly faults: Fault[] }> {
  const images = new Map<string, Image>()
  const faults: Fault[] = []
  // docker is logged in once, to all of them
  const places = new Map<string, Pick<Image, 'repository' | 'registry'>>()
  for (const text of new Set(wanted.map(({ repository }) => repository))) {
    const placed = await registries.place(text).catch(asFault)
    if ('uri' in placed) places.set(text, { repository: placed, registry: await registries.at(placed) })
    else
      faults.push(
        placed,
        ...(await registries.tryRead(text).then(
          () => [],
          error => [asFault(error)],
        )),
      )
  }
  for (const each of wanted) {
    const place = places.get(each.repository)
    if (place === undefined) continue
    const keys = keysIn(each.at, 'build')
    const gathered = await gather(each).catch(
      error => void faults.push(...refusalOf(error).faults.map(fault => ({ keys, ...fault }))),
    )
    if (!gathered) continue
    const key = `${each.repository} ${gathered.tag}`
    const own = namesOf(each.label, version, commit.sha, commit.changes)
    const known = images.get(key)
    images.set(key, {
      ...place,
      gathered: known?.gathered ?? gathered,
      wanted: known ? [...known.wanted, each] : [each],
      names: [...new Set([...(known?.names ?? []), ...own])],
    })
  }
  const all = [...images.values()]
  faults.push(...all.flatMap(({ names }) => names.filter(name => !isTag(name)).map(nameFault)))
  return { images: all.filter(({ names }) => names.every(isTag)), faults }
}

const nameFault = (name: string): Fault => ({
  code: 'EVK-103',
  what: `${quoted(name)} cannot be an image tag (${name.length} characters)`,
  fix: 'An image tag is at most 128 letters, digits, ., _ and -, and begins with none of the last two: shorten the version or the name of the service.',
})

/** What one image is refused for is told with what the others are. */
export function asFault(error: unknown): Fault {
  if (!(error instanceof Failure) || !['EVK-302', 'EVK-312', 'EVK-313', 'EVK-317', 'EVK-501'].includes(error.code))
    throw error
  const lack = lackOf(error.cause)
  return { code: error.code, what: error.message.replace(/\.$/, ''), fix: error.advice, ...(lack && { lack }) }
}

async function look(release: Release, image: Image): Promise<Looked> {
  const { repository, registry, gathered, names } = image
  const held = await registry.find(repository, [gathered.tag, ...names])
  const looked = { ...image, held }
  const bad = takenIn(looked).findLast(name => !mayStay(image, release, name))
  if (bad !== undefined) {
    const ours = held.get(gathered.tag) ?? { recipe: gathered.tag, platforms: gathered.platforms }
    throw nameTaken(repository, bad, held.get(bad), ours, gathered.unknown)
  }
  return looked
}
