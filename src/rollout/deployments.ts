/** Reads service deployments by their ARNs, twenty in one call. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { portions } from '../edge/pages.ts'
import { isRefused } from '../failure/aws.ts'
import type { Rollout } from './snapshot.ts'
import { isUnavailable } from './survey.ts'

const PER_CALL = 20

/** `unavailable` is told of those that this API does not show here. */
export async function readDeployments(
  aws: Pick<Aws, 'ecs'>,
  wanted: ReadonlyMap<string, Rollout>,
  unavailable: (rollout: Rollout, error: unknown) => void,
): Promise<Map<Rollout, ServiceDeployment>> {
  const found = new Map<Rollout, ServiceDeployment>()
  for (const arns of portions([...wanted.keys()], PER_CALL)) {
    for (const each of await read(aws, arns, wanted, unavailable)) {
      const rollout = wanted.get(each.serviceDeploymentArn ?? '')
      if (rollout) found.set(rollout, each)
    }
  }
  return found
}

/** One that may not be seen keeps the others from being seen in the same call: then each is asked for alone. */
async function read(
  aws: Pick<Aws, 'ecs'>,
  serviceDeploymentArns: string[],
  wanted: ReadonlyMap<string, Rollout>,
  unavailable: (rollout: Rollout, error: unknown) => void,
): Promise<ServiceDeployment[]> {
  try {
    return (await aws.ecs.describeServiceDeployments({ serviceDeploymentArns })).serviceDeployments ?? []
  } catch (error) {
    const [only, ...more] = serviceDeploymentArns
    if (!isUnavailable(error) && !isRefused(error)) throw error
    if (more.length > 0)
      return (await Promise.all(serviceDeploymentArns.map(arn => read(aws, [arn], wanted, unavailable)))).flat()
    const rollout = wanted.get(only ?? '')
    if (rollout && isUnavailable(error)) unavailable(rollout, error)
    return []
  }
}
