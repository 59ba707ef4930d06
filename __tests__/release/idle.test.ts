/** Why a service has no task: who wants it so. */
import { expect, test } from '@jest/globals'
import { whyNoTasks } from '../../src/release/idle.ts'
import type { Planned } from '../../src/release/plan.ts'

test.each<[string, number | undefined, boolean, RegExp]>([
  ['somebody', undefined, true, /^somebody scaled it to 0, as is allowed$/],
  ['the manifest', 0, true, /^the manifest wants none \(`desired-count: 0`\), as is allowed$/],
  [
    'the manifest, which may not',
    0,
    false,
    /^the manifest wants none \(`desired-count: 0`\), and nothing was changed; /,
  ],
])('%s', (_, desiredCount, mayStandAtZero, words) => {
  const live = { tags: [{ key: 'evenkeel:version', value: '1.0.0' }] }
  const standing = { service: { desiredCount: 0 }, live }
  const planned = { entry: { desiredCount, mayStandAtZero }, standing } as unknown as Planned
  expect(whyNoTasks(planned)).toMatch(words)
})

test.each<[string, number, RegExp]>([
  ['whose count is 0', 0, /^it has never run and its `initial-count` is 0, and nothing was changed; scale it up, /],
  ['that is restarted', 1, /^it has never run, and nothing was changed; deploy it first, scale it up, or allow it: /],
])('one that has never run, %s', (_, initialCount, words) => {
  const standing = { service: { desiredCount: 0 }, live: { tags: [] }, everAsked: false }
  const planned = { entry: { initialCount, mayStandAtZero: false }, standing } as unknown as Planned
  expect(whyNoTasks(planned)).toMatch(words)
})
