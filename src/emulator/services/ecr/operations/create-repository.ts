import type { CreateRepositoryRequest } from '@aws-sdk/client-ecr'
import { book } from '../../../book.ts'
import { arn } from '../../../identity.ts'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { refuseOtherRegistry, repositoryArn } from '../image.ts'
import { mutabilityOf, showRepository } from '../show-repository.ts'
import type { Repository } from '../state.ts'

const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/

export function createRepository(room: Room, input: CreateRepositoryRequest) {
  const { world, now } = room
  refuseOtherRegistry(world, [input.registryId])
  const name = required(input.repositoryName, 'repositoryName')
  if (!NAME.test(name) || name.length < 2 || name.length > 256)
    throw invalid(
      `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source}''`,
    )
  if (world.repositories[name] !== undefined)
    throw new Refusal(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${world.account}'`,
    )
  const encrypts = (input.encryptionConfiguration?.encryptionType ?? 'AES256') !== 'AES256'
  const repository: Repository = {
    name,
    arn: repositoryArn(world, name),
    createdAt: now,
    ...mutabilityOf(input),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: {
      encryptionType: input.encryptionConfiguration?.encryptionType ?? 'AES256',
      kmsKey: input.encryptionConfiguration?.kmsKey ?? (encrypts ? defaultKey(room) : undefined),
    },
    tags: input.tags ?? [],
    images: book(),
    tagged: book(),
  }
  world.repositories[name] = repository
  return { repository: showRepository(room, repository) }
}

/** The account's own key for ECR, `alias/aws/ecr`: always the same one. */
const defaultKey = ({ world }: Room): string => arn(world, 'kms', 'key/00000000-0000-4000-8000-0000000000ec')
