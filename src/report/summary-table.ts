/** The table of the job summary: one row per service. Pure. */
import { markOf } from './mark.ts'
import { code, table } from './markdown.ts'
import type { Report, ServiceReport } from './report.ts'

const HEADS = ['service', 'outcome', 'version', 'from', 'to', 'runs now', 'took'] as const

export const serviceTable = ({ services }: Report): string[] =>
  table(
    HEADS,
    Object.entries(services).map(([name, service]) => [
      { found: name },
      `${markOf(service.outcome)} ${service.outcome}`,
      { found: service.change },
      { found: service.previousRevision },
      { found: service.revision },
      runs(service),
      `${service.seconds} s`,
    ]),
  )

// a revision is named `family:41`, and neither has a `|`
const runs = ({ running }: ServiceReport) =>
  running === undefined
    ? 'not known'
    : running.map(({ tasks, revision }) => `${tasks} × ${code(revision)}`).join(', ') || 'nothing'
