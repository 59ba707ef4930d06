/** A manifest as it is written: text in, Manifest out. Pure. */
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { repositoryOf } from '../image/reference.ts'
import type { At } from './at.ts'
import { readImages } from './image.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, isNone, mapping } from './kind.ts'
import { imagesOf, type Manifest } from './manifest.ts'
import { orderFaults, sameServiceFaults } from './order.ts'
import { ENVIRONMENT_KEYS, ENVIRONMENT_NAME, IMAGE_OVERLAY, OVERLAY, PLACE, TOP_KEYS } from './schema.ts'
import { readEntry } from './service.ts'
import { type Layer, readKeys, says, unknownKeys } from './shape.ts'
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
}

export function parseManifest(text: string, file: string, environment = ''): Manifest {
  const { faults, chosen } = readDocument(text, file, environment)
  if (faults.length > 0 || !chosen)
    throw new Refusal(faults, faults.some(({ code }) => code === 'EVK-113') ? undefined : file)
  return chosen
}

/** `environment` is the one asked for; empty: what the top of the file says. All are read, so that none can rot. */
export function readDocument(text: string, file: string, environment: string): Document {
  const faults: Fault[] = []
  const { at, value } = readSource(text, file)
  const values = mapping(value, at, faults)
  unknownKeys(values, TOP_KEYS, at, faults, insteadOf)
  const top: Layer = { at, values }
  const layers = readEnvironments(top, faults)
  const bare = layers.size === 0 || says(values, 'cluster') ? readTop([top], at, faults) : undefined
  const manifests = new Map([...layers].map(([name, layer]) => [name, readTop([layer, top], at, faults)]))
  const some = bare ?? [...manifests.values()][0]
  const services = at.key('services')
  if (some) faults.push(...orderFaults(some.services, services))
  for (const each of [...manifests.values(), ...(bare ? [bare] : [])]) {
    faults.push(...sameServiceFaults(each.services, services), ...sameTagFaults(each.services, at))
  }
  const chosen = environment === '' ? bare : manifests.get(environment)
  // environments that cannot be read have been refused already
  const areRead = !says(values, 'environments') || asMapping(values.environments) !== undefined
  if (!chosen && areRead) faults.push(environmentFault(environment, [...manifests.keys()]))
  const placing: Fault[] = []
  const layer = layers.get(environment)
  readKeys(PLACE, layer ? [layer, top] : [top], placing)
  const builds = soundBuilds(layer ? [layer, top] : [top])
  const names = Object.keys(asMapping(values.services) ?? {})
  return { faults: once(faults), chosen, isPlaced: chosen !== undefined && placing.length === 0, names, builds }
}

/** A tag of one repository cannot move to two images at once. */
function sameTagFaults(services: Manifest['services'], top: At): Fault[] {
  const seen = new Map<string, string>()
  return imagesOf(services).flatMap(image =>
    image.alsoTag.flatMap(tag => {
      const place = `${repositoryOf(image)}:${tag}`
      const other = seen.get(place)
      seen.set(place, image.at)
      const what = `: ${image.at} and ${other} both move ${quoted(place)}`
      return other === undefined ? [] : [fault(top, what, 'Give each a tag of its own, or a repository.')]
    }),
  )
}

function environmentFault(asked: string, names: readonly string[]): Fault {
  if (asked === '') {
    const what = 'the manifest has environments and no cluster of its own, and input environment is empty'
    return { code: 'EVK-113', what, fix: `Set \`environment\` to one of: ${names.join(', ')}.` }
  }
  return {
    code: 'EVK-113',
    what: `input environment: ${quoted(asked)} is not in the manifest${suggestion(asked, names)}`,
    fix: names.length === 0 ? 'The manifest has no `environments`.' : `The manifest has: ${names.join(', ')}.`,
  }
}

const once = (faults: readonly Fault[]) => [...new Map(faults.map(each => [each.what, each])).values()]

function readEnvironments({ at: top, values }: Layer, faults: Fault[]): Map<string, Layer> {
  if (!says(values, 'environments')) return new Map()
  const names = (key: string) => Object.keys(asMapping(values[key]) ?? {})
  const all = top.key('environments')
  return new Map(
    Object.entries(mapping(values.environments, all, faults)).map(([name, value]) => {
      const at = all.key(name)
      if (!ENVIRONMENT_NAME.test(name)) {
        const what = `: the environment name ${quoted(name)}`
        faults.push(fault(top, what, 'Use letters, digits, -, _ and . only.', at.place))
      }
      const layer = { at, values: mapping(value, at, faults) }
      unknownKeys(layer.values, ENVIRONMENT_KEYS, at, faults, insteadOf)
      readOverlays(layer, 'services', OVERLAY, names('services'), faults)
      readOverlays(layer, 'images', IMAGE_OVERLAY, names('images'), faults)
      return [name, layer]
    }),
  )
}

/** What an environment says of services or images; read with each of them, looked through here. */
function readOverlays(
  { at, values }: Layer,
  list: 'services' | 'images',
  shape: object,
  names: readonly string[],
  faults: Fault[],
): void {
  if (!says(values, list)) return
  const overlays = mapping(values[list], at.key(list), faults)
  unknownKeys(overlays, names, at.key(list), faults)
  for (const [name, overlay] of Object.entries(overlays)) {
    if (isNone(overlay)) continue
    const place = at.key(list).key(name)
    unknownKeys(mapping(overlay, place, faults), Object.keys(shape), place, faults, insteadOf)
  }
}

/** `layers`: the environment, where one is meant, then the top of the file. */
function readTop(layers: readonly Layer[], top: At, faults: Fault[]): Manifest {
  const place = readKeys(PLACE, layers, faults)
  const known = faults.length
  const at = top.key('services')
  const services = Object.entries(mapping(layers.at(-1)?.values.services, at, faults))
  if (faults.length === known && services.length === 0) {
    faults.push(fault(at, ' is empty', 'List at least one service.'))
  }
  const common = { top, environment: layers.slice(0, -1), images: readImages(layers, faults) }
  return {
    cluster: place.cluster ?? '',
    region: place.region ?? '',
    role: place.role ?? '',
    services: services.map(([name, entry]) => readEntry(name, entry, common, faults)),
  }
}
