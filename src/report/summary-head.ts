/** The top of the job summary: what was done where, and how it ended. Pure. */
import { shortSha } from '../image/reference.ts'
import { aftermath, headline } from './explanation.ts'
import { markOf } from './mark.ts'
import { code, told } from './markdown.ts'
import type { Report } from './report.ts'

export const head = (report: Report): string[] => [
  `## ${markOf(report.outcome)} ${told(headline(report))}`,
  place(report),
  ...(report.reason === '' ? [] : [`Reason: ${told(report.reason)}`]),
  ...[aftermath(report, told)].filter(Boolean),
  ...(report.endpoint ? [`> Not AWS: the endpoint was ${code(report.endpoint)}.`] : []),
]

/** As far as it is known: inputs may be refused before. */
function place({ environment, cluster, region, commit, seconds }: Report): string {
  const named = (name: string, value: string) => (value === '' ? '' : `${name} ${code(value)}`.trim())
  const parts = [
    named('environment', environment),
    named('cluster', cluster),
    code(region),
    named('commit', shortSha(commit)),
  ]
  return [...parts, `${Math.round(seconds)} s`].filter(Boolean).join(' · ')
}
