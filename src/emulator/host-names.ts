/** By which names the local ECS may be called: a web page that has its own name lead here must not reach it. */
import { isIP, isIPv4 } from 'node:net'

export interface HostNames {
  /**
   * @param host the Host header, with its port.
   * @param arrivedAt this machine's end of the connection: called by an address, it may be this one if it is private.
   */
  has(host: string | undefined, arrivedAt?: string): boolean
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/** @param more names and addresses besides those of the loopback, without a port. */
export function hostNamesOf(more: readonly string[] = []): HostNames {
  const known = new Set([...LOOPBACK, ...more].map(plain))
  return {
    has(host = '', arrivedAt = '') {
      const name = plain(withoutPort(host))
      return known.has(name) || (isPrivate(name) && name === plain(arrivedAt))
    },
  }
}

export const isHostName = (text: string): boolean =>
  isIP(text) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i.test(text)

/** RFC 1918, RFC 4193. */
const isPrivate = (address: string): boolean =>
  isIPv4(address)
    ? /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address)
    : isIP(address) === 6 && /^f[cd]/.test(address)

/** `[fd00::1]:4566` → `fd00::1`. */
const withoutPort = (host: string): string => /^\[([^\]]*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '')

/** One spelling of each name and address; an IPv4 address also as a socket for both kinds has it. */
function plain(name: string): string {
  const lower = name.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return isIP(lower) === 6 ? new URL(`http://[${lower}]`).hostname.slice(1, -1) : lower
}
