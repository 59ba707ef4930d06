import { type Engine, EngineError } from './engine.ts'
import { type Reference, written } from './reference.ts'

export interface Pulled {
  readonly reference: string
  readonly digest: string
}

/**
 * Always asks the registry, as Fargate does: an image that ECR no longer has cannot start. An image of a public registry
 * that cannot be reached is taken from the engine if it is there.
 */
export async function pull(engine: Engine, image: Reference, password: string, signal: AbortSignal): Promise<Pulled> {
  try {
    await download(engine, image, password, signal)
  } catch (error) {
    const found = image.ours ? undefined : await held(engine, image)
    if (found === undefined) throw error
    return found
  }
  const reference = written(image)
  if (image.digest !== undefined) return { reference, digest: image.digest }
  const { Id, RepoDigests = [] } = await engine.call<Inspected>('GET', `/images/${reference}/json`)
  // Docker Hub's names are written in several ways, and what was pulled just now has one digest.
  const digest = ownDigest(image, RepoDigests) ?? RepoDigests[0]?.split('@')[1]
  return { reference, digest: digest ?? Id }
}

async function download(engine: Engine, image: Reference, password: string, signal: AbortSignal): Promise<void> {
  const query = new URLSearchParams({ fromImage: image.name, tag: image.digest ?? image.tag })
  const login = { username: 'AWS', password, serveraddress: image.name.split('/')[0] }
  const progress = await engine.stream('POST', `/images/create?${query}`, {
    signal,
    ...(image.ours && {
      headers: { 'X-Registry-Auth': padded(JSON.stringify(login)) },
    }),
  })
  // A failure after the first byte comes as a line of the progress.
  let last = ''
  let failure: string | undefined
  for await (const chunk of progress) {
    const lines = (last + (chunk as Buffer).toString()).split('\n')
    last = lines.pop() ?? ''
    failure ??= lines.map(errorIn).find(text => text !== undefined)
  }
  failure ??= errorIn(last)
  if (failure !== undefined) throw new EngineError(500, failure)
}

/** The engine wants base64url with its padding, which Node leaves out. */
function padded(text: string): string {
  return Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

function errorIn(line: string): string | undefined {
  return line.includes('"error"') ? (JSON.parse(line) as { error?: string }).error : undefined
}

type Inspected = { readonly Id: string; readonly RepoDigests?: readonly string[] }

/**
 * The image as the engine has it, if it has it. One that no registry gave under this name has its id for a digest: by
 * that the later tasks of a deployment ask for it, and the engine knows it without a name.
 */
async function held(engine: Engine, image: Reference): Promise<Pulled | undefined> {
  for (const reference of [written(image), ...(image.digest === undefined ? [] : [image.digest])]) {
    const found = await engine.call<Inspected>('GET', `/images/${reference}/json`).catch(() => undefined)
    if (found) return { reference, digest: image.digest ?? ownDigest(image, found.RepoDigests ?? []) ?? found.Id }
  }
  return undefined
}

function ownDigest({ name }: Reference, digests: readonly string[]): string | undefined {
  return digests.find(digest => digest.startsWith(`${name}@`))?.split('@')[1]
}
