/** What a run ended with, as index.ts reads it off the story. */
import type { Failure } from '../../src/failure/failure.ts'
import type { Story } from '../../src/main.ts'
import type { Result } from '../../src/release/result.ts'
import { brokenOff, overall } from '../../src/report/overall.ts'
import { serviceReport } from '../../src/report/report.ts'
import type { Outcome } from '../../src/rollout/verdict.ts'

export function outcomeOf(story: Story, failure: Failure | undefined, cancelled: boolean): Outcome {
  if (failure) return brokenOff({ cancelled, ordered: false })
  return overall(story.results, false)
}

export const resultOf = (result: Result) => ({ name: result.standing.entry.name, ...serviceReport(result) })
