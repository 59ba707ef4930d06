import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

interface Input {
  logGroupName?: string
  /** The group's ARN, of which these two operations say `resource`. */
  resourceIdentifier?: string
  kmsKeyId?: string
}

const groupOf = ({ world }: Room, { logGroupName, resourceIdentifier }: Input) =>
  findGroup(world, {
    ...(logGroupName !== undefined && { logGroupName }),
    ...(resourceIdentifier !== undefined && { logGroupIdentifier: resourceIdentifier }),
  })

export function associateKmsKey(room: Room, input: Input) {
  groupOf(room, input).kmsKeyId = required(input.kmsKeyId, 'kmsKeyId')
  return {}
}

export function disassociateKmsKey(room: Room, input: Input) {
  delete groupOf(room, input).kmsKeyId
  return {}
}
