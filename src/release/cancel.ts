/** What becomes of rollouts when the workflow is cancelled. */
import type { Edges } from '../edge/edges.ts'
import { failureOf } from '../failure/failure.ts'
import { letter } from '../failure/permission.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import { stopDeployment } from '../rollout/undo.ts'
import type { Ending } from '../rollout/watch.ts'

/** How many are stopped at once. */
const TOGETHER = 10

/** Ours by its ARN, or nothing: what else runs there is somebody else's. Gives the endings with what became of each in its reason. */
export async function undo(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  endings: ReadonlyMap<Rollout, Ending>,
  { onCancel }: { readonly onCancel: 'leave' | 'rollback' },
): Promise<Map<Rollout, Ending>> {
  const told = new Map(endings)
  const waiting = [...endings].filter(([, { verdict }]) => verdict.outcome === 'cancelled')
  const inTurn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [rollout, ending] = next
      const { words, why } = await undone(aws, rollout, ending, onCancel)
      if (why === undefined) runner.say(`${rollout.name}  ${words}`)
      else runner.warn(`${rollout.name} ${words}`, why)
      const reason = [`${ending.verdict.reason}: it ${words}`, ...(why === undefined ? [] : [why])].join('. ')
      told.set(rollout, { ...ending, verdict: { ...ending.verdict, reason } })
    }
  }
  // what is left of the run's time is for all of them together
  await Promise.all(Array.from({ length: TOGETHER }, inTurn))
  return told
}

/** What became of it, after its name; `why`: why it was not rolled back, where that is worth a warning. */
interface Undone {
  readonly words: string
  readonly why?: string
}

async function undone(
  aws: Edges['aws'],
  { name, adopted, counted }: Rollout,
  { deployment, last }: Ending,
  onCancel: 'leave' | 'rollback',
): Promise<Undone> {
  if (adopted !== undefined) return { words: 'is left as it is: this run ordered nothing there' }
  if (counted !== undefined)
    return { words: 'is left as it is: this run ordered no deployment there, only another number of tasks' }
  if (onCancel === 'leave') return { words: 'goes on in ECS (on-cancel: leave)' }
  const words = 'was not rolled back'
  if (deployment === undefined) {
    const unseen =
      last?.source === 'deployments'
        ? 'The service-deployments API does not answer here, so its service deployment is not known'
        : 'ECS does not show its service deployment yet'
    return { words, why: `${unseen} and cannot be stopped. It goes on.` }
  }
  return await stopDeployment(aws, deployment).then(
    asked => ({
      words: asked ? 'is being rolled back: ECS was asked to' : 'had ended already, and nothing was stopped',
    }),
    error => ({ words, why: letter(failureOf(error, `stop the rollout of ${name}`)) }),
  )
}
