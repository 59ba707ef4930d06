/** The top of the job summary: what was done where, and how it ended. Pure. */
import { shortSha } from '../image/reference.ts'
import { explanation, headline } from './explanation.ts'
import { markOf } from './mark.ts'
import { code, told } from './markdown.ts'
import type { Report } from './report.ts'

export function head(report: Report): string[] {
  const environment = report.environment === '' ? '' : `environment ${code(report.environment)} · `
  const commit = report.commit === '' ? '' : ` · commit ${code(shortSha(report.commit))}`
  return [
    `## ${markOf(report.outcome)} ${told(headline(report))}`,
    `${environment}cluster ${code(report.cluster)} · ${code(report.region)}${commit} · ${Math.round(report.seconds)} s`,
    ...(report.reason === '' ? [] : [`Reason: ${told(report.reason)}`]),
    ...[explanation(report, told)].filter(Boolean),
    ...(report.endpoint ? [`> Not AWS: the endpoint was ${code(report.endpoint)}.`] : []),
  ]
}
