/** A task that tells the digest of its platform's manifest runs the image that its revision names as an index. */
import type { Task } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Revision } from '../../src/revision/document.ts'
import { withRevisionsDigests } from '../../src/rollout/same-image.ts'
import type { Reading } from '../../src/rollout/tasks.ts'
import { NEW, OLD, task } from './scene.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const INDEX = digest('1')
const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app'
const manifest = JSON.stringify({
  manifests: [
    { digest: digest('a'), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: digest('b'), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { digest: digest('c'), platform: { os: 'unknown', architecture: 'unknown' } },
  ],
})

function revision(image: string): Revision {
  const containers = NEW.containers.map(each => ({ ...each, image: `${image}@${INDEX}`, digest: INDEX }))
  return { ...NEW, containers, image: `${image}@${INDEX}`, digest: INDEX }
}
const running = (told: string | undefined): Task => ({
  ...task(NEW),
  containers: [
    { name: 'app', ...(told === undefined ? {} : { imageDigest: told }) },
    { name: 'sidecar', imageDigest: told },
  ],
})

/** A registry that answers so; `asked` counts. */
function registry(answer: () => Promise<object>, endpoint?: string) {
  const asked: object[] = []
  const ecr = {
    batchGetImage: async (input: object) => {
      asked.push(input)
      return await answer()
    },
  }
  const aws = { ecr, region: 'eu-west-1', endpoint } as unknown as Reading
  return { aws: { ...aws, in: () => aws } as unknown as Reading, asked }
}
const holds = async () => ({ images: [{ imageManifest: manifest }] })

test.each([
  ['the index itself', INDEX, INDEX],
  ['the manifest of one platform', digest('a'), INDEX],
  ['that of another', digest('b'), INDEX],
  ['an attestation', digest('c'), digest('c')],
  ['another image', digest('d'), digest('d')],
  ['nothing', undefined, undefined],
])('told is %s', async (_, told, expected) => {
  const { aws } = registry(holds)
  const [found] = await withRevisionsDigests(aws, { revision: revision(ECR) }, [running(told)])
  expect(found?.containers?.map(({ imageDigest }) => imageDigest)).toEqual([expected, told])
})

test('the registry is asked once, and not where there is nothing to ask', async () => {
  const one = registry(holds)
  await withRevisionsDigests(one.aws, { revision: revision(ECR) }, [running(digest('a')), running(digest('b'))])
  expect(one.asked).toEqual([
    { registryId: '123456789012', repositoryName: 'shop/app', imageIds: [{ imageDigest: INDEX }] },
  ])
  const none = registry(holds)
  await withRevisionsDigests(none.aws, { revision: revision(ECR) }, [running(INDEX), task(OLD)])
  expect(none.asked).toEqual([])
})

test.each(['AccessDeniedException', 'ThrottlingException', 'RepositoryNotFoundException'])(
  'a registry that answers %s: not knowing is no sign of another image',
  async name => {
    const { aws } = registry(async () => Promise.reject(Object.assign(new Error('x'), { name })))
    const [found] = await withRevisionsDigests(aws, { revision: revision(ECR) }, [running(digest('a'))])
    expect(found?.containers?.[0]?.imageDigest).toBe(INDEX)
  },
)

test('a registry other than ECR is not asked: who names an image by digest gets no other', async () => {
  const { aws, asked } = registry(holds)
  const [found] = await withRevisionsDigests(aws, { revision: revision('ghcr.io/acme/app') }, [running(digest('d'))])
  expect(found?.containers?.[0]?.imageDigest).toBe(INDEX)
  expect(asked).toEqual([])
})

test.each([
  ['ImageNotFound', async () => ({ images: [], failures: [{ failureCode: 'ImageNotFound' }] })],
  ['nothing', async () => ({ images: [] })],
])('a registry that has lost it, and answers %s: not knowing is no sign of another image', async (_, answer) => {
  const { aws } = registry(answer)
  const [found] = await withRevisionsDigests(aws, { revision: revision(ECR) }, [running(digest('a'))])
  expect(found?.containers?.[0]?.imageDigest).toBe(INDEX)
})

test('a registry that has a single image: what is told stays', async () => {
  const { aws } = registry(async () => ({ images: [{ imageManifest: '{"config":{}}' }] }))
  const [found] = await withRevisionsDigests(aws, { revision: revision(ECR) }, [running(digest('a'))])
  expect(found?.containers?.[0]?.imageDigest).toBe(digest('a'))
})
