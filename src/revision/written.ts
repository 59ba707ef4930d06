/** A task definition as somebody wrote it into a file: what is wrong with it is told with its line. Pure. */
import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Fault, Place } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { type Released, releasedIn } from './container.ts'
import { isReadOnly, type Recorded } from './document.ts'
import { kindOf, misspelt, mistyped, type Schema, unmodelled, withoutRemarks } from './typed.ts'

/** Where something was written. */
interface At {
  key(name: string): At
  item(index: number): At
  readonly place: Place | undefined
  toString(): string
}

/** What `aws ecs describe-task-definition` and the SDKs print beside it. */
const BESIDE = /^(?:taskDefinition|tags|\$metadata|ResponseMetadata)$/

/** Those that are told in words of their own. */
const LOOKED_AT = ['essential', 'environment', 'secrets', 'name']

export interface Reading {
  readonly model: Schema
  /** Containers whose images the release sets: what the file says of those counts for nothing. */
  readonly released: Released
  readonly fill: (text: string) => string
  /** What is wrong with the placeholders of a text, which is at `at`. */
  readonly look: (text: string, at: string) => readonly Fault[]
}

/**
 * As it is, less what cannot be registered; placeholders of its texts are filled. A key that nobody knows is kept, and what `model` knows
 * has to be of its type.
 */
export function documentIn(
  value: unknown,
  at: At,
  faults: Fault[],
  { model, released, fill, look }: Reading,
): Recorded {
  const fault = (at: At, found: string, fix: string, place = at.place) =>
    faults.push({ code: 'EVK-213', what: `${at}${found}`, fix, ...(place && { place }) })
  const written = mappingOf(value)
  if (written === undefined) {
    const found =
      value === undefined || value === null ? ' is empty' : Array.isArray(value) ? ' is a list' : ' is no mapping'
    fault(at, found, 'Write a task definition as RegisterTaskDefinition takes it: {"containerDefinitions": […], …}.')
    return { definition: {}, raw: {}, tags: [] }
  }
  // as `aws ecs describe-task-definition` prints it
  const inner = mappingOf(written.taskDefinition)
  const place = inner ? at.key('taskDefinition') : at
  const document = withoutNulls(inner ?? written, place, fault) as Record<string, unknown>
  for (const name of inner ? Object.keys(written).filter(each => !BESIDE.test(each)) : [])
    fault(
      at,
      `: ${quoted(name)} stands beside taskDefinition, where nothing reads it`,
      'Move it in, or take it out.',
      at.key(name).place,
    )
  const said = Object.fromEntries(Object.entries(document).filter(([name]) => !isReadOnly(name)))
  const kept = withoutRemarks(model, said)
  misspelt(model, kept, place, (at, name, hint) =>
    fault(at, `: unknown key ${quoted(name)}${hint}`, 'Correct the key.', at.key(name).place),
  )
  const containers = document.containerDefinitions
  if (!Array.isArray(containers) || containers.length === 0) {
    fault(place, ' has no containerDefinitions', 'Write a task definition as RegisterTaskDefinition takes it.')
  } else for (const [i, each] of containers.entries()) container(each, place.key('containerDefinitions').item(i))
  mistyped(model, document, place, LOOKED_AT, fault)
  const replaced = replacedIn(kept.containerDefinitions, released)
  const { tags = [], ...raw } = filledIn(kept, place) as Record<string, unknown> & { tags?: Recorded['tags'] }
  return { definition: raw as TaskDefinition, raw, tags, unmodelled: unmodelled(model, kept) }

  function container(value: unknown, at: At): void {
    const each = mappingOf(value)
    if (typeof each?.name !== 'string')
      return void fault(at, ' has no name', 'Each container is a mapping with a name.')
    if (each.essential !== undefined && typeof each.essential !== 'boolean') {
      fault(at.key('essential'), ` is ${quoted(each.essential)}`, 'Write true or false, without quotes.')
    }
    for (const list of ['environment', 'secrets'] as const) {
      const of = list === 'environment' ? 'value' : 'valueFrom'
      if (each[list] === undefined) continue
      if (!Array.isArray(each[list])) {
        fault(at.key(list), ' is no list', `Write a list of {"name": …, "${of}": …}.`)
        continue
      }
      for (const [i, variable] of each[list].entries()) {
        const here = at.key(list).item(i)
        const text = mappingOf(variable)?.[of]
        if (typeof text === 'string') continue
        // what stands there may be a secret
        fault(
          here,
          `.${of} is ${text === undefined ? 'missing' : `a ${kindOf(text)}`}`,
          'Write it as a text, in quotes.',
        )
      }
    }
  }

  function filledIn(value: unknown, at: At): unknown {
    if (typeof value === 'string') return filledText(value, at, faults)
    if (Array.isArray(value)) return value.map((each, i) => filledIn(each, at.item(i)))
    const mapping = mappingOf(value)
    if (mapping === undefined) return value
    const isReplaced = replaced.includes(mapping)
    const entries = Object.entries(mapping).map(([name, each]) => {
      const isSet = isReplaced && name === 'image' && typeof each === 'string'
      return [name, isSet ? filledText(each, at) : filledIn(each, at.key(name))] as const
    })
    return Object.fromEntries(entries)
  }

  function filledText(text: string, at: At, told?: Fault[]): string {
    const found = look(text, String(at))
    told?.push(...found.map(each => ({ ...each, ...(at.place && { place: at.place }) })))
    return found.length === 0 ? fill(text) : text
  }
}

/** To ECS a member that is null is none; of a list an item that is null stands for nothing. */
function withoutNulls(value: unknown, at: At, fault: (at: At, found: string, fix: string) => void): unknown {
  if (Array.isArray(value))
    return value.map((each, i) => {
      if (each === null) fault(at.item(i), ' is null', 'Take the item out.')
      return withoutNulls(each, at.item(i), fault)
    })
  const mapping = mappingOf(value)
  if (mapping === undefined) return value
  const said = Object.entries(mapping).filter(([, each]) => each !== null)
  return Object.fromEntries(said.map(([name, each]) => [name, withoutNulls(each, at.key(name), fault)]))
}

/** Those of the containers whose images the release sets. */
function replacedIn(containers: unknown, released: Released): unknown[] {
  const listed: readonly unknown[] = Array.isArray(containers) ? containers : []
  const all = listed.map(mappingOf).filter(each => each !== undefined)
  const names = releasedIn(all as ContainerDefinition[], released)
  return all.filter(({ name }) => names.includes(String(name)))
}

const mappingOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
