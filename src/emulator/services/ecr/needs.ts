import { type Input, list } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'
import { repositoryArn } from './image.ts'

export const ecrNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('ecr', operation, ecrResources(world, operation, input))

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
