/** Which of a workspace's Dockerfiles an image is built from, told by names alone. Pure. */
import { instructionsIn } from '../image/instruction.ts'

export interface Dockerfile {
  /** `.` is the workspace. */
  readonly folder: string
  /** `Dockerfile`, `worker.Dockerfile` */
  readonly file: string
  /** Names of its stages, in their order; empty where one has none. */
  readonly stages: readonly string[]
}

/** As the key `build` has it; what is undefined is as docker has it by default. */
export interface Source {
  readonly folder: string
  readonly dockerfile: string | undefined
  readonly target: string | undefined
  /** Whether it bears a name of what is built from it. */
  readonly bears: boolean
  /** Whether the name is but like it: `payments` of `Payments-Prod`. */
  readonly near: boolean
  /** Other Dockerfiles that bear the name as well as the one that was taken. */
  readonly rivals: readonly string[]
}

export const isDockerfile = (file: string): boolean =>
  /^dockerfile$/i.test(file) || /^dockerfile\.(?!dockerignore$)[\w-]+$/i.test(file) || /\.dockerfile$/i.test(file)

/** Names of stages are as BuildKit compares them, in small letters. */
export const stagesIn = (text: string): string[] =>
  instructionsIn(text)
    .instructions.filter(({ keyword }) => keyword === 'FROM')
    .map(({ rest }) => /\sAS\s+(\S+)\s*$/i.exec(rest)?.[1]?.toLowerCase() ?? '')

export const pathOf = ({ folder, file }: Pick<Dockerfile, 'folder' | 'file'>): string => `${folder}/${file}`

const bare = (file: Pick<Dockerfile, 'folder' | 'file'>) => pathOf(file).replace(/^\.\//, '')

/** What bears the first of the names that something bears: a folder, else a file, else a stage at the root. */
export function sourceFor(names: readonly string[], all: readonly Dockerfile[]): Source | undefined {
  const root = atRoot(all)
  for (const name of names) {
    const [own, ...rivals] = nearest(all.filter(each => isNamed(each, name)))
    if (own !== undefined) return sourceIn(own, names, rivals.map(pathOf))
    if (root?.stages.includes(name.toLowerCase())) return sourceIn(root, [name], [])
  }
  return undefined
}

/** What bears a name, else what begins one: `services/payments` of `payments-api`, the longest of them. */
export function likelyFor(names: readonly string[], all: readonly Dockerfile[]): Source | undefined {
  const found = sourceFor(names, all)
  if (found !== undefined) return found
  const whole = names.map(wordsIn)
  const begins = ({ folder, file }: Dockerfile) => {
    const own = wordsIn(folder.split('/').at(-1) ?? '')
    const isBegun = isPlain(file) && whole.some(words => own.every((word, at) => words[at] === word))
    return isBegun ? own.length : 0
  }
  const most = Math.max(0, ...all.map(begins))
  const [own, ...rivals] = most === 0 ? [] : all.filter(each => begins(each) === most)
  return own && { ...sourceIn(own, names, rivals.map(pathOf)), near: true }
}

const wordsIn = (name: string) =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

/** What is built where nothing bears a name of its own. */
export const ROOT: Source = {
  folder: '.',
  dockerfile: undefined,
  target: undefined,
  bears: false,
  near: false,
  rivals: [],
}

/**
 * Dockerfiles that nothing is built from, and that may be of something: not in folders that begin with a dot, nor of a name that is
 * taken. Those at the root stand beside the one that is built there.
 */
export function leftOf(all: readonly Dockerfile[], taken: readonly Source[]): string[] {
  const nameOf = (folder: string) => folder.split('/').at(-1)
  const isTaken = ({ folder, file }: Dockerfile) =>
    taken.some(({ folder: context, dockerfile }) => {
      if (!isPlain(file)) return dockerfile === bare({ folder, file })
      return dockerfile === undefined && nameOf(context) === nameOf(folder)
    })
  const isMeant = ({ folder }: Dockerfile) => (folder === '.' ? !hasRoot(all) : !/(?:^|\/)\./.test(folder))
  return all.filter(each => isMeant(each) && !isTaken(each)).map(bare)
}

const atRoot = (all: readonly Dockerfile[]) => all.find(({ folder, file }) => folder === '.' && isPlain(file))

export const hasRoot = (all: readonly Dockerfile[]): boolean => atRoot(all) !== undefined

export const isSameSource = (one: Source, other: Source): boolean => sourceName(one) === sourceName(other)

/** `./Dockerfile`, `api/Dockerfile, target api` */
export function sourceName({ folder, dockerfile, target }: Source): string {
  const path = dockerfile ?? pathOf({ folder, file: 'Dockerfile' })
  return target === undefined ? path : `${path}, target ${target}`
}

const isPlain = (file: string) => file.toLowerCase() === 'dockerfile'

function isNamed({ folder, file }: Dockerfile, name: string): boolean {
  if (isPlain(file)) return folder.split('/').at(-1) === name
  const [, before, after] = /^(?:(.+)\.dockerfile|dockerfile\.(.+))$/i.exec(file) ?? []
  return (before ?? after) === name
}

/** Those that lie the least deep. */
function nearest(found: readonly Dockerfile[]): readonly Dockerfile[] {
  const depthOf = ({ folder }: Dockerfile) => (folder === '.' ? 0 : folder.split('/').length)
  const least = Math.min(...found.map(depthOf))
  return found.filter(each => depthOf(each) === least)
}

/** A file that bears the name is one of several of the workspace, which is its context then. */
function sourceIn({ folder, file, stages }: Dockerfile, names: readonly string[], rivals: readonly string[]): Source {
  const target = names.map(name => name.toLowerCase()).find(name => stages.includes(name))
  return {
    folder: isPlain(file) ? folder : '.',
    dockerfile: isPlain(file) ? undefined : bare({ folder, file }),
    // the last stage is the default
    target: target === stages.at(-1) ? undefined : target,
    bears: true,
    near: false,
    rivals,
  }
}
