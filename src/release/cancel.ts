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
  const ended = [...endings].filter(([, { verdict }]) => verdict.outcome === 'cancelled')
  // what is left of the run's time is for all of them together
  for (const some of portions(ended, TOGETHER)) {
    const asked = await Promise.all(
      some.map(async ([{ name, adopted, counted }, { deployment }]) => {
        if (adopted !== undefined || counted !== undefined || onCancel === 'leave' || deployment === undefined)
          return undefined
        return await stopDeployment(aws, deployment).catch(error => failureOf(error, `stop the rollout of ${name}`))
      }),
    )
    for (const [i, [{ name, adopted, counted }, { deployment }]] of some.entries()) {
      const answer = asked[i]
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
      } else if (answer instanceof Error) {
        runner.warn(`${name} was not rolled back`, letter(answer))
      } else runner.say(`${name}  ${answer ? 'ECS was asked to roll back' : 'had ended already'}`)
    }
  }
}
