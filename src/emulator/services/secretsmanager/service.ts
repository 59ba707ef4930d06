import type { Operation } from '../../room.ts'
import { createSecret } from './operations/create-secret.ts'
import { getSecretValue } from './operations/get-secret-value.ts'
import { putSecretValue } from './operations/put-secret-value.ts'

export const secretsmanager: Readonly<Record<string, Operation>> = {
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
}
