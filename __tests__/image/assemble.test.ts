/** What an image of several platforms is made of, and what docker is told of it. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { assembler } from '../../src/image/assemble.ts'
import { namedContext, type WantedBuild } from '../../src/image/source.ts'

let workspace: string
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-assemble-')))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

const DIGEST = `sha256:${'1'.repeat(64)}`

async function assemble(dockerfile: string, contexts: readonly string[], platforms: readonly string[]) {
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
  const build = { context: '.', dockerfile: 'Dockerfile', target: undefined, args: {}, platforms }
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
