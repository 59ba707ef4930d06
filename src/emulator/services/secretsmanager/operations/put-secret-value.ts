import { uuid } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { findSecret } from '../find-secret.ts'

export function putSecretValue({ world }: Room, input: { SecretId?: string; SecretString?: string }) {
  const secret = findSecret(world, input.SecretId)
  secret.value = input.SecretString ?? ''
  secret.versionId = uuid(world)
  return { ARN: secret.arn, Name: secret.name, VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] }
}
