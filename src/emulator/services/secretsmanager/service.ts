import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { secretsmanagerNeeds } from './needs.ts'
import { createSecret } from './operations/create-secret.ts'
import { describeSecret } from './operations/describe-secret.ts'
import { getSecretValue } from './operations/get-secret-value.ts'
import { putSecretValue } from './operations/put-secret-value.ts'

const HIDDEN = ['SecretString', 'SecretBinary']

const OPERATIONS: Api['operations'] = {
  CreateSecret: createSecret,
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
}

export const secretsmanager: Api = {
  name: 'secretsmanager',
  protocol: { kind: 'json', target: 'secretsmanager' },
  operations: OPERATIONS,
  needs: secretsmanagerNeeds,
  isOurs: () => false,
  hidden: HIDDEN,
  refuse: validation('ValidationException', HIDDEN),
}
