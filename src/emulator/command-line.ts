/** The command line and the environment: both say the same options. */

import { nearest } from './nearest.ts'
import { checkOptions, DEFAULTS, flagOf, meant, type Options } from './options.ts'
import { VERSION } from './version.ts'

/** What --help says of each option: what its value looks like, and what it is for. */
const SHOWN: Readonly<Record<string, Partial<Readonly<Record<keyof Options, readonly [string, string]>>>>> = {
  'Where it is reached': {
    port: ['PORT', 'port to listen on; 0 takes a free one'],
    host: ['ADDRESS', '127.0.0.1, 0.0.0.0 or ::'],
    allowHost: ['NAME,…', 'more names it may be called by, such as that of its container'],
  },
  'Tasks and time': {
    tasks: ['KIND', 'simulated (scripted, no Docker) or docker (real containers)'],
    clock: ['KIND', 'real, or virtual: time moves only through the control door'],
    speed: ['NUMBER', "divides ECS's own waiting times"],
    rollbackDelay: ['SECONDS', 'from a tripped breaker to its rollback; about 40 on AWS'],
    seed: ['NUMBER', 'decides ids and the small differences between tasks'],
  },
  'What it is': {
    region: ['REGION', 'appears in ARNs'],
    otherRegions: ['HOW', 'refused as on AWS, or taken: what is signed for them is for this one'],
    account: ['DIGITS', 'appears in ARNs; 12 digits'],
    state: ['FILE', 'read at the start, if it is there, and written at the end'],
    policy: ['FILE', 'an IAM policy for every caller but the access key admin'],
  },
  'With --tasks docker': {
    registry: ['URL', 'where CNCF Distribution listens'],
    hosts: ['NAME=ADDRESS,…', "more names for every task's /etc/hosts; gateway is this machine"],
  },
  'In front of another emulator': {
    behind: ['URL', 'what is not served here is passed on to it'],
    listeners: ['PORT=PORT,…', 'with --tasks docker: where listeners are opened'],
  },
}

const WIDTH = 28
const line = (flag: string, what: string): string => `  ${flag.padEnd(WIDTH)}${what}`

export function usage(): string {
  const groups = Object.entries(SHOWN).map(([title, options]) => {
    const lines = Object.entries(options).map(([name, [value, what]]) => {
      const standard = DEFAULTS[name as keyof Options]
      return line(`${flagOf(name)} ${value}`, `${what}${standard === '' ? '' : ` (default ${standard})`}`)
    })
    return [`${title}:`, ...lines].join('\n')
  })
  const others = ['Others:', line('--help', 'this text'), line('--version', 'the version')].join('\n')
  return `usage: local-ecs [--OPTION VALUE | --OPTION=VALUE]…

Each option can stand in the environment, too: --allow-host as ${variableOf('allowHost')}.

${[...groups, others].join('\n\n')}
`
}

export type Command =
  | { readonly kind: 'start'; readonly options: Options }
  /** Nothing is started. */
  | { readonly kind: 'say'; readonly text: string }

const PREFIX = 'EVENKEEL_ECS_'
const NAMES = Object.keys(DEFAULTS) as (keyof Options)[]
const variableOf = (name: string): string => PREFIX + flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()

/**
 * @param argv without node and the script.
 * @param env only what begins with `EVENKEEL_ECS_` is read; the command line comes first.
 * @throws Error with a line for everything that is wrong.
 */
export function parseCommand(argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Command {
  if (argv.some(word => word === '--help' || word === '-h')) return { kind: 'say', text: usage() }
  if (argv.includes('--version')) return { kind: 'say', text: `${VERSION}\n` }
  const faults: string[] = []
  const given = { ...fromEnvironment(env, faults), ...fromArguments(argv, faults) }
  const options = { ...DEFAULTS, ...given } as Options
  try {
    checkOptions(options)
  } catch (error) {
    faults.push((error as Error).message)
  }
  if (faults.length > 0) throw new Error(`${faults.join('\n')}\nlocal-ecs --help lists all options.`)
  return { kind: 'start', options }
}

type Given = Partial<Record<keyof Options, string | number>>

function fromArguments(argv: readonly string[], faults: string[]): Given {
  const given: Given = {}
  const words = [...argv]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, flag = '', joined] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? []
    const name = NAMES.find(each => flagOf(each) === flag || `--${each}` === flag)
    if (name === undefined) {
      faults.push(unknown(word, flag))
      // What follows an unknown option is its value.
      if (flag !== '' && joined === undefined && words[0]?.startsWith('--') === false) words.shift()
      continue
    }
    const value = joined ?? (words[0]?.startsWith('--') ? undefined : words.shift())
    if (value === undefined) faults.push(`${flag} needs a value.`)
    else if (given[name] !== undefined) faults.push(`${flag} is given twice.`)
    else given[name] = readAs(name, value)
  }
  return given
}

const unknown = (word: string, flag: string): string =>
  flag === ''
    ? `An option begins with --, and ${JSON.stringify(word)} does not.`
    : `There is no option ${flag}${hint(flag)}`

const hint = (flag: string): string => {
  const other = nearest(flag, ['--help', '--version'])
  return other === undefined ? meant(flag) : `, did you mean ${other}?`
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>, faults: string[]): Given {
  const given: Given = {}
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue
    const name = NAMES.find(each => variableOf(each) === variable)
    if (name !== undefined) given[name] = readAs(name, value)
    else {
      const near = nearest(variable, NAMES.map(variableOf))
      faults.push(`There is no option behind ${variable}${near === undefined ? '.' : `, did you mean ${near}?`}`)
    }
  }
  return given
}

/** A number where one is due and it is one; what is none is refused as it was written. */
const readAs = (name: keyof Options, text: string): string | number =>
  typeof DEFAULTS[name] === 'number' && /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
