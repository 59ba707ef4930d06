import { roleArn } from '../identity.ts'
import type { World } from '../world.ts'

/** A permission that a call needs. */
export interface Need {
  readonly action: string
  readonly resource: string
  /** Condition keys that are known for this call. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

/** Roles that are handed to a service: what is given by its name is asked for by its ARN. */
export const passing = (world: Pick<World, 'account'>, roles: readonly unknown[], service: string): Need[] =>
  [...new Set(roles.filter(role => typeof role === 'string' && role !== ''))].map(resource => ({
    action: 'iam:PassRole',
    resource: roleArn(world, String(resource)),
    context: { 'iam:PassedToService': [service] },
  }))

export const on = (service: string, operation: string, resources: readonly string[]): Need[] =>
  resources.map(resource => ({ action: `${service}:${operation}`, resource }))
