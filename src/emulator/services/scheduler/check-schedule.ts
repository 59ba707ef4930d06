/** What CreateSchedule and UpdateSchedule refuse alike. */
import { readExpression } from '../../schedule/expression.ts'
import { isZone } from '../../schedule/zone.ts'
import type { World } from '../../world.ts'
import { isArn, isCluster } from '../events/target.ts'
import { DEFAULT_GROUP, findGroup, invalid } from './find.ts'
import type { ScheduleInput } from './state.ts'

export function checkSchedule(world: World, input: ScheduleInput): void {
  const { ScheduleExpression, ScheduleExpressionTimezone: zone, StartDate, EndDate, Target } = input
  findGroup(world, input.GroupName ?? DEFAULT_GROUP)
  if (readExpression(ScheduleExpression) === undefined)
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`)
  if (!isArn(Target.Arn)) throw invalid('Provided Arn is not in correct format.')
  // Here and below words ours.
  if (zone !== undefined && !isZone(zone)) throw invalid(`Invalid ScheduleExpressionTimezone ${zone}.`)
  if (StartDate !== undefined && EndDate !== undefined && EndDate <= StartDate)
    throw invalid('The EndDate must be after the StartDate.')
  checkWindow(input.FlexibleTimeWindow)
  if (isCluster(Target.Arn) && Target.EcsParameters === undefined)
    throw invalid('EcsParameters is required for a target that is an Amazon ECS cluster.')
}

function checkWindow({ Mode, MaximumWindowInMinutes }: ScheduleInput['FlexibleTimeWindow']): void {
  if ((Mode === 'FLEXIBLE') !== (MaximumWindowInMinutes !== undefined))
    throw invalid('MaximumWindowInMinutes has to be given with the mode FLEXIBLE, and with no other.')
}
