/** Which target groups a revision's tasks are in, and how listener rules share requests out between revisions. */
import type { LoadBalancer } from '@aws-sdk/client-ecs'
import type { Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'
import { movementOf, revisionOf } from './scene.ts'
import { isShift } from './stages.ts'

/** The target revision gets no traffic. */
export const NOTHING = { production: 0, test: 0 } as const

/** For a new revision: beside the one that serves in a shift, in its place in a rolling update. */
export function targetGroupsFor(service: Service): string[] {
  const serving = revisionOf(service, service.serving)
  const aside = isShift(service.deploymentConfiguration)
  return service.setting.loadBalancers.map(balancer => {
    const [first = '', second = first] = pairOf(balancer)
    const used = serving?.targetGroups.find(arn => arn === first || arn === second)
    if (used === undefined) return first
    const other = used === first ? second : first
    return aside ? other : used
  })
}

const pairOf = ({ targetGroupArn, advancedConfiguration }: LoadBalancer): string[] =>
  [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter(arn => arn !== undefined)

/** All traffic to the revision that serves. */
export function serveFrom(world: World, service: Service): void {
  lead(world, service, service.serving, { production: 100, test: 100 })
}

/** Traffic as a shift has it now. */
export function leadTraffic(world: World, service: Service, { target, shift }: ServiceDeployment): void {
  if (shift !== undefined) lead(world, service, target, shift)
}

function lead(
  world: World,
  service: Service,
  revisionArn: string | undefined,
  { production, test }: { production: number; test: number },
): void {
  const revision = revisionOf(service, revisionArn)
  if (revision === undefined) return
  for (const [i, balancer] of revision.setting.loadBalancers.entries()) {
    const { productionListenerRule, testListenerRule } = balancer.advancedConfiguration ?? {}
    const arn = revision.targetGroups[i] ?? ''
    const other = pairOf(balancer).find(each => each !== arn)
    if (other === undefined) continue
    const shares = (percent: number) => [
      { arn, weight: percent },
      { arn: other, weight: 100 - percent },
    ]
    if (productionListenerRule !== undefined) world.traffic[productionListenerRule] = shares(production)
    if (testListenerRule !== undefined) world.traffic[testListenerRule] = shares(test)
  }
}

/** Service Connect knows no weights here: a new revision is called once all production traffic is its own. */
export function isServing(service: Service, task: Task): boolean {
  const movement = movementOf(service)
  return movement?.shift === undefined || movement.target !== task.revisionArn || movement.shift.production === 100
}
