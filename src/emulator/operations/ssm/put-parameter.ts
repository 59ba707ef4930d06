import { Refusal, required } from '../../refusal.ts'
import type { Room } from '../../room.ts'

interface Input {
  Name?: string
  Value?: string
  Type?: string
  Overwrite?: boolean
}

export function putParameter({ world, now }: Room, input: Input) {
  const name = required(input.Name, 'Name')
  const known = world.parameters[name]
  if (known !== undefined && !input.Overwrite)
    throw new Refusal(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  const version = (known?.version ?? 0) + 1
  const type = input.Type ?? known?.type ?? 'String'
  world.parameters[name] = { name, type, value: required(input.Value, 'Value'), version, at: now, tags: [] }
  return { Version: version, Tier: 'Standard' }
}
