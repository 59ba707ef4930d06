/** A container of a task definition, as far as a release asks after it. Pure. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { ecrOf, hostOf, type PushedImage, parseImage, wholeName } from '../image/reference.ts'

export interface Container {
  readonly name: string
  /** ECS ends the task when it ends. */
  readonly essential: boolean
  readonly image: string
  /** Undefined where the image is named by tag alone. */
  readonly digest: string | undefined
  /** Whether a health check can make its health known. */
  readonly checked: boolean
  readonly log: Log | undefined
}

/** Where its lines go. */
export interface Log {
  /** `awslogs`, `awsfirelens`, … */
  readonly driver: string
  readonly group: string
  readonly region: string
  /** Of `awslogs`; without it a stream is not named after the task. */
  readonly prefix: string | undefined
}

export function containerOf(definition: ContainerDefinition): Container {
  const { name = '', image = '', essential = true, healthCheck, logConfiguration } = definition
  return {
    name,
    essential,
    image,
    digest: parseImage(image).digest,
    checked: healthCheck?.command !== undefined && healthCheck.command[0] !== 'NONE',
    log: logConfiguration && logOf(logConfiguration),
  }
}

function logOf({ logDriver, options = {} }: NonNullable<ContainerDefinition['logConfiguration']>): Log {
  return {
    driver: logDriver ?? '',
    group: options['awslogs-group'] ?? '',
    region: options['awslogs-region'] ?? '',
    prefix: options['awslogs-stream-prefix'],
  }
}

/** The containers whose images a release sets. */
export interface Released {
  /** The one that the service is known by. */
  readonly container: string
  /** Those that are named one by one, that one among them; undefined: it, and all that stand on its image. */
  readonly placed?: readonly string[] | undefined
}

export const releasedIn = (containers: readonly ContainerDefinition[], { container, placed }: Released): string[] =>
  placed === undefined ? sharing(containers, container) : [...placed]

/** Containers of one image are one program and move together: the web server and its migration, say. */
export function sharing(containers: readonly ContainerDefinition[], name: string): string[] {
  const image = containers.find(each => each.name === name)?.image
  return containers
    .filter(each => each.name === name || (image !== undefined && each.image === image))
    .map(({ name = '' }) => name)
}

/**
 * Containers that stand on the image of `name` where that is none of `repository`: a placeholder before the first release, say.
 * Whether they are of the program that is released, or only stand on the same one, cannot be known.
 */
export function undecided(containers: readonly ContainerDefinition[], name: string, repository: string): string[] {
  const image = containers.find(each => each.name === name)?.image ?? ''
  return isIn(image, repository) ? [] : sharing(containers, name).filter(each => each !== name)
}

/** Of ECR, or of whatever takes AWS's place. */
const hostIsOwn = ({ repository: { uri } }: PushedImage) => {
  const host = hostOf(uri) ?? ''
  return ecrOf(host) !== undefined || /:\d+$/.test(host)
}

/** Without a host it is a repository of ECR; where something else than AWS answers, of a host with a port. */
function isIn(image: string, repository: string): boolean {
  const { repository: whole, name } = parseImage(image)
  if (hostOf(repository) !== undefined) return wholeName(whole) === repository
  const host = hostOf(image)
  return name === repository && host !== undefined && (ecrOf(host) !== undefined || /:\d+$/.test(host))
}

/** Images by container: those of the containers that are named, or of the one and all that stand on its image. */
export function spread(
  containers: readonly ContainerDefinition[],
  { container, placed }: Released,
  images: ReadonlyMap<string, PushedImage>,
): ReadonlyMap<string, PushedImage> {
  const image = images.get(container)
  if (placed !== undefined || image === undefined) return images
  // a release in which some are undecided is refused
  const staying = undecided(containers, container, hostIsOwn(image) ? image.repository.name : image.repository.uri)
  const moving = sharing(containers, container).filter(name => !staying.includes(name))
  return new Map(moving.map(name => [name, image] as const))
}

/** Containers of a repository that is released, on another image than those that move: they are left behind. */
export function leftBehind(containers: readonly ContainerDefinition[], released: Released): string[] {
  const moving = releasedIn(containers, released)
  const isMoving = ({ name = '' }: ContainerDefinition) => moving.includes(name)
  const repositoryOf = ({ image = '' }: ContainerDefinition) => parseImage(image).repository
  const repositories = containers.filter(isMoving).map(repositoryOf)
  return containers
    .filter(each => !isMoving(each) && repositories.includes(repositoryOf(each)))
    .map(({ name = '' }) => name)
}
