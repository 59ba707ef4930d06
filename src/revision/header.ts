/** What headers say of who asks, as they are, as JSON and options hold them, or percent-encoded. Pure. */
import { decoded } from '../edge/spelling.ts'
import type { Variable } from './looks.ts'

const token = (value = ''): Variable => ({ name: 'token', value })

const AUTHORIZATION = /(?:^|[^\w])(?:proxy-)?authorization["']?\s*[:=]\s*["']?([^\r\n]+)/gi

/** `authorization` may be the name of the value, and its quotes what ends it. */
export function authorization(name: string, text: string): Variable[] {
  const named = /authorization$/i.test(name) ? [text] : []
  const said = [...text.matchAll(AUTHORIZATION)].map(([, rest = '']) => rest)
  const alone = /^bearer(?:\s|%20)+\S+$/i.test(text) ? [text] : []
  return [...named, ...said, ...alone].flatMap(rest => ofScheme(decoded(rest).trim()))
}

function ofScheme(rest: string): Variable[] {
  const [, scheme = '', value = ''] = /^([\w-]+)\s+(.+)$/s.exec(rest) ?? []
  if (value === '') return [token(/^[^\s"',]+/.exec(rest)?.[0])]
  if (/^digest$|^aws4-/i.test(scheme)) {
    return [...value.matchAll(/(?:response|cnonce|signature)="?([^\s",]+)/gi)].map(([, found]) => token(found))
  }
  const [found = ''] = /^[^\s"',]+/.exec(value) ?? []
  return [token(found), ...(/^basic$/i.test(scheme) ? [] : [token(value.replace(/["']$/, ''))])]
}

/** Of what a browser sends every value, of what a server sets the first; shorter ones are a choice, as `theme=dark` is. */
export function cookies(text: string): Variable[] {
  const said = text.matchAll(/(?:^|[^\w])(set-)?cookie["']?\s*[:=]\s*["']?([^"'\r\n]+)/gi)
  return [...said].flatMap(([, set, rest = '']) => {
    const pairs = set === undefined ? rest.split(';') : [rest.split(';')[0] ?? '']
    return pairs
      .map(each => each.slice(each.indexOf('=') + 1).trim())
      .filter(each => each.length >= 6)
      .map(token)
  })
}
