/** A manifest for services that are there already: what differs from its defaults, and nothing that was not found. Pure. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { stringify } from 'yaml'
import { legible } from '../failure/words.ts'
import { parseImage } from '../image/reference.ts'
import { SCHEMA_ADDRESS } from '../request/address.ts'
import { sharing } from '../revision/container.ts'
import type { Standing } from '../rollout/standing.ts'
import { type Home, isOurs, isPushable, isSameImage, mainOf, programOf, repositoryFor, written } from './origin.ts'
import { type Dockerfile, hasRoot, isSameSource, likelyFor, ROOT, type Source, sourceFor } from './source.ts'

/** Where a manifest's services are. */
export interface Where {
  readonly cluster: string
  readonly region: string
  /** The environment that says so; empty: the top of the manifest. */
  readonly environment: string
}

/** An image of a service: the container that it is for, where it is pushed to, what it is built from. */
export interface Made {
  readonly container: string
  readonly repository: string
  readonly source: Source
  /** What it stands on now. */
  readonly image: string
}

export interface Outline {
  readonly service: string
  readonly containers: readonly ContainerDefinition[]
  /** The first is of the container that the service is known by. */
  readonly made: readonly [Made, ...Made[]]
  /** Whether the containers have to be named one by one. */
  readonly named: boolean
}

export const shapeOf = ({ live, latest }: Pick<Standing, 'live' | 'latest'>) =>
  (latest ?? live).definition.containerDefinitions ?? []

/** Names that the Dockerfile of a container may bear, the most telling first. */
const namesOf = ({ name = '', image = '' }: ContainerDefinition, ...more: readonly string[]): string[] =>
  [...new Set([name, parseImage(image).name.split('/').at(-1) ?? '', ...more])].filter(Boolean)

/** Outlines of those that have a container. */
export function outlinesOf(
  standings: readonly Standing[],
  home: Home,
  dockerfiles: readonly Dockerfile[],
): { readonly standing: Standing; readonly outline: Outline }[] {
  const mains = standings.flatMap(each => mainFor(each, home, dockerfiles)?.image ?? [])
  const shared = new Set(mains.filter((image, at) => mains.indexOf(image) !== at))
  return standings.flatMap(standing => {
    const outline = outlineOf(standing, home, dockerfiles, shared)
    return outline ? [{ standing, outline }] : []
  })
}

/** The Dockerfile at the root may bear the name of another container than the one that a service is known by. */
function mainFor(standing: Standing, home: Home, dockerfiles: readonly Dockerfile[]): ContainerDefinition | undefined {
  const { place, service } = standing
  const containers = shapeOf(standing)
  const main = mainOf(service, containers, home)
  if (main === undefined || likelyFor(namesOf(main, place.service), dockerfiles) !== undefined) return main
  const bearers = containers.filter(each => {
    const isBeside = isPushable(each.image ?? '', home) && !isOn(main.image)(each)
    const source = isBeside ? sourceFor(namesOf(each), dockerfiles) : undefined
    return source !== undefined && isSameSource(source, ROOT)
  })
  return mainOf(service, bearers, home) ?? main
}

const isOn =
  (image = '') =>
  (container: ContainerDefinition) =>
    isSameImage(container.image ?? '', image)

function outlineOf(
  standing: Standing,
  home: Home,
  dockerfiles: readonly Dockerfile[],
  shared: ReadonlySet<string>,
): Outline | undefined {
  const { service } = standing.place
  const containers = shapeOf(standing)
  const main = mainFor(standing, home, dockerfiles)
  if (main === undefined) return undefined
  const { name = '', image = '' } = main
  const isOwn = isPushable(image, home)
  // what several services stand on is one program, whatever each calls its container
  const names = isOwn && shared.has(image) ? namesOf({ image }) : namesOf(main, service)
  const source = likelyFor(names, dockerfiles) ?? ROOT
  const repository = isOwn ? written(image, home) : repositoryFor(service)
  const first: Made = { container: name, repository, source, image }
  const mates = containers.filter(each => each !== main && isOn(image)(each))
  const others = besideOf(first, containers, home, dockerfiles)
  // a release compares references letter by letter; whose a placeholder is cannot be known
  const isPlain = mates.every(each => isOwn && each.image === image)
  const named = others.length > 0 || !isPlain
  const moving = isOwn && named ? mates.map(each => madeOf(each, repository, source)) : []
  return { service, containers, made: [first, ...moving, ...others], named }
}

/** A rival is told of the first container of an image. */
const madeOf = ({ name = '', image = '' }: ContainerDefinition, repository: string, source: Source): Made => ({
  container: name,
  repository,
  source: { ...source, rivals: [] },
  image,
})

/**
 * Of the containers on other images those that are released as well: where a Dockerfile or a stage of one bears a name of theirs, or
 * where the one at the root is nobody's and can be of one image alone.
 */
function besideOf(
  main: Made,
  all: readonly ContainerDefinition[],
  home: Home,
  dockerfiles: readonly Dockerfile[],
): Made[] {
  const rest = all.filter(each => isPushable(each.image ?? '', home) && !isOn(main.image)(each))
  const programs = rest
    .filter((each, at) => rest.findIndex(isOn(each.image)) === at)
    .map(({ image = '' }) => {
      const containers = rest.filter(isOn(image))
      const [source] = containers.flatMap(each => sourceFor(namesOf(each), dockerfiles) ?? [])
      return { image, containers, source }
    })
  const isRoots = ({ source }: { readonly source: Source | undefined }) =>
    source !== undefined && isSameSource(source, ROOT)
  const orphans = programs.filter(({ image, source, containers }) => {
    const isEssential = containers.some(({ essential = true }) => essential)
    return source === undefined && isEssential && isOurs(image, home, main.image)
  })
  const isFree = hasRoot(dockerfiles) && orphans.length === 1 && ![main, ...programs].some(isRoots)
  return programs.flatMap((program): Made[] => {
    const source = program.source ?? (isFree && orphans.includes(program) ? ROOT : undefined)
    if (source === undefined || isSameSource(source, main.source)) return []
    const [first, ...mates] = program.containers.map(each => madeOf(each, written(program.image, home), source))
    return first === undefined ? [] : [{ ...first, source }, ...mates]
  })
}

/** Those that a release leaves as they are. */
export function leftIn({ containers, made, named }: Outline): ContainerDefinition[] {
  const moving = named ? made.map(({ container }) => container) : sharing(containers, made[0].container)
  return containers.filter(({ name = '' }) => !moving.includes(name))
}

export function draftOf(outlines: readonly Outline[], where: Where): string {
  const images = listed(outlines)
  const place = [`cluster: ${scalar(where.cluster)}`, `region: ${scalar(where.region)}`]
  const { environment } = where
  return [
    `# yaml-language-server: $schema=${SCHEMA_ADDRESS}`,
    '# evenkeel.yml',
    ...(environment === '' ? place : []),
    ...(images.size === 0 ? [] : ['images:', ...[...images].flatMap(([key, made]) => imageLines(key, made))]),
    'services:',
    ...outlines.flatMap(outline => serviceLines(outline, images)),
    ...(environment === '' ? [] : ['environments:', `  ${scalar(environment)}:`, ...place.map(line => `    ${line}`)]),
    '',
  ].join('\n')
}

const isSame = (one: Made, other: Made) =>
  one.repository === other.repository &&
  isSameSource(one.source, other.source) &&
  programOf(one.image) === programOf(other.image)

/** Images that several services have, or that stand beside others in one: by the name that each gets. */
function listed(outlines: readonly Outline[]): Map<string, Made> {
  const found: Made[] = []
  const common = ({ made: [main] }: Outline) =>
    outlines.filter(({ made }) => made.some(each => isSame(each, main))).length > 1
  for (const each of outlines.filter(outline => outline.named || common(outline)).flatMap(({ made }) => made)) {
    if (!found.some(other => isSame(each, other))) found.push(each)
  }
  const names = new Map<string, Made>()
  for (const made of found) {
    const plain = (made.repository.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9_-]/g, '-')
    const taken = (name: string) => names.has(name) || outlines.some(({ service }) => service === name)
    const free = [plain, `${plain}-${made.container}`, `${plain}-image`].find(name => !taken(name))
    names.set(free ?? `${plain}-${names.size}`, made)
  }
  return names
}

const nameOf = (made: Made, images: ReadonlyMap<string, Made>): string | undefined =>
  [...images].find(([, each]) => isSame(each, made))?.[0]

const imageLines = (key: string, made: Made) => [`  ${scalar(key)}:`, ...ownLines(key, made)]

const ownLines = (key: string, { repository, source }: Made) => [
  ...(repository === key ? [] : [`    repository: ${scalar(repository)}`]),
  `    build: ${buildOf(source)}`,
]

function buildOf({ folder, dockerfile, target }: Source): string {
  if (dockerfile === undefined && target === undefined) return scalar(folder)
  const said = Object.entries({ context: folder, dockerfile, target })
  const keys = said.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${scalar(value)}`]))
  return `{ ${keys.join(', ')} }`
}

function serviceLines(outline: Outline, images: ReadonlyMap<string, Made>): string[] {
  const { service, made, named } = outline
  const [main] = made
  const image = nameOf(main, images)
  const container = main.container === service ? [] : [`    container: ${scalar(main.container)}`]
  const naming = made.map(each => `${scalar(each.container)}: ${scalar(nameOf(each, images) ?? '')}`)
  const lines = named
    ? [...container, `    containers: { ${naming.join(', ')} }`]
    : [...container, ...(image === undefined ? ownLines(service, main) : [`    image: ${scalar(image)}`])]
  const left = leftIn(outline).map(each => `    # ${each.name} stays on ${legible(each.image ?? '', 300)}`)
  return [`  ${scalar(service)}:`, ...lines, ...left]
}

/** As YAML writes it: `123` in quotes. */
const scalar = (value: string) => stringify(value, { lineWidth: 0 }).trim()
