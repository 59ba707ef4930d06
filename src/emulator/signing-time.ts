/** How far a request's signature may be from the clock of the one who checks it. */
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const TOLERANCE = 5 * 60_000

/** JSON services say it with 400, the Query protocol with 403 and a code of its own. */
export function refuseSkewed({ headers, url = '/' }: IncomingMessage, now: number): void {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const signed = String(headers['x-amz-date'] ?? query.get('X-Amz-Date') ?? '')
  const at = Date.parse(signed.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(at - now) > TOLERANCE)) return
  const words =
    at < now
      ? `Signature expired: ${signed} is now earlier than ${stamp(now - TOLERANCE)} (${stamp(now)} - 5 min.)`
      : `Signature not yet current: ${signed} is still later than ${stamp(now + TOLERANCE)} (${stamp(now)} + 5 min.)`
  throw headers['x-amz-target'] === undefined
    ? new Refusal('SignatureDoesNotMatch', words, 403)
    : new Refusal('InvalidSignatureException', words)
}

const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
