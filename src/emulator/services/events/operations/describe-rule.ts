import type { Room } from '../../../room.ts'
import { findRule, type Named } from '../find.ts'
import { showRule } from '../show-rule.ts'

export const describeRule = ({ world }: Room, input: Named & { Name: string }) => ({
  ...showRule(findRule(world, input.Name, input)),
  CreatedBy: world.account,
})
