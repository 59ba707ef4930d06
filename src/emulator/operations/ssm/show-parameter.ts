import { Refusal } from '../../refusal.ts'
import { seconds } from '../../room.ts'
import type { Parameter, World } from '../../world.ts'

export const parameterName = (given: string): string =>
  given.startsWith('arn:') ? given.slice(given.indexOf(':parameter') + 10) : given

export function findParameter(world: World, given: string): Parameter {
  const found = world.parameters[parameterName(given)]
  if (found === undefined) throw new Refusal('ParameterNotFound', '')
  return found
}

export const showParameter = (world: World, { name, type, value, version, at }: Parameter) => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: seconds(at),
  ARN: `arn:aws:ssm:${world.region}:${world.account}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
  DataType: 'text',
})
