import { arn, uuid, word } from '../../../identity.ts'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'

export function createSecret({ world, now }: Room, input: { Name?: string; SecretString?: string }) {
  const name = required(input.Name, 'Name')
  if (world.secrets[name] !== undefined)
    throw new Refusal('ResourceExistsException', `The operation failed because the secret ${name} already exists.`)
  const suffix = word(world, 6).replace(/[_-]/g, 'x')
  const secret = {
    arn: arn(world, 'secretsmanager', `secret:${name}-${suffix}`),
    name,
    createdAt: now,
    value: input.SecretString ?? '',
    versionId: uuid(world),
  }
  world.secrets[name] = secret
  return { ARN: secret.arn, Name: name, VersionId: secret.versionId }
}
