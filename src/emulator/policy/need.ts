/** A permission that a call needs. */
export interface Need {
  readonly action: string
  readonly resource: string
  /** Condition keys that are known for this call. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

/** Roles that are handed to a service. */
export const passing = (roles: readonly unknown[], service: string): Need[] =>
  [...new Set(roles.filter(role => typeof role === 'string' && role !== ''))].map(resource => ({
    action: 'iam:PassRole',
    resource: String(resource),
    context: { 'iam:PassedToService': [service] },
  }))

export const on = (service: string, operation: string, resources: readonly string[]): Need[] =>
  resources.map(resource => ({ action: `${service}:${operation}`, resource }))
