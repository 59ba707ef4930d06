import type { EventRule } from './state.ts'

export const showRule = ({ name, arn, pattern, schedule, state, description, roleArn, bus }: EventRule) => ({
  Name: name,
  Arn: arn,
  EventPattern: pattern,
  ScheduleExpression: schedule,
  State: state,
  Description: description,
  RoleArn: roleArn,
  EventBusName: bus,
})
