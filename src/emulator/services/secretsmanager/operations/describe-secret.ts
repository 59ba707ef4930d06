import { type Room, seconds } from '../../../room.ts'
import { findSecret } from '../find-secret.ts'

export function describeSecret({ world }: Room, { SecretId }: { SecretId?: string }) {
  const { arn, name, versionId, createdAt } = findSecret(world, SecretId)
  return {
    ARN: arn,
    Name: name,
    CreatedDate: seconds(createdAt),
    LastChangedDate: seconds(createdAt),
    VersionIdsToStages: { [versionId]: ['AWSCURRENT'] },
  }
}
