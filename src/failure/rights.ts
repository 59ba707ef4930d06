/** Which rights one deed asks for together: who lacks one of them mostly lacks the others, and mends the role once. Pure. */

/** What a push asks of ECR, besides what the action asks itself. */
export const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
]
/** A revision is registered with its tags. */
const REGISTER = ['ecs:RegisterTaskDefinition', 'ecs:TagResource']
/** `image-parameter` is read, and written where it says something else. */
const PARAMETER = ['ssm:GetParameter', 'ssm:PutParameter']

/** A deed in words, or the SDK's command. */
export const isRegistration = (deed: string): boolean => /^(register a revision |RegisterTaskDefinition)/.test(deed)

/** The action that was denied alone, or with those that its deed asks of the same resource. */
export function rightsWith(action: string, deed: string): string | readonly string[] {
  const sets = [PUSH, PARAMETER, ...(isRegistration(deed) ? [REGISTER] : [])]
  return sets.find(each => each.includes(action)) ?? action
}

export const PASSED_TO_TASKS = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }

interface Registered {
  readonly family?: string | undefined
  readonly executionRoleArn?: string | undefined
  readonly taskRoleArn?: string | undefined
}

/**
 * All that a registration asks for, as statements; `denied` is the statement of the one right that was. A role that is named without
 * its account is left out: what it is in full is known to AWS alone.
 */
export function statementsOf(
  denied: string,
  { family, executionRoleArn, taskRoleArn }: Registered,
  region: string,
): string[] {
  const { Action, Resource } = JSON.parse(denied)
  // AWS names in full the one that was denied
  const asked = [executionRoleArn, taskRoleArn, ...(Action === 'iam:PassRole' ? [Resource].flat() : [])]
  const [role, ...others] = [...new Set(asked)].filter(arn => arn?.startsWith('arn:')).sort()
  const passing = role && {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: others.length === 0 ? role : [role, ...others],
    Condition: PASSED_TO_TASKS,
  }
  if (Action !== 'iam:PassRole') return [denied, ...(passing ? [JSON.stringify(passing)] : [])]
  const [, partition, , , account] = role?.split(':') ?? []
  const registering = role && {
    Effect: 'Allow',
    Action: REGISTER,
    Resource: `arn:${partition}:ecs:${region}:${account}:task-definition/${family}:*`,
  }
  return [passing ? JSON.stringify(passing) : denied, ...(registering ? [JSON.stringify(registering)] : [])]
}
