/** The report of a run, from its journal. Pure. */
import { refuses } from '../failure/code.ts'
import type { Journal } from '../release/journal.ts'
import { brokenOff, overall } from './overall.ts'
import { failureReport, type Report, serviceReport } from './report.ts'

export interface Circumstances {
  readonly asked: Pick<Report, 'command' | 'environment' | 'reason'>
  readonly run: string
  readonly endpoint: string | undefined
  readonly cancelled: boolean
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt: number
}

export function reportOf(
  journal: Journal,
  { asked, run, endpoint, cancelled, startedAt, endedAt }: Circumstances,
): Report {
  const results = journal.all('result').map(({ result }) => result)
  const failure = journal.last('failure')?.failure
  const ordered = journal.last('order') !== undefined
  const lacks = new Map(journal.all('lack').map(({ lack }) => [lack.statement, lack]))
  return {
    ...asked,
    outcome: failure ? brokenOff({ cancelled, refused: refuses(failure.code), ordered }) : overall(results),
    version: journal.last('aim')?.version ?? '',
    commit: journal.last('aim')?.commit ?? '',
    cluster: journal.last('place')?.cluster ?? '',
    region: journal.last('place')?.region ?? '',
    endpoint,
    run,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (endedAt - startedAt) / 1000,
    services: Object.fromEntries(results.map(result => [result.standing.place.name, serviceReport(result)])),
    ordered,
    failure: failure && failureReport(failure),
    lacks: [...lacks.values()],
  }
}
