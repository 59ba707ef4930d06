import { createHash } from 'node:crypto'
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  type ImageIdentifier,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const repositoryName = 'shop/api'
const manifest = (text: string) =>
  JSON.stringify({ schemaVersion: 2, config: { size: 10, digest: text }, layers: [{ size: 5 }] })
const put = (imageTag: string, text: string) =>
  stage.ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest: manifest(text) }))

describe('the registry', () => {
  test('is the emulator itself, and gives a login for it', async () => {
    const { repositories } = await stage.ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
    )
    const host = stage.emulator.url.replace('http://', '')
    expect(repositories).toMatchObject([{ repositoryUri: `${host}/shop/api`, imageTagMutability: 'IMMUTABLE' }])
    const { authorizationData } = await stage.ecr.send(new GetAuthorizationTokenCommand({}))
    expect(authorizationData?.[0]?.proxyEndpoint).toBe(stage.emulator.url)
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()
    expect(token).toMatch(/^AWS:.{20,}$/)
  })

  test('does not overwrite a tag of an immutable repository', async () => {
    await put('1.0.0', 'one')
    await expect(put('1.0.0', 'two')).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
      message:
        "The image tag '1.0.0' already exists in the 'shop/api' repository and cannot be overwritten because the repository is immutable.",
    })
    await expect(put('1.0.0', 'one')).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' })
    await stage.ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }))
    await expect(put('1.0.0', 'two')).resolves.toMatchObject({ image: { imageId: { imageTag: '1.0.0' } } })
  })

  test('takes a layer in parts, and checks its digest', async () => {
    const parts = [Buffer.from('the first half, '), Buffer.from('the second')]
    const digest = `sha256:${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`
    const check = () =>
      stage.ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests: [digest] }))
    expect((await check()).layers).toMatchObject([{ layerAvailability: 'UNAVAILABLE' }])
    const { uploadId } = await stage.ecr.send(new InitiateLayerUploadCommand({ repositoryName }))
    const complete = (layerDigests: string[]) =>
      stage.ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }))
    await expect(complete([digest])).rejects.toMatchObject({ name: 'EmptyUploadException' })
    let sent = 0
    for (const layerPartBlob of parts) {
      const partLastByte = sent + layerPartBlob.length - 1
      const part = { repositoryName, uploadId, partFirstByte: sent, partLastByte, layerPartBlob }
      expect(await stage.ecr.send(new UploadLayerPartCommand(part))).toMatchObject({ lastByteReceived: partLastByte })
      await expect(stage.ecr.send(new UploadLayerPartCommand(part))).rejects.toMatchObject({
        name: 'InvalidLayerPartException',
      })
      sent = partLastByte + 1
    }
    await expect(complete([`sha256:${'0'.repeat(64)}`])).rejects.toMatchObject({ name: 'InvalidLayerException' })
    expect(await complete([digest])).toMatchObject({ layerDigest: digest })
    await expect(complete([digest])).rejects.toMatchObject({ name: 'UploadNotFoundException' })
    expect((await check()).layers).toMatchObject([{ layerAvailability: 'AVAILABLE', layerSize: sent }])
  })

  test('tags again without a pull, and shows all tags of a digest', async () => {
    const { image } = await put('1.0.0-abc', 'one')
    const got = await stage.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '1.0.0-abc' }] }),
    )
    const imageManifest = got.images?.[0]?.imageManifest
    await stage.ecr.send(new PutImageCommand({ repositoryName, imageTag: '1.0.0', imageManifest }))
    const { imageDetails } = await stage.ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: '1.0.0' }] }),
    )
    expect(imageDetails).toMatchObject([
      { imageDigest: image?.imageId?.imageDigest, imageTags: ['1.0.0-abc', '1.0.0'], imageSizeInBytes: 15 },
    ])
    await stage.ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: '1.0.0' }] }))
    const { imageIds } = await stage.ecr.send(new ListImagesCommand({ repositoryName }))
    expect(imageIds).toEqual([{ imageDigest: image?.imageId?.imageDigest, imageTag: '1.0.0-abc' }])
  })

  test('takes an image away with all its tags, by digest, and one tag, by tag', async () => {
    await stage.ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }))
    const { image } = await put('1.0.0', 'one')
    const { imageDigest } = image?.imageId ?? {}
    await put('latest', 'one')
    const remove = (...imageIds: ImageIdentifier[]) =>
      stage.ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }))
    const left = async () => (await stage.ecr.send(new ListImagesCommand({ repositoryName }))).imageIds
    expect(await remove({ imageTag: 'latest' })).toMatchObject({ imageIds: [{ imageDigest, imageTag: 'latest' }] })
    expect(await left()).toEqual([{ imageDigest, imageTag: '1.0.0' }])
    await put('latest', 'one')
    expect(await remove({ imageDigest, imageTag: '2.0.0' })).toMatchObject({
      imageIds: [],
      failures: [{ imageId: { imageDigest, imageTag: '2.0.0' }, failureCode: 'ImageNotFound' }],
    })
    expect(await remove({ imageDigest, imageTag: '1.0.0' })).toMatchObject({
      imageIds: [
        { imageDigest, imageTag: '1.0.0' },
        { imageDigest, imageTag: 'latest' },
      ],
      failures: [],
    })
    expect(await left()).toEqual([])
    const { failures } = await remove({}, { imageDigest: 'sha256:nothing' }, { imageTag: '1.0.0' })
    expect(failures?.map(({ failureCode }) => failureCode)).toEqual([
      'MissingDigestAndTag',
      'InvalidImageDigest',
      'ImageNotFound',
    ])
  })

  test.each(['KMS', 'KMS_DSSE'] as const)('is encrypted with a key that it tells: %s', async encryptionType => {
    const name = { repositoryName: 'shop/sealed' }
    await stage.ecr.send(new CreateRepositoryCommand({ ...name, encryptionConfiguration: { encryptionType } }))
    const look = new DescribeRepositoriesCommand({ repositoryNames: [name.repositoryName, repositoryName] })
    const { repositories = [] } = await stage.ecr.send(look)
    expect(repositories.map(each => each.encryptionConfiguration)).toEqual([
      { encryptionType, kmsKey: expect.stringMatching(/^arn:aws:kms:ap-south-1:123456789012:key\//) },
      { encryptionType: 'AES256' },
    ])
  })

  test('says what it does not have', async () => {
    await expect(
      stage.ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'x' }] })),
    ).rejects.toMatchObject({ name: 'ImageNotFoundException', message: expect.stringContaining("imageTag:'x'") })
    await expect(
      stage.ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'x' }] })),
    ).resolves.toMatchObject({ images: [], failures: [{ failureCode: 'ImageNotFound' }] })
    await expect(stage.ecr.send(new DescribeImagesCommand({ repositoryName: 'shop/none' }))).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    })
    await expect(stage.ecr.send(new CreateRepositoryCommand({ repositoryName: 'Shop' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(put('1.0.0+1', 'one')).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})
