/** Task-definition documents: what is registered, and whether it differs from what is there. Pure. */
import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import { byDigest, type PushedImage } from '../image/reference.ts'
import { type Container, containerOf, type Released, releasedIn } from './container.ts'
import { canonical, differences } from './difference.ts'
import { normal } from './normal.ts'
import { unknownKeys } from './unknown.ts'
import { droppedFrom, isSentTag, sentIn, sentTag, without } from './untaken.ts'

/** A revision that ECS holds, as DescribeTaskDefinition gives it. */
export interface Recorded {
  readonly definition: TaskDefinition
  /** The definition as ECS sent it: with the fields that the SDK does not know, too. */
  readonly raw?: Json | undefined
  readonly tags: readonly Tag[]
  /** Keys of a file that AWS's model does not have: `containerDefinitions.sandbox`. */
  readonly unmodelled?: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/** A revision that a service can be moved to. Only register.ts and find.ts make one. */
export interface Revision {
  readonly arn: string
  /** `shop-api:41` */
  readonly name: string
  readonly containers: readonly Container[]
  /** The container that the service is known by. */
  readonly container: string
  /** All whose images are released, that one included. */
  readonly released: readonly string[]
  /** Of that one. */
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
  /**
   * `owner/repository/run id`, with `/attempts/2` of one that was run again, and `/deploys/2` of what one releases again: either may
   * find another shape.
   */
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

/** Versions that it was released as later, unchanged, in their order. */
const ALSO = 'evenkeel:also'

/** What a revision may get after it was registered; the deploy role may write no other tag then. */
export const NOTES: readonly string[] = [...Object.values(NOTE_KEYS), ALSO]

/** As many of the last as a tag holds. */
export function namedAlso(versions: readonly string[]): Tag[] {
  const kept = versions.filter((_, i) => versions.slice(i).join(' ').length <= LONGEST_VALUE)
  return [{ key: ALSO, value: tagValue(kept.join(' ')) }]
}

export const versionsAfter = (tags: readonly Tag[]): string[] =>
  (tags.find(({ key }) => key === ALSO)?.value ?? '').split(' ').filter(Boolean)

/** Empty where it is registered nowhere. */
export const arnOf = ({ definition }: Pick<Recorded, 'definition'>): string => definition.taskDefinitionArn ?? ''

/** Which service it was registered for: a family may be that of several, each with a shape of its own. */
const SERVICE = 'evenkeel:service'

export const serviceIn = ({ tags }: Pick<Recorded, 'tags'>): string | undefined =>
  tags.find(({ key }) => key === SERVICE)?.value

/** Of the same family, and by its tag of another service. */
export function isOfAnother(recorded: Pick<Recorded, 'tags'>, service: string): boolean {
  const told = serviceIn(recorded)
  return told !== undefined && told !== tagValue(service)
}

/** The number of the revision that one is a copy of, which was deregistered. */
const REVIVED = 'evenkeel:revived'

export const revivedFrom = ({ tags }: Pick<Recorded, 'tags'>): number | undefined => {
  const told = Number(tags.find(({ key }) => key === REVIVED)?.value)
  return Number.isInteger(told) && told > 0 ? told : undefined
}

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

/**
 * The template with other images, by container, and everything else as it is: what ECS described, whether or not the SDK knows it.
 * `service`: cluster and name of the one that it is for.
 */
export function documentOf(
  template: Recorded,
  images: ReadonlyMap<string, PushedImage>,
  provenance: Provenance,
  service?: string,
): Document {
  const shape = shapeOf(template)
  const kept = registrable(template.tags).filter(({ key }) => !isOurs(key))
  const ours = tagsOf(provenance, MOST_TAGS - kept.length)
  const room = Math.max(0, MOST_TAGS - kept.length - ours.length)
  const of = service === undefined ? [] : [{ key: SERVICE, value: tagValue(service) }]
  return {
    ...shape,
    containerDefinitions: shape.containerDefinitions?.map(each => {
      const image = images.get(each?.name ?? '')
      return image === undefined ? each : { ...each, image: byDigest(image) }
    }),
    tags: [...kept, ...ours, ...[...sentTag(template.unmodelled ?? []), ...of].slice(0, room)],
  }
}

/** The document that registers a revision again as it is, tags included. */
export function copyOf(recorded: Recorded): Document {
  const kept = registrable(recorded.tags)
  return { ...shapeOf(recorded), ...(kept.length === 0 ? {} : { tags: kept }) }
}

/** The same of one that cannot be deployed any more: as old as that, whatever number it gets. */
export function revivalOf(recorded: Recorded): Document {
  const { tags = [], ...shape } = copyOf(recorded)
  const mark = { key: REVIVED, value: String(revivedFrom(recorded) ?? numberOf(recorded)) }
  const kept = tags.filter(({ key }) => key !== REVIVED)
  return { ...shape, tags: [...kept, mark].slice(0, MOST_TAGS) }
}

/** Fields of a revision that are registered again although the SDK does not know them. */
export const unknownIn = (recorded: Recorded): string[] => unknownKeys(shapeOf(recorded), recorded.definition)

/** Whether registering `document` would give what `recorded` already is; tags do not count, they change nothing that runs. */
export function isSame(document: Document, recorded: Recorded): boolean {
  const { tags: _, ...shape } = without(document, droppedOf(document, recorded))
  return canonical(normal(shape)) === canonical(normal(shapeOf(recorded)))
}

/** Of those that are sent again, because the model still does not have them. */
const droppedOf = ({ tags = [] }: Document, recorded: Recorded): string[] => {
  const sent = sentIn(tags)
  return droppedBy(recorded).filter(path => sent.includes(path))
}

/** Keys of a file that ECS dropped when the revision was registered. */
export const droppedBy = (recorded: Recorded): string[] => droppedFrom(shapeOf(recorded), recorded.tags)

/** What registering `document` changes against `recorded` besides the images of `released` containers, in one line. */
export function changesOf(document: Document, recorded: Recorded, released: readonly string[]): string {
  const { tags: _, ...shape } = without(document, droppedOf(document, recorded))
  return differences({ ...normal(shapeOf(recorded)) }, { ...normal(shape) }, released)
}

/** What the second has that the first has not, besides the images that a release sets, in one line; empty where nothing. */
export const changesBetween = (before: Recorded, after: Recorded, of: Released): string =>
  differences(
    { ...normal(shapeOf(before)) },
    { ...normal(shapeOf(after)) },
    releasedIn(after.definition.containerDefinitions ?? [], of),
  )

export function provenanceOf(tags: readonly Tag[]): Partial<Provenance> {
  const value = (key: string) => tags.find(tag => tag.key === key)?.value
  const found = { version: value(TAG_KEYS.version), commit: value(TAG_KEYS.commit), run: value(TAG_KEYS.run) }
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined))
}

/** Of one release, and registered by one run of it, in whichever attempt. */
export const isOfOneRun = (one: Pick<Recorded, 'tags'>, other: Pick<Recorded, 'tags'>): boolean =>
  isOfOneRelease(one, other) && runOf(one) === runOf(other)

/** By version and commit. */
export function isOfOneRelease(one: Pick<Recorded, 'tags'>, other: Pick<Recorded, 'tags'>): boolean {
  const [a, b] = [provenanceOf(one.tags), provenanceOf(other.tags)]
  return a.version === b.version && a.commit === b.commit
}

const runOf = ({ tags }: Pick<Recorded, 'tags'>): string | undefined =>
  provenanceOf(tags).run?.replace(/(?:\/attempts\/\d+)?(?:\/deploys\/\d+)?$/, '')

/** Of a release that this very attempt has made already, in another shape: so that neither is taken for a copy of the other. */
export function madeAgain(provenance: Provenance, known: readonly Pick<Recorded, 'tags'>[]): Provenance {
  const anew = { tags: tagsOf(provenance, MOST_TAGS) }
  const { run = '' } = provenanceOf(anew.tags)
  const nth = known.map(each => {
    const [, before, deploy = '1'] = /^(.*?)(?:\/deploys\/(\d+))?$/.exec(provenanceOf(each.tags).run ?? '') ?? []
    return isOfOneRelease(each, anew) && before === run ? Number(deploy) : 0
  })
  const last = Math.max(0, ...nth)
  return last === 0 ? provenance : { ...provenance, run: `${provenance.run}/deploys/${last + 1}` }
}

export function revisionOf({ definition, tags }: Recorded, of: Released): Revision {
  const { taskDefinitionArn = '', containerDefinitions = [] } = definition
  const { container } = of
  const containers = containerDefinitions.map(containerOf)
  const main = containers.find(({ name }) => name === container)
  return {
    arn: taskDefinitionArn,
    name: nameOfRevision(taskDefinitionArn),
    containers,
    container,
    released: releasedIn(containerDefinitions, of),
    image: main?.image ?? '',
    digest: main?.digest,
    version: provenanceOf(tags).version,
  }
}

/** `arn:…:task-definition/shop-api:41` → `shop-api:41` */
export const nameOfRevision = (arn: string) => arn.split('/').at(-1) ?? arn

/** `arn:…:task-definition/shop-api:41` → 41 */
export const numberOf = ({ definition: { taskDefinitionArn = '' } }: Pick<Recorded, 'definition'>): number =>
  Number(/:(\d+)$/.exec(taskDefinitionArn)?.[1] ?? 0)

/** `arn:…:task-definition/shop-api:41` → `shop-api` */
export const familyOf = (arn: string) => nameOfRevision(arn).replace(/:\d+$/, '')

/** The platform that the revision runs on, in docker's words. */
export function platformOf({ definition }: Recorded): string {
  const { operatingSystemFamily = '', cpuArchitecture } = definition.runtimePlatform ?? {}
  // ECS runs Windows on X86_64 alone
  if (operatingSystemFamily.startsWith('WINDOWS')) return 'windows/amd64'
  return cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
}

/** CloudFormation's own tags are described and cannot be registered. */
const registrable = (tags: readonly Tag[]) => tags.filter(({ key }) => !key?.startsWith('aws:'))

const OURS: readonly string[] = [...Object.values(TAG_KEYS), ...NOTES, SERVICE, REVIVED]

const isOurs = (key: string | undefined) => key !== undefined && (OURS.includes(key) || isSentTag(key))

/** Of any resource: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html#tag-restrictions */
const MOST_TAGS = 50

/** The dearest first: where a family has many tags of its own, ours are the ones to give up. */
const PRECEDENCE = ['version', 'commit', 'run'] as const

const tagsOf = (provenance: Provenance, room: number): Tag[] =>
  PRECEDENCE.slice(0, Math.max(0, room)).map(name => ({ key: TAG_KEYS[name], value: tagValue(provenance[name]) }))

/** Our tags that `document` has no room for. */
export const tagsLeftOut = ({ tags = [] }: Document): string[] =>
  PRECEDENCE.map(name => TAG_KEYS[name]).filter(key => !tags.some(tag => tag.key === key))

const LONGEST_VALUE = 256

/** A tag's value is at most 256 letters, digits, spaces and `_ . : / = + - @`. */
const tagValue = (text: string) => text.replace(/[^\p{L}\p{N}\s_.:/=+\-@]/gu, '_').slice(0, LONGEST_VALUE)

/** The same, of another family: what starts from a template is a revision of the service's own. */
export function inFamily(recorded: Recorded, family: string): Recorded {
  const { definition, raw = definition as Json } = recorded
  return { ...recorded, definition: { ...definition, family }, raw: { ...raw, family } }
}

export const isReadOnly = (key: string): boolean => (READ_ONLY as readonly string[]).includes(key)

function shapeOf({ definition, raw = definition as Json }: Recorded): Document {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !isReadOnly(key))) as unknown as Document
}
