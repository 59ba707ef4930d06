/**
 * The upload of layers, as calls of the API. What is uploaded is checked and not kept: simulated tasks run nothing. Where a
 * registry holds real images, layers go through its own door.
 */
import { createHash } from 'node:crypto'
import type {
  BatchCheckLayerAvailabilityRequest,
  CompleteLayerUploadRequest,
  InitiateLayerUploadRequest,
} from '@aws-sdk/client-ecr'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findRepository, type Named } from '../image.ts'
import type { Repository } from '../state.ts'

const PART_SIZE = 10 * 1024 * 1024
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

export function initiateLayerUpload(room: Room, input: InitiateLayerUploadRequest) {
  const repository = repositoryFor(room, input)
  repository.uploads ??= {}
  const hex = digestOf(`${repository.arn} ${Object.keys(repository.uploads).length}`).slice(-32)
  const uploadId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  repository.uploads[uploadId] = []
  return { uploadId, partSize: PART_SIZE }
}

interface Part extends Named {
  uploadId?: string
  partFirstByte?: number
  partLastByte?: number
  /** base64 */
  layerPartBlob?: string
}

export function uploadLayerPart(room: Room, input: Part) {
  const { uploadId = '', partFirstByte, layerPartBlob } = input
  const repository = repositoryFor(room, input)
  const parts = uploadOf(repository, uploadId)
  const part = required(layerPartBlob, 'layerPartBlob')
  const received = bytesOf(parts).length
  if (partFirstByte !== received)
    throw new Refusal('InvalidLayerPartException', `The layer part does not begin at byte ${received}.`)
  parts.push(part)
  const lastByteReceived = bytesOf(parts).length - 1
  return { registryId: room.world.account, repositoryName: repository.name, uploadId, lastByteReceived }
}

export function completeLayerUpload(room: Room, input: CompleteLayerUploadRequest) {
  const { uploadId = '', layerDigests = [] } = input
  const repository = repositoryFor(room, input)
  const bytes = bytesOf(uploadOf(repository, uploadId))
  if (bytes.length === 0) throw new Refusal('EmptyUploadException', 'The upload holds no layer parts.')
  const layerDigest = `sha256:${digestOf(bytes)}`
  if (!layerDigests.includes(layerDigest))
    throw new Refusal('InvalidLayerException', `The layer is ${layerDigest}, not ${layerDigests.join(', ')}.`)
  if (repository.layers?.[layerDigest] !== undefined)
    throw new Refusal('LayerAlreadyExistsException', `Layer with digest '${layerDigest}' already exists.`)
  repository.uploads = { ...repository.uploads, [uploadId]: undefined }
  repository.layers = { ...repository.layers, [layerDigest]: bytes.length }
  return { registryId: room.world.account, repositoryName: repository.name, uploadId, layerDigest }
}

export function batchCheckLayerAvailability(room: Room, input: BatchCheckLayerAvailabilityRequest) {
  const repository = repositoryFor(room, input)
  const layers = (input.layerDigests ?? []).map(layerDigest => {
    const layerSize = repository.layers?.[layerDigest]
    return layerSize === undefined
      ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
      : { layerDigest, layerSize, layerAvailability: 'AVAILABLE', mediaType: LAYER }
  })
  return { layers, failures: [] }
}

function repositoryFor({ world, hooks }: Room, named: Named): Repository {
  if (hooks.putImage !== undefined)
    throw new Refusal('ServerException', 'With real containers the local ECS takes layers by docker push alone.')
  return findRepository(world, named)
}

function uploadOf({ name, uploads }: Repository, uploadId: string): string[] {
  const parts = uploads?.[uploadId]
  if (parts !== undefined) return parts
  throw new Refusal('UploadNotFoundException', `There is no upload ${uploadId} in the repository with name '${name}'.`)
}

const bytesOf = (parts: readonly string[]): Buffer => Buffer.concat(parts.map(part => Buffer.from(part, 'base64')))

const digestOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
