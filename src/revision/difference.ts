/** What changes with a release besides the image, in one line. Pure; values of variables and secrets are never told. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { Exact } from '../edge/exact.ts'

type Shape = Readonly<Record<string, unknown>>

/** Keys that say nothing of what runs, or that are told elsewhere. */
const ASIDE = new Set(['containerDefinitions', 'tags', 'name', 'family'])
/** Lists of named things whose values stay unsaid. */
const NAMED = new Set(['environment', 'secrets'])
const LONGEST = 40

/**
 * `memory 1024 → 2048, environment + NEW`; empty where only images of `released` containers are others. Both as they are registered.
 */
export function differences(before: Shape, after: Shape, released: readonly string[]): string {
  const whole = changes(before, after, '')
  const [old, now] = [containersOf(before), containersOf(after)]
  const several = now.length > 1
  const parts = now.flatMap(container => {
    const was = old.find(({ name }) => name === container.name)
    const prefix = several ? `${container.name}: ` : ''
    if (was === undefined) return [`+ container ${container.name}`]
    const isReleased = released.includes(container.name ?? '')
    const other = isReleased || was.image === container.image ? [] : [`${prefix}image ${imagesOf(was, container)}`]
    return [...other, ...changes(aside(was), aside(container), prefix)]
  })
  const gone = old.filter(({ name }) => !now.some(each => each.name === name)).map(({ name }) => `- container ${name}`)
  return [...whole, ...parts, ...gone].join(', ')
}

const aside = ({ image: _, ...container }: ContainerDefinition) => container as Shape

function imagesOf(was: ContainerDefinition, container: ContainerDefinition): string {
  const [old, now] = [imageShort(was), imageShort(container)]
  return old === now ? `${was.image} → ${container.image}` : `${old} → ${now}`
}

/** `router:stable`, `router@sha256:0123456789ab`; the whole name where a line has room for it. */
function imageShort({ image = '' }: ContainerDefinition): string {
  const cut = image.replace(/(@sha256:[\da-f]{12})[\da-f]+$/, '$1')
  return cut.length > LONGEST ? cut.slice(cut.lastIndexOf('/') + 1) : cut
}

const containersOf = (shape: Shape) => (shape.containerDefinitions ?? []) as readonly ContainerDefinition[]

function changes(before: Shape, after: Shape, prefix: string): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(key => !ASIDE.has(key)).sort()
  return keys
    .filter(key => canonical(before[key]) !== canonical(after[key]))
    .map(key => `${prefix}${key} ${NAMED.has(key) ? named(before[key], after[key]) : values(before[key], after[key])}`)
}

function named(before: unknown, after: unknown): string {
  const [old, now] = [mapOf(before), mapOf(after)]
  const added = [...now.keys()].filter(name => !old.has(name)).map(name => `+ ${name}`)
  const gone = [...old.keys()].filter(name => !now.has(name)).map(name => `- ${name}`)
  const other = [...now]
    .filter(([name, value]) => old.has(name) && old.get(name) !== value)
    .map(([name]) => `~ ${name}`)
  return [...added, ...gone, ...other].join(' ') || 'in another order'
}

const mapOf = (list: unknown): Map<string, string> =>
  new Map((Array.isArray(list) ? list : []).map(each => [String(each?.name), canonical(each)]))

function values(before: unknown, after: unknown): string {
  const [old, now] = [short(before), short(after)]
  return old === undefined || now === undefined ? 'changed' : `${old} → ${now}`
}

/** Undefined where it is no plain value that a line has room for. */
function short(value: unknown): string | undefined {
  if (isEmpty(value)) return 'none'
  if (value instanceof Exact) return value.text
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const text = String(value)
  return text.length > LONGEST || /\s/.test(text) ? undefined : text
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** JSON with sorted keys and without the empty values that ECS adds on its own. */
export function canonical(value: unknown): string {
  if (isEmpty(value)) return ''
  return JSON.stringify(value, (_, part) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    const kept = Object.entries(part).filter(([, each]) => !isEmpty(each))
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
