import { isElsewhere } from '../../identity.ts'
import { Refusal } from '../../refusal.ts'
import { seconds } from '../../room.ts'
import type { World } from '../../world.ts'
import type { Parameter } from './state.ts'

/** By name or ARN; `plain` and `/plain` are one parameter, by whichever of the two it was made. */
export function parameterOf(world: World, given: string): Parameter | undefined {
  if (isElsewhere(world, 'ssm', given)) return undefined
  const name = given.startsWith('arn:') ? given.slice(given.indexOf(':parameter') + 10) : given
  return world.parameters[name] ?? world.parameters[name.startsWith('/') ? name.slice(1) : `/${name}`]
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
