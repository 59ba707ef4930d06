/** Which policies are in force, for whom, and the refusal of what they do not allow. */
import { Refusal } from '../refusal.ts'
import { roleName, type Session, type Sessions, sessionArn } from '../sessions.ts'
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
  /** Only for tasks with this task role, by its name or its ARN. */
  readonly taskRole?: string
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

interface Known {
  readonly initial?: readonly Bound[]
  readonly sessions?: Pick<Sessions, 'find'>
}

export function createPolicies(world: World, { initial = [], sessions }: Known = {}): Policies {
  let bounds: (Bound & { readonly statements: readonly Statement[] })[] = []
  const put = (bound: Bound): void => {
    const statements = readPolicy(bound.document)
    bounds = [...bounds.filter(one => !isSameCaller(one, bound)), { ...bound, statements }]
  }
  for (const bound of initial) put(bound)
  const of = (caller: string, session: Session | undefined) =>
    bounds.find(({ accessKeyId }) => accessKeyId === caller) ??
    bounds.find(({ taskRole }) => session !== undefined && isOf(session, taskRole)) ??
    (caller === ADMIN ? undefined : bounds.find(one => one.accessKeyId === undefined && one.taskRole === undefined))
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
      const session = sessions?.find(caller)
      const bound = of(caller, session)
      if (bound === undefined) return undefined
      for (const { action, resource, context } of needs) {
        const judgement = judge(bound.statements, { action, resource, ...(context && { context }) })
        if (judgement === 'allowed') continue
        const why =
          judgement === 'denied'
            ? 'with an explicit deny in an identity-based policy'
            : `because no identity-based policy allows the ${action} action`
        const user = session ? sessionArn(world, session) : nameOf(world, bound)
        return new Refusal(
          'AccessDeniedException',
          `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
        )
      }
      return undefined
    },
  }
}

const isSameCaller = (a: Bound, b: Bound): boolean => a.accessKeyId === b.accessKeyId && a.taskRole === b.taskRole

const isOf = (session: Session, taskRole: string | undefined): boolean =>
  taskRole === session.roleArn || taskRole === roleName(session)

const nameOf = ({ account }: World, { role = 'local' }: Bound): string =>
  `arn:aws:sts::${account}:assumed-role/${role}/evenkeel`
