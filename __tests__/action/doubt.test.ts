/** One row of each kind that __tests__/faults/whose.test.ts and errors.test.ts try at length. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import { serviceIn, violations } from '../faults/invariants.ts'
import { type Stage, setStage } from '../faults/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const FOR_EVER = { times: null }

test.each<[string, readonly Fault[], string]>([
  ['the answer of the order is lost', [{ operation: 'UpdateService', kind: 'reset-after-apply' }], 'deployed'],
  ['a proxy spoils it', [{ operation: 'UpdateService', kind: 'garbled-4xx', when: 'after' }], 'deployed'],
  [
    'AWS said no',
    [{ operation: 'UpdateService', kind: 'error', code: 'PlatformUnknownException', status: 400 }],
    'failed-on-old',
  ],
  ['nobody ever answers the order', [{ operation: 'UpdateService', kind: 'reset', ...FOR_EVER }], 'unknown'],
  [
    'ours is late in every list',
    [
      { operation: 'UpdateService', kind: 'late-current', seconds: 3600 },
      { operation: 'ListServiceDeployments', kind: 'late', seconds: 20, ...FOR_EVER },
    ],
    'deployed',
  ],
  [
    'the services are denied',
    [{ operation: 'DescribeServices', kind: 'access-denied', afterCalls: 2, ...FOR_EVER }],
    'unknown',
  ],
])('%s', async (_, faults, outcome) => {
  const run = await stage.play({ command: 'deploy', faults })
  expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome, violations: [] })
})

test('somebody else takes over', async () => {
  let done = false
  const run = await stage.play({
    command: 'deploy',
    onCall: ({ at }, _, other) => {
      const [newest, ...older] = serviceIn(stage.world, 'db').history
      if (done || older.length !== 1 || at - (newest?.createdAt ?? at) < 2_000) return
      done = true
      other.deploys('db')
    },
  })
  expect({ outcome: run.outcome, violations: violations(run) }).toEqual({ outcome: 'superseded', violations: [] })
})
