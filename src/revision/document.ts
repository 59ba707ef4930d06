/** Task-definition documents: what is registered, and whether it differs from what is there. Pure. */
import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import { byDigest, type PushedImage } from '../image/reference.ts'
import { type Container, containerOf, sharing } from './container.ts'

/** A revision that ECS holds, as DescribeTaskDefinition gives it. */
export interface Recorded {
  readonly definition: TaskDefinition
  readonly tags: readonly Tag[]
}

/** A revision that a service can be moved to. Only register.ts and find.ts make one. */
export interface Revision {
  readonly arn: string
  /** `shop-api:41` */
  readonly name: string
  readonly containers: readonly Container[]
  /** The container whose image is released; those of the same image move with it. */
  readonly container: string
  /** All of them, that one included. */
  readonly released: readonly string[]
  readonly image: string
  /** Undefined where the image is named by tag alone, by somebody else than us. */
  readonly digest: string | undefined
  /** Undefined for a revision that Evenkeel did not register. */
  readonly version: string | undefined
}

export type Document = RegisterTaskDefinitionCommandInput

/** Where a release came from; it travels as tags on the revision. */
export interface Provenance {
  readonly version: string
  /** 40 hex digits. */
  readonly commit: string
  /** `owner/repository/run id` */
  readonly run: string
}

const TAG_KEYS = { version: 'evenkeel:version', commit: 'evenkeel:commit', run: 'evenkeel:run' } as const

/** Why a service was taken back to the revision the last time, and by which run. Service deployments themselves take no tags. */
const NOTE_KEYS = { reason: 'evenkeel:reason', run: 'evenkeel:rollback-run' } as const

/** The tags that leave a rollback's reason with the revision it leads to. */
export const noteOf = (reason: string, run: string): Tag[] => [
  { key: NOTE_KEYS.reason, value: tagValue(reason) },
  { key: NOTE_KEYS.run, value: tagValue(run) },
]

/** Described, but not registrable. */
const READ_ONLY = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'deregisteredAt',
  'deleteRequestedAt',
  'registeredBy',
] as const

/** The template with another image in one container and those that share its image, and everything else as it is. */
export function documentOf(
  template: Recorded,
  container: string,
  image: PushedImage,
  provenance: Provenance,
): Document {
  const containers = template.definition.containerDefinitions ?? []
  const moving = sharing(containers, container)
  return {
    ...shapeOf(template.definition),
    containerDefinitions: containers.map(each =>
      moving.includes(each.name ?? '') ? { ...each, image: byDigest(image) } : each,
    ),
    tags: [...registrable(template.tags).filter(({ key }) => !isOurs(key)), ...tagsOf(provenance)],
  }
}

/** The document that registers a revision again as it is, tags included. */
export function copyOf({ definition, tags }: Recorded): Document {
  const kept = registrable(tags)
  return { ...shapeOf(definition), ...(kept.length === 0 ? {} : { tags: kept }) }
}

/** Whether registering `document` would give what `recorded` already is; tags do not count, they change nothing that runs. */
export function isSame(document: Document, recorded: Recorded): boolean {
  const { tags: _, ...shape } = document
  return canonical(shape) === canonical(shapeOf(recorded.definition))
}

export function provenanceOf(tags: readonly Tag[]): Partial<Provenance> {
  const value = (key: string) => tags.find(tag => tag.key === key)?.value
  const found = { version: value(TAG_KEYS.version), commit: value(TAG_KEYS.commit), run: value(TAG_KEYS.run) }
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined))
}

export function revisionOf({ definition, tags }: Recorded, container: string): Revision {
  const { taskDefinitionArn = '', containerDefinitions = [] } = definition
  const containers = containerDefinitions.map(containerOf)
  const main = containers.find(({ name }) => name === container)
  return {
    arn: taskDefinitionArn,
    name: nameOfRevision(taskDefinitionArn),
    containers,
    container,
    released: sharing(containerDefinitions, container),
    image: main?.image ?? '',
    digest: main?.digest,
    version: provenanceOf(tags).version,
  }
}

/** `arn:…:task-definition/shop-api:41` → `shop-api:41` */
export const nameOfRevision = (arn: string) => arn.split('/').at(-1) ?? arn

/** The platform that the revision runs on, in docker's words. */
export function platformOf({ definition }: Recorded): string {
  const { operatingSystemFamily = '', cpuArchitecture } = definition.runtimePlatform ?? {}
  // ECS runs Windows on X86_64 alone
  if (operatingSystemFamily.startsWith('WINDOWS')) return 'windows/amd64'
  return cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
}

/** CloudFormation's own tags are described and cannot be registered. */
const registrable = (tags: readonly Tag[]) => tags.filter(({ key }) => !key?.startsWith('aws:'))

const OURS: readonly string[] = [...Object.values(TAG_KEYS), ...Object.values(NOTE_KEYS)]

const isOurs = (key: string | undefined) => key !== undefined && OURS.includes(key)

const tagsOf = (provenance: Provenance): Tag[] =>
  (['version', 'commit', 'run'] as const).map(name => ({ key: TAG_KEYS[name], value: tagValue(provenance[name]) }))

/** A tag's value is at most 256 letters, digits, spaces and `_ . : / = + - @`. */
const tagValue = (text: string) => text.replace(/[^\p{L}\p{N}\s_.:/=+\-@]/gu, '_').slice(0, 256)

function shapeOf(definition: TaskDefinition): Document {
  const readOnly: readonly string[] = READ_ONLY
  return Object.fromEntries(
    Object.entries(definition).filter(([key]) => !readOnly.includes(key)),
  ) as unknown as Document
}

/** JSON with sorted keys and without the empty values that ECS adds on its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    const kept = Object.entries(part).filter(
      ([, each]) => each !== undefined && each !== null && !(Array.isArray(each) && each.length === 0),
    )
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
