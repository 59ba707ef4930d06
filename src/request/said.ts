/** What the inputs say of one service: one more layer of the document that the manifest is. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { At, type Path } from './at.ts'
import { type Command, INPUTS, type InputName, SERVICE_INPUTS } from './input.ts'
import { asMapping } from './kind.ts'
import { ECS_NAME } from './schema.ts'
import { type Layer, says } from './shape.ts'

export interface Said {
  /** Empty: no input names one alone. */
  readonly service: string
  /** Empty: the manifest's. */
  readonly cluster: string
  /** Keys of the service, as they would stand in a manifest. */
  readonly values: Layer['values']
  /** The inputs that say them. */
  readonly names: readonly InputName[]
}

export const NOTHING: Said = { service: '', cluster: '', values: {}, names: [] }

type Read = (name: InputName) => string

/** Those that the command reads; the others are refused where commands are. */
export function readSaid(input: Read, command: Command, faults: Fault[]): Said {
  const set = SERVICE_INPUTS.filter(([name, { of }]) => of.includes(command) && input(name) !== '')
  const kept = withoutContradiction(set, faults)
  const values: Record<string, unknown> = {}
  for (const [name, { key, form, example }] of kept) {
    const value = valueIn(name, input(name), form, example, faults)
    const [top = '', below] = key
    values[top] = below === undefined ? value : { ...asMapping(values[top]), [below]: value }
  }
  const service = input('service')
  if (service !== '' && !ECS_NAME.test(service)) {
    const fix = 'Give the service’s name: letters, digits, - and _.'
    faults.push({ code: 'EVK-110', what: `input service is ${quoted(service)}`, fix })
  }
  return { service, cluster: input('cluster'), values, names: set.map(([name]) => name) }
}

/** An image that exists, or one that is built: not both. */
function withoutContradiction(set: typeof SERVICE_INPUTS, faults: Fault[]): typeof SERVICE_INPUTS {
  const isOfBuild = ([, { key }]: (typeof set)[number]) => key[0] === 'build' || key[0] === 'repository'
  const building = set.filter(isOfBuild).map(([name]) => name)
  if (building.length === 0 || set.every(([name]) => name !== 'image')) return set
  const what = `inputs image and ${building.join(', ')} are both there`
  const fix = 'What `image` names exists already and is neither built nor pushed: keep the one or the other.'
  faults.push({ code: 'EVK-110', what, fix })
  return set.filter(each => !isOfBuild(each))
}

function valueIn(name: string, text: string, form: string, example: string, faults: Fault[]): unknown {
  if (form === 'pairs') return pairsIn(name, text, example, faults)
  if (form === 'list') return text.split(/[\s,]+/).filter(Boolean)
  return form === 'number' && /^\d+$/.test(text) ? Number(text) : text
}

/** A line is told by its number: what stands there may be part of a secret. */
function pairsIn(name: string, text: string, example: string, faults: Fault[]): Record<string, string> {
  const found = new Map<string, string>()
  const fix = `Each line is NAME=value, such as ${example}; a value is one line.`
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim()
    if (written === '') continue
    const end = written.indexOf('=')
    const key = written.slice(0, Math.max(end, 0))
    const wrong = end < 1 ? 'is not NAME=value' : found.has(key) ? `says ${quoted(key)} once more` : undefined
    if (wrong !== undefined) faults.push({ code: 'EVK-108', what: `input ${name}: line ${index + 1} ${wrong}`, fix })
    else found.set(key, written.slice(end + 1))
  }
  return Object.fromEntries(found)
}

/** `service`: the one that is meant, by its key in the manifest. */
export function layerOf({ cluster, values, names }: Said, service: string | undefined): Layer {
  const place = cluster === '' ? {} : { cluster }
  const at = new At({ label: path => labelOf(path, names), place: () => undefined })
  if (service === undefined) return { at, values: place }
  return { at, values: { ...place, services: { [service]: { ...place, ...values } } } }
}

/** What is said of a service that the manifest has not, as a document of its own; a name of `images` means nothing there. */
export function strayLayer(said: Said, listed: readonly string[], asked: readonly string[]): Layer | undefined {
  const [one, ...more] = asked
  if (one === undefined || more.length > 0 || listed.length === 0 || listed.includes(one)) return undefined
  if (said.names.length === 0) return undefined
  const { image, ...values } = said.values
  const isWhole = typeof image === 'string' && /[/:@]|\$\{/.test(image)
  return layerOf({ ...said, cluster: said.cluster || one, values: isWhole ? said.values : values }, one)
}

/** Laid over a manifest: of the one service that is meant. Undefined: the inputs say nothing of it. */
export function overlay(
  said: Said,
  listed: readonly string[],
  asked: readonly string[],
  faults: Fault[],
): Layer | undefined {
  const { cluster, names } = said
  if (cluster === '' && names.length === 0) return undefined
  const [one, ...more] = asked.length > 0 ? asked : listed
  // one that is not there is told of otherwise
  if (one !== undefined && more.length === 0) return layerOf(said, listed.includes(one) ? one : undefined)
  if (names.length > 0 && listed.length > 0) {
    const all = asked.length > 0 ? `services names ${asked.join(', ')}` : `the manifest has ${listed.join(', ')}`
    const what = `${names.length > 1 ? 'inputs' : 'input'} ${names.join(', ')}: of one service, and ${all}`
    const fix = 'Name the one with `service`; of several each says it in the manifest.'
    faults.push({ code: 'EVK-112', what, fix })
  }
  return layerOf(said, undefined)
}

/** The input that says it, or those that say some of it. */
function labelOf([list, , ...key]: Path, said: readonly InputName[]): string {
  if (list === 'cluster' || key[0] === 'cluster') return 'input cluster'
  if (list === undefined) return 'the inputs'
  const own = SERVICE_INPUTS.find(([, input]) => input.key.every((each, i) => each === key[i]))
  if (own !== undefined) return [`input ${own[0]}`, ...key.slice(own[1].key.length)].join(': ')
  const below = SERVICE_INPUTS.filter(
    ([name, input]) => said.includes(name) && key.length > 0 && key.every((each, i) => each === input.key[i]),
  )
  return below.length === 0 ? 'input service' : `input ${below.map(([name]) => name).join(', ')}`
}

/** Without a manifest nothing else says what the service is to run. */
export function sourceFaults({ service, values }: Said, command: Command): Fault[] {
  const isMade = ['image', 'build', 'repository'].some(key => says(values, key))
  const isRevision = String(values['task-definition'] ?? '').startsWith('arn:')
  if (!INPUTS.image.of.some(each => each === command) || isMade || isRevision) return []
  const what = `inputs image and context are empty, and there is no manifest: what is ${quoted(service)} to run?`
  const fix = 'Set `image` to one that exists, or `context` to the folder that it is built from.'
  return [{ code: 'EVK-110', what, fix }]
}
