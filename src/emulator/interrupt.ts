import type { ServerResponse } from 'node:http'
import type { Fault } from './faults.ts'
import { Refusal } from './refusal.ts'
import { send } from './wire.ts'

/** Faults that keep the call from being carried out; true when nothing more is to be answered. */
export async function interrupt(
  fault: Fault,
  { service, operation }: { service: string; operation: string },
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case 'throttle':
      throw new Refusal('ThrottlingException', 'Rate exceeded')
    case '500':
      throw new Refusal('InternalFailure', 'The request processing has failed because of an unknown error.', 500)
    case '503-html':
      response.writeHead(503, { 'content-type': 'text/html' })
      response.end('<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>')
      return true
    case 'reset':
      response.socket?.resetAndDestroy()
      return true
    case 'hang':
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
    case 'error':
      throw new Refusal(fault.code ?? 'ServerException', fault.message ?? 'Scripted failure.', fault.status ?? 400)
    case 'answer':
      send(response, {
        status: 200,
        contentType: 'application/x-amz-json-1.1',
        body: JSON.stringify(fault.fields ?? {}),
        requestId: 'scripted',
      })
      return true
    case 'stale':
    case 'duplicate':
    case 'merge':
    case 'truncated':
    case 'empty-200':
    case 'reset-after-apply':
    case 'hang-after-apply':
      return false
    default:
      fault.kind satisfies never
      return false
  }
}
