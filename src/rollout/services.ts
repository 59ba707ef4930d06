/** Reads services, ten of a cluster in one call. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { portions } from '../edge/pages.ts'
import { isDenied, nameOf } from '../failure/aws.ts'

const PER_CALL = 10

/** A service of ECS, and where it is: both names as ECS has them. */
interface Located {
  readonly cluster: string
  readonly service: string
}

/** Undefined: it is gone. */
type Keep<One> = (one: One, service: Service | undefined) => void

/** What is denied is handed back, service by service. */
export async function readServices<One extends Located>(
  aws: Pick<Aws, 'ecs'>,
  wanted: readonly One[],
  keep: Keep<One>,
): Promise<Map<One, Error>> {
  const denied = new Map<One, Error>()
  for (const cluster of new Set(wanted.map(each => each.cluster))) {
    const there = wanted.filter(each => each.cluster === cluster)
    for (const page of portions(there, PER_CALL)) {
      await read(aws, cluster, page, keep).catch(async error => {
        if (!isDenied(error)) throw error
        // one that may not be seen keeps the others from being seen in the same call
        for (const one of page) {
          await read(aws, cluster, [one], keep).catch(own => {
            if (!isDenied(own)) throw own
            denied.set(one, own)
          })
        }
      })
    }
  }
  return denied
}

async function read<One extends Located>(
  { ecs }: Pick<Aws, 'ecs'>,
  cluster: string,
  wanted: readonly One[],
  keep: Keep<One>,
): Promise<void> {
  const names = wanted.map(({ service }) => service)
  const { services = [], failures = [] } = await ecs.describeServices({ cluster, services: names }).catch(error => {
    if (nameOf(error) !== 'ClusterNotFoundException') throw error
    return { services: [], failures: names.map(arn => ({ arn, reason: 'MISSING' })) }
  })
  for (const one of wanted) {
    const service = services.find(({ serviceName }) => serviceName === one.service)
    const gone = failures.some(({ arn = '', reason }) => reason === 'MISSING' && arn.split('/').at(-1) === one.service)
    if (service || gone) keep(one, service)
  }
}
