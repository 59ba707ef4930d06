/** The emulator's own questions to what stands behind it. */
import { parseXml, type Xml } from './xml.ts'

export interface Behind {
  readonly url: URL
  readonly region: string
}

const PATIENCE = 30_000

export async function askQuery({ url, region }: Behind, service: string, form: Record<string, string>): Promise<Xml> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: signature(region, service),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
    signal: AbortSignal.timeout(PATIENCE),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${service}:${form.Action} was answered ${response.status} behind: ${text}`)
  return parseXml(text)
}

/** The answer, or the error's code and message. */
export async function askJson<T>(
  { url, region }: Behind,
  service: string,
  target: string,
  input: unknown,
): Promise<{ value: T } | { code: string; message: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: signature(region, service),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(PATIENCE),
  })
  const body = (await response.json()) as T & { __type?: string; message?: string; Message?: string }
  if (response.ok) return { value: body }
  return {
    code: (body.__type ?? 'ServiceException').replace(/^.*#/, ''),
    message: body.message ?? body.Message ?? '',
  }
}

/** Names the service and the region; nobody checks it. */
const signature = (region: string, service: string): string =>
  `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`
