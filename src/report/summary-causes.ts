/** What the job summary says of why a service did not get there. Pure. */
import type { LostTask } from '../rollout/cause.ts'
import { code, details, text } from './markdown.ts'
import type { Report, ServiceReport } from './report.ts'

export const causes = ({ services }: Report): string[] =>
  Object.entries(services).flatMap(([name, service]) => causeOf(name, service))

function causeOf(name: string, { outcome, reason, evidence, fallback, change: moved }: ServiceReport): string[] {
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
