import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
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
