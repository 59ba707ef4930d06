/** One service of a manifest, read and checked. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, strange, suggestion } from '../failure/words.ts'
import type { ImageEntry } from '../image/source.ts'
import type { Released } from '../revision/container.ts'
import type { Override } from '../revision/override.ts'
import type { Strategy } from '../rollout/strategy.ts'
import type { At } from './at.ts'
import { IMAGE_NAME, imageOf, known, layersOf, OWN_IMAGE } from './image.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, mapping } from './kind.ts'
import { bothFaults, OVERRIDE, withoutOthers } from './override.ts'
import { ECS_NAME, OVERLAY, SERVICE } from './schema.ts'
import { type Layer, readKeys, says, unknownKeys, type Values } from './shape.ts'

/** One service of the manifest, with every default filled in. */
export interface Entry extends Released {
  /** What people call it: the key in the manifest. */
  readonly name: string
  /** Its name in ECS. */
  readonly service: string
  /** Of the containers that are named. */
  readonly images: ReadonlyMap<string, ImageEntry>
  readonly needs: readonly string[]
  /** Tasks to start with when the service has never run anything; 0 leaves it at 0. */
  readonly initialCount: number
  /** Whether it may pass with no task, where somebody scaled it to 0 or it never ran: nothing of it is proven then. */
  readonly mayStandAtZero: boolean
  /** The SSM parameter that tells Terraform which image runs; undefined: nobody wants to know. */
  readonly imageParameter: string | undefined
  /** Undefined: the manifest's. */
  readonly cluster: string | undefined
  /** What its revisions start from, as the manifest says it; undefined: what it runs, or a newer one of its family that no release registered. */
  readonly definition: string | undefined
  readonly override: Override
  /** How many tasks it is to have; undefined: as many as it has. */
  readonly desiredCount: number | undefined
  /** How ECS moves it to a release; undefined: as the service has it. */
  readonly strategy: Strategy | undefined
}

/** What the services of a manifest have in common. */
export interface Common {
  /** The mapping at the top of the file. */
  readonly top: At
  /** What lies over it. */
  readonly environment: readonly Layer[]
  /** Those that are listed, by name. */
  readonly images: ReadonlyMap<string, ImageEntry>
  /** Whether `images` says what is listed: what is no mapping of names does not. */
  readonly isListed: boolean
}

export function readEntry(name: string, value: unknown, common: Common, faults: Fault[]): Entry {
  const at = common.top.key('services').key(name)
  const isNamed = ECS_NAME.test(name)
  if (!isNamed) {
    const what = `: the service name ${quoted(name)}${strange(name)}`
    faults.push(fault(common.top, what, 'Use letters, digits, - and _ only, at most 255.', at.place))
  }
  const values = mapping(value ?? {}, at, faults)
  unknownKeys(values, Object.keys(SERVICE), at, faults, insteadOf)
  const overlays = common.environment.map(layer => ({
    at: layer.at.key('services').key(name),
    values: known(asMapping(asMapping(layer.values.services)?.[name]) ?? {}, OVERLAY),
  }))
  const layers = layersOf([...overlays, { at, values }])
  const found = readKeys(SERVICE, layers, faults, isNamed ? { service: name, container: name } : {})
  const { environment, secrets } = readKeys(NAMED, withoutOthers(layers), [])
  faults.push(...bothFaults(layers))
  faults.push(...unmovedFaults(layers, found['task-definition']))
  return {
    name,
    service: found.service ?? name,
    ...released(name, layers, found, common, faults),
    needs: found.needs ?? [],
    initialCount: found['initial-count'] ?? 1,
    mayStandAtZero: found['may-stand-at-zero'] ?? false,
    imageParameter: found['image-parameter'],
    strategy: found.strategy,
    cluster: found.cluster,
    definition: found['task-definition'],
    override: {
      environment,
      secrets,
      command: found.command,
      cpu: found.cpu ?? undefined,
      memory: found.memory ?? undefined,
    },
    desiredCount: found['desired-count'] ?? undefined,
  }
}

const NAMED = { environment: OVERRIDE.environment, secrets: OVERRIDE.secrets }

/** Which containers get which images: those of `containers`, or the one and all that stand on its image. */
function released(
  name: string,
  layers: readonly Layer[],
  found: Values<typeof SERVICE>,
  common: Pick<Common, 'images' | 'isListed'>,
  faults: Fault[],
): Pick<Entry, 'container' | 'placed' | 'images'> {
  const { containers } = found
  const { images: listed, isListed } = common
  if (containers === undefined) {
    const container = found.container ?? name
    return { container, images: new Map([[container, onlyImage(name, layers, found, common, faults)]]) }
  }
  const at = (layers.at(-1) as Layer).at
  for (const key of Object.keys(OWN_IMAGE)) {
    const where = saidAt(layers, key)
    const fix = `Write it of the image, within \`images\`: ${at} names images by container.`
    if (where) faults.push(fault(where, ' and `containers` are both there', fix))
  }
  const placed = Object.keys(containers)
  const images = new Map(
    Object.entries(containers).flatMap(([container, image]) => {
      const entry = listed.get(image)
      const isName = entry === undefined && IMAGE_NAME.test(image)
      if (isName && isListed) faults.push(notListed(at.key('containers').key(container), image, listed, ONLY_LISTED))
      return entry ? [[container, entry] as const] : []
    }),
  )
  const container =
    found.container !== undefined && saidAt(layers, 'container')
      ? found.container
      : placed.includes(name)
        ? name
        : (placed[0] ?? name)
  if (placed.length > 0 && !placed.includes(container)) {
    const where = saidAt(layers, 'container') ?? at.key('container')
    const fix = `\`containers\` has: ${placed.join(', ')}. Take \`container\` out, or name one of them.`
    faults.push(fault(where, ` is ${quoted(container)}, which \`containers\` has not`, fix))
  }
  return { container, placed, images }
}

function onlyImage(
  name: string,
  layers: readonly Layer[],
  found: Values<typeof SERVICE>,
  { images: listed, isListed }: Pick<Common, 'images' | 'isListed'>,
  faults: Fault[],
): ImageEntry {
  const at = (layers.at(-1) as Layer).at
  const own = Object.keys(OWN_IMAGE).filter(key => key !== 'image' && saidAt(layers, key))
  const { image } = found
  const entry = listed.get(image ?? name)
  if (entry !== undefined) {
    for (const key of own) {
      const where = saidAt(layers, key) ?? at
      const what =
        image === undefined ? ` and images.${name} are both there` : ` and \`image: ${image}\` are both there`
      faults.push(fault(where, what, `Write it of images.${entry.name}, or give the image another name.`))
    }
    return entry
  }
  if (image !== undefined && !/[/:@]|\$\{/.test(image)) {
    const fix = `An image of Docker Hub is written whole: docker.io/library/${image}:….`
    // one that is no text, and a list that is none, have been refused already
    if (image !== '' && isListed) faults.push(notListed(saidAt(layers, 'image') ?? at, image, listed, fix))
  } else if (listed.has(name)) {
    const where = saidAt(layers, 'image') ?? at
    const fix = `Give images.${name} another name, or list this image as well and name it here.`
    faults.push(fault(where, ` and images.${name} are two images of one name`, fix))
  }
  return imageOf(name, `services.${name}`, layers, found, faults)
}

/** The revision of an ARN keeps its images: one that is named beside it, or over it, would never run. */
function unmovedFaults(layers: readonly Layer[], definition = ''): Fault[] {
  // another ARN has been refused already
  if (!/^arn:[^:]*:ecs:[^:]*:[^:]*:task-definition\//.test(definition)) return []
  const upTo = layers.slice(0, layers.findIndex(({ values }) => says(values, 'task-definition')) + 1)
  return ['image', 'build', 'containers'].flatMap(key => {
    const where = saidAt(upTo, key)
    const fix = 'Take one of them out, or write `task-definition` as family:revision: a new one is registered from it.'
    const what = ' would change the revision of an ARN, which is deployed as it is'
    return where ? [fault(where, what, fix)] : []
  })
}

/** Where the first layer that says it says it. */
const saidAt = (layers: readonly Layer[], key: string): At | undefined =>
  layers.find(({ values }) => says(values, key))?.at.key(key)

const ONLY_LISTED = 'One that exists already is listed there first: images: {router: {image: "ghcr.io/acme/router:1"}}.'

function notListed(at: At, image: string, listed: ReadonlyMap<string, ImageEntry>, more: string): Fault {
  const names = [...listed.keys()]
  const fix = names.length === 0 ? 'The manifest has no `images`' : `\`images\` has: ${names.join(', ')}`
  return fault(at, `: ${quoted(image)} is not in \`images\`${suggestion(image, names)}`, `${fix}. ${more}`)
}
