/** What the local ECS itself says, whatever the action and Terraform said. */
import { query } from './behind.mjs'

/**
 * @param {ReturnType<typeof import('../demo/environment.mjs').clients>} aws
 * @param {{ name: string, services: string[] }} environment
 */
export async function truth({ ecs, ssm }, { name, services }) {
  const cluster = `${name}-cluster`
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

const LISTINGS = {
  ec2: ['2016-11-15', 'DescribeVpcs', 'DescribeSubnets', 'DescribeRouteTables', 'DescribeSecurityGroups'],
  elasticloadbalancing: ['2015-12-01', 'DescribeLoadBalancers', 'DescribeTargetGroups'],
  rds: ['2014-10-31', 'DescribeDBInstances', 'DescribeDBSubnetGroups', 'DescribeDBParameterGroups'],
  iam: ['2010-05-08', 'ListRoles'],
  sns: ['2010-03-31', 'ListTopics'],
  monitoring: ['2010-08-01', 'DescribeAlarms', 'ListDashboards'],
}

/** Which lists of the emulator behind name something of the environment's. @returns {Promise<string[]>} */
export async function namedBehind(url, name) {
  const asked = Object.entries(LISTINGS).flatMap(([service, [version, ...actions]]) =>
    actions.map(async action => ((await query(url, service, version, action)).includes(name) ? [action] : [])),
  )
  return (await Promise.all(asked)).flat()
}

export const LISTED = Object.values(LISTINGS).flatMap(([, ...actions]) => actions)
