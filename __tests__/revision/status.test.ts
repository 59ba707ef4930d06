/** One list of ECS's words for a service deployment, and what is asked of it. */
import { ServiceDeploymentStatus } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import { isCalledOff, isGoingOn, isLeft, isTakenBack, NOT_WELL } from '../../src/revision/status.ts'

test.each<[string | undefined, ...boolean[]]>([
  ['PENDING', true, false, false, false],
  ['IN_PROGRESS', true, false, false, false],
  ['SUCCESSFUL', false, false, false, false],
  ['STOP_REQUESTED', false, false, false, true],
  ['STOPPED', false, false, true, true],
  ['ROLLBACK_REQUESTED', false, false, false, true],
  ['ROLLBACK_IN_PROGRESS', false, false, false, true],
  ['ROLLBACK_SUCCESSFUL', false, true, false, true],
  ['ROLLBACK_FAILED', false, true, true, true],
  ['A_WORD_TO_COME', false, false, false, false],
  [undefined, false, false, false, false],
])('%s', (status, ...expected) => {
  expect([isGoingOn, isTakenBack, isLeft, isCalledOff].map(is => is(status))).toEqual(expected)
})

test('all but one have not ended well', () => {
  expect([...NOT_WELL, 'SUCCESSFUL'].sort()).toEqual(Object.values(ServiceDeploymentStatus).sort())
})
