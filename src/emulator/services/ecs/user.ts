import type { Room } from '../../room.ts'

export const userArn = ({ world }: Room): string => `arn:aws:sts::${world.account}:assumed-role/local/evenkeel`
