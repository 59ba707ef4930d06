/** What becomes of rollouts when the workflow is cancelled. */
import type { Edges } from '../edge/edges.ts'
import { failureOf } from '../failure/failure.ts'
import { letter } from '../failure/permission.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import { stopDeployment } from '../rollout/undo.ts'
import type { Ending } from '../rollout/watch.ts'

/** Ours by its ARN, or nothing: what else runs there is somebody else's. */
export async function undo(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  endings: ReadonlyMap<Rollout, Ending>,
  { onCancel }: { readonly onCancel: 'leave' | 'rollback' },
): Promise<void> {
  for (const [{ name, adopted, counted }, { verdict, deployment }] of endings) {
    if (verdict.outcome !== 'cancelled') continue
    if (adopted !== undefined) {
      runner.say(`${name}  is left as it is: this run ordered nothing there`)
    } else if (counted !== undefined) {
      runner.say(`${name}  is left as it is: this run ordered no deployment there, only another number of tasks`)
    } else if (onCancel === 'leave') {
      runner.say(`${name}  the rollout goes on in ECS (on-cancel: leave)`)
    } else if (deployment === undefined) {
      runner.warn(
        `${name} was not rolled back`,
        'ECS does not show its service deployment yet, so it cannot be stopped. It goes on.',
      )
    } else {
      const asked = await stopDeployment(aws, deployment).catch(error =>
        failureOf(error, `stop the rollout of ${name}`),
      )
      if (asked instanceof Error) runner.warn(`${name} was not rolled back`, letter(asked))
      else runner.say(`${name}  ${asked ? 'ECS was asked to roll back' : 'had ended already'}`)
    }
  }
}
