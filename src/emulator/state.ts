/** The world in a file: a header on the first line, and all that has to be known on the second. */
import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { book } from './book.ts'
import type { Instants } from './engine.ts'
import type { Options } from './options.ts'
import type { SavedFate } from './simulated/saved.ts'
import { VERSION } from './version.ts'
import type { World } from './world.ts'

export interface State {
  readonly world: World
  readonly instants: Instants
  readonly fate: SavedFate
}

/** What a state belongs to: under any other of these it would say something else. */
type Ground = Pick<Options, 'region' | 'account' | 'seed' | 'clock'>

interface Header {
  readonly format: string
  readonly version: string
  readonly savedAt: string
  readonly sha256: string
  readonly ground?: Ground
}

/** Its number goes up with each change of what a state holds: one of before would be taken, and its tasks stand still. */
const FORMAT = 'evenkeel-local-ecs-state-2'
const GROUND = ['region', 'account', 'seed', 'clock'] as const

/**
 * Takes the place of the file at once and whole, or leaves it as it was. It has secrets as they are: only its owner may read it.
 * @returns its size in bytes.
 */
export function saveState(file: string, state: State, options: Ground): number {
  const body = JSON.stringify(state, asPairs)
  const { region, account, seed, clock } = options
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    savedAt: new Date().toISOString(),
    sha256: digest(body),
    ground: { region, account, seed, clock },
  }
  const text = `${JSON.stringify(header)}\n${body}\n`
  const beside = `${file}.${process.pid}.new`
  try {
    const written = openSync(beside, 'w', 0o600)
    try {
      writeSync(written, text)
      fsyncSync(written)
    } finally {
      closeSync(written)
    }
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Error(`--state ${file} cannot be written: ${(error as Error).message}`, { cause: error })
  }
  return Buffer.byteLength(text)
}

/**
 * @returns undefined where there is no file yet.
 * @throws Error with what was found in a file that is not one of this version, of these options, and whole; and where
 * the file could not be written in the end.
 */
export function loadState(file: string, options: Ground): State | undefined {
  const text = textOf(file)
  if (text === undefined) return undefined
  const fail = (what: string): never => {
    throw new Error(`--state ${file} ${what}. Give another file, or remove this one to begin anew.`)
  }
  const end = text.indexOf('\n')
  const header = headerIn(text.slice(0, end === -1 ? undefined : end))
  if (header?.format !== FORMAT)
    return fail(`is no state of a local ECS: it begins with ${JSON.stringify(text.slice(0, 40))}`)
  if (header.version !== VERSION)
    return fail(`was saved by version ${JSON.stringify(header.version)}, and this is version ${VERSION}`)
  const body = text.slice(end + 1, -1)
  if (end === -1 || !text.endsWith('\n') || digest(body) !== header.sha256)
    return fail(`is not as it was saved at ${header.savedAt}: changed, or cut short after ${text.length} characters`)
  const others = GROUND.filter(name => header.ground?.[name] !== options[name])
  if (others.length > 0) {
    const told = others.map(name => `--${name} ${header.ground?.[name]}, not ${options[name]}`)
    return fail(`was saved with ${told.join(', and with ')}`)
  }
  return JSON.parse(body, fromPairs) as State
}

function textOf(file: string): string | undefined {
  try {
    accessSync(dirname(file), constants.W_OK)
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && path === file) return undefined
    throw new Error(`--state ${file} cannot be used: ${message}`, { cause: error })
  }
}

function headerIn(line: string): Header | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const BOOK = '$book'
const PLAIN = '$plain'

/** JSON has no objects without a prototype, and takes none away: those become pairs, and so do any that look like that. */
function asPairs(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const pairs = Object.entries(value).filter(([, each]) => each !== undefined)
  if (Object.getPrototypeOf(value) === null) return { [BOOK]: pairs }
  return pairs.length === 1 && (BOOK in value || PLAIN in value) ? { [PLAIN]: pairs } : value
}

function fromPairs(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value
  const { [BOOK]: bound, [PLAIN]: plain } = value as Record<string, [string, unknown][] | undefined>
  if (plain !== undefined) return Object.fromEntries(plain)
  return bound === undefined ? value : bound.reduce((all, [key, each]) => Object.assign(all, { [key]: each }), book())
}
