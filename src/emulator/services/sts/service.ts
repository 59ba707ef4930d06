import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { stsNeeds } from './needs.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'

const OPERATIONS: Api['operations'] = {
  GetCallerIdentity: getCallerIdentity,
}

export const sts: Api = {
  name: 'sts',
  protocol: { kind: 'query', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  operations: OPERATIONS,
  needs: stsNeeds,
  isOurs: operation => Object.hasOwn(OPERATIONS, operation),
  refuse: validation('ValidationError'),
}
