/** A permission that AWS denied, and the statement that gives it. Pure. */
import { isDenied } from './aws.ts'
import { rightsWith } from './rights.ts'

/** A permission that was denied, and the statement that gives it. */
export interface Lack {
  /** `ecs:UpdateService` */
  readonly action: string
  /** One statement of a policy, as JSON. */
  readonly statement: string
  /** The policy besides the role's that stands against it. */
  readonly barrier?: Barrier
}

interface Barrier {
  /** `a permissions boundary` */
  readonly policy: string
  /** It forbids the action by name, and no statement gives it then; else it does not allow it. */
  readonly explicit: boolean
}

/** What to do about it. */
export function mendOf({ action, statement, barrier }: Lack): string {
  if (barrier === undefined) return `Add to the role's policy: ${statement}`
  const { policy, explicit } = barrier
  const where = KEPT[policy.replace(/^an? /, '')]?.concat(' ') ?? ''
  return explicit
    ? `An explicit Deny in ${policy} forbids ${action}, and no Allow outdoes it: take it out of there, or narrow it. ${where}If the role's policy does not allow it yet, add: ${statement}`
    : `There is ${policy} that does not allow ${action}, and what the role's policy allows does not outdo it. ${where}Both need: ${statement}`
}

/** Where it is found. AWS's words: IAM User Guide, "Troubleshoot access denied error messages". */
const KEPT: Readonly<Record<string, string>> = {
  'service control policy': 'Whoever manages the organization in AWS Organizations keeps it.',
  'resource control policy': 'Whoever manages the organization in AWS Organizations keeps it.',
  'permissions boundary': 'The role has it beside its policies.',
  'session policy':
    'It is `inline-session-policy` or `managed-session-policies` of aws-actions/configure-aws-credentials.',
  'VPC endpoint policy': 'It is that of the VPC endpoint that the runner goes through.',
  'resource-based policy':
    'It is that of the repository or key, in the account that holds it, and names the role as its Principal.',
}

/** AWS's words of what is denied: by name, or because of what is not allowed; an identity-based policy that allows nothing is the role's own. */
function barrierIn(came: string): Barrier | undefined {
  const [, forbids] = /with an explicit deny in (an? [\w -]+? policy|an? permissions boundary)/.exec(came) ?? []
  if (forbids !== undefined) return { policy: forbids, explicit: true }
  // some services do not say in which
  if (/with an explicit deny/.test(came)) return { policy: 'some policy', explicit: true }
  const [, silent] = /because no ([\w -]+? policy|permissions boundary) allows/.exec(came) ?? []
  if (silent === undefined || silent === 'identity-based policy') return undefined
  return { policy: `a ${silent}`, explicit: false }
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
  // on everything only what was denied
  const actions = resource === '*' ? action : rightsWith(action, deed)
  const statement = { Effect: 'Allow', Action: actions, Resource: lasting(resource) } as Record<string, unknown>
  if (action === 'iam:PassRole')
    statement.Condition = { StringEquals: { 'iam:PassedToService': `${receiverOf(deed)}.amazonaws.com` } }
  const barrier = barrierIn(came)
  return { action, statement: JSON.stringify(statement), ...(barrier === undefined ? {} : { barrier }) }
}

/** AWS names the one task or deployment that was asked for; the next run asks for another. */
const lasting = (resource: string) =>
  resource
    .replace(/(:(?:service-deployment|service-revision)\/[^/]+\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task-definition\/[^/:]+:)\d+$/, '$1*')
    .replace(/(:log-group:[^:]+:log-stream:).+$/, '$1*')

/** Beyond this a statement names the cluster for its services: a fault that is longer is cut. */
const MOST_OF_A_STATEMENT = 600

/**
 * One service of a cluster is asked for in place of all, and what is denied of it is denied of them: the statement is for all. `places`
 * name each by its cluster and its name in ECS.
 */
export function ofAll(lack: Lack, places: readonly { readonly cluster: string; readonly service: string }[]): Lack {
  const { Resource, ...same } = JSON.parse(lack.statement)
  const [, kind, cluster, service = '', rest = ''] =
    /^(arn:[^:]+:ecs:[^:]+:[^:]+:service(?:-deployment|-revision)?\/)([^/]+)\/([^/]+)(\/\*)?$/.exec(Resource) ?? []
  const services = places.flatMap(each => (lastOf(each.cluster) === cluster ? lastOf(each.service) : []))
  if (!services.includes(service)) return lack
  const of = (names: readonly string[]) => names.map(name => `${kind}${cluster}/${name}${rest}`)
  const [first, ...others] = of([...new Set(services)].sort())
  if (others.length === 0) return lack
  const statement = JSON.stringify({ ...same, Resource: [first, ...others] })
  if (statement.length <= MOST_OF_A_STATEMENT) return { ...lack, statement }
  return { ...lack, statement: JSON.stringify({ ...same, Resource: `${kind}${cluster}/*` }) }
}

const lastOf = (arn: string) => arn.split('/').at(-1) ?? arn

/** Whether one of the statements that a text names gives what is missing: an action of one and a resource of another give nothing. */
export function isToldIn(text: string, { statement }: Lack): boolean {
  if (text.includes(statement)) return true
  const { Action, Resource, Condition } = JSON.parse(statement)
  const wanted = [Resource].flat() as string[]
  return statementsIn(text).some(told => {
    const has = (value: unknown) => told.includes(JSON.stringify(value))
    const isCovered = (resource: string) =>
      has(resource) || has('*') || has(resource.replace(/(:service[\w-]*\/[^/]+\/).+$/, '$1*'))
    return has(Action) && wanted.every(isCovered) && (Condition === undefined || has(Condition))
  })
}

/** From the beginning of each to that of the next: no value of one holds a beginning. */
const statementsIn = (text: string): string[] =>
  text
    .split('{"Effect":')
    .slice(1)
    .map(rest => rest.slice(0, rest.lastIndexOf('}') + 1))

/** What is missing of several resources alike is one statement, whichever of them was denied first. */
export function byAction(lacks: readonly Lack[]): Lack[] {
  const alike = new Map<string, Lack & { readonly resources: string[] }>()
  for (const lack of lacks) {
    const { Resource, ...same } = JSON.parse(lack.statement)
    const key = alikeBy(lack)
    const resources = [...new Set([...(alike.get(key)?.resources ?? []), Resource].flat())].sort()
    alike.set(key, { ...lack, statement: together(same, resources), resources })
  }
  return [...alike.values()].map(({ resources, ...lack }) => lack)
}

/** Where AWS named no resource once, `*` says all of it; where there are many, the paths that they share do. */
function together(same: object, resources: readonly string[]): string {
  const [first, ...others] = resources.includes('*') ? ['*'] : resources
  if (others.length === 0) return JSON.stringify({ ...same, Resource: first })
  const whole = JSON.stringify({ ...same, Resource: resources })
  // who may pass roles by a prefix may pass one that may do more
  if (whole.length <= MOST_OF_A_STATEMENT || JSON.stringify(same).includes('iam:PassRole')) return whole
  const kinds = [...new Set(resources.map(kindIn))]
  const shared = kinds.flatMap(kind =>
    shortened(
      kind,
      resources.filter(each => kindIn(each) === kind),
    ),
  )
  return JSON.stringify({ ...same, Resource: shared.length === 1 ? shared[0] : shared })
}

/** `arn:aws:ssm:eu-west-1:123456789012:parameter`: a statement that is for all of one kind gives too much. */
const kindIn = (arn: string) => /^(?:[^:]*:){5}[^:/]*/.exec(arn)?.[0] ?? arn

/** The path, or the words of a name, that all of them begin with; where that is the kind alone, they themselves. */
function shortened(kind: string, [first = '', ...others]: readonly string[]): string[] {
  let end = first.length
  for (const each of others) while (!each.startsWith(first.slice(0, end))) end--
  const path = first.slice(0, Math.max(...['/', '-', '_', '.'].map(mark => first.lastIndexOf(mark, end - 1))) + 1)
  return others.length > 0 && path.length > kind.length + 1 ? [`${path}*`] : [first, ...others]
}

/** Of two of the same action and barrier one statement is made, whatever they are missing of. */
export const isAlike = (one: Lack, other: Lack): boolean => alikeBy(one) === alikeBy(other)

function alikeBy({ statement, barrier }: Lack): string {
  const { Resource: _, ...same } = JSON.parse(statement)
  return JSON.stringify([same, barrier])
}

/** What a missing permission is mended by is told once, at the end of the run. */
export const letter = ({ message, advice, cause }: { message: string; advice: string; cause?: unknown }): string =>
  lackOf(cause) ? message : `${message} ${advice}`
