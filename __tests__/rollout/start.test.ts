/** An order whose answer is lost, while somebody else moves the service on. */
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import type { Standing } from '../../src/rollout/standing.ts'
import { start } from '../../src/rollout/start.ts'
import { deployment, NEW, OLD } from './scene.ts'

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/app'
const OTHER = { ...NEW, arn: NEW.arn.replace(/:\d+$/, ':9') }

/** How often it was ordered, and what is known of the deployment then. */
async function ordered(listed: readonly string[], past: readonly string[] | undefined) {
  let orders = 0
  const reset = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })
  const service = {
    serviceName: 'app',
    taskDefinition: OTHER.arn,
    deployments: [deployment(OTHER as typeof NEW, { id: 'ecs-svc/other', createdAt: new Date(60_000) })],
  }
  const ecs = {
    updateService: async () => {
      orders++
      if (orders === 1) throw reset
      return {
        service: { ...service, taskDefinition: NEW.arn, deployments: [deployment(NEW, { id: 'ecs-svc/ours' })] },
      }
    },
    describeServices: async () => ({ services: [service] }),
    listServiceDeployments: async () => ({
      serviceDeployments: listed.map(id => ({ serviceDeploymentArn: `${ARN}/${id}` })),
    }),
  }
  const standing = {
    place: { name: 'app', cluster: 'prod', service: 'app', container: 'app' },
    service: { taskDefinition: OLD.arn, deployments: [deployment(OLD)] },
    liveRevision: OLD,
    past: past?.map(id => ({ arn: `${ARN}/${id}`, status: 'SUCCESSFUL', target: '', createdAt: 0, finishedAt: 1 })),
  } as unknown as Standing
  let now = 0
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const starting = { aws: { ecs } as unknown as Aws, clock, deadline: 600_000, signal: new AbortController().signal }
  const rollout = await start(starting as never, standing, { revision: NEW, change: {} })
  return [orders, rollout.order.deployment]
}

test.each<[string, string[], string[] | undefined, unknown[]]>([
  ['both are new in the list: it was carried out, and theirs stays', ['other', 'ours', 'old'], ['old'], [1, undefined]],
  ['theirs alone is new: it was not', ['other', 'old'], ['old'], [2, 'ecs-svc/ours']],
  [
    'what was before is not known: nothing is told by the list',
    ['other', 'ours', 'old'],
    undefined,
    [2, 'ecs-svc/ours'],
  ],
])('%s', async (_, listed, past, expected) => {
  expect(await ordered(listed, past)).toEqual(expected)
})
