/** Leaves the reason of a rollback with the revision of every rollout that was begun, however it ended. */
import type { Edges } from '../edge/edges.ts'
import { pathOf } from '../edge/runner.ts'
import { annotate } from '../revision/annotate.ts'
import { noteOf } from '../revision/document.ts'
import { type Journal, resultsOf } from './journal.ts'

/** The report does not wait longer for it. */
const LEAVING_MS = 20_000

export async function leaveReason({ aws, runner }: Edges, reason: string, journal: Journal): Promise<void> {
  const note = noteOf(reason, pathOf(runner.run))
  const begun = resultsOf(journal).flatMap(({ revision, ending }) => (revision && ending ? revision : []))
  await aws.within(LEAVING_MS, async () => {
    await Promise.all(
      begun.map(revision =>
        annotate(aws, revision, note, 'reason').catch(error => {
          runner.warn(
            `${revision.name} does not hold the reason`,
            error instanceof Error ? error.message : String(error),
          )
        }),
      ),
    )
  })
}
