import type { CreateRepositoryRequest, Repository as SdkRepository } from '@aws-sdk/client-ecr'
import { type Room, seconds, type Wire } from '../../room.ts'
import type { Repository } from './state.ts'

export function showRepository({ world, host }: Room, repository: Repository): Wire<SdkRepository> {
  return {
    repositoryArn: repository.arn,
    registryId: world.account,
    repositoryName: repository.name,
    repositoryUri: `${host}/${repository.name}`,
    createdAt: seconds(repository.createdAt),
    ...showMutability(repository),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: (repository.encryption ?? {
      encryptionType: 'AES256',
    }) as Wire<SdkRepository>['encryptionConfiguration'],
  }
}

type Mutable = Pick<Repository, 'mutability' | 'exclusions'>

export const mutabilityOf = (
  input: Pick<CreateRepositoryRequest, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>,
): Mutable => ({
  mutability: input.imageTagMutability ?? 'MUTABLE',
  exclusions: (input.imageTagMutabilityExclusionFilters ?? []) as NonNullable<Mutable['exclusions']>,
})

export const showMutability = ({ mutability, exclusions = [] }: Mutable) => ({
  imageTagMutability: mutability,
  ...(exclusions.length > 0 && {
    imageTagMutabilityExclusionFilters: exclusions as Wire<SdkRepository>['imageTagMutabilityExclusionFilters'],
  }),
})
