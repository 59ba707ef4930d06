/** What ECS refuses of lifecycle hooks. Of pauses in the words of its guide on blue/green troubles. */
import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs'
import { invalid } from '../../refusal.ts'

const STAGES: readonly string[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
]
const LAMBDA_ONLY = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']
const MOST_MINUTES = 14 * 1440

export function checkHooks(hooks: readonly DeploymentLifecycleHook[]): void {
  for (const {
    targetType = 'AWS_LAMBDA',
    hookTargetArn,
    roleArn,
    lifecycleStages = [],
    timeoutConfiguration,
  } of hooks) {
    if (targetType !== 'AWS_LAMBDA' && targetType !== 'PAUSE') throw invalid(`Invalid targetType: ${targetType}.`)
    if (lifecycleStages.length === 0) throw invalid('A lifecycle hook needs lifecycleStages.')
    for (const stage of lifecycleStages) {
      if (!STAGES.includes(stage)) throw invalid(`Invalid lifecycle stage: ${stage}.`)
      if (targetType === 'PAUSE' && LAMBDA_ONLY.includes(stage))
        throw invalid('Invalid lifecycle stage provided for Pause Hook')
    }
    if (targetType === 'AWS_LAMBDA' && !(hookTargetArn && roleArn))
      throw invalid('An AWS_LAMBDA lifecycle hook needs hookTargetArn and roleArn.')
    const { timeoutInMinutes = 1, action = 'ROLLBACK' } = timeoutConfiguration ?? {}
    if (!Number.isInteger(timeoutInMinutes) || timeoutInMinutes < 1 || timeoutInMinutes > MOST_MINUTES)
      throw invalid(`timeoutInMinutes must be between 1 and ${MOST_MINUTES}.`)
    if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalid(`Invalid timeout action: ${action}.`)
  }
}
