import type { Operation } from '../../room.ts'
import { createSecret } from './create-secret.ts'
import { getSecretValue } from './get-secret-value.ts'
import { putSecretValue } from './put-secret-value.ts'

export const secretsmanager: Readonly<Record<string, Operation>> = {
  CreateSecret: createSecret,
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
}
