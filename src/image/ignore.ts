/** What a .dockerignore keeps out of a context, as BuildKit reads it. Pure. */
import dockerignore from '@balena/dockerignore'

export interface Rules {
  /** One by one and in their order: the last that matches decides. */
  readonly patterns: readonly Pattern[]
  /** Some pattern takes files back in, so that a folder that is kept out has to be looked into. */
  readonly hasExceptions: boolean
}

interface Pattern {
  readonly text: string
  readonly exception: boolean
}

/** Which patterns match a path or a folder above it. */
export type Matches = readonly boolean[]

export function rulesOf(text: string): Rules {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => !line.startsWith('#') && line.trim() !== '')
    .map(line => {
      const exception = line.trim().startsWith('!')
      return { text: escaped(exception ? line.trim().slice(1).trim() : line.trim()), exception }
    })
    .filter(({ text }) => text !== '')
  return { patterns, hasExceptions: patterns.some(({ exception }) => exception) }
}

/**
 * Asks for the paths of one folder, given what matched the folder itself. A pattern counts for everything below what it
 * matches, which is BuildKit's own way of walking (moby/patternmatcher, MatchesUsingParentResults).
 */
export function asker({ patterns }: Rules): (path: string, above: Matches) => { matches: Matches; excluded: boolean } {
  // anew for each folder: the library remembers every path that it was asked for
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

function matcherOf(text: string): (path: string) => boolean {
  const rules = dockerignore.default({ ignorecase: false }).add(text)
  // the library keeps its answers in a plain object, in which `constructor` seems to be answered already
  return path => {
    try {
      return path in {} ? text === path : rules.ignores(path)
    } catch {
      // a class that is not closed: docker ends such a build
      return false
    }
  }
}

/** moby escapes these for its regular expressions, and the library hands them on as they are. */
const escaped = (pattern: string) =>
  pattern.replace(/\\.|[+(){}|]/gs, found => (found.length > 1 ? found : `\\${found}`))
