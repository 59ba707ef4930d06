/**
 * Keys of a task definition's file that AWS's model of the day does not have. They are sent, since ECS is ahead of the model as a rule;
 * what ECS does not know either it drops without a word. The revision says what was sent with it, so that what is missing there was
 * dropped and is no change in every later run. Pure.
 */
import type { Tag } from '@aws-sdk/client-ecs'

const SENT = 'evenkeel:unknown'
/** A tag's value is at most 256 letters, digits and some marks. */
const LONGEST = 256
const PLAIN = /^[\w.-]+$/

/** The tag that says which were sent, as many as it holds: `containerDefinitions.sandbox`; none where nothing was. */
export function sentTag(paths: readonly string[]): Tag[] {
  const plain = paths.filter(path => PLAIN.test(path))
  const told = plain.filter((_, i) => plain.slice(0, i + 1).join(' ').length <= LONGEST)
  return told.length === 0 ? [] : [{ key: SENT, value: told.join(' ') }]
}

export const isSentTag = (key: string | undefined): boolean => key === SENT

/** Those that a revision was registered with and does not have. */
export const droppedFrom = (shape: object, tags: readonly Tag[]): string[] =>
  sentIn(tags).filter(path => !hasPath(shape, path.split('.')))

export const sentIn = (tags: readonly Tag[]): string[] =>
  (tags.find(({ key }) => key === SENT)?.value ?? '').split(' ').filter(Boolean)

/** Lists are looked through: one of their items may have it. */
function hasPath(value: unknown, [key = '', ...below]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some(each => hasPath(each, [key, ...below]))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  return below.length === 0 || hasPath((value as Record<string, unknown>)[key], below)
}

export const without = <Value>(value: Value, paths: readonly string[]): Value =>
  paths.reduce((left, path) => withoutPath(left, path.split('.')) as Value, value)

function withoutPath(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map(each => withoutPath(each, path))
  const [key = '', ...below] = path
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value
  const { [key]: found, ...others } = value as Record<string, unknown>
  return below.length === 0 ? others : { ...value, [key]: withoutPath(found, below) }
}
