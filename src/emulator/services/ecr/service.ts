import type { Api } from '../api.ts'
import { ecrNeeds } from './needs.ts'
import { batchDeleteImage } from './operations/batch-delete-image.ts'
import { batchGetImage } from './operations/batch-get-image.ts'
import { createRepository } from './operations/create-repository.ts'
import { deleteRepository } from './operations/delete-repository.ts'
import { describeImages } from './operations/describe-images.ts'
import { describeRepositories } from './operations/describe-repositories.ts'
import { getAuthorizationToken } from './operations/get-authorization-token.ts'
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  initiateLayerUpload,
  uploadLayerPart,
} from './operations/layers.ts'
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from './operations/lifecycle-policy.ts'
import { listImages } from './operations/list-images.ts'
import { putImage } from './operations/put-image.ts'
import { putImageTagMutability } from './operations/put-image-tag-mutability.ts'
import { deleteRepositoryPolicy, getRepositoryPolicy, setRepositoryPolicy } from './operations/repository-policy.ts'
import {
  getRegistryScanningConfiguration,
  putImageScanningConfiguration,
  putRegistryScanningConfiguration,
} from './operations/scanning.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts'
import { refuseParameter } from './refuse-parameter.ts'

const OPERATIONS: Api['operations'] = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  CompleteLayerUpload: completeLayerUpload,
  CreateRepository: createRepository,
  DeleteLifecyclePolicy: deleteLifecyclePolicy,
  DeleteRepository: deleteRepository,
  DeleteRepositoryPolicy: deleteRepositoryPolicy,
  DescribeImages: describeImages,
  DescribeRepositories: describeRepositories,
  GetAuthorizationToken: getAuthorizationToken,
  GetLifecyclePolicy: getLifecyclePolicy,
  GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
  GetRepositoryPolicy: getRepositoryPolicy,
  InitiateLayerUpload: initiateLayerUpload,
  ListImages: listImages,
  ListTagsForResource: listTagsForResource,
  PutImage: putImage,
  PutImageScanningConfiguration: putImageScanningConfiguration,
  PutImageTagMutability: putImageTagMutability,
  PutLifecyclePolicy: putLifecyclePolicy,
  PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
  SetRepositoryPolicy: setRepositoryPolicy,
  TagResource: tagResource,
  UntagResource: untagResource,
  UploadLayerPart: uploadLayerPart,
}

export const ecr: Api = {
  name: 'ecr',
  protocol: { kind: 'json', target: 'AmazonEC2ContainerRegistry_V20150921' },
  operations: OPERATIONS,
  needs: ecrNeeds,
  isOurs: () => true,
  pages: { size: 'maxResults', token: 'nextToken' },
  refuse: refuseParameter,
}
