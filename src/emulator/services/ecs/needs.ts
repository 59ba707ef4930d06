/** Permissions of ECS calls, with the condition keys that ECS gives. */
import { arn, lastPart } from '../../identity.ts'
import { type Input, list } from '../../policy/input.ts'
import { type Need, passing } from '../../policy/need.ts'
import type { World } from '../../world.ts'
import { definitionArn, serviceArn } from './find.ts'

export function ecsNeeds(world: World, operation: string, input: Input): Need[] {
  const action = `ecs:${operation}`
  const cluster = lastPart(String(input.cluster ?? 'default'))
  const clusterArn = (name: string): string => arn(world, 'ecs', `cluster/${lastPart(name)}`)
  const context = { 'ecs:cluster': [clusterArn(cluster)] }
  const on = (resources: readonly string[], more: Need['context'] = {}): Need[] =>
    resources.map(resource => ({ action, resource, context: more }))
  const service = (name: unknown): string => serviceArn(world, cluster, String(name ?? ''))
  const task = (id: unknown): string => arn(world, 'ecs', `task/${cluster}/${lastPart(String(id ?? ''))}`)

  switch (operation) {
    case 'RegisterTaskDefinition': {
      const family = definitionArn(world, `${input.family}:*`)
      return [
        ...on([family]),
        ...tagging(operation, family, input),
        ...passing(world, [input.taskRoleArn, input.executionRoleArn], 'ecs-tasks.amazonaws.com'),
      ]
    }
    case 'CreateService':
    case 'UpdateService': {
      const name = service(input.serviceName ?? input.service)
      const definition = input.taskDefinition ? { 'ecs:task-definition': [latest(world, input.taskDefinition)] } : {}
      const balancers: Input[] = Array.isArray(input.loadBalancers) ? input.loadBalancers : []
      const hooks: Input[] = Array.isArray(input.deploymentConfiguration?.lifecycleHooks)
        ? input.deploymentConfiguration.lifecycleHooks
        : []
      const roles = [...balancers.map(each => each.advancedConfiguration?.roleArn), ...hooks.map(each => each.roleArn)]
      return [
        ...on([name], { ...context, ...definition }),
        ...tagging(operation, name, input),
        ...passing(world, roles, 'ecs.amazonaws.com'),
      ]
    }
    case 'DeleteService':
    case 'ListServiceDeployments':
      return on([service(input.service)], context)
    case 'DescribeServices':
      return on(list(input.services).map(service), context)
    case 'DescribeServiceDeployments':
      return on(list(input.serviceDeploymentArns))
    case 'DescribeServiceRevisions':
      return on(list(input.serviceRevisionArns))
    case 'ContinueServiceDeployment':
    case 'StopServiceDeployment':
      return on([String(input.serviceDeploymentArn ?? '')])
    case 'ListServices':
    case 'ListTasks':
      return on(['*'], context)
    case 'DescribeTasks':
      return on(list(input.tasks).map(task), context)
    case 'StopTask':
      return on([task(input.task)], context)
    case 'RunTask': {
      const definition = latest(world, input.taskDefinition)
      const recipe = world.definitions[definition]?.recipe
      const roles = [
        input.overrides?.taskRoleArn || recipe?.taskRoleArn,
        input.overrides?.executionRoleArn || recipe?.executionRoleArn,
      ]
      return [
        ...on([definition], context),
        ...tagging(operation, arn(world, 'ecs', `task/${cluster}/*`), input),
        ...passing(world, roles, 'ecs-tasks.amazonaws.com'),
      ]
    }
    case 'DescribeClusters':
      return on((input.clusters === undefined ? ['default'] : list(input.clusters)).map(clusterArn))
    case 'UpdateCluster':
    case 'UpdateClusterSettings':
    case 'DeleteCluster':
    case 'PutClusterCapacityProviders':
      return on([clusterArn(cluster)])
    case 'CreateCluster':
      return [...on(['*']), ...tagging(operation, clusterArn(String(input.clusterName ?? 'default')), input)]
    case 'DeleteTaskDefinitions':
      return on(list(input.taskDefinitions).map(name => latest(world, name)))
    case 'DescribeCapacityProviders':
      return on(list(input.capacityProviders).map(name => arn(world, 'ecs', `capacity-provider/${lastPart(name)}`)))
    case 'TagResource':
      return on([String(input.resourceArn ?? '')], { 'aws:TagKeys': tagKeys(input) })
    case 'UntagResource':
    case 'ListTagsForResource':
      return on([String(input.resourceArn ?? '')])
    default:
      return on(['*'])
  }
}

/** Tags given at the creation have to be allowed, too. */
const tagging = (operation: string, resource: string, { tags }: Input): Need[] =>
  Array.isArray(tags) && tags.length > 0 && operation !== 'UpdateService'
    ? [
        {
          action: 'ecs:TagResource',
          resource,
          context: { 'ecs:CreateAction': [operation], 'aws:TagKeys': tagKeys({ tags }) },
        },
      ]
    : []

const tagKeys = ({ tags }: Input): string[] => (Array.isArray(tags) ? tags.map(tag => String(tag?.key ?? '')) : [])

function latest(world: World, given: unknown): string {
  const name = lastPart(String(given ?? ''))
  return definitionArn(world, name.includes(':') ? name : `${name}:${world.families[name] ?? '*'}`)
}
