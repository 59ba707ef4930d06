/** Reads the services of rollouts, ten of a cluster in one call. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { portions } from '../edge/pages.ts'
import { isDenied, nameOf } from '../failure/aws.ts'
import type { Rollout } from './snapshot.ts'

const PER_CALL = 10

/** Undefined: it is gone. */
type Keep = (rollout: Rollout, service: Service | undefined) => void

/** What is denied is handed back, service by service. */
export async function readServices(
  aws: Pick<Aws, 'ecs'>,
  rollouts: readonly Rollout[],
  keep: Keep,
): Promise<Map<Rollout, Error>> {
  const denied = new Map<Rollout, Error>()
  for (const cluster of new Set(rollouts.map(each => each.cluster))) {
    const there = rollouts.filter(each => each.cluster === cluster)
    for (const page of portions(there, PER_CALL)) {
      await read(aws, cluster, page, keep).catch(async error => {
        if (!isDenied(error)) throw error
        // one that may not be seen keeps the others from being seen in the same call
        for (const rollout of page) {
          await read(aws, cluster, [rollout], keep).catch(own => {
            if (!isDenied(own)) throw own
            denied.set(rollout, own)
          })
        }
      })
    }
  }
  return denied
}

async function read(
  { ecs }: Pick<Aws, 'ecs'>,
  cluster: string,
  rollouts: readonly Rollout[],
  keep: Keep,
): Promise<void> {
  const names = rollouts.map(({ service }) => service)
  const { services = [], failures = [] } = await ecs.describeServices({ cluster, services: names }).catch(error => {
    if (nameOf(error) !== 'ClusterNotFoundException') throw error
    return { services: [], failures: names.map(arn => ({ arn, reason: 'MISSING' })) }
  })
  for (const rollout of rollouts) {
    const service = services.find(({ serviceName }) => serviceName === rollout.service)
    const gone = failures.some(
      ({ arn = '', reason }) => reason === 'MISSING' && arn.split('/').at(-1) === rollout.service,
    )
    if (service || gone) keep(rollout, service)
  }
}
