import { isElsewhere, lastPart } from '../../identity.ts'
import { Refusal, required } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { LogGroup } from './state.ts'

export const NO_STREAM = (): Refusal =>
  new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.')

export function findGroup(world: World, input: { logGroupName?: string; logGroupIdentifier?: string }): LogGroup {
  const given = required(input.logGroupName ?? input.logGroupIdentifier, 'logGroupName')
  const name = given.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '')
  const found = isElsewhere(world, 'logs', given) ? undefined : world.logGroups[name]
  if (found === undefined) throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.')
  return found
}

export const groupArn = (world: World, name: string): string =>
  `arn:aws:logs:${world.region}:${world.account}:log-group:${name}`

export const eventId = (stream: string, index: number): string =>
  `${lastPart(stream)}${String(index).padStart(16, '0')}`
