/** The table of the job summary: one row per service. Pure. */
import { markOf } from './mark.ts'
import { code, text } from './markdown.ts'
import type { Report } from './report.ts'

export function serviceTable({ services }: Report): string[] {
  const rows = Object.entries(services).map(([name, service]) => {
    const cells = [
      text(name),
      `${markOf(service.outcome)} ${service.outcome}`,
      text(service.change),
      code(service.previousRevision),
      code(service.revision),
      (service.running ?? []).map(({ tasks, revision }) => `${tasks} × ${code(revision)}`).join(', '),
      `${service.seconds} s`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  const table = [
    '| service | outcome | version | from | to | runs now | took |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ]
  return rows.length > 0 ? [table.join('\n')] : []
}
