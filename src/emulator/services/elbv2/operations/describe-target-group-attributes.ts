import type { Room } from '../../../room.ts'
import { findTargetGroup, showAttributes } from '../find-target-group.ts'

export const describeTargetGroupAttributes = ({ world }: Room, { TargetGroupArn }: { TargetGroupArn?: string }) =>
  showAttributes(findTargetGroup(world, TargetGroupArn))
