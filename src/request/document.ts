/** A manifest as it is written: text in, Manifest out. Pure. */
import { type Fault, type Place, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { At } from './at.ts'
import { betweenFaults } from './between.ts'
import { environmentFault, isAbsent, readEnvironments, without } from './environment.ts'
import { readImages } from './image.ts'
import type { Command } from './input.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, isNone, mapping, shownAt } from './kind.ts'
import { clustersOf, imagesOf, type Manifest, placesOf } from './manifest.ts'
import { orderFaults } from './order.ts'
import { layerOf, NOTHING, overlay, type Said, sourceFaults, strayLayer } from './said.ts'
import { PLACE, TOP_KEYS } from './schema.ts'
import { type Entry, readEntry } from './service.ts'
import { type Layer, readKeys, says, saysAt, unknownKeys } from './shape.ts'
import { type Sound, soundBuilds } from './sound.ts'
import { readSource } from './source.ts'

/** A manifest with whatever is wrong with it. */
export interface Document {
  readonly faults: readonly Fault[]
  /** Of the environment asked for; undefined: there is none. What is refused in it is empty. */
  readonly chosen: Manifest | undefined
  /** Whether cluster, region and role of the chosen one are as they were written. */
  readonly isPlaced: boolean
  /** The services that are listed, and what is right of the images that are built. */
  readonly names: readonly string[]
  readonly builds: readonly Sound[]
  /** The file that all of the faults are in. */
  readonly file: string | undefined
  /** Where a path of keys is said: `services.api.build.context`, `input context`. */
  label(path: readonly string[]): string
  /** The same as a place in the file, of the nearest key that is there; undefined where an input says it. */
  placeOf(path: readonly string[]): Place | undefined
}

export function parseManifest(text: string, file: string, environment = ''): Manifest {
  const { faults, chosen, file: one } = readDocument(text, file, environment)
  if (faults.length > 0 || !chosen) throw new Refusal(faults, one)
  return chosen
}

/** `environment` is the one asked for; empty: what the top of the file says. The inputs are laid over it; `asked` names services. */
export function readDocument(
  text: string,
  file: string,
  environment: string,
  said: Said = NOTHING,
  asked: readonly string[] = [],
): Document {
  const { top, layers, bare, manifests, faults: written } = readWritten(text, file, environment, said)
  const faults = [...written]
  const names = Object.keys(asMapping(top.values.services) ?? {})
  const layer = layers.get(environment)
  const there = names.filter(name => !isAbsent(name, layer ? [layer] : [], []))
  const over = overlay(said, there, asked, faults)
  const under = layer ? [layer, top] : [top]
  const found = environment === '' ? bare : manifests.get(environment)
  const chosen = found && over !== undefined ? readTop([over, ...under], top.at, faults) : found
  if (chosen !== found && chosen) faults.push(...betweenFaults(chosen, top.at))
  // environments that cannot be read have been refused already
  const areRead = !says(top.values, 'environments') || asMapping(top.values.environments) !== undefined
  if (!chosen && areRead) faults.push(environmentFault(environment, [...manifests.keys()]))
  // what is wrong with what is said of a service that is not there is told with that
  const stray = strayLayer(said, names, asked)
  const strangers = stray ? readTop([stray], stray.at, faults).services : []
  const all = once(faults)
  const elsewhere = [bare, ...manifests.values()]
    .flatMap(each => (each === undefined || each === found ? [] : placesOf(each)))
    .filter(({ cluster }) => cluster !== '')
  const spare = spareIn(top, [...manifests.values(), ...[bare, chosen].flatMap(each => each ?? [])])
  const whole = documentOf(chosen, over === undefined ? under : [over, ...under], names)
  return {
    ...whole,
    ...(stray && { builds: [...whole.builds, ...strayBuilds(stray)] }),
    ...(chosen && {
      chosen: {
        ...chosen,
        services: [...chosen.services, ...strangers],
        ...(elsewhere.length > 0 && { elsewhere }),
        ...(spare.length > 0 && { spare }),
      },
    }),
    faults: all,
    file: all.length > once(written).length ? undefined : file,
    label: path => [over, stray].find(each => each && saysAt(each.values, path))?.at.label(path) ?? path.join('.'),
  }
}

/** Where a service that is not there is built is known by what is said alone: a default is not looked at. */
const strayBuilds = (stray: Layer): Sound[] =>
  soundBuilds([stray]).filter(({ name }) =>
    ['context', 'dockerfile', 'bake'].some(key => saysAt(stray.values, ['services', name, 'build', key])),
  )

/** Images that are listed in vain: a service of another name may be made of something else than is meant. */
function spareIn(top: Layer, read: readonly Manifest[]): string[] {
  const used = new Set(read.flatMap(({ services }) => imagesOf(services)).map(({ at }) => at))
  return Object.keys(asMapping(top.values.images) ?? {}).filter(name => !used.has(`images.${name}`))
}

/** Without a manifest: the inputs are all that is said. */
export function documentOfInputs(said: Said, environment: string, command: Command): Document {
  const faults = sourceFaults(said, command)
  const top = layerOf(said, said.service)
  const chosen = readTop([top], top.at, faults)
  if (environment !== '') {
    const what = `input environment is ${quoted(environment)}, and there is no manifest that says what it is`
    faults.push({ code: 'EVK-113', what, fix: 'Take it out, or run actions/checkout before, with the manifest.' })
  }
  const found = documentOf(chosen, [top], [said.service])
  // what is not said to be built is not looked at
  const builds = sourceFaults(said, command).length === 0 ? found.builds : []
  return { ...found, builds, faults: once(faults), file: undefined, label: path => top.at.label(path) }
}

/** What can be known of the chosen one whatever is wrong with it. */
function documentOf(
  chosen: Manifest | undefined,
  layers: readonly Layer[],
  names: readonly string[],
): Pick<Document, 'chosen' | 'isPlaced' | 'names' | 'builds' | 'placeOf'> {
  const placing: Fault[] = []
  readKeys(PLACE, layers, placing)
  const isPlaced = chosen !== undefined && placing.length === 0 && !clustersOf(chosen).includes('')
  const placeOf = (path: readonly string[]) => placeIn(layers, path)
  return { chosen, isPlaced, names, builds: soundBuilds(layers), placeOf }
}

/** By the first layer that says it, or else the nearest key above it that is said: of a service's cluster that of all. */
function placeIn(layers: readonly Layer[], path: readonly string[]): Place | undefined {
  const said = layers.find(({ values }) => saysAt(values, path))
  const [key = ''] = path.slice(-1)
  if (said === undefined && path.length > 1 && Object.hasOwn(PLACE, key)) return placeIn(layers, [key])
  if (said !== undefined || path.length < 2)
    return path.reduce((at, key) => at.key(key), (said ?? layers.at(-1))?.at as At).place
  return placeIn(layers, path.slice(0, -1))
}

interface Written {
  readonly top: Layer
  /** What environments say, by name. */
  readonly layers: ReadonlyMap<string, Layer>
  /** Without an environment; undefined: that has no place of its own. */
  readonly bare: Manifest | undefined
  readonly manifests: ReadonlyMap<string, Manifest>
  readonly faults: readonly Fault[]
}

/** All environments are read, so that none can rot. */
function readWritten(text: string, file: string, environment: string, said: Said): Written {
  const faults: Fault[] = []
  const { at, value, faults: found } = readSource(text, file)
  const values = asMapping(value)
  if (values === undefined) throw new Refusal([...found, noManifest(at, value)], file)
  faults.push(...found)
  unknownKeys(values, TOP_KEYS, at, faults, insteadOf)
  const top: Layer = { at, values }
  const layers = readEnvironments(top, faults)
  const read = (...under: readonly Layer[]) => readTop(withCluster(said, under), at, faults)
  const isPlace = says(values, 'cluster') || (said.cluster !== '' && environment === '') || isEachPlaced(values)
  const bare = layers.size === 0 || isPlace ? read(top) : undefined
  const manifests = new Map([...layers].map(([name, layer]) => [name, read(layer, top)]))
  for (const each of [...(bare ? [bare] : []), ...manifests.values()]) {
    faults.push(...orderFaults(each.services, at.key('services')))
    faults.push(...betweenFaults(each, at))
  }
  return { top, layers, bare, manifests, faults }
}

const isEachPlaced = (values: Layer['values']): boolean => {
  const services = Object.values(asMapping(values.services) ?? {})
  return services.length > 0 && services.every(each => says(asMapping(each) ?? {}, 'cluster'))
}

/** The input `cluster` is what a manifest may leave it to. */
const withCluster = (said: Said, layers: readonly Layer[]): readonly Layer[] =>
  said.cluster === '' || layers.some(({ values }) => says(values, 'cluster'))
    ? layers
    : [layerOf(said, undefined), ...layers]

function noManifest(at: At, value: unknown): Fault {
  const what = isNone(value) ? ' is empty' : ` is ${shownAt(at, value)}`
  return fault(at, what, 'A manifest is a mapping, such as: {cluster: shop, services: {api: {build: .}}}.')
}

const once = (faults: readonly Fault[]) => [...new Map(faults.map(each => [each.what, each])).values()]

const LISTED = 'List services by their names, such as services: {api: {build: .}}.'

/** `layers`: the environment, where one is meant, then the top of the file. */
function readTop(layers: readonly Layer[], top: At, faults: Fault[]): Manifest {
  const place = readKeys(PLACE, layers, faults)
  const known = faults.length
  const at = top.key('services')
  const services = Object.entries(mapping(layers.at(-1)?.values.services, at, faults, LISTED))
  if (faults.length === known && services.length === 0) {
    faults.push(fault(at, ' is empty', LISTED))
  }
  const written = layers.at(-1)?.values.images
  const isListed = isNone(written) || asMapping(written) !== undefined
  const common = { top, environment: layers.slice(0, -1), images: readImages(layers, faults), isListed }
  const entries = services.map(([name, entry]) => readEntry(name, entry, common, faults))
  const absent = services.flatMap(([name]) => (isAbsent(name, common.environment, faults) ? [name] : []))
  const there = without(entries, absent)
  if (place.cluster === undefined && there.length > 0) faults.splice(known, 0, ...unplacedFaults(there, layers))
  if (absent.length > 0 && absent.length === entries.length) {
    const [{ at: where } = { at: top }] = layers
    faults.push(fault(where.key('services'), ': every service is absent', 'Leave one, or take the environment out.'))
  }
  return {
    cluster: place.cluster ?? '',
    region: place.region ?? '',
    role: place.role ?? '',
    services: there,
    ...(absent.length > 0 && { absent }),
  }
}

/** Where neither the top nor the environment names a cluster, every service has to. */
function unplacedFaults(entries: readonly Entry[], layers: readonly Layer[]): Fault[] {
  const bare = entries.filter(({ cluster }) => cluster === undefined)
  const [first] = layers
  if (first === undefined || (entries.length > 0 && bare.length === 0)) return []
  const fix = 'Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.'
  if (bare.length === entries.length) return [fault(first.at.key('cluster'), ' is missing', fix)]
  const at = (layers.at(-1) ?? first).at.key('services')
  const all = `${fix} The other services have one of their own, and nothing else names one.`
  return bare.map(({ name }) => fault(at.key(name).key('cluster'), ' is missing', all))
}
