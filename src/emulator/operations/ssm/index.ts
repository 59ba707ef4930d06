import type { Operation } from '../../room.ts'
import { deleteParameter } from './delete-parameter.ts'
import { getParameter } from './get-parameter.ts'
import { getParameters } from './get-parameters.ts'
import { putParameter } from './put-parameter.ts'

export const ssm: Readonly<Record<string, Operation>> = {
  DeleteParameter: deleteParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  PutParameter: putParameter,
}
