/** What an image of several platforms is made of, and what docker is told of it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { assembler } from '../../src/image/assemble.ts'
import { namedContext, type WantedBuild } from '../../src/image/source.ts'

let workspace: string
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-assemble-')))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

const DIGEST = `sha256:${'1'.repeat(64)}`

async function assemble(
  dockerfile: string,
  contexts: readonly string[],
  platforms: readonly string[],
  own: Readonly<Record<string, string>> = {},
) {
  writeFileSync(join(workspace, 'Dockerfile'), dockerfile)
  const assembled = assembler({
    workspace,
    commit: { sha: 'a'.repeat(40), tags: [] },
    version: { text: '1.0.0', released: false },
    contexts: contexts.map(namedContext),
    resolve: async () => ({ digest: DIGEST, local: false, listed: true }),
    mark: 'this run',
    env: {},
  })
  const build = { context: '.', dockerfile: 'Dockerfile', target: undefined, args: {}, platforms, contexts: own }
  return await assembled({ build, platforms: ['linux/amd64'] } as unknown as WantedBuild)
}

/** A platform that does not use a context says nothing of its digest. */
test.each<[string, string, string[], string[]]>([
  [
    'a context for one of them, and the base of the other',
    'FROM base',
    ['base::linux/arm64=docker-image://mirror:1'],
    [`base::linux/arm64=docker-image://mirror@${DIGEST}`, `base=docker-image://base@${DIGEST}`],
  ],
  [
    'a context that one of them uses',
    'FROM base-$TARGETARCH',
    ['base-arm64=docker-image://mirror:1'],
    [`base-arm64=docker-image://mirror@${DIGEST}`, `base-amd64=docker-image://base-amd64@${DIGEST}`],
  ],
  ['one that none uses', 'FROM scratch', ['base=docker-image://mirror:1'], ['base=docker-image://mirror:1']],
])('each is pinned, whatever the order of platforms: %s', async (_, dockerfile, contexts, lines) => {
  for (const platforms of [
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm64', 'linux/amd64'],
  ]) {
    expect((await assemble(dockerfile, contexts, platforms)).contexts).toEqual(expect.arrayContaining(lines))
    expect((await assemble(dockerfile, contexts, platforms)).contexts).toHaveLength(lines.length)
  }
})

/** ONBUILD of a base image, which nobody shows, may copy from what the Dockerfile does not name. */
describe('a context that the Dockerfile does not name', () => {
  const change = async (dockerfile: string, contexts: string[], own: Record<string, string>) => {
    mkdirSync(join(workspace, 'lib'), { recursive: true })
    const tags: string[] = []
    for (const text of ['one', 'two']) {
      writeFileSync(join(workspace, 'lib/file'), text)
      writeFileSync(join(workspace, '.dockerignore'), 'lib')
      tags.push((await assemble(dockerfile, contexts, ['linux/amd64'], own)).tag)
    }
    return tags[0] !== tags[1]
  }

  test.each<[string, string, string[], Record<string, string>, boolean]>([
    ['of the image', 'FROM base', [], { shared: 'lib' }, true],
    [
      'of the image, on a base that is another image',
      'FROM base',
      ['base=docker-image://b:1'],
      { shared: 'lib' },
      true,
    ],
    ['of the image, which stands on nothing', 'FROM scratch', [], { shared: 'lib' }, false],
    ['of the input, which is for all images', 'FROM base', ['shared=lib'], {}, false],
    ['of the input, said again for the image', 'FROM base', ['shared=lib'], { shared: 'lib' }, true],
  ])('%s', async (_, dockerfile, contexts, own, counts) => {
    expect(await change(dockerfile, contexts, own)).toBe(counts)
  })

  test('what is behind a URL is built in every run', async () => {
    const { unknown } = await assemble('FROM base', [], ['linux/amd64'], { shared: 'https://example.com/a.git' })
    expect(unknown).toEqual(['what is behind shared=https://example.com/a.git cannot be known'])
  })
})
