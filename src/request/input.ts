/** Every input of the action: which commands read it, and which key of the manifest it says. Pure. */

export const COMMANDS = ['deploy', 'build', 'restart', 'rollback', 'continue', 'locate', 'init'] as const
export type Command = (typeof COMMANDS)[number]

/** How the text of an input becomes the value of its key. */
type Form = 'text' | 'number' | 'list' | 'pairs'

export interface Input {
  readonly of: readonly Command[]
  /** Of the service that is meant; without one, the input is of the run and says no key. */
  readonly key?: readonly string[]
  readonly form?: Form
  /** A line, where it is pairs. */
  readonly example?: string
}

const MAKING = ['deploy', 'build'] as const
const MOVING = ['deploy', 'build', 'restart', 'rollback', 'continue'] as const
const DEPLOY = ['deploy'] as const

/** The manifest that is read where none is named; it alone may be left out. */
export const MANIFEST = 'evenkeel.yml'

/** Those of action.yml; of the command there is none here: whoever names it by an expression that is empty may have meant another. */
export const DEFAULTS = {
  manifest: MANIFEST,
  timeout: '30m',
  'on-cancel': 'leave',
  'on-pause': 'wait',
  'allow-no-tasks': 'false',
  'container-logs': 'true',
} as const

/** In the order of action.yml. One that has a default there is taken by every command: whether it was set cannot be told. */
export const INPUTS = {
  command: { of: COMMANDS },
  manifest: { of: COMMANDS },
  'working-directory': { of: COMMANDS },
  environment: { of: COMMANDS },
  services: { of: COMMANDS },
  cluster: { of: COMMANDS },
  service: { of: COMMANDS },
  image: { of: MAKING, key: ['image'] },
  context: { of: MAKING, key: ['build', 'context'] },
  repository: { of: MAKING, key: ['repository'] },
  dockerfile: { of: MAKING, key: ['build', 'dockerfile'] },
  target: { of: MAKING, key: ['build', 'target'] },
  'build-args': { of: MAKING, key: ['build', 'args'], form: 'pairs', example: 'NODE_ENV=production' },
  'build-secrets': { of: MAKING, key: ['build', 'secrets'], form: 'pairs', example: 'npm=env.NPM_TOKEN' },
  cache: { of: MAKING, key: ['build', 'cache'] },
  platforms: { of: MAKING, key: ['build', 'platforms'], form: 'list' },
  container: { of: MOVING, key: ['container'] },
  'task-definition': { of: MAKING, key: ['task-definition'] },
  'environment-variables': { of: DEPLOY, key: ['environment'], form: 'pairs', example: 'LOG_LEVEL=info' },
  secrets: { of: DEPLOY, key: ['secrets'], form: 'pairs', example: 'DB_PASSWORD=arn:aws:ssm:…' },
  cpu: { of: DEPLOY, key: ['cpu'] },
  memory: { of: DEPLOY, key: ['memory'] },
  'desired-count': { of: DEPLOY, key: ['desired-count'], form: 'number' },
  'force-new-deployment': { of: DEPLOY },
  version: { of: MAKING },
  'tag-prefix': { of: [...MAKING, 'rollback'] },
  'build-contexts': { of: MAKING },
  builder: { of: MAKING },
  to: { of: ['rollback'] },
  reason: { of: MOVING },
  timeout: { of: COMMANDS },
  'on-cancel': { of: COMMANDS },
  'on-pause': { of: COMMANDS },
  'allow-no-tasks': { of: COMMANDS },
  'container-logs': { of: COMMANDS },
  'aws-region': { of: COMMANDS },
} as const satisfies Readonly<Record<string, Input>>

export type InputName = keyof typeof INPUTS

export const INPUT_NAMES = Object.keys(INPUTS) as InputName[]

/** Those that say a key of one service. */
export const SERVICE_INPUTS: readonly (readonly [InputName, Required<Input>])[] = INPUT_NAMES.flatMap(name => {
  const { of, key, form = 'text', example = '' }: Input = INPUTS[name]
  return key === undefined ? [] : [[name, { of, key, form, example }] as const]
})
