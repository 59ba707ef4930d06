/** What references to images that exist already mean, of registries as data. */
import { expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { refer } from '../../src/image/refer.ts'
import type { Registries } from '../../src/image/registries.ts'
import type { WantedReference } from '../../src/image/source.ts'

const [THERE, GONE] = ['a', 'b'].map(each => `sha256:${each.repeat(64)}`) as [string, string]
const RELEASE = { version: { text: '1.0.0', released: true }, sha: '0'.repeat(40) }

/** `copied`: digests that the repository of the copies has. */
function registriesWith(copied: readonly string[], asked: string[]): Registries {
  const at = async ({ name }: { readonly name: string }) => ({
    find: async (_: unknown, [tag = '']: readonly string[]) => {
      const digest = copied.find(each => tag === `copy-${each.slice(7, 47)}`)
      return new Map(digest === undefined ? [] : [[tag, { digest, manifest: '{}' }]])
    },
    get: async (_: unknown, digest: string) => {
      asked.push(`${name}@${digest.slice(7, 10)}`)
      return digest === THERE ? { digest, manifest: '{}' } : undefined
    },
  })
  return { at, place: async (uri: string) => ({ name: uri, uri }) } as unknown as Registries
}

const wanted = (digest: string, copyTo?: string): WantedReference => ({
  kind: 'reference',
  name: 'api',
  at: 'services.api',
  alsoTag: [],
  reference: `ghcr.io/acme/api@${digest}`,
  copyTo,
  platforms: ['linux/amd64'],
  label: '',
  isFirst: false,
})

test.each<[string, string, string | undefined, string[], string[]]>([
  ['is used where it is: nobody is asked', GONE, undefined, [], []],
  ['is there to be copied', THERE, 'shop/api', [], ['ghcr.io/acme/api@aaa']],
  ['is copied already: nobody is asked', GONE, 'shop/api', [GONE], []],
])('a digest that %s', async (_, digest, copyTo, copied, expected) => {
  const asked: string[] = []
  const found = await refer({ say: () => {} }, registriesWith(copied, asked), RELEASE, [wanted(digest, copyTo)])
  expect(found).toMatchObject([{ digest }])
  expect(asked).toEqual(expected)
})

test('a digest that is to be copied and is not there is refused', async () => {
  const error = await refer({ say: () => {} }, registriesWith([], []), RELEASE, [wanted(GONE, 'shop/api')]).catch(
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(Refusal)
  expect(error).toMatchObject({
    faults: [{ code: 'EVK-316', what: `services.api.image: "ghcr.io/acme/api@${GONE}" is not in its registry` }],
  })
})
