/** What a .dockerignore keeps out of a context, as BuildKit reads it (moby/patternmatcher and its ignorefile). Pure. */
import { posix } from 'node:path'
import dockerignore from '@balena/dockerignore'

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
  /** Undefined where it cannot be read: such a pattern keeps nothing out here, and its image is built anew. */
  readonly matches: Matcher | undefined
}

/** Which patterns match a path or a folder above it. */
export type Matches = readonly boolean[]

type Matcher = (path: string) => boolean

export function rulesOf(text: string): Rules {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => !line.startsWith('#') && trimmed(line) !== '')
    .map(patternOf)
    .filter(({ text }) => text !== '')
  return {
    patterns,
    hasExceptions: patterns.some(({ exception }) => exception),
    unread: patterns.filter(({ matches }) => matches === undefined).map(({ text }) => text),
  }
}

/** Cleaned twice, as there: what is left of `./!a` is an exception, and of `a /` the space at its end is not. */
function patternOf(line: string): Pattern {
  const [, mark = '', rest = ''] = /^(!?)(.*)$/s.exec(trimmed(line)) ?? []
  const whole = cleaned(trimmed(`${mark}${cleaned(trimmed(rest)).replace(/^\/(?=.)/, '')}`))
  const exception = whole.startsWith('!')
  const text = exception ? whole.slice(1) : whole
  return { text, exception, matches: matcherOf(text) }
}

/** Go's strings.TrimSpace: not the white space of JavaScript, which has a byte order mark more and a next line less. */
const trimmed = (text: string) => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '')

/** Go's filepath.Clean. */
const cleaned = (text: string) => (text === '' ? '' : posix.normalize(text).replace(/(?<=.)\/$/, ''))

/**
 * Asks for a path, given what matched the folder that it is in. A pattern counts for everything below what it matches, which is
 * BuildKit's own way of walking (MatchesUsingParentResults).
 */
export function asker({ patterns }: Rules): (path: string, above: Matches) => { matches: Matches; excluded: boolean } {
  return (path, above) => {
    let excluded = false
    const matches = patterns.map(({ exception, matches }, i) => {
      const match = above[i] === true || (exception === excluded && matches?.(path) === true)
      if (match) excluded = !exception
      return match
    })
    return { matches, excluded }
  }
}

/**
 * What the library and BuildKit read alike: `*`, `?`, `**` but before a word, plain classes, and characters that are only
 * themselves, escaped or not.
 */
const READABLE =
  /^(?:\*\*(?=\/|$)|(?<=[^/*])\*\*(?!\*)|\*(?!\*)|\?|\[\^?[^\][\\*?/!^]+\]|\\[!-/:-@[-`{-~ ]|[^*?[\]\\^\ufffd])*$/u

function matcherOf(text: string): Matcher | undefined {
  // no path of a context begins so
  if (/^(?:\/|\.\.(?:\/|$))/.test(text)) return () => false
  // BuildKit compares a pattern without a wildcard as it is
  if (!/[*?[\]\\\ufffd]/.test(text)) return path => path === text
  // with one, Go's expressions take these for alternatives and repetitions
  if (!READABLE.test(text) || /\||\{\d/.test(text)) return undefined
  // what an exception may still begin with, the library takes away: white space, and another mark
  if (text !== text.trim() || text.startsWith('!')) return undefined
  const library = dockerignore.default({ ignorecase: false }) as unknown as Library
  library.add(text.replace(/\\.|[+(){}|$]/g, found => (found.length > 1 ? found : `\\${found}`)))
  const [rule] = library._rules
  return rule && pathMatcher(() => library._compile(rule).regexp)
}

/**
 * By characters, as Go's expressions read, not by halves of them; undefined for a range that runs backwards, with which BuildKit
 * refuses to build. Asked for one path: the library's `ignores` looks at the folders above too, which BuildKit does not do here.
 */
function pathMatcher(compile: () => RegExp): Matcher | undefined {
  try {
    const expression = new RegExp(compile().source.replace(/\\([^\\/^$.*+?()[\]{}|])/g, '$1'), 'u')
    return path => expression.test(path)
  } catch {
    return undefined
  }
}

/** What is used of the library: its grammar, as an expression. Both are held by their rows. */
interface Library {
  add(pattern: string): void
  readonly _rules: readonly object[]
  _compile(rule: object): { readonly regexp: RegExp }
}
