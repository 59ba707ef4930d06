/** One local ECS plays one region: what is signed for another one is meant for another one. */
import type { IncomingMessage } from 'node:http'
import { type Addressee, credentialOf } from './addressee.ts'
import { Refusal } from './refusal.ts'

/** STS has a global endpoint, too, which is signed for as this region: https://docs.aws.amazon.com/general/latest/gr/sts.html */
const GLOBAL = 'us-east-1'

/** The first sentence is AWS's own. JSON services say it with 400, the Query protocol with 403 and a code of its own. */
export function refuseRegion({ headers, url = '/' }: IncomingMessage, { service }: Addressee, region: string): void {
  const signed = credentialOf(headers.authorization ?? '', url)?.[2]
  if (signed === undefined || signed === region || (service === 'sts' && signed === GLOBAL)) return
  const words =
    `Credential should be scoped to a valid region. This local ECS plays ${region}, and the request is signed for ` +
    `'${signed}': set AWS_REGION=${region}, or start another local ECS with --region ${signed || 'REGION'}.`
  throw headers['x-amz-target'] === undefined
    ? new Refusal('SignatureDoesNotMatch', words, 403)
    : new Refusal('InvalidSignatureException', words)
}
