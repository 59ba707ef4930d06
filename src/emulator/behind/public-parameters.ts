/** `/aws/service/…`: parameters that AWS itself keeps, and here the other emulator. */
import type { Hooks } from '../room.ts'
import { askJson, type Behind } from './ask.ts'

export const askPublicParameters =
  (behind: Behind): NonNullable<Hooks['publicParameters']> =>
  async (operation, input) => {
    const answer = await askJson<Record<string, unknown>>(behind, 'ssm', `AmazonSSM.${operation}`, input)
    return 'value' in answer ? answer.value : { refused: answer }
  }
