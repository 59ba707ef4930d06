import { book } from '../../book.ts'

export interface SecretsState {
  secrets: Record<string, Secret>
}

export const emptySecrets = (): SecretsState => ({ secrets: book() })

export interface Secret {
  readonly arn: string
  readonly name: string
  readonly createdAt: number
  value: string
  versionId: string
}
