import type { Operation } from '../../room.ts'
import { batchDeleteImage } from './batch-delete-image.ts'
import { batchGetImage } from './batch-get-image.ts'
import { createRepository } from './create-repository.ts'
import { deleteRepository } from './delete-repository.ts'
import { describeImages } from './describe-images.ts'
import { describeRepositories } from './describe-repositories.ts'
import { getAuthorizationToken } from './get-authorization-token.ts'
import { listImages } from './list-images.ts'
import { putImage } from './put-image.ts'
import { putImageTagMutability } from './put-image-tag-mutability.ts'

export const ecr: Readonly<Record<string, Operation>> = {
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  CreateRepository: createRepository,
  DeleteRepository: deleteRepository,
  DescribeImages: describeImages,
  DescribeRepositories: describeRepositories,
  GetAuthorizationToken: getAuthorizationToken,
  ListImages: listImages,
  PutImage: putImage,
  PutImageTagMutability: putImageTagMutability,
}
