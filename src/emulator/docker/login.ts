/** The password of `docker login`: the run's secret, and whom it was given to. */
import { timingSafeEqual } from 'node:crypto'

export const passwordOf = (caller: string, secret: string): string =>
  `${secret}.${Buffer.from(caller).toString('base64url')}`

/** Whose login this is; the emulator's own tasks bear the bare secret. */
export function loginOf(authorization: string, secret: string): { readonly caller: string | undefined } | undefined {
  const [scheme, encoded = ''] = authorization.split(' ')
  if (scheme !== 'Basic') return undefined
  const [, password = ''] = /^AWS:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  if (isSame(password, secret)) return { caller: undefined }
  const at = password.lastIndexOf('.')
  if (at < 0 || !isSame(password.slice(0, at), secret)) return undefined
  return { caller: Buffer.from(password.slice(at + 1), 'base64url').toString() }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
