import { arn } from '../../identity.ts'
import type { Input } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'

export const logsNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('logs', operation, logsResources(world, operation, input))

/** Except for tags, CloudWatch Logs names a group by its streams. */
function logsResources(world: World, operation: string, input: Input): string[] {
  if (input.resourceArn) return [String(input.resourceArn)]
  const given = String(input.logGroupName ?? input.logGroupIdentifier ?? '')
  const name = given.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '')
  const stream = ['GetLogEvents', 'PutLogEvents'].includes(operation) ? String(input.logStreamName ?? '') : ''
  return [arn(world, 'logs', `log-group:${name}:log-stream:${stream}`)]
}
