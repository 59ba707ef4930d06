/** Leaves the reason of a rollback with the revision of every rollout that was begun, however it ended. */
import type { Edges } from '../edge/edges.ts'
import { annotate } from '../revision/annotate.ts'
import type { Journal } from './journal.ts'

export async function leaveReason({ aws, runner }: Edges, reason: string, journal: Journal): Promise<void> {
  const { repository, id } = runner.run
  for (const { result } of journal.all('result')) {
    const { revision, ending } = result
    if (!revision || !ending) continue
    await annotate(aws, revision, reason, `${repository}/${id}`).catch(error => {
      runner.warn(`${revision.name} does not hold the reason`, error instanceof Error ? error.message : String(error))
    })
  }
}
