/** What is said where a tag of a release is another image's: of what is known no more, and of what is not no less. */
import { expect, test } from '@jest/globals'
import { nameTaken } from '../../src/image/name.ts'

const held = (digit: string, ...platforms: readonly string[]) => {
  const manifests = platforms.map(each => {
    const [os, architecture, variant] = each.split('/')
    return { digest: `sha256:${digit}`, platform: { os, architecture, variant } }
  })
  return { digest: `sha256:${digit}`, manifest: JSON.stringify({ manifests }), mediaType: undefined }
}
const unmade = (...platforms: readonly string[]) => ({ recipe: 'recipe-1', platforms })

const MADE =
  'a platform, an argument, a secret from elsewhere, a file that is not in git, a base image that moved (FROM …@sha256:… does not)'
const ELSE = `The two are made of something else: ${MADE}.`
const LOST = `The two are made of something else (${MADE}), or somebody took the tag recipe-1 off that image: then nothing differs, and the tag is to be put back.`

test.each<[string, Parameters<typeof nameTaken>[2], Parameters<typeof nameTaken>[3], string]>([
  ['both are there', held('a'), held('b'), ELSE],
  ['ours is not built, as far as its tag tells', held('a'), unmade('linux/amd64'), LOST],
  [
    'an index for another platform',
    held('a', 'linux/amd64'),
    unmade('linux/arm64'),
    "It is for linux/amd64, and this commit's image for linux/arm64.",
  ],
  [
    'an index for more',
    held('a', 'linux/amd64', 'linux/arm64'),
    held('b', 'linux/amd64'),
    "It is for linux/amd64, linux/arm64, and this commit's image for linux/amd64.",
  ],
  ['a variant of the same platform', held('a', 'linux/arm64/v8'), unmade('linux/arm64'), LOST],
  ['who has it is not told', undefined, held('b', 'linux/amd64'), ELSE],
])('%s', (_, holder, ours, cause) => {
  const { message, advice } = nameTaken({ name: 'shop/api', uri: 'host/shop/api' }, '1.0.0', holder, ours, ['a stamp'])
  const its = 'digest' in ours ? ours.digest : 'not built yet (recipe-1)'
  expect(message).toBe(
    `shop/api:1.0.0 is ${holder?.digest ?? 'another image'}, and this commit's image is ${its}. a stamp.`,
  )
  expect(advice).toMatch(
    /^A released version does not move\. .* Give this commit the tag of the next version as well; /,
  )
  expect(advice).toContain(` ${cause} Give`)
})
