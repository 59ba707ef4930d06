/** Parameters that AWS itself keeps. Only what stands behind has them. */
import { Refusal } from '../../refusal.ts'
import type { Room } from '../../room.ts'

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
export const isPublic = (name: string): boolean =>
  name.startsWith('/aws/') || /^arn:aws[a-z-]*:ssm:[^:]*::parameter\/aws\//.test(name)

/** Undefined where nobody keeps them. */
export async function askPublic<T>({ hooks }: Room, operation: string, input: object): Promise<T | undefined> {
  const answer = await hooks.publicParameters?.(operation, input)
  const { refused } = (answer ?? {}) as { refused?: { code: string; message: string } }
  if (refused !== undefined) throw new Refusal(refused.code, refused.message)
  return answer as T | undefined
}
