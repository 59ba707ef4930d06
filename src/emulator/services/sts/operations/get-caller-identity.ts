import type { Room } from '../../../room.ts'
import { userArn } from '../../ecs/user.ts'

export const getCallerIdentity = (room: Room) => ({
  Arn: userArn(room),
  UserId: `AROAEXAMPLE:${room.session?.taskId ?? 'evenkeel'}`,
  Account: room.world.account,
})
