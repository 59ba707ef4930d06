import { isElsewhere } from '../../identity.ts'
import { Refusal } from '../../refusal.ts'
import { seconds } from '../../room.ts'
import type { World } from '../../world.ts'
import type { Parameter } from './state.ts'

/** By name or ARN. The ARN of `plain` and that of `/plain` are the same. */
export function parameterOf(world: World, given: string): Parameter | undefined {
  if (!given.startsWith('arn:')) return world.parameters[given]
  if (isElsewhere(world, 'ssm', given)) return undefined
  const name = given.slice(given.indexOf(':parameter') + 10)
  return world.parameters[name] ?? world.parameters[name.slice(1)]
}

export function findParameter(world: World, given: string): Parameter {
  const found = parameterOf(world, given)
  if (found === undefined) throw new Refusal('ParameterNotFound', '')
  return found
}

/** Without decryption a SecureString comes as it is stored: unreadable. */
export const showParameter = (world: World, parameter: Parameter, decrypted = false) => ({
  Name: parameter.name,
  Type: parameter.type,
  Value: parameter.type === 'SecureString' && !decrypted ? sealed(parameter) : parameter.value,
  Version: parameter.version,
  LastModifiedDate: seconds(parameter.at),
  ARN: parameterArn(world, parameter.name),
  DataType: parameter.dataType,
})

export const parameterArn = ({ region, account }: World, name: string): string =>
  `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`

const sealed = ({ name, version }: Parameter): string => Buffer.from(`sealed ${name} ${version}`).toString('base64')
