/** Access keys that the other emulator gave out through this door: they look real, and are let in all the same. */
import type { IncomingMessage } from 'node:http'
import type { Addressee } from '../addressee.ts'

/** Service → operations whose answer has new keys in it. */
const GIVING: Readonly<Record<string, RegExp>> = {
  sts: /^(AssumeRole|GetSessionToken$|GetFederationToken$)/,
  iam: /^CreateAccessKey$/,
  'cognito-identity': /^GetCredentialsForIdentity$/,
}

/** In XML and in JSON. */
const KEY = /AccessKeyId"?\s*[:>]\s*"?(\w{16,128})/gi

/** No answer with keys is longer. */
const MOST = 64 * 1024

export const givesKeys = ({ service, operation = '' }: Addressee): boolean => GIVING[service]?.test(operation) ?? false

/** Reads along while the answer is delivered; a key is known before its last byte is out. */
export function readKeys(answer: IncomingMessage, known: Set<string>): void {
  let text = ''
  answer.on('data', (chunk: Buffer) => {
    if (text.length > MOST) return
    text += chunk.toString('latin1')
    for (const [, key = ''] of text.matchAll(KEY)) known.add(key)
  })
}
