/** What a Dockerfile takes from elsewhere: base images, other stages, named contexts, URLs. Pure. */
import { attributesIn } from './csv.ts'
import { automatic, declare, declareIn, set } from './declared.ts'
import { expand, type Values, wordsOf } from './expand.ts'
import { type Instruction, instructionOf, instructionsIn } from './instruction.ts'
import { contextsFor, familiar, type NamedContext } from './source.ts'

export interface Reading {
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
  /** `linux/amd64` */
  readonly platform: string
  /** They come before images, and before a stage of their name. */
  readonly contexts: readonly Context[]
}

type Context = Pick<NamedContext, 'name' | 'platform'>

/** What the target is made of, besides the context. */
export interface Needs {
  /** The image that reads the Dockerfile, where it names one. */
  readonly frontend: string | undefined
  /** Images by reference, as written. */
  readonly images: readonly string[]
  /** Those that are used. */
  readonly contexts: readonly Context[]
  /** Names of stages: a named context of such a name takes the stage's place. */
  readonly stages: readonly string[]
  /** Why it cannot be known what the image is made of. */
  readonly unknown: readonly string[]
  /** Whether a FROM says a platform of its own. */
  readonly ownPlatform: boolean
  /** Whether the target is one of the stages, or the last of them. */
  readonly hasTarget: boolean
}

interface Stage {
  readonly name: string
  /** What its FROM says, else the target's; undefined: not known here. */
  readonly platform: string | undefined
  /** Stages, named contexts or images, and the platform that they are asked for. */
  readonly from: From[]
  readonly unknown: string[]
  /** What ARG and ENV say so far. */
  readonly values: Map<string, string | undefined>
}

interface From {
  readonly name: string
  readonly platform: string | undefined
  /** The index of the stage of that name, seen from the stage `at`; -1: it is none. */
  readonly find: (stages: readonly Stage[], name: string, at: number) => number
}

/** Stages that the target does not need are not built, so they do not count. */
export function needsOf(text: string, reading: Reading): Needs {
  const { escaper, syntax, instructions } = instructionsIn(text)
  const stages: Stage[] = []
  const values = automatic(reading.platform, reading.args)
  for (const instruction of instructions) {
    const { keyword, rest } = instruction
    const stage = stages.at(-1)
    if (keyword === 'FROM') stages.push(stageOf(instruction, stages, values, reading, escaper))
    else if (keyword === 'ARG' && stage) declareIn(stage.values, rest, values, reading.args, escaper)
    else if (keyword === 'ARG') declare(rest, values, reading.args, escaper)
    else if (stage && keyword === 'ENV') set(rest, stage.values, escaper)
    else if (stage) take(instruction, stage, reading, escaper)
  }
  // options of the frontend may follow, as in the file's own line
  const frontend = reading.args.BUILDKIT_SYNTAX?.trim().split(' ', 1)[0] ?? syntax
  const { unknown, ...found } = reached(stages, reading)
  const foreign =
    frontend === undefined || OWN_FRONTEND.test(frontend) ? [] : [`${frontend} may read it in its own way`]
  return {
    frontend,
    stages: stages.map(({ name }) => name).filter(Boolean),
    ...found,
    unknown: [...foreign, ...unknown],
    ownPlatform: instructions.some(({ keyword, flags }) => keyword === 'FROM' && flags.some(isPlatform)),
    // another frontend may have stages of its own
    hasTarget: foreign.length > 0 || reading.target === undefined || stageNamed(stages, reading.target) >= 0,
  }
}

const isPlatform = (flag: string) => flag.startsWith('--platform')

/** Docker's own, wherever it is kept: it reads a Dockerfile as it is read here. */
const OWN_FRONTEND = /(?:^|\/)docker\/dockerfile(?:-upstream)?(?:[:@]|$)/

function stageOf(
  { rest, flags }: Instruction,
  earlier: readonly Stage[],
  values: Values,
  reading: Reading,
  escaper: string,
): Stage {
  const [written = '', as = '', name = ''] = wordsOf(rest, escaper)
  const image = expand(written, values, escaper)
  const own = flags.findLast(isPlatform)?.replace(/^--platform=?/, '')
  const platform = own === undefined ? reading.platform : known(expand(own, values, escaper))
  const base = earlier[stageBefore(earlier, image ?? '', earlier.length)]
  // what a named context may take the place of may declare nothing
  const isOpen = reading.contexts.some(each => each.name === base?.name)
  return {
    name: as.toLowerCase() === 'as' ? name.toLowerCase() : '',
    platform,
    from: image ? [{ name: image, platform, find: stageBefore }] : [],
    unknown: image ? [] : [`FROM ${written} has no value here`],
    values: new Map(isOpen ? [] : base?.values),
  }
}

/** BuildKit has shorter and other names for platforms as well. */
const known = (platform = '') => (/^(?:linux|windows)\/(?:amd64|arm64(?:\/v8)?)$/.test(platform) ? platform : undefined)

function take({ keyword, flags, rest }: Instruction, stage: Stage, reading: Reading, escaper: string): void {
  if (keyword === 'ONBUILD') {
    const [, inner = '', more = ''] = /^(\w+)\s+(.*)$/s.exec(rest) ?? []
    take(instructionOf(inner, more), stage, reading, escaper)
    return
  }
  for (const flag of flags) {
    const from = keyword === 'RUN' ? mounted(flag) : keyword === 'COPY' ? /^--from=(.+)$/s.exec(flag)?.[1] : undefined
    const find = keyword === 'RUN' ? stageCalled : stageNamed
    if (from?.includes('$')) stage.unknown.push(`${keyword} ${flag} has no value here`)
    else if (from !== undefined) stage.from.push({ name: from, platform: reading.platform, find })
  }
  if (keyword === 'ADD' && !isChecked(flags, stage.values, escaper)) stage.unknown.push(...changing(rest))
}

/** Where `--mount=type=bind,from=base` takes from. A cache from nowhere begins as `scratch`. */
function mounted(flag: string): string | undefined {
  const [, line] = /^--mount=(.*)$/s.exec(flag) ?? []
  return line === undefined ? undefined : attributesIn(line).get('from') || NOTHING
}

const REMOTE = /^(?:(?:https?|git|ssh):\/\/|[\w.-]+@[\w.-]+:)/
/** A commit of a repository is the same for ever; what a plain address gives is not. */
const PINNED = /^(?:(?:[\w.-]+@|ssh:|git:)[^#]*|[^#]*\.git)#[0-9a-f]{40}$/
/** What stands before a variable and may become an address. */
const OPEN = /^(?:[^/]*|\w+:\/?)\$/

/** An empty checksum is none. Text around a variable is enough: without its value BuildKit takes it for no checksum, and fails. */
function isChecked(flags: readonly string[], values: Values, escaper: string): boolean {
  const checksum = flags.findLast(flag => flag.startsWith('--checksum='))?.slice('--checksum='.length) ?? ''
  const text = checksum.replace(/\$(?:\w+|\{.*\})/gs, '')
  return [text, expand(checksum, values, escaper) ?? ''].some(each => /\w/.test(each))
}

/** What an ADD takes from elsewhere, or from where a variable says, can be another thing tomorrow. */
const changing = (rest: string): string[] =>
  sourcesIn(rest).flatMap(source => {
    if (REMOTE.test(source)) return PINNED.test(source) ? [] : [`ADD ${source} can change: give it a --checksum`]
    return OPEN.test(source) ? [`ADD ${source} has no value here`] : []
  })

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
  const used = new Set<Context>()
  const unknown: string[] = []
  const seen = new Set<number>()
  /** Whether a named context surely takes the place of a stage or an image. */
  const isReplaced = (name: string, platform: string | undefined) => {
    const found = contextsFor(
      platform,
      contexts.filter(each => each.name === name),
    )
    for (const each of found) used.add(each)
    return found.some(each => platform !== undefined || each.platform === undefined)
  }
  const walk = (index: number) => {
    const stage = stages[index]
    if (!stage || seen.has(index)) return
    seen.add(index)
    if (!['', 'context', NOTHING].includes(stage.name) && isReplaced(stage.name, stage.platform)) return
    unknown.push(...stage.unknown)
    for (const { name, platform, find } of stage.from) {
      const found = find(stages, name, index)
      if (found >= 0) walk(found)
      else if (name !== NOTHING && !isReplaced(familiar(name), platform)) images.add(name)
    }
  }
  const last = target === undefined ? stages.length - 1 : stageNamed(stages, target)
  if (last >= 0) walk(last)
  else for (const index of stages.keys()) walk(index)
  return { images: [...images], contexts: [...used], unknown: [...new Set(unknown)] }
}

/** The image that is none. No named context takes its place, nor that of a stage called `context`. */
const NOTHING = 'scratch'

/** As BuildKit finds it (`findStateByName`): of two of one name it is the last, wherever it is asked from. */
const stageCalled = (stages: readonly Stage[], name: string): number =>
  stages.findLastIndex(stage => stage.name !== '' && stage.name === name.toLowerCase())

/** A number, which names a stage in COPY alone, is that of any stage (`findStateByIndex`). */
function stageNamed(stages: readonly Stage[], name: string): number {
  const index = stageCalled(stages, name)
  return index === -1 && /^\d+$/.test(name) && Number(name) < stages.length ? Number(name) : index
}

/** What a FROM names is an image where no stage before it is called so. */
const stageBefore = (stages: readonly Stage[], name: string, at: number): number =>
  stageCalled(stages.slice(0, at), name)
