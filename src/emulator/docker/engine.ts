/** The Docker Engine's API over its socket. The only file of the emulator that talks to the engine. */
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'

export interface Engine {
  /** The answer's JSON; rejects with an EngineError on a refusal. */
  call<T = unknown>(method: string, path: string, options?: CallOptions): Promise<T>
  /** The answer's body as it comes; rejects with an EngineError on a refusal. */
  stream(method: string, path: string, options?: CallOptions): Promise<IncomingMessage>
  close(): void
}

export interface CallOptions {
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The engine said no; `message` is its own text. */
export class EngineError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function connectEngine(host = process.env.DOCKER_HOST ?? ''): Engine {
  const agent = new Agent({ keepAlive: true })
  const address = { ...engineAddress(host), agent }

  async function stream(method: string, path: string, options: CallOptions = {}): Promise<IncomingMessage> {
    const response = await send({ ...address, method, path }, options)
    if ((response.statusCode ?? 500) < 400) return response
    const text = await read(response)
    throw new EngineError(response.statusCode ?? 500, refusal(text))
  }

  async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const text = await read(await stream(method, path, options))
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  return { call, stream, close: () => agent.destroy() }
}

/** `unix:///run/docker.sock` and `tcp://127.0.0.1:2375` as node:http wants them. */
export function engineAddress(host: string): { socketPath: string } | { host: string; port: number } {
  if (host === '') return { socketPath: '/var/run/docker.sock' }
  const url = new URL(host)
  if (url.protocol === 'unix:') return { socketPath: url.pathname }
  if (url.protocol === 'tcp:' || url.protocol === 'http:') {
    return { host: url.hostname, port: Number(url.port || 2375) }
  }
  throw new Error(`DOCKER_HOST is "${host}"; the local ECS can use unix:// and tcp:// only.`)
}

function send(target: RequestOptions, { body, headers, signal }: CallOptions): Promise<IncomingMessage> {
  const raw = Buffer.isBuffer(body)
  const payload = body === undefined || raw ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...target,
        ...(signal && { signal }),
        headers: {
          Host: 'docker',
          ...headers,
          ...(payload !== undefined && {
            'Content-Type': raw ? 'application/x-tar' : 'application/json',
            'Content-Length': Buffer.byteLength(payload),
          }),
        },
      },
      resolve,
    )
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function refusal(text: string): string {
  try {
    return (JSON.parse(text) as { message: string }).message
  } catch {
    return text.trim()
  }
}
