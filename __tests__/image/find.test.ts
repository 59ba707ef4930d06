/** What is asked of ECR, in portions that it takes. */
import { expect, test } from '@jest/globals'
import { findDigests, findTags } from '../../src/image/find.ts'

const digest = (i: number) => `sha256:${String(i).padStart(64, '0')}`

/** It holds everything, and refuses more than 100 at once, as ECR does. */
function registry() {
  const asked: number[] = []
  const batchGetImage = async ({ imageIds = [] }: { imageIds?: { imageTag?: string; imageDigest?: string }[] }) => {
    asked.push(imageIds.length)
    if (imageIds.length > 100) throw Object.assign(new Error('x'), { name: 'InvalidParameterException' })
    return { images: imageIds.map(id => ({ imageId: { imageDigest: digest(0), ...id } })) }
  }
  return { aws: { ecr: { batchGetImage }, region: 'eu-west-1' } as never, asked }
}

test.each([1, 100, 101, 250])('%i digests: each is found', async count => {
  const { aws, asked } = registry()
  const digests = Array.from({ length: count }, (_, i) => digest(i))
  expect(await findDigests(aws, { name: 'shop' }, digests)).toEqual(new Set(digests))
  expect(asked).toHaveLength(Math.ceil(count / 100))
})

test('more than a hundred tags as well, and none asks nothing', async () => {
  const { aws, asked } = registry()
  const tags = Array.from({ length: 130 }, (_, i) => `v${i}`)
  expect([...(await findTags(aws, { name: 'shop' }, tags)).keys()]).toEqual(tags)
  expect(await findTags(aws, { name: 'shop' }, [])).toEqual(new Map())
  expect(asked).toEqual([100, 30])
})
