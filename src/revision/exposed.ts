/** What of a task definition may hold a secret: variables, and whatever says that it does. Pure. */
import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { argumentsOf } from './argument.ts'
import { isTold, type Variable } from './looks.ts'
import { partsOf } from './parts.ts'

/** References to what is stored elsewhere, and names: none of them is a secret. */
const REFERENCES = new Set([
  ...['secrets', 'secretOptions', 'repositoryCredentials', 'environmentFiles', 'credentialSpecs', 'image', 'name'],
  ...['taskDefinitionArn', 'taskRoleArn', 'executionRoleArn', 'credentialsParameter', 'family', 'registeredBy'],
])
const COMMANDS = new Set(['command', 'entryPoint'])

/** `environment` of every container as it is; of all else what a name, an address, a header or a flag tells. */
export const variablesIn = (definitions: readonly TaskDefinition[]): Variable[] =>
  definitions.flatMap(definition => exposed('', definition))

/** The same of a value that somebody wrote under a key, whatever its kind. */
export function exposed(name: string, value: unknown): Variable[] {
  if (typeof value === 'number') return told([{ name, value: String(value) }])
  if (typeof value === 'string') return value.startsWith('arn:') ? [] : told([{ name, value }])
  if (Array.isArray(value)) {
    if (name === 'environment') return value.map(each => (typeof each === 'string' ? { value: each } : each))
    return COMMANDS.has(name)
      ? told(argumentsOf(value.filter(each => typeof each === 'string')))
      : value.flatMap(each => exposed(name, each))
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  const { name: own, value: said } = value as Variable
  // a pair of a list: `proxyConfiguration.properties`, say
  if (typeof own === 'string' && typeof said === 'string') return exposed(own, said)
  return Object.entries(value).flatMap(([key, each]) => (REFERENCES.has(key) ? [] : exposed(key, each)))
}

/** Names of secrets, and not what is in them. */
const ADDRESSES = /^INPUT_(?:BUILD-)?SECRETS$/i

/** Of a job's variables those that plainly hold a secret: its tokens, its proxy, git's headers, what its inputs say. */
export const variablesOfJob = (env: Readonly<Record<string, string | undefined>>): Variable[] =>
  told(
    Object.entries(env)
      .filter(([name]) => !ADDRESSES.test(name))
      .map(([name, value]) => (name.startsWith('INPUT_') ? { value } : { name, value })),
  )

const told = (variables: readonly Variable[]): Variable[] => partsOf(variables).filter(isTold)
