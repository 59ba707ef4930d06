/** HTTP in and out: which operation a request means, and how its answer looks. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { type Addressee, addresseeOf, isForm } from './addressee.ts'
import { violations } from './constraints.ts'
import { checkedForm, checkedInput } from './input-kinds.ts'
import { errorXml, parseQuery, resultXml } from './query.ts'
import { leftOut, Refusal } from './refusal.ts'
import type { Operation } from './room.ts'
import type { Api, Rest } from './services/api.ts'
import { operationOf, restService, serviceAt, serviceOfVersion } from './services/index.ts'

export const BODY_LIMIT = 8 * 1024 * 1024

export interface Call {
  readonly service: string
  readonly operation: string
  readonly input: Record<string, unknown>
  readonly run: Operation
  readonly shape: Shape
}

/** How a service words its answers. */
export interface Shape {
  readonly contentType: string
  result(value: unknown, requestId: string): string
  error(refusal: Refusal, requestId: string): string
}

const json: Shape = {
  contentType: 'application/x-amz-json-1.1',
  result: value => JSON.stringify(value),
  error: ({ code, message }) => JSON.stringify({ __type: code, message }),
}

const queryShape = (operation: string, namespace: string): Shape => ({
  contentType: 'text/xml',
  result: (value, id) => resultXml(operation, value, id, namespace),
  error: ({ code, message }, id) => errorXml(code, message, id, namespace),
})

/** For an error that is said in another service's stead. */
export const shapeFor = (headers: IncomingMessage['headers'], { service, operation = '' }: Addressee): Shape =>
  isForm(headers) || service === 's3' || service === 'route53' ? queryShape(operation, '') : json

/** What comes before the query; not every request target is a URL. */
export const pathOf = (url = '/'): string => url.split('?', 1)[0] ?? '/'

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const isPacked = request.headers['content-encoding'] === 'gzip' && !isForm(request.headers)
  return (isPacked ? unpack(bytes) : bytes).toString('utf8')
}

/** The SDKs compress large calls of PutMetricData. */
function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: BODY_LIMIT })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal('SerializationException', 'The request body is not what its Content-Encoding says: gzip.')
    throw tooLarge()
  }
}

const tooLarge = (): Refusal =>
  new Refusal('RequestEntityTooLargeException', `The request body is larger than ${BODY_LIMIT} bytes.`, 413)

/** The operation a request means; a refusal carries the shape it has to be worded in. */
export function parseCall(request: IncomingMessage, body: string): Call | { refusal: Refusal; shape: Shape } {
  const { headers, url = '/' } = request
  const target = headers['x-amz-target']
  const rest =
    typeof target === 'string' || isForm(headers) ? undefined : restService(addresseeOf({ headers, url }).service)
  const isJson = typeof target === 'string' || rest !== undefined
  try {
    if (typeof target === 'string') return jsonCall(target, body)
    return rest === undefined ? queryCall(request, body) : restCall(rest, request, body)
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error, shape: isJson ? json : queryShape('', '') }
    throw error
  }
}

function jsonCall(target: string, body: string): Call {
  const [prefix = '', operation = ''] = target.split('.')
  const service = serviceAt(prefix)
  if (service === undefined)
    throw new Refusal('UnknownOperationException', `The local ECS has no service ${prefix} (asked for ${target}).`)
  const run = operationOf(service, operation)
  if (run === undefined) throw notServed(service, operation)
  return {
    service: service.name,
    operation,
    input: checkedInput(service.name, operation, parseJson(body)),
    run: satisfied(service, operation, run),
    shape: json,
  }
}

function restCall(service: Api & { readonly protocol: Rest }, request: IncomingMessage, body: string): Call {
  const { method = 'GET', url = '/' } = request
  const routed = service.protocol.route(method, url)
  const run = routed && operationOf(service, routed.operation)
  if (routed === undefined || run === undefined)
    throw new Refusal(
      'UnknownOperationException',
      `The local ECS does not know ${service.name}: ${method} ${pathOf(url)}.`,
    )
  const { operation } = routed
  return {
    service: service.name,
    operation,
    input: checkedInput(service.name, operation, { ...parseJson(body), ...routed.input }),
    run: satisfied(service, operation, run),
    shape: { ...json, contentType: 'application/json' },
  }
}

function notServed({ name, leftOut: out = {} }: Api, operation: string): Refusal {
  const what = Object.hasOwn(out, operation) ? out[operation] : undefined
  return what === undefined
    ? new Refusal('UnknownOperationException', `The local ECS does not know ${name}:${operation}.`)
    : leftOut(what, `${name}:${operation}`)
}

function parseJson(body: string): Record<string, unknown> {
  let value: unknown
  try {
    value = body === '' ? {} : JSON.parse(body)
  } catch {
    throw new Refusal('SerializationException', 'The request body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('SerializationException', 'The request body must be a JSON object.')
  return value as Record<string, unknown>
}

function queryCall(request: IncomingMessage, body: string): Call {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    throw new Refusal('UnknownOperationException', 'The request names no operation: neither X-Amz-Target nor a form.')
  const { Action, Version, ...input } = parseQuery(body)
  const operation = String(Action ?? '')
  const service = serviceOfVersion(String(Version ?? ''))
  const run = service && operationOf(service, operation)
  if (service === undefined || run === undefined)
    throw new Refusal('InvalidAction', `The local ECS does not know ${service?.name ?? 'any service'}:${operation}.`)
  const { name, protocol } = service
  return {
    service: name,
    operation,
    input: checkedForm(name, operation, input),
    run: satisfied(service, operation, run),
    shape: queryShape(operation, protocol.namespace),
  }
}

/** The operation, once its input is as the model wants it: after permissions, as everything that a service decides. */
const satisfied =
  (service: Api, operation: string, run: Operation): Operation =>
  (room, input) => {
    const broken = violations(service.name, operation, input)
    if (broken.length > 0) throw service.refuse(broken, operation)
    return run(room, input)
  }

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly requestId: string
}

export function send(response: ServerResponse, { status, contentType, body, requestId }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
  })
  response.end(body)
}
