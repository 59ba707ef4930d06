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

test.each([
  ['ImageNotFound', undefined],
  ['ImageTagDoesNotMatchDigest', undefined],
  ['KmsError', 'EVK-317'],
  ['ImageInaccessible', 'EVK-317'],
  ['UpstreamTooManyRequests', 'EVK-317'],
  ['UpstreamAccessDenied', 'EVK-317'],
  ['SomethingNew', 'EVK-317'],
])('%s: only what says so is an image that is not there', async (failureCode, code) => {
  const failures = [{ imageId: { imageTag: 'v1' }, failureCode, failureReason: 'why' }]
  const aws = { ecr: { batchGetImage: async () => ({ images: [], failures }) }, region: 'eu-west-1' } as never
  const found = await findTags(aws, { name: 'shop' }, ['v1']).catch(error => error.code)
  expect(found).toEqual(code ?? new Map())
})
