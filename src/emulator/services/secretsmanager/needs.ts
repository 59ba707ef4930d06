import { arn } from '../../identity.ts'
import type { Input } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'

export const secretsmanagerNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('secretsmanager', operation, [secretResource(world, operation, input)])

function secretResource(world: World, operation: string, input: Input): string {
  const id = String(input.SecretId ?? '')
  if (id.startsWith('arn:')) return id
  if (operation === 'CreateSecret') return arn(world, 'secretsmanager', `secret:${input.Name}`)
  return world.secrets[id]?.arn ?? arn(world, 'secretsmanager', `secret:${id}`)
}
