/** What a deployment strategy needs, and what ECS refuses of it. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { client, invalid } from '../../refusal.ts'
import { movementOf, revisionOf } from '../../scheduler/scene.ts'
import { isShift } from '../../scheduler/stages.ts'
import { checkHooks } from './check-hooks.ts'
import type { Service, Setting } from './state/service.ts'

const STRATEGIES = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY']
const DAY = 1440

export function checkStrategy(configuration: DeploymentConfiguration, { loadBalancers }: Setting): void {
  const { strategy = 'ROLLING', bakeTimeInMinutes, linearConfiguration, canaryConfiguration } = configuration
  if (!STRATEGIES.includes(strategy)) throw invalid(`Invalid deployment strategy: ${strategy}.`)
  if (linearConfiguration !== undefined && strategy !== 'LINEAR')
    throw invalid('linearConfiguration is only valid with the LINEAR deployment strategy.')
  if (canaryConfiguration !== undefined && strategy !== 'CANARY')
    throw invalid('canaryConfiguration is only valid with the CANARY deployment strategy.')
  if (strategy === 'BLUE_GREEN' && bakeTimeInMinutes === undefined)
    throw invalid('bakeTimeInMinutes is required with the BLUE_GREEN deployment strategy.')
  checkMinutes('bakeTimeInMinutes', bakeTimeInMinutes)
  checkMinutes('stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes)
  checkMinutes('canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes)
  checkPercent('stepPercent', linearConfiguration?.stepPercent, 3)
  checkPercent('canaryPercent', canaryConfiguration?.canaryPercent, 0.1)
  checkEarlySuccess(configuration)
  checkHooks(configuration.lifecycleHooks ?? [])
  if (!isShift(configuration)) return
  if (loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined))
    throw client(
      `advancedConfiguration field is required for all loadBalancers when using the ${NAMES[strategy]} deployment strategy`,
    )
  for (const { advancedConfiguration } of loadBalancers) {
    const { alternateTargetGroupArn, productionListenerRule, roleArn } = advancedConfiguration ?? {}
    if (!alternateTargetGroupArn || !productionListenerRule || !roleArn)
      throw invalid('advancedConfiguration needs alternateTargetGroupArn, productionListenerRule and roleArn.')
  }
}

function checkEarlySuccess(configuration: DeploymentConfiguration): void {
  const { earlySuccessCriteria, minimumHealthyPercent = 100 } = configuration
  if (earlySuccessCriteria === undefined) return
  const { enable, healthyPercent, sourceServiceRevisionCleanup } = earlySuccessCriteria
  if (typeof enable !== 'boolean') throw invalid('earlySuccessCriteria needs enable.')
  if (!enable) return
  if (isShift(configuration))
    throw invalid(`Early success criteria not supported for ${configuration.strategy} deployment strategy`)
  if (healthyPercent === undefined || !Number.isInteger(healthyPercent) || healthyPercent < 0 || healthyPercent > 100)
    throw invalid('healthyPercent must be an integer between 0 and 100.')
  if (healthyPercent < minimumHealthyPercent)
    throw invalid('healthyPercent must be greater than or equal to minimumHealthyPercent.')
  if (!['BLOCKING', 'DEFERRED'].includes(sourceServiceRevisionCleanup ?? ''))
    throw invalid('sourceServiceRevisionCleanup must be BLOCKING or DEFERRED.')
}

const NAMES: Readonly<Record<string, string>> = { BLUE_GREEN: 'blue/green', LINEAR: 'linear', CANARY: 'canary' }

function checkMinutes(name: string, minutes: number | undefined): void {
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= DAY))
    throw invalid(`${name} must be between 0 and ${DAY}.`)
}

function checkPercent(name: string, percent: number | undefined, least: number): void {
  if (percent === undefined) return
  const tenths = Math.round(percent * 10)
  if (percent < least || percent > 100 || Math.abs(percent * 10 - tenths) > 1e-9)
    throw invalid(`${name} must be a multiple of 0.1 between ${least} and 100.`)
}

/** The guide's prerequisites: no deployment under way, and load balancers that a rolling deployment has made ready. */
export function checkMigration(service: Service, configuration: DeploymentConfiguration): void {
  const [before, wanted] = [service.deploymentConfiguration, configuration].map(isShift)
  if (before === wanted) return
  if (movementOf(service) !== undefined)
    throw invalid('The deployment strategy cannot be changed while a service deployment is in progress.')
  const { loadBalancers = [] } = revisionOf(service, service.serving)?.setting ?? {}
  if (wanted && loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined))
    throw invalid(
      'A rolling deployment with advancedConfiguration is needed before the deployment strategy is changed.',
    )
}
