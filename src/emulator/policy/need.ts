/** A permission that a call needs. */
export interface Need {
  readonly action: string
  readonly resource: string
  /** Condition keys that are known for this call. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

export const on = (service: string, operation: string, resources: readonly string[]): Need[] =>
  resources.map(resource => ({ action: `${service}:${operation}`, resource }))
