/** What is said of a release before it begins. */
import { expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import type { Shell } from '../../src/edge/shell.ts'
import { announce } from '../../src/image/announce.ts'
import { versionOf } from '../../src/image/version.ts'

test.each<[string, string | undefined, string[]]>([
  ['is told where tags say the version', undefined, ['The history is cut off']],
  ['is nobody’s business where it is said', '3.0.0', []],
])('a history that is cut off %s', async (_, asked, titles) => {
  const told: string[] = []
  const runner = { run: { workspace: '/' }, say: () => {}, warn: (title: string) => told.push(title) }
  const shell = { ask: async () => ({ exitCode: 0, stdout: 'true\n', stderr: '' }) }
  const commit = { sha: 'a'.repeat(40), tags: [], nearest: { tag: '', distance: 1 } }
  const edges = { runner: runner as unknown as Runner, shell: shell as unknown as Shell }
  await announce(edges, commit, versionOf(commit, asked), asked)
  expect(told).toEqual(titles)
})
