/** How a local ECS is started. Every default is in DEFAULTS. */
import { isHostName } from './host-names.ts'
import { nearest } from './nearest.ts'

export interface Options {
  /** 0 takes a free one. */
  readonly port: number
  /** Where it listens: on this machine only, or on every address of IPv4 (`0.0.0.0`) or of both (`::`). */
  readonly host: '127.0.0.1' | '0.0.0.0' | '::'
  /** Names and addresses, `local-ecs,10.0.0.9`, by which it may be called besides this machine's own. */
  readonly allowHost: string
  /** Divides ECS's own waiting times. */
  readonly speed: number
  readonly tasks: 'simulated' | 'docker'
  readonly registry: string
  readonly clock: 'real' | 'virtual'
  readonly seed: number
  readonly region: string
  /** What becomes of a request that is signed for another region: AWS's own answer, or it is taken for one of this region. */
  readonly otherRegions: 'refused' | 'taken'
  /** 12 digits. */
  readonly account: string
  /** docker: more names for every task's /etc/hosts, `db=gateway,cache=10.0.0.1`; `gateway` is this machine. */
  readonly hosts: string
  /** Another emulator's URL: requests for services that are not served here go there. */
  readonly behind: string
  /** behind, docker: where listeners of a port are to be opened, `80=8080,443=8443`; otherwise each on a free port. */
  readonly listeners: string
  /** A file that is read at the start, if it is there, and written at the end and by `POST /_internal/state/save`. */
  readonly state: string
  /** A file with the IAM policy of everybody but the access key `admin`. */
  readonly policy: string
  /** Seconds from a tripped breaker to its rollback, divided by the speed. */
  readonly rollbackDelay: number
}

export const DEFAULTS: Options = {
  port: 4566,
  host: '127.0.0.1',
  allowHost: '',
  speed: 1,
  tasks: 'simulated',
  registry: 'http://127.0.0.1:5000',
  clock: 'real',
  seed: 1,
  region: 'ap-south-1',
  otherRegions: 'refused',
  account: '123456789012',
  hosts: '',
  behind: '',
  listeners: '',
  policy: '',
  state: '',
  rollbackDelay: 0,
}

/** `rollbackDelay` → `--rollback-delay`. */
export const flagOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

/**
 * @returns the options, if they are sound.
 * @throws Error with a line for each option that is not: what it must be, and what was found.
 */
export function checkOptions(options: Options): Options {
  const faults = Object.keys(options)
    .filter(name => !Object.hasOwn(DEFAULTS, name))
    .map(name => `There is no option ${flagOf(name)}${meant(name)}`)
  const must = (name: keyof Options, holds: boolean, what: string): void => {
    if (!holds) faults.push(`${flagOf(name)} must be ${what}, not ${JSON.stringify(options[name])}.`)
  }
  checkNumbers(options, must)
  checkWords(options, must)
  if (options.tasks === 'docker' && options.clock === 'virtual')
    faults.push('--tasks docker needs --clock real: real containers cannot be hurried.')
  if (options.state !== '' && (options.tasks === 'docker' || options.behind !== ''))
    faults.push('--state needs simulated tasks and no --behind: containers and other emulators keep their own.')
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return options
}

/** `, did you mean --port?`, or a full stop. */
export function meant(name: string): string {
  const found = nearest(name, Object.keys(DEFAULTS))
  return found === undefined ? '.' : `, did you mean ${flagOf(found)}?`
}

type Must = (name: keyof Options, holds: boolean, what: string) => void

function checkNumbers({ port, speed, seed, rollbackDelay }: Options, must: Must): void {
  must('port', Number.isInteger(port) && port >= 0 && port < 65536, 'a whole number from 0 to 65535')
  must('speed', Number.isFinite(speed) && speed > 0, 'a number above 0')
  must('seed', Number.isInteger(seed), 'a whole number')
  must('rollbackDelay', Number.isFinite(rollbackDelay) && rollbackDelay >= 0, 'a number of seconds')
}

const HOSTS = ['127.0.0.1', '0.0.0.0', '::']

function checkWords(options: Options, must: Must): void {
  const { tasks, clock, host, account, region, otherRegions, registry } = options
  must('tasks', tasks === 'simulated' || tasks === 'docker', 'simulated or docker')
  must('clock', clock === 'real' || clock === 'virtual', 'real or virtual')
  must('host', HOSTS.includes(host), '127.0.0.1, 0.0.0.0 or ::')
  must('account', /^\d{12}$/.test(account), '12 digits')
  must('region', /^[a-z0-9-]+$/.test(region), 'a region such as eu-west-1')
  must('otherRegions', otherRegions === 'refused' || otherRegions === 'taken', 'refused or taken')
  must('registry', isUrl(registry), 'the URL of a registry, http://…')
  const { behind, allowHost, hosts, listeners } = options
  must('behind', behind === '' || isUrl(behind), 'the URL of another emulator, http://…')
  must('allowHost', isList(allowHost, isHostName), 'host names or addresses without a port, a,b (no wildcards)')
  must(
    'hosts',
    isList(hosts, pair => /^[a-z0-9.-]+=\S+$/i.test(pair)),
    'name=address,…',
  )
  must(
    'listeners',
    isList(listeners, pair => /^\d+=\d+$/.test(pair)),
    'port=port,…',
  )
  must('policy', typeof options.policy === 'string', 'the path of a file')
  must('state', typeof options.state === 'string', 'the path of a file')
}

const isUrl = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'http:'

const isList = (text: string, isEntry: (entry: string) => boolean): boolean =>
  typeof text === 'string' && entries(text).every(isEntry)

const entries = (text: string): string[] => text.split(',').filter(entry => entry !== '')

export const hostNames = ({ hosts }: Options): Record<string, string> =>
  Object.fromEntries(entries(hosts).map(pair => pair.split('=', 2) as [string, string]))

export const listenerPorts = ({ listeners }: Options): Record<string, number> =>
  Object.fromEntries(entries(listeners).map(pair => [pair.split('=')[0], Number(pair.split('=')[1])]))

export const allowedHosts = ({ allowHost }: Options): string[] => entries(allowHost)
