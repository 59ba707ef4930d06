/** What the command line may say. */
export interface Options {
  readonly port: number
  readonly speed: number
  readonly tasks: 'simulated' | 'docker'
  readonly registry: string
  readonly clock: 'real' | 'virtual'
  readonly seed: number
  readonly region: string
  readonly account: string
  /** docker: more names for every task's /etc/hosts, `db=gateway,cache=10.0.0.1`; `gateway` is this machine. */
  readonly hosts: string
  /** Another emulator's URL: requests for services that are not served here go there. */
  readonly behind: string
  /** behind, docker: where listeners of a port are to be opened, `80=8080,443=8443`; otherwise each on a free port. */
  readonly listeners: string
  /** A file with the IAM policy of everybody but the access key `admin`. */
  readonly policy: string
  /** Seconds from a tripped breaker to its rollback, divided by the speed. */
  readonly rollbackDelay: number
}

export const DEFAULTS: Options = {
  port: 4566,
  speed: 1,
  tasks: 'simulated',
  registry: 'http://127.0.0.1:5000',
  clock: 'real',
  seed: 1,
  region: 'ap-south-1',
  account: '123456789012',
  hosts: '',
  behind: '',
  listeners: '',
  policy: '',
  rollbackDelay: 0,
}

export const USAGE = `usage: node dist/emulator/index.js [--port 4566|0] [--speed 1] [--tasks simulated|docker]
       [--registry http://127.0.0.1:5000] [--clock real|virtual] [--seed 1] [--region ap-south-1]
       [--account 123456789012] [--hosts db=gateway] [--behind http://127.0.0.1:5555]
       [--listeners 80=8080] [--policy policy.json] [--rollbackDelay 0]`

export function parseOptions(argv: readonly string[]): Options {
  const given: Record<string, string> = {}
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i] ?? ''
    const value = argv[i + 1]
    if (!name.startsWith('--') || !Object.hasOwn(DEFAULTS, name.slice(2)))
      throw new Error(`Unknown option ${name}.\n${USAGE}`)
    if (value === undefined) throw new Error(`${name} needs a value.\n${USAGE}`)
    given[name.slice(2)] = value
  }
  return checkOptions({
    ...DEFAULTS,
    ...given,
    port: Number(given.port ?? DEFAULTS.port),
    speed: Number(given.speed ?? DEFAULTS.speed),
    seed: Number(given.seed ?? DEFAULTS.seed),
    rollbackDelay: Number(given.rollbackDelay ?? DEFAULTS.rollbackDelay),
  } as Options)
}

export function checkOptions(options: Options): Options {
  const { port, speed, tasks, clock, seed, account, rollbackDelay } = options
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(what)
  }
  must(Number.isInteger(port) && port >= 0 && port < 65536, '--port must be between 0 and 65535.')
  must(speed > 0 && Number.isFinite(speed), '--speed must be a positive number.')
  must(tasks === 'simulated' || tasks === 'docker', '--tasks must be simulated or docker.')
  must(clock === 'real' || clock === 'virtual', '--clock must be real or virtual.')
  must(tasks === 'simulated' || clock === 'real', 'Real containers need --clock real.')
  must(rollbackDelay >= 0 && Number.isFinite(rollbackDelay), '--rollbackDelay must be a number of seconds.')
  must(Number.isInteger(seed), '--seed must be an integer.')
  must(/^\d{12}$/.test(account), '--account must have 12 digits.')
  for (const pair of pairs(options.hosts)) must(/^[a-z0-9.-]+=\S+$/i.test(pair), '--hosts must be name=address,…')
  for (const pair of pairs(options.listeners)) must(/^\d+=\d+$/.test(pair), '--listeners must be port=port,…')
  must(
    options.behind === '' || (URL.canParse(options.behind) && new URL(options.behind).protocol === 'http:'),
    '--behind must be the URL of another emulator: http://….',
  )
  return options
}

const pairs = (text: string): string[] => text.split(',').filter(pair => pair !== '')

export const hostNames = ({ hosts }: Options): Record<string, string> =>
  Object.fromEntries(pairs(hosts).map(pair => pair.split('=', 2) as [string, string]))

export const listenerPorts = ({ listeners }: Options): Record<string, number> =>
  Object.fromEntries(pairs(listeners).map(pair => [pair.split('=')[0], Number(pair.split('=')[1])]))
