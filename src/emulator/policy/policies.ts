/** Which policies are in force, for whom, and the refusal of what they do not allow. */
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { judge, readPolicy, type Statement } from './document.ts'
import type { Need } from './need.ts'

/** Whoever signs with this key may do anything, whatever policies there are. */
export const ADMIN = 'admin'

export interface Bound {
  readonly document: unknown
  /** Only for callers with this key; without one for everybody but the admin. */
  readonly accessKeyId?: string
  /** The role's name in refusals. */
  readonly role?: string
}

export interface Policies {
  /** Takes the place of the one that was in force for the same callers. */
  put(bound: Bound): void
  list(): readonly Bound[]
  /** Back to what it began with. */
  reset(): void
  clear(): void
  /** The first need that is not allowed, as a refusal. */
  refusal(caller: string, needs: readonly Need[]): Refusal | undefined
}

export function createPolicies(world: World, initial: readonly Bound[] = []): Policies {
  let bounds: (Bound & { readonly statements: readonly Statement[] })[] = []
  const put = (bound: Bound): void => {
    const statements = readPolicy(bound.document)
    bounds = [...bounds.filter(({ accessKeyId }) => accessKeyId !== bound.accessKeyId), { ...bound, statements }]
  }
  for (const bound of initial) put(bound)
  const of = (caller: string) =>
    bounds.find(({ accessKeyId }) => accessKeyId === caller) ??
    (caller === ADMIN ? undefined : bounds.find(({ accessKeyId }) => accessKeyId === undefined))
  return {
    put,
    list: () => bounds.map(({ statements, ...bound }) => bound),
    reset() {
      bounds = []
      for (const bound of initial) put(bound)
    },
    clear() {
      bounds = []
    },
    refusal(caller, needs) {
      const bound = of(caller)
      if (bound === undefined) return undefined
      for (const { action, resource, context } of needs) {
        const judgement = judge(bound.statements, { action, resource, ...(context && { context }) })
        if (judgement === 'allowed') continue
        const why =
          judgement === 'denied'
            ? 'with an explicit deny in an identity-based policy'
            : `because no identity-based policy allows the ${action} action`
        const user = `arn:aws:sts::${world.account}:assumed-role/${bound.role ?? 'local'}/evenkeel`
        return new Refusal(
          'AccessDeniedException',
          `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
        )
      }
      return undefined
    },
  }
}
