/** What ARG and ENV of a Dockerfile say: values of variables by name, and undefined where one is not known here. Pure. */
import { expand, type Values, wordsOf } from './expand.ts'
import { normalPlatform } from './source.ts'

type Changing = Map<string, string | undefined>
/** Arguments of the build. */
type Given = Readonly<Record<string, string>>

/** `ARG A=1 B`, before the first FROM: those alone count in a FROM. */
export function declare(rest: string, values: Changing, given: Given, escaper: string): void {
  for (const word of wordsOf(rest, escaper)) {
    const [, name = '', written] = ARGUMENT.exec(word) ?? []
    if (Object.hasOwn(given, name)) values.set(name, given[name])
    else if (written !== undefined) values.set(name, expand(written, values, escaper))
  }
}

/** In a stage, where what a line says counts from the next one on; a name alone takes the value from before the first FROM. */
export function declareIn(values: Changing, rest: string, first: Values, given: Given, escaper: string): void {
  const before = new Map(values)
  for (const word of wordsOf(rest, escaper)) {
    const [, name = '', written] = ARGUMENT.exec(word) ?? []
    if (Object.hasOwn(given, name)) values.set(name, given[name])
    else if (written !== undefined) values.set(name, expand(written, before, escaper))
    else if (first.has(name)) values.set(name, first.get(name))
  }
}

const ARGUMENT = /^(\w+)(?:=(.*))?$/s

/** `ENV A=1 B=2`, and `ENV A 1`. */
export function set(rest: string, values: Changing, escaper: string): void {
  const [first = '', ...others] = wordsOf(rest, escaper)
  const pairs = first.includes('=') ? [first, ...others] : [`${first}=${others.join(' ')}`]
  const found = pairs.map(
    pair => [pair.replace(/=.*$/s, ''), expand(pair.replace(/^[^=]*=/, ''), values, escaper)] as const,
  )
  for (const [name, value] of found) {
    const known = expand(name, values, escaper)
    if (known !== undefined) values.set(known, value)
    // whichever name it is
    else for (const each of values.keys()) values.set(each, undefined)
  }
}

/** What BuildKit says without being asked; of the builder's own platform it is not known here, unless the arguments say it. */
export function automatic(asked: string, args: Given): Changing {
  const platform = normalPlatform(asked)
  const [os = '', arch = '', variant = ''] = platform.split('/')
  const values = new Map<string, string | undefined>([
    ...UNKNOWN.map(name => [name, undefined] as const),
    ...Object.entries({ TARGETPLATFORM: platform, TARGETOS: os, TARGETARCH: arch, TARGETVARIANT: variant }),
  ])
  for (const name of values.keys()) if (Object.hasOwn(args, name)) values.set(name, args[name])
  return values
}

const UNKNOWN = [
  ...['BUILDPLATFORM', 'BUILDOS', 'BUILDOSVERSION', 'BUILDARCH', 'BUILDVARIANT'],
  ...['TARGETOSVERSION', 'TARGETSTAGE'],
]
