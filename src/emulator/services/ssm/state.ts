import { book } from '../../book.ts'

export interface SsmState {
  parameters: Record<string, Parameter>
}

export const emptySsm = (): SsmState => ({ parameters: book() })

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly value: string
  readonly version: number
  readonly at: number
  readonly description?: string | undefined
  readonly allowedPattern?: string | undefined
  readonly keyId?: string | undefined
  readonly tier: string
  readonly dataType: string
  readonly by: string
  tags: { Key: string; Value: string }[]
}
