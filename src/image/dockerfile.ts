/** What a Dockerfile takes from elsewhere: base images, other stages, named contexts, URLs. Pure. */
import { EPOCH } from './argument.ts'
import { attributesIn } from './csv.ts'
import { automatic, declare, declareIn, set } from './declared.ts'
import { expand, type Values, wordsOf } from './expand.ts'
import { type Instruction, instructionOf, instructionsIn } from './instruction.ts'
import { changing } from './remote.ts'
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
  /** What each stage that is built on it does first. */
  readonly triggers: Instruction[]
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
    else if (stage) take(instruction, stage, values, reading, escaper)
    else if (keyword === 'ARG') declare(rest, values, reading.args, escaper)
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
    unknown: [...foreign, ...unknown, ...openTime(values, reading.args)],
    ownPlatform: instructions.some(({ keyword, flags }) => keyword === 'FROM' && flags.some(isPlatform)),
    // another frontend may have stages of its own
    hasTarget: foreign.length > 0 || reading.target === undefined || stageNamed(stages, reading.target) >= 0,
  }
}

/** Before the first FROM it is the image's time, and for a newer BuildKit may name what is asked for it. Of the arguments others see. */
function openTime(values: Values, args: Reading['args']): string[] {
  if (!values.has(EPOCH) || Object.hasOwn(args, EPOCH) || /^\d*$/.test(values.get(EPOCH) ?? '?')) return []
  return [`ARG ${EPOCH} is no number of seconds`]
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
  const stage: Stage = {
    name: as.toLowerCase() === 'as' ? name.toLowerCase() : '',
    platform,
    from: image ? [{ name: image, platform, find: stageBefore }] : [],
    unknown: image ? [] : [`FROM ${written} has no value here`],
    values: new Map(isOpen ? [] : base?.values),
    triggers: [],
  }
  const triggered = isOpen ? { ...stage, values: new Map() } : stage
  for (const each of base?.triggers ?? []) take(each, triggered, values, reading, escaper)
  return stage
}

/** BuildKit has shorter and other names for platforms as well. */
const known = (platform = '') => (/^(?:linux|windows)\/(?:amd64|arm64(?:\/v8)?)$/.test(platform) ? platform : undefined)

function take(instruction: Instruction, stage: Stage, first: Values, reading: Reading, escaper: string): void {
  const { keyword, flags, rest } = instruction
  if (keyword === 'ONBUILD') {
    const [, inner = '', more = ''] = /^(\w+)\s+(.*)$/s.exec(rest) ?? []
    stage.triggers.push(instructionOf(inner, more, escaper))
  }
  if (keyword === 'ARG') declareIn(stage.values, rest, first, reading.args, escaper)
  if (keyword === 'ENV') set(rest, stage.values, escaper)
  if (keyword === 'ADD') stage.unknown.push(...changing(instruction, stage.values, escaper))
  for (const flag of flags) {
    const from = keyword === 'RUN' ? mounted(flag) : keyword === 'COPY' ? /^--from=(.+)$/s.exec(flag)?.[1] : undefined
    const find = keyword === 'RUN' ? stageCalled : stageNamed
    if (from?.includes('$')) stage.unknown.push(`${keyword} ${flag} has no value here`)
    else if (from !== undefined) stage.from.push({ name: from, platform: reading.platform, find })
  }
}

/** Where `--mount=type=bind,from=base` takes from. A cache from nowhere begins as `scratch`. */
function mounted(flag: string): string | undefined {
  const [, line] = /^--mount=(.*)$/s.exec(flag) ?? []
  return line === undefined ? undefined : attributesIn(line).get('from') || NOTHING
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
  return index === -1 && /^[+-]?\d+$/.test(name) && Number(name) < stages.length ? Number(name) : index
}

/** What a FROM names is an image where no stage before it is called so. */
const stageBefore = (stages: readonly Stage[], name: string, at: number): number =>
  stageCalled(stages.slice(0, at), name)
