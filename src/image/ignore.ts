/** What a .dockerignore keeps out of a context, as BuildKit reads it (moby/patternmatcher and its ignorefile). Pure. */
import { posix } from 'node:path'

export interface Rules {
  /** One by one and in their order: the last that matches decides. */
  readonly patterns: readonly Pattern[]
  /** Some pattern takes files back in, so that a folder that is kept out has to be looked into. */
  readonly hasExceptions: boolean
  /** Patterns that are not read here as BuildKit reads them: they keep nothing out. */
  readonly unread: readonly string[]
}

interface Pattern {
  readonly text: string
  readonly exception: boolean
}

/** Which patterns match a path or a folder above it. */
export type Matches = readonly boolean[]

type Matcher = (path: string) => boolean

export function rulesOf(text: string): Rules {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => !line.startsWith('#') && line.trim() !== '')
    .map(patternOf)
    .filter(({ text }) => text !== '')
  return {
    patterns,
    hasExceptions: patterns.some(({ exception }) => exception),
    unread: patterns.map(({ text }) => text).filter(text => matcherOf(text) === undefined),
  }
}

/** Cleaned twice, as there: what is left of `./!a` is an exception, and of `a /` the space at its end is not. */
function patternOf(line: string): Pattern {
  const [, mark = '', rest = ''] = /^(!?)\s*(.*)$/s.exec(line.trim()) ?? []
  const text = cleaned(`${mark}${cleaned(rest).replace(/^\/(?=.)/, '')}`.trim())
  return text.startsWith('!') ? { text: text.slice(1), exception: true } : { text, exception: false }
}

/** Go's filepath.Clean. */
const cleaned = (text: string) => (text === '' ? '' : posix.normalize(text).replace(/(?<=.)\/$/, ''))

/**
 * Asks for a path, given what matched the folder that it is in. A pattern counts for everything below what it matches, which is
 * BuildKit's own way of walking (MatchesUsingParentResults).
 */
export function asker({ patterns }: Rules): (path: string, above: Matches) => { matches: Matches; excluded: boolean } {
  const matchers = patterns.map(({ text }) => matcherOf(text))
  return (path, above) => {
    let excluded = false
    const matches = patterns.map(({ exception }, i) => {
      const match = above[i] === true || (exception === excluded && matchers[i]?.(path) === true)
      if (match) excluded = !exception
      return match
    })
    return { matches, excluded }
  }
}

/** A class without what BuildKit's own way of writing expressions makes another thing of. */
const CLASS = /^\[\^?[^\][\\*?]+\]/

/**
 * Undefined where it cannot be read: escapes that Go's expressions have and ours have not, classes of classes, what BuildKit takes
 * for alternatives and repetitions where a pattern has a wildcard too, and bytes that are no text.
 */
function matcherOf(text: string): Matcher | undefined {
  if (text.includes('\ufffd')) return undefined
  const parts = [...text.matchAll(/\*\*\/?|\\?./gsu)].map(([part]) => part)
  // BuildKit compares these as they are: `^` is a character, `**foo` any end
  if (!/[*?[\]\\]/.test(text)) return path => path === text
  if (!/[*?[\]\\]/.test(text.slice(0, -2)) && text.endsWith('**')) return path => path.startsWith(text.slice(0, -2))
  const end = text.slice(2)
  if (text.startsWith('**') && !/[*?[\]\\]/.test(end)) return path => path.endsWith(end) || `/${path}` === end
  if (/\||\{\d/.test(text)) return undefined
  let source = ''
  for (let at = 0, i = 0; i < parts.length; i++) {
    const part = parts[i] ?? ''
    const group = part === '[' ? CLASS.exec(text.slice(at))?.[0] : undefined
    const written = group ?? expressionOf(part, i === parts.length - 1)
    if (written === undefined) return undefined
    source += written
    at += (group ?? part).length
    if (group) i += [...group].length - 1
  }
  try {
    const expression = new RegExp(`^${source}$`, 'u')
    return path => expression.test(path)
  } catch {
    return undefined
  }
}

function expressionOf(part: string, isLast: boolean): string | undefined {
  if (part.startsWith('**')) return isLast ? '[^\\n]*' : '(?:[^\\n]*/)?'
  if (part === '*') return '[^/]*'
  if (part === '?') return '[^/]'
  if (part === '[' || part === '\\') return undefined
  if (part.startsWith('\\')) return /^\\[!-/:-@[-`{-~ ]$/.test(part) ? literal(part.slice(1)) : undefined
  return part === '^' ? part : literal(part)
}

const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
