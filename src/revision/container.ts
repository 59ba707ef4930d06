/** A container of a task definition, as far as a release asks after it. Pure. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { parseImage } from '../image/reference.ts'

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
  return parseImage(image).name === repository ? [] : sharing(containers, name).filter(each => each !== name)
}

/** Containers of the repository that is released, on another image than the one that moves: they are left behind. */
export function leftBehind(containers: readonly ContainerDefinition[], name: string): string[] {
  const moving = sharing(containers, name)
  const repository = parseImage(containers.find(each => each.name === name)?.image ?? '').repository
  return containers
    .filter(each => !moving.includes(each.name ?? '') && parseImage(each.image ?? '').repository === repository)
    .map(({ name = '' }) => name)
}
