/** ECR's door: the OCI distribution API with ECR's rules, in front of a real registry that holds the bytes. */
import { createHash } from 'node:crypto'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { withoutHops } from './forward.ts'
import type { Images } from './index.ts'
import { loginOf } from './login.ts'
import { actionOf, isDigest, manifestSize, type Route, route } from './oci.ts'

export interface DoorOptions {
  readonly registry: string
  readonly password: string
  readonly account: string
  readonly images: Images
}

const largestManifest = 4 * 1024 * 1024

export function createDoor({ registry, password, account, images }: DoorOptions) {
  const origin = new URL(registry)

  function door(incoming: IncomingMessage, response: ServerResponse): void {
    const decision = decide(incoming)
    switch (decision.kind) {
      case 'challenge':
        challenge(incoming, response)
        break
      case 'welcome':
        answer(response, 200, {})
        break
      case 'refuse':
        refuse(response, decision)
        break
      case 'pass':
        pass(incoming, response, decision.path)
        break
      case 'receive':
        receive(decision.route, incoming, response).catch(error => {
          if (!response.headersSent) refuse(response, { status: 502, code: 'UNKNOWN', message: String(error) })
        })
        break
      default:
        decision satisfies never
    }
  }

  function decide({ method = 'GET', url = '/', headers }: IncomingMessage): Decision {
    const login = loginOf(headers.authorization ?? '', password)
    if (login === undefined) return { kind: 'challenge' }
    const path = url.split('?')[0] ?? ''
    if (path === '/v2/' || path === '/v2') return { kind: 'welcome' }
    const asked = route(path)
    if (!asked) return { kind: 'refuse', ...unsupported }
    const { repository, reference } = asked
    const denied =
      login.caller === undefined
        ? undefined
        : images.called?.({
            caller: login.caller,
            operation: actionOf(method, asked),
            repository,
            userAgent: headers['user-agent'] ?? '',
          })
    if (denied !== undefined) return { kind: 'refuse', status: 403, code: 'DENIED', message: denied }
    if (!images.repository(repository)) {
      return { kind: 'refuse', status: 404, code: 'NAME_UNKNOWN', message: unknown(repository) }
    }
    // Deleting goes through ECR's own API, which knows the images; only an upload can be given up here.
    if (method === 'DELETE' && !reference.startsWith('uploads/')) return { kind: 'refuse', ...unsupported }
    if (asked.kind === 'manifests' && method === 'PUT') return { kind: 'receive', route: asked }
    if (asked.kind === 'manifests' && images.known?.(repository, reference) === false) {
      return { kind: 'refuse', status: 404, code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' }
    }
    return { kind: 'pass', path: withKnownSource(url) }
  }

  async function receive(
    { repository, reference }: Route,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of incoming) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length > largestManifest) throw new Error('the manifest is larger than 4 MiB')
    }
    const body = Buffer.concat(chunks)
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
    const tag = isDigest(reference) ? undefined : reference
    if (tag !== undefined && isTaken(repository, tag, digest)) {
      refuse(response, { status: 400, code: 'TAG_INVALID', message: taken(repository, tag) })
      return
    }
    const mediaType = incoming.headers['content-type'] ?? ''
    const { status, headers, text } = await put(repository, reference, body, mediaType)
    if (status === 201) {
      const manifest = body.toString()
      const stored = { repository, digest, manifest, mediaType, size: manifestSize(manifest) }
      images.pushed(tag === undefined ? stored : { ...stored, tag })
    }
    response.writeHead(status, relocated(headers, incoming))
    response.end(text)
  }

  function isTaken(repository: string, tag: string, digest: string): boolean {
    const mutability = images.repository(repository)?.mutability ?? 'MUTABLE'
    return mutability !== 'MUTABLE' && images.tagTaken(repository, tag, digest)
  }

  function put(repository: string, reference: string, body: Buffer, mediaType: string): Promise<Stored> {
    const headers = { 'Content-Type': mediaType, 'Content-Length': body.length }
    return new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(`/v2/${repository}/manifests/${reference}`, origin),
        { method: 'PUT', headers, agent: false },
        async stored => {
          const chunks: Buffer[] = []
          for await (const chunk of stored) chunks.push(chunk as Buffer)
          resolve({ status: stored.statusCode ?? 502, headers: stored.rawHeaders, text: Buffer.concat(chunks) })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  /** As it is, in both directions. */
  function pass(incoming: IncomingMessage, response: ServerResponse, path: string): void {
    const { method, rawHeaders, headers } = incoming
    const chunked = headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked']
    const outgoing = request({
      host: origin.hostname,
      port: origin.port,
      method,
      path,
      headers: [...withoutHops(rawHeaders, ['authorization', 'host']), 'Host', origin.host, ...chunked],
      agent: false,
      setHost: false,
    })
    outgoing.on('response', stored => {
      response.writeHead(stored.statusCode ?? 502, relocated(stored.rawHeaders, incoming))
      pipeline(stored, response, () => {})
    })
    outgoing.on('error', error => {
      if (response.headersSent) response.destroy()
      else {
        const message = `The registry behind ECR does not answer: ${error.message}`
        refuse(response, { status: 502, code: 'UNKNOWN', message })
      }
    })
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy()
    })
    incoming.pipe(outgoing)
  }

  /** Uploads go on where they began: at our door. */
  function relocated(headers: readonly string[], incoming: IncomingMessage): string[] {
    return withoutHops(headers).map((value, index, all) => {
      if (index % 2 === 0 || all[index - 1]?.toLowerCase() !== 'location') return value
      const { pathname, search } = new URL(value, origin)
      return `http://${incoming.headers.host}${pathname}${search}`
    })
  }

  /** A layer mounted from a repository that ECR does not know is uploaded instead. */
  function withKnownSource(url: string): string {
    const [path = '', query] = url.split('?')
    const parameters = new URLSearchParams(query)
    const from = parameters.get('from')
    if (from === null || images.repository(from)) return url
    return path
  }

  async function putImage(repository: string, tag: string, manifest: string, mediaType: string): Promise<void> {
    const { status, text } = await put(repository, tag, Buffer.from(manifest), mediaType)
    if (status !== 201) throw new Error(`The registry behind ECR did not take ${repository}:${tag}: ${status} ${text}`)
  }

  function unknown(repository: string): string {
    return `The repository with name '${repository}' does not exist in the registry with id '${account}'`
  }

  return { door, putImage }
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

type Decision =
  | { readonly kind: 'challenge' | 'welcome' }
  | ({ readonly kind: 'refuse' } & Refusal)
  | { readonly kind: 'pass'; readonly path: string }
  | { readonly kind: 'receive'; readonly route: Route }

const unsupported: Refusal = { status: 405, code: 'UNSUPPORTED', message: 'The operation is unsupported.' }

interface Stored {
  readonly status: number
  readonly headers: readonly string[]
  readonly text: Buffer
}

function taken(repository: string, tag: string): string {
  return `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`
}

function challenge(incoming: IncomingMessage, response: ServerResponse): void {
  answer(response, 401, error('UNAUTHORIZED', 'Not Authorized'), {
    'WWW-Authenticate': `Basic realm="http://${incoming.headers.host}/",service="ecr.amazonaws.com"`,
  })
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  answer(response, status, error(code, message))
}

function error(code: string, message: string) {
  return { errors: [{ code, message }] }
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    ...headers,
    'Docker-Distribution-Api-Version': 'registry/2.0',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}
