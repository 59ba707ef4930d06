/** A permission that AWS denied, and the statement that gives it. Pure. */
import { isDenied } from './aws.ts'

/** A permission that was denied, and the statement that gives it. */
export interface Lack {
  /** `ecs:UpdateService` */
  readonly action: string
  /** One statement of a policy, as JSON. */
  readonly statement: string
  /** The kind of policy that forbids it by name: no statement gives it then. */
  readonly deniedIn?: string
}

/** What to do about it. */
export const mendOf = ({ action, statement, deniedIn }: Lack): string =>
  deniedIn === undefined
    ? `Add to the role's policy: ${statement}`
    : `An explicit Deny in ${deniedIn} forbids ${action}, and no Allow outdoes it: ${OWNED[deniedIn.replace(/^an? /, '')] ?? 'take it out of there, or narrow it.'} Besides, the role's policy needs: ${statement}`

/** AWS's words: IAM User Guide, "Troubleshoot access denied error messages". */
const OWNED: Readonly<Record<string, string>> = {
  'service control policy': 'whoever manages the organization in AWS Organizations has to narrow it.',
  'resource control policy': 'whoever manages the organization in AWS Organizations has to narrow it.',
  'permissions boundary': 'the boundary of the role has to be narrowed.',
  'session policy':
    'look at `inline-session-policy` and `managed-session-policies` of aws-actions/configure-aws-credentials.',
  'VPC endpoint policy': 'the policy of the VPC endpoint that the runner goes through has to be narrowed.',
}

/**
 * Who gets the role that is passed: tasks run with those of a task definition, ECS itself moves traffic with that of a strategy.
 */
const receiverOf = (deed: string) => (/^(move service |UpdateService)/.test(deed) ? 'ecs' : 'ecs-tasks')

/**
 * AWS names the action and, mostly, the resource: enough to write the statement that is missing. `deed` is what was tried, in
 * words or as the SDK's command.
 */
export function lackOf(error: unknown, deed = ''): Lack | undefined {
  const came = isDenied(error) && error instanceof Error ? error.message : ''
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(came)?.[1]
  if (action === undefined) return undefined
  const resource = /on resource:? (\S+?)(?= because|\.?$|\s)/.exec(came)?.[1] ?? '*'
  const statement = { Effect: 'Allow', Action: action, Resource: lasting(resource) } as Record<string, unknown>
  if (action === 'iam:PassRole')
    statement.Condition = { StringEquals: { 'iam:PassedToService': `${receiverOf(deed)}.amazonaws.com` } }
  const deniedIn = /with an explicit deny in (an? [\w -]+? policy|a permissions boundary)/.exec(came)?.[1]
  return { action, statement: JSON.stringify(statement), ...(deniedIn === undefined ? {} : { deniedIn }) }
}

/** AWS names the one task or deployment that was asked for; the next run asks for another. */
const lasting = (resource: string) =>
  resource
    .replace(/(:(?:service-deployment|service-revision)\/[^/]+\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task-definition\/[^/:]+:)\d+$/, '$1*')
    .replace(/(:log-group:[^:]+:log-stream:).+$/, '$1*')

/** What a missing permission is mended by is told once, at the end of the run. */
export const letter = ({ message, advice, cause }: { message: string; advice: string; cause?: unknown }): string =>
  lackOf(cause) ? message : `${message} ${advice}`
