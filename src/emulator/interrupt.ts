import type { ServerResponse } from 'node:http'
import type { Fault } from './fault.ts'
import { Refusal } from './refusal.ts'
import { type Answer, send } from './wire.ts'

/**
 * A fault's answer in the place of the right one, before the operation is carried out or after it; true when nothing more is
 * to be answered.
 */
export async function interrupt(
  fault: Fault,
  { service, operation }: { service: string; operation: string },
  response: ServerResponse,
  whole: () => Promise<Answer>,
): Promise<boolean> {
  switch (fault.kind) {
    case 'throttle':
      throw new Refusal('ThrottlingException', 'Rate exceeded')
    case '500':
      throw new Refusal('InternalFailure', 'The request processing has failed because of an unknown error.', 500)
    case '503-html':
      return page(response, 503, '503 Service Temporarily Unavailable')
    case '408':
      return page(response, 408, '408 Request Time-out')
    case 'garbled-4xx':
      return page(response, 400, '400 Bad Request')
    case 'garbled':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end('upstream connect error or disconnect/reset before headers')
      return true
    case 'half-body':
      begin(response, await whole(), () => response.socket?.destroy())
      return true
    case 'headers-then-silence':
      begin(response, await whole())
      return true
    case 'truncated':
      return cut(response, await whole(), 1 / 2)
    case 'empty-200':
      return cut(response, await whole(), 0)
    case 'reset':
    case 'reset-after-apply':
      response.socket?.resetAndDestroy()
      return true
    case 'hang':
    case 'hang-after-apply':
      return true
    case 'slow':
      await new Promise(resolve => setTimeout(resolve, fault.delayMs ?? 30_000))
      return false
    case 'access-denied':
      throw new Refusal(
        'AccessDeniedException',
        `User: arn:aws:sts::000000000000:assumed-role/local/evenkeel is not authorized to perform: ${service}:${operation} ` +
          `on resource: * because no identity-based policy allows the ${service}:${operation} action`,
      )
    case 'expired-token':
      throw new Refusal('ExpiredTokenException', 'The security token included in the request is expired')
    case 'unknown-error':
      throw new Refusal(
        fault.code ?? 'BrandNewException',
        fault.message ?? 'Nobody knows this one yet.',
        fault.status ?? 400,
      )
    case 'error':
      throw new Refusal(fault.code ?? 'ServerException', fault.message ?? 'Scripted failure.', fault.status ?? 400)
    case 'answer':
      response.writeHead(fault.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(fault.fields ?? {}))
      return true
    case 'duplicate':
    case 'merge':
    case 'stale':
    case 'late':
    case 'late-current':
    case 'page-size':
    case 'empty-page':
      return false
    default:
      fault.kind satisfies never
      return false
  }
}

/** From what stands between: no error of AWS's own. */
function page(response: ServerResponse, status: number, title: string): true {
  response.writeHead(status, { 'content-type': 'text/html' })
  response.end(`<html><body><h1>${title}</h1></body></html>`)
  return true
}

/** The headers of the whole answer, and half of it. */
function begin(response: ServerResponse, { status, contentType, body }: Answer, then = (): void => {}): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length })
  response.write(bytes.subarray(0, bytes.length / 2), then)
}

/** An answer that looks whole and is not. */
function cut(response: ServerResponse, answer: Answer, part: number): true {
  send(response, { ...answer, body: answer.body.slice(0, answer.body.length * part) })
  return true
}
