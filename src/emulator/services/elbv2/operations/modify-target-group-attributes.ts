import type { Room } from '../../../room.ts'
import { findTargetGroup, showAttributes } from '../find-target-group.ts'

interface Input {
  TargetGroupArn?: string
  Attributes?: { Key: string; Value: string }[]
}

export function modifyTargetGroupAttributes({ world }: Room, { TargetGroupArn, Attributes = [] }: Input) {
  const group = findTargetGroup(world, TargetGroupArn)
  for (const { Key, Value } of Attributes) group.attributes[Key] = Value
  return showAttributes(group)
}
