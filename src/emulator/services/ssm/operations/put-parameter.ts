import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { userArn } from '../../ecs/user.ts'
import { parameterOf } from '../show-parameter.ts'

interface Input {
  Name?: string
  Value?: string
  Type?: string
  Overwrite?: boolean
  Description?: string
  AllowedPattern?: string
  KeyId?: string
  Tier?: string
  DataType?: string
  Tags?: { Key: string; Value: string }[]
}

export function putParameter(room: Room, input: Input) {
  const { world, now } = room
  const asked = required(input.Name, 'Name')
  const value = required(input.Value, 'Value')
  const known = parameterOf(world, asked)
  const name = known?.name ?? asked
  if (known !== undefined && !input.Overwrite)
    throw new Refusal(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  if (known !== undefined && input.Tags?.length)
    throw new Refusal(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
    )
  const allowedPattern = input.AllowedPattern ?? known?.allowedPattern
  if (allowedPattern && !new RegExp(allowedPattern).test(value))
    throw new Refusal(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    )
  const type = input.Type ?? known?.type ?? 'String'
  const version = (known?.version ?? 0) + 1
  const tier = input.Tier === 'Advanced' ? 'Advanced' : (known?.tier ?? 'Standard')
  world.parameters[name] = {
    name,
    type,
    value,
    version,
    tier,
    at: now,
    description: input.Description ?? known?.description,
    allowedPattern,
    keyId: type === 'SecureString' ? (input.KeyId ?? known?.keyId ?? 'alias/aws/ssm') : undefined,
    dataType: input.DataType ?? known?.dataType ?? 'text',
    by: userArn(room),
    tags: known?.tags ?? input.Tags ?? [],
  }
  return { Version: version, Tier: tier }
}
