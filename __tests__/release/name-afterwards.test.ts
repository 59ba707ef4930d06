import { expect, test } from '@jest/globals'
import type { Edges } from '../../src/edge/edges.ts'
import type { ImageEntry } from '../../src/image/source.ts'
import { nameAfterwards } from '../../src/release/name-afterwards.ts'
import type { Planned } from '../../src/release/plan.ts'
import type { Result } from '../../src/release/result.ts'

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:2'
const OWN = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/api'

/** The names that api:2 has afterwards, which was deployed as 1.4.0 and is unchanged in 1.5.0. */
async function named(kind: ImageEntry['kind'], repository: string, outcome = 'unchanged'): Promise<string[]> {
  const tagged: string[] = []
  const image = `${repository}@sha256:${'a'.repeat(64)}`
  const edges = {
    aws: {
      region: 'eu-west-1',
      endpoint: undefined,
      ecs: {
        tagResource: async ({ tags }: { tags: { key: string; value: string }[] }) =>
          void tagged.push(...tags.map(({ key, value }) => `${key}=${value}`)),
      },
    },
    runner: { say: () => {}, warn: () => {} },
  } as unknown as Pick<Edges, 'aws' | 'runner'>
  const planned = {
    entry: { name: 'api', images: new Map([['api', { kind }]]) },
    goal: { kind: 'image', provenance: { version: '1.5.0' } },
  } as unknown as Planned
  const containers = [
    { name: 'api', image },
    { name: 'proxy', image: `${OWN.replace('/api', '/proxy')}:1` },
  ]
  const result = {
    standing: { live: { definition: { taskDefinitionArn: ARN }, tags: [] } },
    verdict: { outcome },
    revision: { arn: ARN, name: 'api:2', version: '1.4.0', containers, released: ['api'] },
  } as unknown as Result
  await nameAfterwards(edges, planned, result)
  return tagged
}

const ALSO = ['evenkeel:also=1.5.0']

test.each<[string, ImageEntry['kind'], string, string[]]>([
  ['one that is built finds its names in the registry', 'build', OWN, []],
  ['the same by the name of a FIPS endpoint', 'build', OWN.replace('.ecr.', '.ecr-fips.'), []],
  ['one that is only named has none there', 'reference', OWN, ALSO],
  ['one that is built into another registry', 'build', 'ghcr.io/acme/api', ALSO],
  ['one that is built into another region', 'build', OWN.replace('eu-west-1', 'us-east-1'), ALSO],
  ['one that is built into another account', 'build', OWN.replace('123456789012', '210987654321'), ALSO],
])('%s', async (_, kind, repository, tags) => {
  expect(await named(kind, repository)).toEqual(tags)
})

test('what does not run is not named', async () => {
  expect(await named('build', 'ghcr.io/acme/api', 'rolled-back')).toEqual([])
})
