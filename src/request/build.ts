/** What a build of the manifest may have besides context, Dockerfile, target and arguments. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Cache, Options, Secret } from '../image/source.ts'
import { asMapping, fault, mapping, path } from './field.ts'

export const OPTION_KEYS = ['contexts', 'secrets', 'ssh', 'cache', 'platforms', 'labels'] as const

/** Known placeholders of `args`. */
export const isPlaceholder = (key: string) => /^(version|sha|env\.[A-Za-z_]\w*)$/.test(key)

const PLATFORM = /^(linux|windows)\/[a-z0-9]+(\/[a-z0-9]+)?$/
/** A part of a line that docker takes apart at commas and equal signs. */
const ID = /^[A-Za-z0-9_][\w.-]*$/
const CACHE_LINE = /^(?=.*\btype=[a-z0-9]+)[a-z-]+=[^,\s]+(,[\w-]+=[^,\s]*)*$/

export function readOptions(build: Readonly<Record<string, unknown>>, at: string, faults: Fault[]): Options {
  const { contexts, secrets, ssh, cache, platforms, labels } = build
  return {
    ...(contexts === undefined ? {} : { contexts: texts(contexts, `${at}.contexts`, /^[^\s=-][^\s=]*$/, faults) }),
    ...(secrets === undefined ? {} : { secrets: readSecrets(secrets, `${at}.secrets`, faults) }),
    ...(ssh === undefined ? {} : { ssh: only(ssh, `${at}.ssh`, ID, 'Give `default`, or an id.', faults) }),
    ...(cache === undefined ? {} : { cache: readCache(cache, `${at}.cache`, faults) }),
    ...(platforms === undefined ? {} : { platforms: readPlatforms(platforms, `${at}.platforms`, faults) }),
    ...(labels === undefined ? {} : { labels: texts(labels, `${at}.labels`, /^\S+$/, faults) }),
  }
}

function texts(value: unknown, at: string, key: RegExp, faults: Fault[]): Record<string, string> {
  const entries = Object.entries(mapping(value, at, faults))
  for (const [name, each] of entries) {
    if (!key.test(name)) faults.push(fault(`${at}: ${quoted(name)}`, 'A name without white space and = is expected.'))
    if (typeof each !== 'string') faults.push(fault(`${at}.${name} is ${quoted(each)}`, 'Give a text, in quotes.'))
  }
  return Object.fromEntries(entries.map(([name, each]) => [name, typeof each === 'string' ? each : '']))
}

function only(value: unknown, at: string, form: RegExp, fix: string, faults: Fault[]): string {
  if (typeof value === 'string' && form.test(value)) return value
  faults.push(fault(`${at} is ${quoted(value)}`, fix))
  return ''
}

function readSecrets(value: unknown, at: string, faults: Fault[]): Record<string, Secret> {
  const read = ([id, each]: [string, unknown]): [string, Secret] => {
    only(id, `${at}: the id`, ID, 'An id is letters, digits, ., _ and -.', faults)
    const [, variable] = /^env\.([A-Za-z_]\w*)$/.exec(typeof each === 'string' ? each : '') ?? []
    if (variable !== undefined) return [id, { variable }]
    const file = path(each, `${at}.${id}`, faults)
    if (/[",]/.test(file)) faults.push(fault(`${at}.${id} is ${quoted(file)}`, 'The path must not hold , or ".'))
    return [id, { file }]
  }
  return Object.fromEntries(Object.entries(mapping(value, at, faults)).map(read))
}

function readCache(value: unknown, at: string, faults: Fault[]): Cache {
  const known = (['registry', 'gha', 'none'] as const).find(each => each === value)
  if (known !== undefined) return known
  const places = asMapping(value)
  if (places === undefined || Object.keys(places).some(key => key !== 'from' && key !== 'to')) {
    faults.push(fault(`${at} is ${quoted(value)}`, 'Give registry, gha, none, or {from: […], to: […]}.'))
    return 'none'
  }
  const { from = [], to = [] } = places
  return { from: lines(from, `${at}.from`, faults), to: lines(to, `${at}.to`, faults) }
}

const lines = (value: unknown, at: string, faults: Fault[]) =>
  (Array.isArray(value) ? value : [value]).map(each =>
    only(each, at, CACHE_LINE, 'Give what docker takes, such as type=registry,ref=….', faults),
  )

function readPlatforms(value: unknown, at: string, faults: Fault[]): string[] {
  const all = Array.isArray(value) ? value : [value]
  if (all.length === 0) faults.push(fault(`${at} is empty`, 'Give linux/amd64, linux/arm64 or both.'))
  const found = all.map(each => only(each, at, PLATFORM, 'Give linux/amd64, linux/arm64 or both.', faults))
  return [...new Set(found)]
}
