/** Asks for what the verdict will rest on, before anything moves: a run that could only end `unknown` does not start. */
import type { Aws } from '../edge/aws.ts'
import type { Runner } from '../edge/runner.ts'
import { isDenied, isRefused } from '../failure/aws.ts'
import { type Fault, failureOf } from '../failure/failure.ts'
import { lackOf } from '../failure/permission.ts'
import { changesBetween, nameOfRevision } from '../revision/document.ts'
import { unguarded, unreadable } from '../rollout/readiness.ts'
import type { Place } from '../rollout/standing.ts'
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

/** What a verdict cannot do without and the role may not read, of one service of each cluster. */
export async function deniedReads(aws: Pick<Aws, 'ecs'>, places: readonly Place[]): Promise<Fault[]> {
  const clusters = new Map(places.map(place => [place.cluster, place]))
  const faults: Fault[] = []
  const ask = async (what: string, call: () => Promise<unknown>) => {
    await call().catch(error => {
      if (isDenied(error)) faults.push(lacking(what, error))
      // AWS may well refuse to tell of a task that is not there
      else if (!isRefused(error)) throw failureOf(error, what)
    })
  }
  for (const place of clusters.values()) await tryTasks(aws, place, ask)
  return faults
}

/** What a rollout lacks and can do without: something in ECS that ends a broken release, and lines that explain one. */
export function warnUnguarded(
  { runner }: { readonly runner: Pick<Runner, 'say' | 'warn'> },
  planned: readonly Planned[],
): void {
  for (const part of planned.filter(each => each.step.kind === 'build' || moves(each))) {
    const { entry, goal, standing } = part
    const { live, latest } = standing
    const template = templateOf(part, planned)
    const unused = goal.kind === 'image' && template === live && latest ? changesBetween(live, latest, entry) : ''
    if (unused !== '') {
      const name = nameOfRevision(latest?.definition.taskDefinitionArn ?? '')
      runner.warn(
        `${entry.name}: a newer revision is not used`,
        `${name} differs from what the service stands on (${unused}); several services stand on its family, or it cannot be read whether they do, so each keeps its own shape. Give it a family of its own, or say \`task-definition: ${name}\`.`,
      )
    }
    const open = unguarded(standing)
    if (open !== undefined) runner.warn(`${entry.name} is not guarded`, open)
    const unread = goal.kind === 'image' ? unreadable(standing, templateOf(part, planned) ?? standing.live) : undefined
    if (unread !== undefined) runner.say(`${entry.name}  ${unread}`)
  }
}

/** Nothing is moved, and its tasks have to show that all is well. */
const isWatched = ({ step }: Planned): boolean => step.kind === 'adopt' || step.kind === 'unchanged'

/** A read that was denied, with the statement that allows it. */
export function lacking(deed: string, error: unknown): Fault {
  const lack = lackOf(error, deed)
  const what = `the role lacks ${lack?.action ?? deed}: without it nobody can say how a rollout ends`
  return { code: 'EVK-211', what, fix: lack ? `Add to the role's policy: ${lack.statement}` : String(error) }
}
