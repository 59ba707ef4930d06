/** What of a task definition may hold a secret: variables, and whatever says that it does. Pure. */
import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs'
import { addresses, hasSecretPart, isAddress, isTelling, pairs, type Variable, within } from './known-secret.ts'

/** Variables as they are; of options, labels and commands what a name, an address or a header tells. */
export const variablesIn = (definitions: readonly TaskDefinition[]): Variable[] =>
  definitions.flatMap(({ containerDefinitions = [] }) => containerDefinitions.flatMap(exposed))

function exposed(container: ContainerDefinition): Variable[] {
  const { environment = [], command = [], entryPoint = [], healthCheck } = container
  const { logConfiguration, firelensConfiguration, dockerLabels } = container
  const options = [logConfiguration?.options, firelensConfiguration?.options, dockerLabels]
  return [
    ...environment,
    ...options.flatMap(each => Object.entries(each ?? {})).flatMap(([name, value]) => told({ name, value })),
    ...[command, entryPoint, healthCheck?.command ?? []].flatMap(argumentsOf),
  ]
}

/** Itself where its name tells, and what within it does. */
const told = (variable: Variable): Variable[] => [variable, ...within(variable)].filter(isTold)

const isTold = ({ name = '', value = '' }: Variable): boolean =>
  isTelling(name) || (isAddress(value) && hasSecretPart(value))

/** `--password=x`, `--password x`, `PASSWORD=x`, a header, an address: as arguments of their own, or within a line for a shell. */
function argumentsOf(words: readonly string[]): Variable[] {
  const line = words.join(' ')
  const options = [...line.matchAll(/(?<!\S)--?([A-Za-z][\w-]*)\s+["']?([^\s"'-][^\s"']*)/g)]
  const headers = [...line.matchAll(/authorization["']?\s*[:=]\s*["']?(?:\w+\s+)?([^\s"']+)/gi)]
  return [
    ...options.map(([, name = '', value = '']) => ({ name, value })),
    ...headers.map(([, value = '']) => ({ name: 'token', value })),
    ...pairs(line),
    ...addresses(line.replaceAll('=', ' ')),
    ...words.filter(isAddress).map(value => ({ value })),
  ].filter(isTold)
}
