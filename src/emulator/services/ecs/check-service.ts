/** What CreateService and UpdateService refuse alike. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { invalid, Refusal } from '../../refusal.ts'
import { offers } from '../../scheduler/connect.ts'
import type { World } from '../../world.ts'
import { BALANCER_RULES } from './balancer-rules.ts'
import { isFargate } from './capacity.ts'
import { isPlatform } from './platform.ts'
import { firstBroken } from './rule.ts'
import { type Asked, SERVICE_RULES } from './service-rules.ts'
import type { Service, Setting } from './state/service.ts'
import type { Definition } from './state.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_TASKS = 5000

const PERCENT = { least: 0, most: 200 }

export function checkConfiguration(configuration: DeploymentConfiguration): void {
  const { minimumHealthyPercent = 100, maximumPercent = 200, deploymentCircuitBreaker, alarms } = configuration
  // Words ours.
  if (alarms?.enable && !alarms.alarmNames?.length)
    throw invalid('Deployment alarms are enabled, but alarmNames is empty.')
  // Words of the percentages: seen by badmintoncryer/cdk-preflight, 2026-09; of a maximum above 200 nothing is known.
  for (const percent of [minimumHealthyPercent, maximumPercent])
    if (!Number.isInteger(percent) || percent < PERCENT.least || percent > PERCENT.most)
      throw invalid('Deployment percentages must be between 0 and 200.')
  if (minimumHealthyPercent > 100) throw invalid('minimumHealthyPercent must be at most 100')
  if (maximumPercent < 100) throw invalid('maximumPercent must be at least 100')
  if (minimumHealthyPercent === 100 && maximumPercent === 100)
    throw invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.')
  const threshold = deploymentCircuitBreaker?.thresholdConfiguration
  if (threshold === undefined) return
  const { type = '', value = 0 } = threshold
  if (!['BOUNDED_PERCENT', 'UNBOUNDED_PERCENT', 'COUNT'].includes(type) || value < 1)
    throw invalid('Invalid thresholdConfiguration.')
}

export function checkCount(desiredCount: number | undefined): void {
  if (desiredCount === undefined) return
  if (!Number.isInteger(desiredCount) || desiredCount < 0) throw invalid('desiredCount must not be negative.')
  if (desiredCount > MOST_TASKS)
    throw invalid(`desiredCount must not be greater than ${MOST_TASKS}, the quota of tasks per service.`)
}

export function checkSetting(world: World, setting: Setting, definition: Definition, asked: Asked = {}): void {
  checkAsked(setting, definition, asked)
  checkPlatform(setting, definition)
  const broken = firstBroken(BALANCER_RULES, {
    ...{ world, setting, recipe: definition.recipe },
    given: asked.loadBalancers !== undefined,
  })
  if (broken !== undefined) throw invalid(broken)
}

export function checkAsked(setting: Setting, { recipe }: Definition, asked: Asked): void {
  const broken = firstBroken(SERVICE_RULES, { setting, recipe, asked })
  if (broken !== undefined) throw invalid(broken)
}

function checkPlatform(setting: Setting, { recipe }: Definition): void {
  if (isFargate(setting) && !isPlatform(setting.platformVersion, recipe))
    throw new Refusal('PlatformUnknownException', 'The specified platform does not exist.')
}

/** Every port a service offers must have a name in the task definition. */
export function checkConnect(world: World, service: Service): void {
  const configuration = service.setting.serviceConnectConfiguration
  if (!configuration?.enabled) return
  if (configuration.namespace === undefined && world.clusters[service.cluster]?.namespace === undefined)
    throw new Refusal('NamespaceNotFoundException', 'The specified namespace was not found.')
  if (offers(world, service).length < (configuration.services?.length ?? 0))
    throw invalid('serviceConnectConfiguration: a portName does not exist in the task definition.')
}
