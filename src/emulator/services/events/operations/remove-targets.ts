import type { Room } from '../../../room.ts'
import { findRule } from '../find.ts'

interface Input {
  Rule: string
  EventBusName?: string
  Ids: string[]
}

export function removeTargets({ world }: Room, input: Input) {
  const rule = findRule(world, input.Rule, input)
  const failed = input.Ids.filter(id => !rule.targets.some(({ Id }) => Id === id))
  rule.targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id))
  return {
    FailedEntryCount: failed.length,
    FailedEntries: failed.map(TargetId => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${TargetId}.`,
    })),
  }
}
