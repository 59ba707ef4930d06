/** What a task's `secrets` stand for when it starts, or why it cannot start. */
import { isElsewhere, lastPart } from '../identity.ts'
import type { Recipe } from '../services/ecs/state.ts'
import { isPublic } from '../services/ssm/public-parameters.ts'
import { parameterOf } from '../services/ssm/show-parameter.ts'
import type { World } from '../world.ts'

export type Resolved =
  | { readonly values: Record<string, Record<string, string>>; readonly failure?: never }
  | { readonly failure: string; readonly values?: never }

export const PREFIX =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '

export const ASM_FAILURE = 'unable to retrieve secret from asm: service call has been retried 1 time(s): '

const SSM_FAILURE = 'unable to retrieve secrets from ssm: service call has been retried 1 time(s): '

export const invalidParameters = (names: readonly string[]): string =>
  `${SSM_FAILURE}invalid ssm parameters: ${names.join(', ')}`

/** Secrets that another emulator keeps are left out: they are fetched when the task starts. */
export function resolveSecrets(world: World, recipe: Recipe): Resolved {
  const resolved: Record<string, Record<string, string>> = {}
  const missing: string[] = []
  for (const container of recipe.containerDefinitions ?? []) {
    const values: Record<string, string> = {}
    for (const { name = '', valueFrom = '' } of container.secrets ?? []) {
      if (world.secretsBehind && valueFrom.includes(':secretsmanager:')) continue
      if (world.secretsBehind && isPublic(valueFrom) && parameterOf(world, valueFrom) === undefined) continue
      const found = valueFrom.includes(':secretsmanager:')
        ? secret(world, valueFrom)
        : parameterOf(world, valueFrom)?.value
      if (typeof found === 'object') return { failure: PREFIX + found.failure }
      if (found === undefined) missing.push(valueFrom)
      else values[name] = found
    }
    resolved[container.name ?? ''] = values
  }
  if (missing.length > 0) return { failure: PREFIX + invalidParameters(missing) }
  return { values: resolved }
}

/** `arn:aws:secretsmanager:region:account:secret:name-XXXXXX:json-key:version-stage:version-id`, the last three optional. */
export function secretReference(valueFrom: string) {
  const parts = valueFrom.split(':')
  const [name = '', key = '', stage = '', version = ''] = parts.slice(6)
  return { id: parts.slice(0, 7).join(':'), name, key, stage, version }
}

function secret(world: World, valueFrom: string): string | { readonly failure: string } {
  const { id, name, key } = secretReference(valueFrom)
  const found = isElsewhere(world, 'secretsmanager', id)
    ? undefined
    : (world.secrets[name] ?? Object.values(world.secrets).find(one => one.arn === id || lastName(one.arn) === name))
  if (found === undefined)
    return {
      failure: `${ASM_FAILURE}failed to fetch secret ${id} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    }
  if (key === '') return found.value
  const value = jsonField(found.value, key)
  return value ?? { failure: `${ASM_FAILURE}retrieved secret from Secrets Manager did not contain json key ${key}` }
}

const lastName = (arn: string): string => lastPart(arn.slice(arn.lastIndexOf(':secret:') + 8))

export function jsonField(text: string, key: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown>)[key]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : JSON.stringify(value)
  } catch {
    return undefined
  }
}
