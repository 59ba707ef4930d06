/** Tags of parameters; other resources of SSM are not known here. */
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { parameterOf } from '../show-parameter.ts'
import type { Parameter } from '../state.ts'

interface Tagged {
  ResourceType?: string
  ResourceId?: string
}

export const listTagsForResource = ({ world }: Room, input: Tagged) => ({ TagList: find(world, input).tags })

export function addTagsToResource({ world }: Room, input: Tagged & { Tags?: { Key: string; Value: string }[] }) {
  const parameter = find(world, input)
  const { Tags = [] } = input
  parameter.tags = [...parameter.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags]
  return {}
}

export function removeTagsFromResource({ world }: Room, input: Tagged & { TagKeys?: string[] }) {
  const parameter = find(world, input)
  parameter.tags = parameter.tags.filter(({ Key }) => !input.TagKeys?.includes(Key))
  return {}
}

function find(world: World, { ResourceType, ResourceId }: Tagged): Parameter {
  if (ResourceType !== 'Parameter')
    throw new Refusal('InvalidResourceType', `The local ECS only has parameters, not ${ResourceType}.`)
  const found = parameterOf(world, required(ResourceId, 'ResourceId'))
  if (found === undefined) throw new Refusal('InvalidResourceId', 'The resource ID is not valid.')
  return found
}
