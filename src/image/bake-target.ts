/** A target of a bake or compose file, as `docker buildx bake --print` tells it, as a build. Pure. */
import { posix } from 'node:path'
import { parse } from 'yaml'
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { attestations, cacheLines, listed, secrets, sshId } from './bake-entry.ts'
import { type Build, isRemote, PLATFORM } from './source.ts'

export type Target = Readonly<Record<string, unknown>>

/** All that docker printed, by name. */
export interface Printed {
  readonly target?: Readonly<Record<string, Target>>
  readonly group?: Readonly<Record<string, { readonly targets?: readonly string[] }>>
}

/** What docker takes where no target is named. */
export const DEFAULT_TARGET = 'default'

export const printCommand = (files: readonly string[], target: string): string[] => [
  ...['docker', 'buildx', 'bake'],
  ...files.map(file => `--file=${file}`),
  ...['--print', '--', target],
]

/** The targets behind a name: that of a group, or of a matrix, stands for several. */
export function targetsBehind(
  { target = {}, group = {} }: Printed,
  name: string,
  seen: readonly string[] = [],
): string[] {
  if (Object.hasOwn(target, name)) return [name]
  if (seen.includes(name) || !Object.hasOwn(group, name)) return []
  const below = group[name]?.targets ?? []
  return [...new Set(below.flatMap(each => targetsBehind({ target, group }, each, [...seen, name])))]
}

export interface Written {
  /** Targets, groups, and services that are built. */
  readonly targets: readonly string[]
  /** Services of a compose file that only name an image. */
  readonly unbuilt: readonly string[]
}

/** What a file names, for a person who looks for a target: HCL by its lines, JSON and compose by keys. */
export function namesWritten(text: string): Written {
  const inHcl = [...text.matchAll(/^[ \t]*(?:target|group)[ \t]+"?([\w-]+)"?[ \t]*\{/gm)].map(([, name = '']) => name)
  if (inHcl.length > 0) return { targets: inHcl, unbuilt: [] }
  try {
    const found = (parse(text, { logLevel: 'error', merge: true }) ?? {}) as Readonly<Record<string, unknown>>
    const membersOf = (value: unknown) => (Array.isArray(value) ? [] : Object.entries(value ?? {}))
    const services = membersOf(found.services)
    const isBuilt = ([, service]: (typeof services)[number]) => service?.build !== undefined || service?.extends
    const targets = ['target', 'group'].flatMap(kind => membersOf(found[kind]))
    const namesOf = (members: readonly [string, unknown][]) => members.map(([name]) => name)
    return {
      targets: namesOf([...targets, ...services.filter(isBuilt)]),
      unbuilt: namesOf(services.filter(each => !isBuilt(each))),
    }
  } catch {
    return { targets: [], unbuilt: [] }
  }
}

/** What is read of a target, and where. */
export interface Reading {
  /** What a fault begins with: `services.api.build, target app of docker-bake.hcl`. */
  readonly at: string
  /** Absolute: compose makes some paths absolute. */
  readonly workspace: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What the manifest lays over it. */
  readonly over: Build
}

/** `tags` and `output` are ours to say; `pull` changes nothing: the digest of a base is asked for in each run. */
const TAKEN = [
  ...['context', 'dockerfile', 'target', 'args', 'contexts', 'platforms', 'secret', 'ssh', 'labels', 'annotations'],
  ...['attest', 'cache-from', 'cache-to', 'tags', 'output', 'pull', 'description'],
]

const WITHOUT = 'Take it out of the target, or name a target without it: `inherits` makes one of another.'
const INSTEAD = new Map([
  ['dockerfile-inline', 'Write it into a file of the workspace, and the path of that as `dockerfile`.'],
  ['no-cache', 'Take it out, and write `rebuild: true` beside `build`.'],
  ['no-cache-filter', 'Take it out; `rebuild: true` beside `build` builds all of it from no cache.'],
])

/** Whether it says where the image goes, which is ours to say. */
export const saysWhere = (target: Target): boolean => isSaid(target.tags) || isSaid(target.output)

/** Args, contexts, secrets, labels and annotations are laid over entry by entry, the rest as a whole. */
export function buildOfTarget(target: Target, reading: Reading, faults: Fault[]): Build {
  const { at, env, over } = reading
  for (const key of Object.keys(target)) {
    if (TAKEN.includes(key) || !isSaid(target[key])) continue
    faults.push(unusable(`${at}: ${quoted(key)} cannot be carried over`, INSTEAD.get(key) ?? WITHOUT))
  }
  const say = (key: string) => (found: string, fix: string) => faults.push(unusable(`${at}: ${key} ${found}`, fix))
  const context = pathIn(textOf(target.context) ?? '.', '', reading, 'context', faults)
  const dockerfile = pathIn(textOf(target.dockerfile) ?? 'Dockerfile', context, reading, 'dockerfile', faults)
  const stage = textOf(target.target)
  const file = secrets(listed(target.secret), env, say('secret'))
  const placed = Object.entries(file).map(([id, each]) => {
    return [id, 'file' in each ? { file: pathIn(each.file, '', reading, 'secret', faults) } : each] as const
  })
  const { bake: _, context: _c, dockerfile: _d, target: _t, ...laid } = over
  const found = {
    contexts: { ...contextsOf(target, reading, faults), ...laid.contexts },
    secrets: { ...Object.fromEntries(placed), ...laid.secrets },
    labels: { ...textsOf(target.labels), ...laid.labels },
    annotations: { ...annotationsOf(target, say('annotations')), ...laid.annotations },
  }
  const cache = { from: cacheLines(listed(target['cache-from'])), to: cacheLines(listed(target['cache-to'])) }
  const ssh = sshId(listed(target.ssh), say('ssh'))
  const platforms = platformsOf(target, say('platforms'))
  return {
    ...(ssh === undefined ? {} : { ssh }),
    ...(cache.from.length + cache.to.length === 0 ? {} : { cache }),
    ...(platforms.length === 0 ? {} : { platforms }),
    ...attestations(listed(target.attest), say('attest')),
    ...laid,
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => isSaid(value))),
    context,
    dockerfile,
    target: stage,
    args: { ...textsOf(target.args), ...laid.args },
  }
}

const unusable = (what: string, fix: string): Fault => ({ code: 'EVK-121', what, fix })

/** What is empty, off or null says nothing. */
function isSaid(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== null && value !== false && value !== ''
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** A value of null says nothing: docker leaves it out. */
const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([name, each]) =>
      each === null || each === undefined ? [] : [[name, String(each)]],
    ),
  )

/** From the workspace, as docker finds it: `cwd://` is the folder that bake is called in, which is the workspace. */
function pathIn(written: string, from: string, { at, workspace }: Reading, key: string, faults: Fault[]): string {
  const isFromHere = written.startsWith('cwd://')
  const path = isFromHere ? written.slice('cwd://'.length) : written
  const isAbsolute = path.startsWith('/')
  const found = isAbsolute ? posix.relative(workspace, path) : posix.join(isFromHere ? '' : from, path)
  if (isRemote(path) || /^\.\.(?:\/|$)|[\\\0]/.test(found)) {
    const fix = 'Give a path inside the workspace; docker reads those of a bake or compose file from there.'
    faults.push({ code: 'EVK-105', what: `${at}: ${key} ${quoted(written)} leads out of the workspace`, fix })
    return '.'
  }
  return found.replace(/(?<=.)\/+$/, '') || '.'
}

function contextsOf(target: Target, { at, workspace, over }: Reading, faults: Fault[]): Record<string, string> {
  const own = Object.entries(textsOf(target.contexts)).filter(([name]) => !Object.hasOwn(over.contexts ?? {}, name))
  return Object.fromEntries(
    own.map(([name, value]) => {
      if (/^target:/.test(value)) {
        const fix =
          'Make it a stage of the Dockerfile, or write another source of that name under `contexts` of `build`.'
        faults.push(unusable(`${at}: its context ${quoted(name)} is another target (${quoted(value)})`, fix))
      }
      if (value.startsWith('cwd://')) return [name, posix.normalize(value.slice('cwd://'.length))]
      const isHere = value === workspace || value.startsWith(`${workspace}/`)
      return [name, isHere ? posix.relative(workspace, value) || '.' : value]
    }),
  )
}

function platformsOf(target: Target, say: (found: string, fix: string) => void): string[] {
  return listed(target.platforms).map(each => {
    if (!PLATFORM.test(String(each))) say(`has ${quoted(each)}`, 'Name each: linux/amd64, linux/arm64.')
    return String(each)
  })
}

/** Ours go to the manifest and to the index where there is one. */
function annotationsOf(target: Target, say: (found: string, fix: string) => void): Record<string, string> {
  return Object.fromEntries(
    listed(target.annotations).flatMap(each => {
      const [, levels = '', key, value] = /^(?:([^=:]+):)?([^=:,]+)=(.*)$/s.exec(String(each)) ?? []
      const isOfAll = levels.split(',').every(level => ['', 'manifest', 'index'].includes(level)) && levels !== 'index'
      if (key !== undefined && value !== undefined && isOfAll) return [[key, value]]
      say(`has ${quoted(each)}`, 'Write key=value, which is an annotation of the manifest and of the index.')
      return []
    }),
  )
}
