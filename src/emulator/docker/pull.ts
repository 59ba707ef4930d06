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
    if (image.ours || !(await isHere(engine, image))) throw error
  }
  return { reference: written(image), digest: image.digest ?? (await digestOf(engine, image)) }
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

type Inspected = { Id: string; RepoDigests?: string[] }

async function isHere(engine: Engine, image: Reference): Promise<boolean> {
  return engine.call('GET', `/images/${written(image)}/json`).then(
    () => true,
    () => false,
  )
}

async function digestOf(engine: Engine, image: Reference): Promise<string> {
  const { Id, RepoDigests } = await engine.call<Inspected>('GET', `/images/${written(image)}/json`)
  const own = RepoDigests?.find(digest => digest.startsWith(`${image.name}@`)) ?? RepoDigests?.[0]
  return own?.split('@')[1] ?? Id
}
