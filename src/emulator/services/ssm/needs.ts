import { type Input, list } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'
import { parameterArn } from './show-parameter.ts'

export const ssmNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('ssm', operation, ssmResources(world, operation, input))

function ssmResources(world: World, operation: string, input: Input): string[] {
  if (operation === 'DescribeParameters') return ['*']
  const names = input.Names ?? [input.Name ?? input.Path ?? input.ResourceId ?? '']
  return list(names).map(name => (name.startsWith('arn:') ? name : parameterArn(world, name)))
}
