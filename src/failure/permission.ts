/** A permission that AWS denied, and the statement that gives it. Pure. */
import { isDenied } from './aws.ts'

/** A permission that was denied, and the statement that gives it. */
export interface Lack {
  /** `ecs:UpdateService` */
  readonly action: string
  /** One statement of a policy, as JSON. */
  readonly statement: string
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
  return { action, statement: JSON.stringify(statement) }
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
