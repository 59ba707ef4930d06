/** Nobody's real keys are wanted here: a misdirected deploy must end at the door. */
import type { IncomingMessage } from 'node:http'
import { credentialOf } from './addressee.ts'
import type { HostNames } from './host-names.ts'
import { Refusal } from './refusal.ts'

export function callerOf(request: IncomingMessage, handedOut?: ReadonlySet<string>): string {
  const key = keyOf(request, handedOut)
  if (key === undefined) throw unsigned()
  return key
}

export const unsigned = (): Refusal =>
  new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', 403)

/** The access key, if the request is signed. */
export function keyOf(request: IncomingMessage, handedOut?: ReadonlySet<string>): string | undefined {
  const { headers, url = '/' } = request
  const key = credentialOf(headers.authorization ?? '', url)?.[0]
  if (key !== undefined && !handedOut?.has(key) && /^(AKIA|ASIA)/.test(key) && !/EXAMPLE|TEST/.test(key))
    throw new Refusal(
      'UnrecognizedClientException',
      'This is a local ECS and the access key looks real. Use dummy credentials, such as AWS_ACCESS_KEY_ID=test.',
      403,
    )
  return key
}

export const notForBrowsers = (): Refusal =>
  new Refusal(
    'AccessDeniedException',
    'The local ECS does not answer web pages or foreign host names (--allow-host NAME lets one in).',
    403,
  )

/** A web page in a browser on this machine must not be able to steer the emulator. */
export function refuseBrowsers({ headers, socket }: IncomingMessage, names: HostNames): void {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
  if (isBrowser || !names.has(headers.host, socket.localAddress)) throw notForBrowsers()
}
