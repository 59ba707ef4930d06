/** The job summary. Pure: a report in, GitHub's markdown out. */
import type { Lack } from '../failure/permission.ts'
import { shortSha } from '../image/reference.ts'
import type { LostTask } from '../rollout/cause.ts'
import type { Outcome } from '../rollout/verdict.ts'
import { explanation, untoldLacks } from './explanation.ts'
import { code, details, fence, text } from './markdown.ts'
import type { FailureReport, Report, ServiceReport } from './report.ts'

const MARKS: Record<Outcome | 'not-started', string> = {
  deployed: '✅',
  unchanged: '⚪',
  'rolled-back': '↩️',
  'failed-on-old': '❌',
  'failed-mixed': '🚨',
  superseded: '⏭️',
  cancelled: '🛑',
  'timed-out': '⏰',
  'no-tasks': '💤',
  unknown: '❓',
  'not-started': '·',
}

/** The job summary, as GitHub's markdown. */
export function summaryOf(report: Report): string {
  const rows = Object.entries(report.services).map(([name, service]) => {
    const cells = [
      text(name),
      `${MARKS[service.outcome]} ${service.outcome}`,
      text(service.change),
      code(service.previousRevision),
      code(service.revision),
      service.running.map(({ tasks, revision }) => `${tasks} × ${code(revision)}`).join(', '),
      `${service.seconds} s`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  const table = [
    '| service | outcome | version | from | to | runs now | took |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ]
  const environment = report.environment === '' ? '' : `environment ${code(report.environment)} · `
  const commit = report.commit === '' ? '' : ` · commit ${code(shortSha(report.commit))}`
  return [
    `## ${MARKS[report.outcome]} ${report.command} ${text(report.version)}: ${report.outcome}`.replace(/ +:/, ':'),
    `${environment}cluster ${code(report.cluster)} · ${code(report.region)}${commit} · ${Math.round(report.seconds)} s`,
    ...(report.reason === '' ? [] : [`Reason: ${text(report.reason)}`]),
    ...(report.outcome === 'deployed' || report.outcome === 'unchanged' ? [] : [text(explanation(report))]),
    ...(report.endpoint ? [`> Not AWS: the endpoint was ${code(report.endpoint)}.`] : []),
    ...(rows.length > 0 ? [table.join('\n')] : []),
    ...(report.failure ? [failureSection(report.failure)] : []),
    ...lackSection(untoldLacks(report)),
    ...Object.entries(report.services).flatMap(([name, service]) => serviceSection(name, service)),
    '',
  ].join('\n\n')
}

function failureSection({ code: id, title, message, advice, faults }: FailureReport): string {
  if (faults.length > 0) {
    return [
      `### ${text(title)}`,
      ...faults.map(each => `- **${each.code}** ${text(each.what)}  \n  ${text(each.fix)}`),
    ].join('\n')
  }
  return [`### ${text(title)}`, `**${id}** ${text(message)}`, fence(advice)].join('\n\n')
}

function lackSection(lacks: readonly Lack[]): string[] {
  if (lacks.length === 0) return []
  const statements = lacks.map(({ statement }) => statement).join(',\n')
  return [
    '### Permissions that were missing',
    'The run went on without them. Statements for the role’s policy:',
    fence(statements),
  ]
}

function serviceSection(name: string, { outcome, reason, evidence, fallback, change: moved }: ServiceReport): string[] {
  if (!evidence)
    return fallback
      ? [`*${text(name)}: judged without the service-deployments API, from two reads of DescribeServices.*`]
      : []
  const { cause, lost, events } = evidence
  return [
    `### Why ${text(name)} is ${outcome}`,
    `**${text(name)} ${text(cause.sentence)}.** ${text(cause.hint)}`,
    `ECS says: ${text(reason)}${fallback ? ' (judged without the service-deployments API)' : ''}`,
    ...(lost.length > 0 ? [lostTable(lost)] : []),
    ...lost
      .filter(({ log }) => log.length > 0)
      .slice(0, 1)
      .map(({ id, log }) => details(`Last log lines of task ${id} (${moved})`, log.join('\n'))),
    ...(events.length > 0 ? [details('Service events since the start', events.slice(-30).join('\n'))] : []),
  ]
}

function lostTable(lost: readonly LostTask[]): string {
  const rows = lost.flatMap(({ id, stopCode, stoppedReason, containers }) =>
    containers.map(({ name, exitCode, reason, health }) => {
      const told = [stopCode, stoppedReason, name, String(exitCode ?? ''), health ?? '', reason ?? '']
      return `| ${[code(id.slice(0, 8)), ...told.map(text)].join(' | ')} |`
    }),
  )
  return [
    '| task | stop code | stopped reason | container | exit code | health | reason |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
