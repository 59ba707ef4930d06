/** One HTTP request, forwarded to one of several servers: what the load balancer and Service Connect have in common. */
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

export interface Server {
  readonly key: string
  readonly host: string
  readonly port: number
}

export type Refusal = 'nobody' | 'unreachable' | 'timeout'

export interface Hop {
  /** Whose turn it is, except those already tried for this request. */
  pick(tried: ReadonlySet<string>): Server | undefined
  /** How many servers one request may be tried on. */
  readonly attempts: number
  /** Milliseconds until the answer's headers, and between its bytes. 0: none. */
  readonly patience: number
  /** Headers to send on (name, value, name, value …), from those that came. */
  headers(incoming: IncomingMessage): string[]
  /** Answer instead of a server. */
  refuse(response: ServerResponse, refusal: Refusal): void
  /** How a server did, and with what it answered. */
  seen?(server: Server, ok: boolean, answer?: { readonly status: number; readonly seconds: number }): void
}

export function forward(incoming: IncomingMessage, response: ServerResponse, hop: Hop): void {
  const tried = new Set<string>()
  const repeatable = hasNoBody(incoming) && ['GET', 'HEAD', 'OPTIONS'].includes(incoming.method ?? '')
  const headers = [...hop.headers(incoming), ...framing(incoming)]
  let current: ClientRequest | undefined
  let left = false
  response.on('close', () => {
    left = true
    if (!response.writableFinished) current?.destroy()
  })
  attempt()

  function attempt(): void {
    const server = hop.pick(tried)
    if (!server) {
      hop.refuse(response, tried.size === 0 ? 'nobody' : 'unreachable')
      return
    }
    tried.add(server.key)
    let connected = false
    let answered = false
    let late = false
    const { host, port } = server
    const began = performance.now()
    const { method, url: path } = incoming
    const outgoing = request({ host, port, method, path, headers, agent: false, setHost: false })
    current = outgoing
    if (hop.patience > 0) {
      outgoing.setTimeout(hop.patience, () => {
        late = true
        outgoing.destroy()
      })
    }
    outgoing.on('response', answer => {
      answered = true
      const status = answer.statusCode ?? 502
      hop.seen?.(server, status < 500, { status, seconds: (performance.now() - began) / 1000 })
      response.writeHead(status, answer.statusMessage, withoutHops(answer.rawHeaders))
      pipeline(answer, response, () => {})
    })
    outgoing.on('error', () => {
      if (answered) response.destroy()
      if (answered || left) return
      hop.seen?.(server, false)
      if (late) hop.refuse(response, 'timeout')
      else if ((!connected || repeatable) && tried.size < hop.attempts) attempt()
      else hop.refuse(response, 'unreachable')
    })
    outgoing.on('socket', socket =>
      socket.once('connect', () => {
        connected = true
        // Only now: what has been sent to nobody can still be sent to the next one.
        if (!hasNoBody(incoming)) incoming.pipe(outgoing)
      }),
    )
    if (hasNoBody(incoming)) outgoing.end()
  }
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
}

/** Headers given as a list are sent as they are: a body without a length must be announced. */
function framing({ headers }: IncomingMessage): string[] {
  return headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked']
}

const hops = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers (name, value, name, value …) that are meant for the other end, not for the next hop. */
export function withoutHops(raw: readonly string[], also: readonly string[] = []): string[] {
  const named = pairs(raw).filter(([name]) => name.toLowerCase() === 'connection')
  const dropped = new Set([...also, ...named.flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/))])
  return pairs(raw)
    .filter(([name]) => !hops.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()))
    .flat()
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as [string, string]] : []))
}
