/** What becomes of rollouts when the workflow is cancelled. */
import type { Edges } from '../edge/edges.ts'
import { portions } from '../edge/pages.ts'
import { failureOf } from '../failure/failure.ts'
import { letter } from '../failure/permission.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import { stopDeployment } from '../rollout/undo.ts'
import type { Ending } from '../rollout/watch.ts'

/** How many are stopped at once. */
const TOGETHER = 10

/** Ours by its ARN, or nothing: what else runs there is somebody else's. */
export async function undo(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  endings: ReadonlyMap<Rollout, Ending>,
  { onCancel }: { readonly onCancel: 'leave' | 'rollback' },
): Promise<void> {
  const cancelled = [...endings].filter(([, { verdict }]) => verdict.outcome === 'cancelled')
  // what is left of the run's time is for all of them together
  for (const some of portions(cancelled, TOGETHER)) {
    const told = await Promise.all(some.map(([rollout, ending]) => undone(aws, rollout, ending, onCancel)))
    for (const [i, [{ name }]] of some.entries()) {
      const { words, why } = told[i] as Told
      if (why === undefined) runner.say(`${name}  ${words}`)
      else runner.warn(`${name} ${words}`, why)
    }
  }
}

/** `why` not, where that is worth a warning. */
interface Told {
  readonly words: string
  readonly why?: string
}

async function undone(
  aws: Edges['aws'],
  { name, adopted, counted }: Rollout,
  { deployment }: Ending,
  onCancel: 'leave' | 'rollback',
): Promise<Told> {
  if (adopted !== undefined) return { words: 'is left as it is: this run ordered nothing there' }
  if (counted !== undefined)
    return { words: 'is left as it is: this run ordered no deployment there, only another number of tasks' }
  if (onCancel === 'leave') return { words: 'the rollout goes on in ECS (on-cancel: leave)' }
  const words = 'was not rolled back'
  if (deployment === undefined)
    return { words, why: 'ECS does not show its service deployment yet, so it cannot be stopped. It goes on.' }
  return await stopDeployment(aws, deployment).then(
    asked => ({ words: asked ? 'ECS was asked to roll back' : 'had ended already' }),
    error => ({ words, why: letter(failureOf(error, `stop the rollout of ${name}`)) }),
  )
}
