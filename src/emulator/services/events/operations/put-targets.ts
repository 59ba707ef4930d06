import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findRule, invalid } from '../find.ts'
import type { Target } from '../state.ts'
import { isArn, isCluster } from '../target.ts'

interface Input {
  Rule: string
  EventBusName?: string
  Targets: Target[]
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 5

export function putTargets({ world }: Room, input: Input) {
  const rule = findRule(world, input.Rule, input)
  for (const target of input.Targets) check(target)
  const ids = input.Targets.map(({ Id }) => Id)
  const targets = [...rule.targets.filter(({ Id }) => !ids.includes(Id)), ...input.Targets]
  if (targets.length > MOST)
    throw new Refusal('LimitExceededException', 'The requested resource exceeds the maximum number allowed.')
  rule.targets = targets
  return { FailedEntryCount: 0, FailedEntries: [] }
}

function check({ Id, Arn, RoleArn, EcsParameters, Input, InputPath, InputTransformer }: Target): void {
  if (!isArn(Arn)) throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  if ([Input, InputPath, InputTransformer].filter(one => one !== undefined).length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`)
  if (isCluster(Arn) && EcsParameters === undefined)
    throw invalid(`Parameter EcsParameters is required for target ${Id}.`)
  if (isCluster(Arn) && !RoleArn) throw invalid(`RoleArn is required for target ${Arn}.`)
}
