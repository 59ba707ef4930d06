import { type Room, seconds } from '../../../room.ts'
import { findSecret } from '../find-secret.ts'

export function getSecretValue({ world }: Room, { SecretId }: { SecretId?: string }) {
  const { arn, name, value, versionId, createdAt } = findSecret(world, SecretId)
  return {
    ARN: arn,
    Name: name,
    SecretString: value,
    VersionId: versionId,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: seconds(createdAt),
  }
}
