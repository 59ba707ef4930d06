/** The emulator's own questions to what stands behind it. */
import { Refusal } from '../refusal.ts'
import { parseXml, type Xml } from './xml.ts'

export interface Behind {
  readonly url: URL
  readonly region: string
}

const PATIENCE = 30_000

export async function askQuery({ url, region }: Behind, service: string, form: Record<string, string>): Promise<Xml> {
  const headers = {
    authorization: signature(region, service),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const { isOk, status, text } = await reach(url, headers, new URLSearchParams(form).toString())
  if (!isOk) throw unavailable(`${service}:${form.Action} was answered ${status} behind: ${text}`)
  return parseXml(text)
}

/** The answer, or the error's code and message. */
export async function askJson<T>(
  { url, region }: Behind,
  service: string,
  target: string,
  input: unknown,
): Promise<{ value: T } | { code: string; message: string }> {
  const headers = {
    authorization: signature(region, service),
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': target,
  }
  const { isOk, status, text } = await reach(url, headers, JSON.stringify(input))
  const body = fieldsIn<T & { __type?: string; message?: string; Message?: string }>(text)
  if (body === undefined) throw unavailable(`${target} was answered ${status} behind, and no JSON: ${text}`)
  if (isOk) return { value: body }
  return {
    code: (body.__type ?? 'ServiceException').replace(/^.*#/, ''),
    message: body.message ?? body.Message ?? '',
  }
}

interface Answer {
  readonly isOk: boolean
  readonly status: number
  readonly text: string
}

async function reach(url: URL, headers: Record<string, string>, body: string): Promise<Answer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE) })
    return { isOk: response.ok, status: response.status, text: await response.text() }
  } catch (error) {
    throw nothingAnswers(error)
  }
}

function fieldsIn<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

const unavailable = (message: string): Refusal => new Refusal('ServiceUnavailable', message, 503)

/** Of a refused connection only the cause says something. */
export function nothingAnswers(error: unknown): Refusal {
  const { message, cause } = error as Error & { cause?: { message?: string } }
  return unavailable(`Behind the local ECS nothing answers: ${cause?.message || message}`)
}

/** Names the service and the region; nobody checks it. */
const signature = (region: string, service: string): string =>
  `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`
