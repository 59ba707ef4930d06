/** What was asked of the emulator, in order. */
import { serviceNamed } from './services/index.ts'

export interface Asked {
  readonly at: number
  readonly service: string
  readonly operation: string
  readonly input: unknown
  readonly accessKeyId: string
  readonly userAgent: string
  /** What an IAM policy has to allow for this call. */
  readonly permissions: readonly { readonly action: string; readonly resource: string }[]
  /** Answered by the emulator behind this one. */
  readonly passedOn?: true
  /** A request at the registry's door, by the name IAM has for it. */
  readonly door?: true
  fault?: string
  status?: number
  error?: string
}

const KEPT = 50_000

export interface Ledger {
  add(asked: Asked): void
  list(): readonly Asked[]
  clear(): void
}

export function createLedger(): Ledger {
  let entries: Asked[] = []
  return {
    add(asked) {
      entries.push(asked)
      if (entries.length > KEPT) entries.splice(0, entries.length - KEPT)
    },
    list: () => entries,
    clear() {
      entries = []
    },
  }
}

/** Values of parameters and secrets are not repeated. */
export function withoutSecrets(service: string, input: Record<string, unknown>): unknown {
  const hidden = serviceNamed(service)?.hidden
  if (hidden === undefined) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, hidden.includes(key) ? '***' : value]))
}
