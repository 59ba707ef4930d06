import { Refusal, required } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { Secret } from './state.ts'

export function findSecret(world: World, given: string | undefined): Secret {
  const id = required(given, 'SecretId')
  const found = world.secrets[id] ?? Object.values(world.secrets).find(({ arn }) => arn === id)
  if (found === undefined)
    throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}
