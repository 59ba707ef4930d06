/** What the actions of a listener or of a rule forward to. */
import { Refusal } from '../../refusal.ts'
import type { Rule, Share } from '../../routing.ts'
import type { World } from '../../world.ts'

export interface GivenAction {
  readonly Type?: string
  readonly TargetGroupArn?: string
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly { readonly TargetGroupArn?: string; readonly Weight?: string }[]
  }
}

export function sharesOf(world: World, actions: readonly GivenAction[] = []): Share[] {
  const shares = actions.flatMap(({ TargetGroupArn: only, ForwardConfig }) =>
    (ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: only ?? '' }]).map(({ TargetGroupArn = '', Weight = '1' }) => ({
      arn: TargetGroupArn,
      weight: Number(Weight),
    })),
  )
  if (shares.some(({ arn }) => world.targetGroups[arn] === undefined))
    throw new Refusal('TargetGroupNotFound', 'One or more target groups not found')
  return shares
}

export const showActions = ({ actions }: Pick<Rule, 'actions'>) =>
  actions.flatMap(action =>
    action.type === 'forward'
      ? [
          {
            Type: 'forward',
            ...(action.groups.length === 1 && { TargetGroupArn: action.groups[0]?.arn }),
            ForwardConfig: {
              TargetGroups: action.groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
            },
          },
        ]
      : [],
  )
