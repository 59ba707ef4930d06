import { expect, test } from '@jest/globals'
import { deploymentOf, type Result } from '../../src/release/result.ts'
import { serviceDeployment, snapshot } from '../rollout/scene.ts'

const ended = (serviceDeploymentArn: string | undefined): Result => {
  const deployment = serviceDeployment({ serviceDeploymentArn })
  const ending = { verdict: { outcome: 'deployed' as const, reason: '' }, last: snapshot(0, { deployment }) }
  return { ending } as Result
}

test.each([
  [
    'the deployment without account and region',
    ended('arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/app/abc'),
    'prod/app/abc',
  ],
  [
    'in another partition',
    ended('arn:aws-cn:ecs:cn-north-1:123456789012:service-deployment/prod/app/abc'),
    'prod/app/abc',
  ],
  ['of another shape: its last part', ended('ecs-svc/123'), '123'],
  ['none', ended(undefined), undefined],
  ['never rolled out', { ending: undefined } as Result, undefined],
  ['nothing seen', { ending: { verdict: { outcome: 'unknown', reason: '' }, last: undefined } } as Result, undefined],
])('%s', (_, result, expected) => {
  expect(deploymentOf(result)).toBe(expected)
})
