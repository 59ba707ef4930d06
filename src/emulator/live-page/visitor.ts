/** Who may come to the control door: programs on this machine, as ever, and the live page of this very emulator. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { notForBrowsers } from '../credentials.ts'
import type { HostNames } from '../host-names.ts'
import { Refusal } from '../refusal.ts'
import { pathOf } from '../wire.ts'

/** The header in which the page shows that it is the page. */
export const TOKEN_HEADER = 'x-local-ecs-token'

interface Doorkeeper {
  readonly token: string
  readonly names: HostNames
}

export function admit({ method, url, headers, socket }: IncomingMessage, { token, names }: Doorkeeper): void {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (!names.has(host, socket.localAddress)) throw notForBrowsers()
  if (origin === undefined && site === undefined) return
  if (origin !== undefined && origin !== `http://${host}`) throw notForBrowsers()
  // An address typed in, or opened by another program, is nobody's request: it may show the page and nothing else.
  const isOpened = site === 'none' && method === 'GET' && isPage(url)
  if (site !== undefined && site !== 'same-origin' && !isOpened) throw notForBrowsers()
  if (method !== 'GET' && !isToken(headers[TOKEN_HEADER], token))
    throw new Refusal('AccessDeniedException', `A web page's write needs the live page's own ${TOKEN_HEADER}.`, 403)
}

const isPage = (url: string | undefined): boolean => /^\/_internal\/?$/.test(pathOf(url))

function isToken(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string') return false
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
