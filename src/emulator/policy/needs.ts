/** Which permissions a call needs: actions on resources, as AWS's service authorization reference lists them. */
import { arn, lastPart } from '../identity.ts'
import { repositoryArn } from '../services/ecr/image.ts'
import { parameterArn } from '../services/ssm/show-parameter.ts'
import type { World } from '../world.ts'
import type { Need } from './document.ts'
import { ecsNeeds } from './ecs-needs.ts'
import { type Input, list } from './input.ts'

/** Never refuses: input may still be nonsense. */
export function needsOf(world: World, service: string, operation: string, input: Input): Need[] {
  switch (service) {
    case 'sts':
      // Nobody can be kept from asking who they are.
      return operation === 'GetCallerIdentity' ? [] : on(service, operation, ['*'])
    case 'ecs':
      return ecsNeeds(world, operation, input)
    case 'ecr':
      return on(service, operation, ecrResources(world, operation, input))
    case 'logs':
      return on(service, operation, logsResources(world, operation, input))
    case 'ssm':
      return on(service, operation, ssmResources(world, operation, input))
    case 'application-autoscaling':
      return on(service, operation, [scalingResource(world, operation, input)])
    case 'secretsmanager':
      return on(service, operation, [secretResource(world, operation, input)])
    case 'cloudwatch':
      return on(service, operation, alarmResources(world, operation, input))
    default:
      return on(service, operation, ['*'])
  }
}

const on = (service: string, operation: string, resources: readonly string[]): Need[] =>
  resources.map(resource => ({ action: `${service}:${operation}`, resource }))

const REGISTRY_WIDE = ['GetAuthorizationToken', 'GetRegistryScanningConfiguration', 'PutRegistryScanningConfiguration']

function ecrResources(world: World, operation: string, input: Input): string[] {
  if (REGISTRY_WIDE.includes(operation)) return ['*']
  if (input.resourceArn) return [String(input.resourceArn)]
  if (operation === 'DescribeRepositories') {
    const names = list(input.repositoryNames)
    return (names.length > 0 ? names : ['*']).map(name => repositoryArn(world, name))
  }
  return [repositoryArn(world, String(input.repositoryName ?? ''))]
}

/** Except for tags, CloudWatch Logs names a group by its streams. */
function logsResources(world: World, operation: string, input: Input): string[] {
  if (input.resourceArn) return [String(input.resourceArn)]
  const given = String(input.logGroupName ?? input.logGroupIdentifier ?? '')
  const name = given.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '')
  const stream = ['GetLogEvents', 'PutLogEvents'].includes(operation) ? String(input.logStreamName ?? '') : ''
  return [arn(world, 'logs', `log-group:${name}:log-stream:${stream}`)]
}

function ssmResources(world: World, operation: string, input: Input): string[] {
  if (operation === 'DescribeParameters') return ['*']
  const names = input.Names ?? [input.Name ?? input.Path ?? input.ResourceId ?? '']
  return list(names).map(name => (name.startsWith('arn:') ? name : parameterArn(world, name)))
}

function scalingResource(world: World, operation: string, input: Input): string {
  if (operation.startsWith('Describe')) return '*'
  if (input.ResourceARN) return String(input.ResourceARN)
  const known = Object.values(world.scalableTargets).find(({ ResourceId }) => ResourceId === input.ResourceId)
  return known?.ScalableTargetARN ?? arn(world, 'application-autoscaling', 'scalable-target/*')
}

function secretResource(world: World, operation: string, input: Input): string {
  const id = String(input.SecretId ?? '')
  if (id.startsWith('arn:')) return id
  if (operation === 'CreateSecret') return arn(world, 'secretsmanager', `secret:${input.Name}`)
  return world.secrets[id]?.arn ?? arn(world, 'secretsmanager', `secret:${id}`)
}

function alarmResources(world: World, operation: string, input: Input): string[] {
  if (!/Alarm/.test(operation)) return ['*']
  const names = [...list(input.AlarmNames), ...(input.AlarmName ? [String(input.AlarmName)] : [])]
  return (names.length > 0 ? names : ['*']).map(name => arn(world, 'cloudwatch', `alarm:${lastPart(name)}`))
}
