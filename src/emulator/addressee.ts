/** Which service and operation a request is for, by what identifies them: target, signature, form, path, host. */
import type { IncomingHttpHeaders } from 'node:http'
import { serviceAt, serviceOfVersion } from './services/index.ts'

export interface Addressee {
  /** As IAM writes it before the colon: `ecs`, `cloudwatch`. Empty when nothing says it. */
  readonly service: string
  /** Absent for REST services, whose operation only they know. */
  readonly operation: string | undefined
}

export interface Asking {
  readonly headers: IncomingHttpHeaders
  readonly url: string
  /** Of a form, once it was read. */
  readonly body?: string
}

/** Where the name in the signature is not IAM's. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', email: 'ses', tagging: 'tag' }

export function addresseeOf({ headers, url, body }: Asking): Addressee {
  const target = headers['x-amz-target']
  const [prefix = '', named] = typeof target === 'string' ? target.split('.').slice(-2) : []
  const form = body === undefined ? undefined : new URLSearchParams(body)
  const signed = signedFor(headers.authorization ?? '', url)
  // The signature tells of services that are not served here; the form's version, of the few requests that have none.
  const service =
    serviceAt(prefix)?.name ?? signed ?? serviceOfVersion(form?.get('Version') ?? '')?.name ?? byHost(headers.host)
  const operation = named ?? form?.get('Action') ?? /^\/service\/[^/]+\/operation\/(\w+)/.exec(url)?.[1]
  return { service: PREFIXES[service] ?? service, operation: operation ?? undefined }
}

export const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false

/** `…Credential=KEY/DATE/REGION/SERVICE/aws4_request`, in the header or, of a signed URL, in the query. */
export function credentialOf(authorization: string, url: string): string[] | undefined {
  const header = /^AWS4-HMAC-SHA256 Credential=([^,\s]+)/.exec(authorization)?.[1]
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('X-Amz-Credential')
  return (header ?? query ?? undefined)?.split('/')
}

const signedFor = (authorization: string, url: string): string | undefined => credentialOf(authorization, url)?.[3]

/** `ecs.eu-west-1.amazonaws.com`, `api.ecr.eu-west-1.amazonaws.com`. */
function byHost(host = ''): string {
  const found = /^(?:.*?\.)?([a-z0-9-]+)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(host.split(':')[0] ?? '')
  return found?.[1] ?? ''
}
