/** Images that were made elsewhere: what each reference means, by digest, asked once a run. */
import type { Runner } from '../edge/runner.ts'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { confirmPlatforms } from './confirm.ts'
import type { Held } from './find.ts'
import { isReference, parseImage, type Repository, tagOf, wholeName } from './reference.ts'
import type { Registries } from './registries.ts'
import { asFault, isOfManifest } from './shelf.ts'
import { filled, keysIn, type WantedReference } from './source.ts'
import type { Version } from './version.ts'

export interface Copy {
  readonly repository: Repository
  readonly tag: string
  /** What is there under the tag already. */
  readonly held: Held | undefined
}

/** A reference, and what it means now. */
export interface Referred {
  readonly wanted: WantedReference
  /** Where it is. */
  readonly repository: Repository
  readonly digest: string
  /** Where it is to be; undefined: it stays where it is. */
  readonly copyTo: Copy | undefined
}

/** All faults at once, before anything is built. */
export async function refer(
  runner: Pick<Runner, 'say'>,
  registries: Registries,
  { version, sha }: { readonly version: Version; readonly sha: string },
  wanted: readonly WantedReference[],
): Promise<Referred[]> {
  const faults: Fault[] = []
  const found: Referred[] = []
  // a version with build metadata is another text as a tag
  const filling = { version: tagOf(version.text), sha, env: process.env }
  const look = onceEach(registries)
  for (const each of wanted) {
    const reference = filled(each.reference, filling)
    const meaning = () => meaningOf(registries, look, each, reference).catch(asFault)
    const one = isReference(reference) ? await meaning() : malformed(each, reference)
    if ('code' in one) faults.push({ ...(isOfManifest(one) && { keys: keysIn(each.at, 'image') }), ...one })
    else {
      found.push(one)
      runner.say(`${each.name}  ${reference} is ${one.digest.slice(0, 19)}`)
    }
  }
  if (faults.length > 0) throw new Refusal(faults)
  return found
}

type Look = (repository: Repository, tag: string) => Promise<Held | undefined>

/** A tag may move while it is asked for: whoever names it gets the same image in one run. */
function onceEach(registries: Registries): Look {
  const known = new Map<string, Promise<Held | undefined>>()
  return (repository, tag) => {
    const key = `${repository.uri}:${tag}`
    const asked =
      known.get(key) ??
      registries.at(repository).then(async registry => (await registry.find(repository, [tag])).get(tag))
    known.set(key, asked)
    return asked
  }
}

async function meaningOf(
  registries: Registries,
  look: Look,
  wanted: WantedReference,
  reference: string,
): Promise<Referred | Fault> {
  const { repository: text, tag = 'latest', digest: given } = parseImage(reference)
  const repository = await registries.place(wholeName(text))
  const copyTo = async (digest: string) => {
    if (wanted.copyTo === undefined) return undefined
    const [repository, tag] = [await registries.place(wanted.copyTo), copyTag(digest)]
    return { repository, tag, held: await look(repository, tag) }
  }
  if (given !== undefined) {
    const copied = await copyTo(given)
    // whoever writes a digest has looked: docker and its logins are not needed for it, but to copy it
    const isThere =
      copied === undefined ||
      copied.held?.digest === given ||
      (await (await registries.at(repository)).get(repository, given)) !== undefined
    return isThere ? { wanted, repository, digest: given, copyTo: copied } : missing(wanted, reference)
  }
  const held = await look(repository, tag)
  if (held === undefined) return missing(wanted, reference)
  const { digest } = confirmPlatforms(repository, held, wanted.platforms)
  return { wanted, repository, digest, copyTo: await copyTo(digest) }
}

/** The tag under which a copy is held, so that a registry's rules do not take it for an orphan. */
const copyTag = (digest: string) => `copy-${digest.slice('sha256:'.length, 'sha256:'.length + 40)}`

const missing = ({ at }: WantedReference, reference: string): Fault => ({
  code: 'EVK-316',
  what: `${at}.image: ${quoted(reference)} is not in its registry`,
  fix: 'Push it before this step, or correct the tag. Nothing is built for it: `build` would.',
})

const malformed = ({ at }: WantedReference, reference: string): Fault => ({
  code: 'EVK-110',
  what: `${at}.image is ${quoted(reference)}`,
  fix: 'Give an image as docker takes it: ghcr.io/acme/app:1.4.2, or …@sha256:….',
})
