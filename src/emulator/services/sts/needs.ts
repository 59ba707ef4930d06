import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'

/** Nobody can be kept from asking who they are. */
export const stsNeeds = (_world: World, operation: string): Need[] =>
  operation === 'GetCallerIdentity' ? [] : on('sts', operation, ['*'])
