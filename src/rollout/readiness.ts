/** What stands against a rollout of a service as it is. Pure. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { Place, Standing } from './standing.ts'
import { isShift, roomless } from './strategy.ts'

/** Of the service alone, whatever is to run there. */
export function serviceFaults({ name, service: called }: Place, service: Service): Fault[] {
  const at = `service ${quoted(called)}`
  const keys = ['services', name]
  const { status, deploymentController } = service
  if (status === 'DRAINING' || status === 'INACTIVE') {
    const again = 'reate it again (terraform apply) before deploying to it.'
    return status === 'DRAINING'
      ? [
          {
            code: 'EVK-204',
            what: `${at} is DRAINING: it is being deleted`,
            fix: `Wait until it is gone, and c${again}`,
            keys,
          },
        ]
      : [{ code: 'EVK-203', what: `${at} is INACTIVE: it is deleted`, fix: `C${again}`, keys }]
  }
  const controller = deploymentController?.type ?? 'ECS'
  if (controller !== 'ECS') {
    const fix = 'Evenkeel rolls out with the ECS controller; since July 2025 UpdateService can change it in place.'
    return [{ code: 'EVK-206', what: `${at} has the deployment controller ${controller}`, fix, keys }]
  }
  // ResourceManagementType of DescribeServices: an Express Mode service is moved by a call of its own
  if ((service as { resourceManagementType?: string }).resourceManagementType === 'ECS') {
    const fix = 'It is moved by UpdateExpressGatewayService; whether UpdateService is safe on it AWS does not say.'
    return [{ code: 'EVK-206', what: `${at} is an Express Mode service`, fix, keys }]
  }
  return []
}

/** Of the service, of the shape it is to get, and of how many tasks: undefined, as many as it has. */
export function shapeFaults(
  { place, service }: Standing,
  template: Pick<Standing['live'], 'definition'>,
  count = service.desiredCount,
): Fault[] {
  const at = `service ${quoted(place.service)}`
  return [
    ...containerFaults(place, template.definition),
    ...strategyFaults(at, place, service),
    ...deadlock(at, place, { ...service, desiredCount: count }),
  ]
}

/** Containers that are named, and that a task definition has not. */
export function containerFaults(
  { name, container, placed }: Place,
  definition: Standing['live']['definition'],
): Fault[] {
  const containers = (definition.containerDefinitions ?? []).map(({ name = '' }) => name)
  // that of a file has no number yet
  const revision = [definition.family, definition.revision ?? []].flat().join(':')
  const key = placed === undefined ? 'container' : 'containers'
  return (placed ?? [container])
    .filter(each => !containers.includes(each))
    .map(each => ({
      code: 'EVK-205',
      what: `container ${quoted(each)} is not in the task definition ${revision}${suggestion(each, containers)}`,
      fix: `It has: ${containers.join(', ')}. Set \`${key}\` of ${name}.`,
      keys: ['services', name, key],
    }))
}

/** Traffic can only be shifted where a load balancer leads it, and every one of the service's has to take part. */
function strategyFaults(at: string, { name, strategy, container }: Place, { loadBalancers = [] }: Service): Fault[] {
  if (strategy === undefined || strategy.type === 'rolling') return []
  const wants = `${at} is to be rolled out ${strategy.type}`
  const [only, ...more] = loadBalancers
  const keys = ['services', name, 'strategy']
  const fault = (what: string, fix: string): Fault[] => [{ code: 'EVK-208', what: `${wants}, and ${what}`, fix, keys }]
  if (only === undefined) return fault('has no load balancer', 'Take `strategy` out, or give it a target group.')
  if (more.length > 0 || only.containerName !== container) {
    const found = loadBalancers.map(({ containerName = '' }) => containerName).join(', ')
    return fault(
      `its load balancers lead to the containers ${found}`,
      `Evenkeel shifts the traffic of one target group, that of ${container}.`,
    )
  }
  return only.targetGroupArn === strategy.alternateTargetGroup
    ? fault('its target group is the alternate one as well', 'Name the other target group in `alternate-target-group`.')
    : []
}

/** The floor and ceiling of a rollout leave no room for a single task to start or to stop. */
function deadlock(at: string, { name, strategy }: Place, service: Service): Fault[] {
  if (strategy === undefined ? isShift(service) : strategy.type !== 'rolling') return []
  const stuck = roomless(service)
  if (stuck === undefined) return []
  return [
    {
      code: 'EVK-207',
      what: `${at} can never roll out: ${stuck}`,
      fix: 'Raise maximumPercent (200) or lower minimumHealthyPercent of the service.',
      keys: ['services', name],
    },
  ]
}

/** Why the last lines of the released container could not be shown, were it to fail. */
export function unreadable({ place }: Standing, template: Pick<Standing['live'], 'definition'>): string | undefined {
  const container = template.definition.containerDefinitions?.find(({ name }) => name === place.container)
  const driver = container?.logConfiguration?.logDriver
  if (container === undefined || driver === 'awslogs') return undefined
  const why = driver === undefined ? 'has no log configuration' : `logs by ${driver}, which cannot be read here`
  return `${why}: were it to fail, its last lines would not be shown`
}

/** Warnings: nothing that ECS has would end a broken release. */
export function unguarded({ service }: Standing): string | undefined {
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration ?? {}
  const alarmed = alarms?.enable === true && (alarms.alarmNames ?? []).length > 0
  if (breaker?.enable !== true && !alarmed)
    return 'It has no deployment circuit breaker and no deployment alarm: nothing in ECS ends a broken release.'
  const backs = (breaker?.enable === true && breaker.rollback === true) || (alarmed && alarms?.rollback === true)
  return backs ? undefined : 'Its breaker or alarms stop a broken release and do not roll it back.'
}
