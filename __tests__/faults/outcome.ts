/** What a run ended with, as its report says it. */
import { refuses } from '../../src/failure/code.ts'
import { type Journal, resultsOf } from '../../src/release/journal.ts'
import type { Result } from '../../src/release/result.ts'
import { brokenOff, overall } from '../../src/report/overall.ts'
import { serviceReport } from '../../src/report/report.ts'
import type { Outcome } from '../../src/rollout/verdict.ts'

export function outcomeOf(journal: Journal, cancelled: boolean): Outcome {
  const failure = journal.last('failure')?.failure
  if (!failure) return overall(resultsOf(journal))
  return brokenOff({ cancelled, refused: refuses(failure.code), ordered: journal.last('order') !== undefined })
}

export const resultOf = (result: Result) => ({ name: result.standing.place.name, ...serviceReport(result) })
