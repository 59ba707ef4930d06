import type { Repository as SdkRepository } from '@aws-sdk/client-ecr'
import { type Room, seconds, type Wire } from '../../room.ts'
import type { Repository } from '../../world.ts'

export function showRepository({ world, host }: Room, repository: Repository): Wire<SdkRepository> {
  return {
    repositoryArn: repository.arn,
    registryId: world.account,
    repositoryName: repository.name,
    repositoryUri: `${host}/${repository.name}`,
    createdAt: seconds(repository.createdAt),
    imageTagMutability: repository.mutability,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: { encryptionType: 'AES256' },
  }
}
