/** What the local ECS itself says, whatever the action and Terraform said. */
import { services } from './shop.mjs'

const name = 'ecs-microservices-dev'
const cluster = `${name}-cluster`

/** @param {ReturnType<typeof import('../demo/environment.mjs').clients>} aws */
export async function truth({ ecs, ssm }) {
  const { services: found = [] } = await ecs.describeServices({ cluster, services })
  const entries = await Promise.all(
    found.map(async ({ serviceName = '', taskDefinition, deployments = [], desiredCount = 0, runningCount = 0 }) => {
      const family = `${name}-${serviceName}`
      const { taskDefinition: runs } = await ecs.describeTaskDefinition({ taskDefinition })
      const { taskDefinition: latest } = await ecs.describeTaskDefinition({ taskDefinition: family })
      const { serviceDeployments = [] } = await ecs.listServiceDeployments({ cluster, service: serviceName })
      const { Parameter } = await ssm.getParameter({ Name: `/${name}/${serviceName}/image` })
      const imageOf = definition => definition?.containerDefinitions?.find(each => each.name === serviceName)?.image
      return [
        serviceName,
        {
          desired: desiredCount,
          running: runningCount,
          settled: deployments.length === 1 && runningCount === desiredCount && runningCount > 0,
          revision: runs?.taskDefinitionArn,
          memory: runs?.memory,
          image: imageOf(runs),
          latest: latest?.taskDefinitionArn,
          latestMemory: latest?.memory,
          latestImage: imageOf(latest),
          deployments: serviceDeployments.length,
          parameter: Parameter?.Value,
        },
      ]
    }),
  )
  return Object.fromEntries(entries)
}

/** Of a service that is over and a task that has stopped ECS tells for an hour more. */
const isOver = ({ status }) => status === 'INACTIVE' || status === 'STOPPED'

/** What is still there, by name. Revisions stay on purpose. */
export function leftovers(state) {
  const kinds = ['clusters', 'services', 'tasks', 'repositories', 'parameters', 'logGroups', 'scalableTargets']
  const all = [...kinds, 'scalingPolicies', 'scheduledActions']
  const left = all.flatMap(kind => {
    if (state[kind] === undefined) return [`the local ECS does not tell of its ${kind}`]
    return Object.entries(state[kind]).flatMap(([key, thing]) => (isOver(thing) ? [] : [`${kind}: ${key}`]))
  })
  return { left, kept: Object.keys(state.definitions).length }
}

/** How many things of each kind the emulator behind holds: `ec2 VPC` → 1. */
export async function heldBehind(url) {
  const answer = await fetch(new URL('/moto-api/data.json', url))
  const services = Object.entries(await answer.json())
  return new Map(
    services.flatMap(([service, kinds]) =>
      Object.entries(kinds).map(([kind, all]) => [`${service} ${kind}`, all.length]),
    ),
  )
}

export const moreThan = (before, after) =>
  [...after].flatMap(([kind, many]) => {
    const more = many - (before.get(kind) ?? 0)
    return more > 0 ? [`${kind}: ${more}`] : []
  })
