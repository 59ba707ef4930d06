import type { Operation } from '../../room.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'

export const sts: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: getCallerIdentity,
}
