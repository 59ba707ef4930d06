import type { Room } from '../../room.ts'
import { sessionArn } from '../../sessions.ts'

export const userArn = ({ world, session }: Room): string =>
  session ? sessionArn(world, session) : `arn:aws:sts::${world.account}:assumed-role/local/evenkeel`
