import { Refusal } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { TargetGroup } from './state.ts'

export function findTargetGroup(world: World, arn: string | undefined): TargetGroup {
  const found = world.targetGroups[arn ?? '']
  if (found === undefined) throw new Refusal('TargetGroupNotFound', 'One or more target groups not found')
  return found
}

export const showAttributes = ({ attributes }: TargetGroup) => ({
  Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
})
