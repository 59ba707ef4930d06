/** A request for a service that is served behind: sent on as it came, and the answer back as it comes. */
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

/** Headers that are meant for this hop only. */
const HOPS = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

export interface Passing {
  readonly url: URL
  /** Already read; otherwise the request's own stream goes on. */
  readonly body?: string
  /** Between the answer from behind and its delivery. */
  answered(status: number): Promise<void>
  /** Of what goes out to the client it may read along. */
  delivering(answer: IncomingMessage): void
}

/** Resolves with the status when the answer has begun, and is never kept waiting by a slow reader. */
export function passOn(incoming: IncomingMessage, response: ServerResponse, passing: Passing): Promise<number> {
  const { url, body, answered, delivering } = passing
  return new Promise((resolve, reject) => {
    const outgoing = ask({
      hostname: url.hostname,
      port: url.port || 80,
      method: incoming.method,
      path: incoming.url,
      headers: [...kept(incoming.rawHeaders), ...(isChunked(incoming) ? ['Transfer-Encoding', 'chunked'] : [])],
      setHost: false,
      agent: false,
    })
    outgoing.on('response', answer => {
      const status = answer.statusCode ?? 502
      const deliver = (): void => {
        response.writeHead(status, answer.statusMessage, kept(answer.rawHeaders))
        delivering(answer)
        pipeline(answer, response, () => {})
        resolve(status)
      }
      answered(status).then(deliver, reject)
    })
    outgoing.on('error', reject)
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy()
    })
    if (body === undefined) incoming.pipe(outgoing)
    else outgoing.end(body)
  })
}

const isChunked = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined

function kept(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 && !HOPS.has(name.toLowerCase()) ? [name, raw[index + 1] ?? ''] : [],
  )
}
