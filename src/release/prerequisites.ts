/** Asks for what the verdict will rest on, before anything moves: a run that could only end `unknown` does not start. */
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import type { Runner } from '../edge/runner.ts'
import { isDenied, isRefused } from '../failure/aws.ts'
import { Failure, type Fault, failureOf, onceMended, Refusal } from '../failure/failure.ts'
import { lackOf, mendOf, ofAll } from '../failure/permission.ts'
import { findTags } from '../image/find.ts'
import { minutesInTurn } from '../request/order.ts'
import { changesBetween, nameOfRevision } from '../revision/document.ts'
import { unguarded, unreadable } from '../rollout/readiness.ts'
import { type Place, running } from '../rollout/standing.ts'
import { leastMinutes, ownMinutes } from '../rollout/strategy.ts'
import { tryTasks } from '../rollout/tasks.ts'
import { moves, type Planned, templateOf } from './plan.ts'

/** Every fault at once, each with the statement that mends it. */
export async function prerequisites(
  { aws }: { readonly aws: Pick<Aws, 'ecs'> },
  planned: readonly Planned[],
): Promise<Fault[]> {
  const judged = planned.filter(each => each.step.kind === 'build' || moves(each) || isWatched(each))
  return await deniedReads(
    aws,
    judged.map(({ standing }) => standing.place),
  )
}

/**
 * What a verdict cannot do without and the role may not read, of one service of each cluster. Where there is any of it, or `all` are
 * asked for, also what a run can do without, or meets later: who mends the role wants to do it once.
 */
export async function deniedReads(
  aws: Pick<Aws, 'ecs'>,
  places: readonly Place[],
  { all = false }: { readonly all?: boolean } = {},
): Promise<Fault[]> {
  const clusters = new Map(places.map(place => [place.cluster, place]))
  const faults: Fault[] = []
  const unanswered: Failure[] = []
  const asking = (why?: string) => async (what: string, call: () => Promise<unknown>) => {
    await call().catch(error => {
      if (isDenied(error)) faults.push(lacking(what, error, why ?? `this run cannot ${what}`, places))
      // AWS may well refuse to tell of a task that is not there
      else if (!isRefused(error)) unanswered.push(failureOf(error, what))
    })
  }
  for (const place of clusters.values()) await tryTasks(aws, place, asking(UNTOLD))
  // what the role lacks is told whether or not all else was answered
  const [first] = unanswered
  if (first !== undefined && faults.length === 0 && !all) throw first
  if (all || faults.length > 0) for (const place of clusters.values()) await tryHistory(aws, place, asking())
  return faults
}

/** What a release is built on, and what a rollback finds its way by. */
async function tryHistory(
  { ecs }: Pick<Aws, 'ecs'>,
  { cluster, service }: Place,
  ask: (what: string, call: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  let arn: string | undefined
  await ask(`describe the service ${service}`, async () => {
    const { services: [found] = [] } = await ecs.describeServices({ cluster, services: [service] })
    arn = found?.serviceArn
  })
  // whether it may be read does not depend on its name
  await ask('describe a task definition', () => ecs.describeTaskDefinition({ taskDefinition: service }))
  await ask(`list the service deployments of ${service}`, () =>
    ecs.listServiceDeployments({ cluster, service, maxResults: 1 }),
  )
  if (arn === undefined) return
  // one that is not there is told as missing
  const named = (kind: string) => [`${arn?.replace(':service/', `:${kind}/`)}/${'0'.repeat(16)}`]
  await ask(`describe a service deployment of ${service}`, () =>
    ecs.describeServiceDeployments({ serviceDeploymentArns: named('service-deployment') }),
  )
  await ask(`describe a service revision of ${service}`, () =>
    ecs.describeServiceRevisions({ serviceRevisionArns: named('service-revision') }),
  )
}

/** A read that is denied is told with all others that are; whatever else went wrong is handed back. */
export async function withOtherLacks(
  { aws }: { readonly aws: Pick<Aws, 'ecs' | 'ecr' | 'region'> },
  places: readonly Place[],
  repositories: readonly string[],
  error: unknown,
): Promise<unknown> {
  const lack = error instanceof Failure && !(error instanceof Refusal) ? lackOf(error.cause) : undefined
  if (!(error instanceof Failure) || lack === undefined) return error
  const whole = ofAll(lack, places)
  const first: Fault = { code: error.code, what: error.message, fix: mendOf(whole), lack: whole }
  const images = await Promise.all(
    repositories.map(async name => {
      const found = await findTags(aws, { name }, ['latest']).catch((denied: unknown) => denied)
      const cause = found instanceof Failure && isDenied(found.cause) ? found.cause : undefined
      return cause === undefined
        ? []
        : [lacking(`look for images of ${name}`, cause, `this run cannot look for images of ${name}`)]
    }),
  ).catch(() => [])
  const others = await deniedReads(aws, places, { all: true })
  return new Refusal(onceMended([first, ...others, ...images.flat()]))
}

/** What a rollout lacks and can do without: something in ECS that ends a broken release, and lines that explain one. */
export function warnUnguarded(
  { runner, clock, deadline }: Pick<Edges, 'clock' | 'deadline'> & { readonly runner: Pick<Runner, 'say' | 'warn'> },
  planned: readonly Planned[],
): void {
  const moving = planned.filter(each => each.step.kind === 'build' || moves(each))
  warnLong({ runner, left: Math.max(0, Math.round((deadline - clock.now()) / 60_000)) }, moving)
  for (const part of moving) {
    const { entry, goal, standing } = part
    const { latest, origin = latest } = standing
    const template = templateOf(part, planned)
    const unused =
      goal.kind === 'image' && template === running(standing) && origin ? changesBetween(template, origin, entry) : ''
    if (unused !== '') {
      const name = nameOfRevision(origin?.definition.taskDefinitionArn ?? '')
      runner.warn(
        `${entry.name}: a newer revision is not used`,
        `${name} differs from what the service stands on (${unused}); several services stand on its family, or it cannot be read whether they do, so each keeps its own shape. Give it a family of its own, or say \`task-definition: ${name}\`.`,
      )
    }
    const open = unguarded(standing)
    if (open !== undefined) runner.warn(`${entry.name} is not guarded`, open)
    const unread = goal.kind === 'image' ? unreadable(standing, template ?? standing.live) : undefined
    if (unread !== undefined) runner.say(`${entry.name}  ${unread}`)
  }
}

/** One wave waits for the other. `left`: minutes that the run has. */
function warnLong({ runner, left }: { runner: Pick<Runner, 'warn'>; left: number }, moving: readonly Planned[]): void {
  const parts = moving.map(({ entry: { name, needs, strategy }, standing }) => {
    const isOwn = strategy === undefined
    return { name, needs, isOwn, minutes: isOwn ? ownMinutes(standing.service) : leastMinutes(strategy) }
  })
  const minutes = minutesInTurn(parts, each => each.minutes)
  // what the manifest says has been held against the time already
  const names = parts.filter(each => each.isOwn && each.minutes > 0).map(({ name }) => name)
  if (names.length === 0 || minutes < left) return
  runner.warn(
    `${names.join(', ')} ${names.length === 1 ? 'takes' : 'take'} longer than this run may`,
    `Deployments one after another wait ${minutes} min by the strategies that the services have, and the run ends in ${left} min: set \`timeout\` well above ${minutes}m.`,
  )
}

/** Nothing is moved, and its tasks have to show that all is well. */
const isWatched = ({ step }: Planned): boolean => step.kind === 'adopt' || step.kind === 'unchanged'

const UNTOLD = 'nobody can say how a rollout ends'

/** A read that was denied, with the statement that allows it: for all of `places`, where it was asked of one of them. */
export function lacking(deed: string, error: unknown, why = UNTOLD, places: readonly Place[] = []): Fault {
  const lack = lackOf(error, deed)
  const what = `the role lacks ${lack?.action ?? deed}: without it ${why}`
  if (!lack) return { code: 'EVK-211', what, fix: String(error) }
  const whole = ofAll(lack, places)
  return { code: 'EVK-211', what, fix: mendOf(whole), lack: whole }
}
