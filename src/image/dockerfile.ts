/** What a Dockerfile takes from elsewhere: base images, other stages, named contexts, URLs. Pure. */
import { expand } from './expand.ts'
import { instructionsIn } from './instruction.ts'
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
}

interface Stage {
  readonly name: string
  /** Names of stages, named contexts or images. */
  readonly from: string[]
  readonly unknown: string[]
}

/** Stages that the target does not need are not built, so they do not count. */
export function needsOf(text: string, reading: Reading): Needs {
  const { directives, instructions } = instructionsIn(text)
  const stages: Stage[] = []
  const values = new Map(Object.entries(platformArgs(reading.platform)))
  for (const { keyword, rest } of instructions) {
    const stage = stages.at(-1)
    if (keyword === 'FROM') stages.push(stageOf(rest, values))
    else if (keyword === 'ARG' && stage === undefined) declare(rest, values, reading.args)
    else if (stage) take(keyword, rest, stage)
  }
  const frontend = reading.args.BUILDKIT_SYNTAX ?? directives.syntax
  return { frontend, stages: stages.map(({ name }) => name).filter(Boolean), ...reached(stages, reading) }
}

function stageOf(rest: string, values: ReadonlyMap<string, string>): Stage {
  const words = rest.split(/\s+/).filter(word => !word.startsWith('--'))
  const [written = '', as = '', name = ''] = words
  const image = expand(written, values)
  return {
    name: as.toLowerCase() === 'as' ? name.toLowerCase() : '',
    from: image ? [image] : [],
    unknown: image ? [] : [`FROM ${written} has no value here`],
  }
}

/** `ARG A=1 B`, before the first FROM: those alone count in a FROM. */
function declare(rest: string, values: Map<string, string>, given: Reading['args']): void {
  for (const [, name = '', written] of rest.matchAll(/([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
    const value = given[name] ?? (written === undefined ? values.get(name) : expand(written, values))
    if (value === undefined) values.delete(name)
    else values.set(name, value)
  }
}

function take(keyword: string, rest: string, stage: Stage): void {
  if (keyword === 'ONBUILD') {
    const [, inner = '', more = ''] = /^(\w+)\s+(.*)$/s.exec(rest) ?? []
    take(inner.toUpperCase(), more, stage)
    return
  }
  const flags = flagsOf(rest)
  for (const flag of flags) {
    const from =
      keyword === 'RUN' ? /^--mount=(?:.*,)?["']?from=([^,]+)/i.exec(flag)?.[1] : /^--from=(.+)$/i.exec(flag)?.[1]
    if (from === undefined || !['RUN', 'COPY'].includes(keyword)) continue
    if (from.includes('$')) stage.unknown.push(`${keyword} ${flag} has no value here`)
    else stage.from.push(from.replace(/^["']|["']$/g, ''))
  }
  if (keyword === 'ADD') stage.unknown.push(...changing(rest, flags))
}

const REMOTE = /(?:^|[\s"[])((?:https?|git|ssh):\/\/[^\s",]+|git@[^\s",]+)/g
/** A commit of a repository is the same for ever; what a plain address gives is not. */
const PINNED = /^(?:git@|ssh:|git:|.*\.git)[^#]*#[0-9a-f]{40}$/

/** What an ADD takes from elsewhere, or from where a variable says, can be another thing tomorrow. */
function changing(rest: string, flags: readonly string[]): string[] {
  if (flags.some(flag => flag.startsWith('--checksum='))) return []
  const urls = [...rest.matchAll(REMOTE)].map(([, url = '']) => url).filter(url => !PINNED.test(url))
  const [variable] = /\$\{?\w+\}?/.exec(rest) ?? []
  return [
    ...urls.map(url => `ADD ${url} can change: give it a --checksum`),
    ...(urls.length === 0 && variable !== undefined ? [`ADD ${variable} has no value here`] : []),
  ]
}

function flagsOf(rest: string): string[] {
  const words = rest.split(/\s+/)
  const end = words.findIndex(word => !word.startsWith('--'))
  return end === -1 ? words : words.slice(0, end)
}

/** From the target backwards. */
function reached(stages: readonly Stage[], { target, contexts }: Reading): Omit<Needs, 'frontend' | 'stages'> {
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

/** What BuildKit says of the target platform; what it says of the builder's own is not known here. */
function platformArgs(platform: string): Record<string, string> {
  const [os = '', arch = '', variant = ''] = platform.split('/')
  return { TARGETPLATFORM: platform, TARGETOS: os, TARGETARCH: arch, TARGETVARIANT: variant }
}
