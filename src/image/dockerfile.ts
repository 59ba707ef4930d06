/** What a Dockerfile takes from elsewhere: base images, other stages, named contexts, URLs. Pure. */
import { expand, type Values, wordsOf } from './expand.ts'
import { type Instruction, instructionOf, instructionsIn } from './instruction.ts'
import { familiar } from './source.ts'

export interface Reading {
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
  /** `linux/amd64` */
  readonly platform: string
  /** Names of the named contexts: they come before stages and images. */
  readonly contexts: readonly string[]
}

/** What the target is made of, besides the context. */
export interface Needs {
  /** The image that reads the Dockerfile, where it names one. */
  readonly frontend: string | undefined
  /** Images by reference, as written. */
  readonly images: readonly string[]
  /** Named contexts that are used. */
  readonly contexts: readonly string[]
  /** Names of stages: a named context of such a name takes the stage's place. */
  readonly stages: readonly string[]
  /** Why it cannot be known what the image is made of. */
  readonly unknown: readonly string[]
  /** Whether a FROM says a platform of its own. */
  readonly ownPlatform: boolean
}

interface Stage {
  readonly name: string
  /** Names of stages, named contexts or images. */
  readonly from: string[]
  readonly unknown: string[]
}

/** Stages that the target does not need are not built, so they do not count. */
export function needsOf(text: string, reading: Reading): Needs {
  const { escaper, syntax, instructions } = instructionsIn(text)
  const stages: Stage[] = []
  const values = automatic(reading)
  for (const instruction of instructions) {
    const { keyword, rest } = instruction
    const stage = stages.at(-1)
    if (keyword === 'FROM') stages.push(stageOf(rest, values, escaper))
    else if (keyword === 'ARG' && stage === undefined) declare(rest, values, reading.args, escaper)
    else if (stage) take(instruction, stage)
  }
  const frontend = reading.args.BUILDKIT_SYNTAX ?? syntax
  const { unknown, ...found } = reached(stages, reading)
  const foreign =
    frontend === undefined || OWN_FRONTEND.test(frontend) ? [] : [`${frontend} may read it in its own way`]
  return {
    frontend,
    stages: stages.map(({ name }) => name).filter(Boolean),
    ...found,
    unknown: [...foreign, ...unknown],
    ownPlatform: instructions.some(({ keyword, flags }) => keyword === 'FROM' && flags.some(isPlatform)),
  }
}

const isPlatform = (flag: string) => flag.startsWith('--platform')

/** Docker's own, wherever it is kept: it reads a Dockerfile as it is read here. */
const OWN_FRONTEND = /(?:^|\/)docker\/dockerfile(?:-upstream)?(?:[:@]|$)/

function stageOf(rest: string, values: Values, escaper: string): Stage {
  const [written = '', as = '', name = ''] = wordsOf(rest, escaper)
  const image = expand(written, values, escaper)
  return {
    name: as.toLowerCase() === 'as' ? name.toLowerCase() : '',
    from: image ? [image] : [],
    unknown: image ? [] : [`FROM ${written} has no value here`],
  }
}

/** `ARG A=1 B`, before the first FROM: those alone count in a FROM. */
function declare(rest: string, values: Map<string, string | undefined>, given: Reading['args'], escaper: string): void {
  for (const word of wordsOf(rest, escaper)) {
    const [, name = '', written] = /^(\w+)(?:=(.*))?$/s.exec(word) ?? []
    if (Object.hasOwn(given, name)) values.set(name, given[name])
    else if (written !== undefined) values.set(name, expand(written, values, escaper))
  }
}

function take({ keyword, flags, rest }: Instruction, stage: Stage): void {
  if (keyword === 'ONBUILD') {
    const [, inner = '', more = ''] = /^(\w+)\s+(.*)$/s.exec(rest) ?? []
    take(instructionOf(inner, more), stage)
    return
  }
  for (const flag of flags) {
    const from = keyword === 'RUN' ? mounted(flag) : keyword === 'COPY' ? /^--from=(.+)$/s.exec(flag)?.[1] : undefined
    if (from?.includes('$')) stage.unknown.push(`${keyword} ${flag} has no value here`)
    else if (from !== undefined) stage.from.push(from)
  }
  if (keyword === 'ADD') stage.unknown.push(...changing(rest, flags))
}

/** `--mount=type=bind,from=base`, which is a line of CSV; the last of one key counts. */
function mounted(flag: string): string | undefined {
  const [, line = ''] = /^--mount=(.*)$/s.exec(flag) ?? []
  const fields = [...line.matchAll(/"((?:[^"]|"")*)"|[^,]+/g)].map(([whole, quoted]) => quoted ?? whole)
  return fields.findLast(field => /^from=./is.test(field))?.slice('from='.length)
}

const REMOTE = /^(?:(?:https?|git|ssh):\/\/|[\w.-]+@[\w.-]+:)/
/** A commit of a repository is the same for ever; what a plain address gives is not. */
const PINNED = /^(?:[\w.-]+@|ssh:|git:|.*\.git)[^#]*#[0-9a-f]{40}$/
/** What stands before a variable and may become an address. */
const OPEN = /^(?:[^/]*|\w+:\/?)\$/

/** What an ADD takes from elsewhere, or from where a variable says, can be another thing tomorrow. */
function changing(rest: string, flags: readonly string[]): string[] {
  const checksum = flags.findLast(flag => flag.startsWith('--checksum='))?.slice('--checksum='.length) ?? ''
  // a variable may be empty, and an empty one is none
  if (/\w/.test(checksum) && !checksum.includes('$')) return []
  return sourcesIn(rest).flatMap(source => {
    if (REMOTE.test(source)) return PINNED.test(source) ? [] : [`ADD ${source} can change: give it a --checksum`]
    return OPEN.test(source) ? [`ADD ${source} has no value here`] : []
  })
}

/** All but the last, which says where to; also as a list in JSON. Quotes and escapes are nothing of them. */
function sourcesIn(rest: string): string[] {
  const words = /^\[.*\]$/s.test(rest) ? rest.slice(1, -1).split(',') : wordsOf(rest)
  return words.slice(0, -1).map(word => word.trim().replace(/["'\\`]/g, ''))
}

/** From the target backwards. */
function reached(
  stages: readonly Stage[],
  { target, contexts }: Reading,
): Pick<Needs, 'images' | 'contexts' | 'unknown'> {
  const images = new Set<string>()
  const used = new Set<string>()
  const unknown: string[] = []
  const seen = new Set<number>()
  const walk = (index: number) => {
    const stage = stages[index]
    if (!stage || seen.has(index)) return
    seen.add(index)
    const replaced = contexts.find(name => name === stage.name)
    if (replaced !== undefined) {
      used.add(replaced)
      return
    }
    unknown.push(...stage.unknown)
    for (const name of stage.from) {
      const context = contexts.find(each => each === familiar(name) || each === name)
      const earlier = stageNamed(stages.slice(0, index), name)
      if (context !== undefined) used.add(context)
      else if (earlier >= 0) walk(earlier)
      else if (name !== 'scratch') images.add(name)
    }
  }
  const last = target === undefined ? stages.length - 1 : stageNamed(stages, target)
  if (last >= 0) walk(last)
  else for (const index of stages.keys()) walk(index)
  return { images: [...images], contexts: [...used], unknown: [...new Set(unknown)] }
}

function stageNamed(stages: readonly Stage[], name: string): number {
  const index = stages.findLastIndex(stage => stage.name !== '' && stage.name === name.toLowerCase())
  return index === -1 && /^\d+$/.test(name) && Number(name) < stages.length ? Number(name) : index
}

/** What BuildKit says without being asked; of the builder's own platform it is not known here, unless the arguments say it. */
function automatic({ platform, args }: Reading): Map<string, string | undefined> {
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
