/** What the job summary says of why a service did not get there. Pure. */
import { sentence } from '../failure/words.ts'
import type { LostTask } from '../rollout/cause.ts'
import { hints } from './hint.ts'
import { code, details, told } from './markdown.ts'
import type { Report, ServiceReport } from './report.ts'

export const causes = ({ services }: Report): string[] =>
  Object.entries(services).flatMap(([name, service]) => causeOf(name, service))

function causeOf(name: string, { outcome, reason, evidence, fallback, since }: ServiceReport): string[] {
  if (!evidence)
    return fallback
      ? [`${code(name)}: judged without the service-deployments API, from two reads of DescribeServices.`]
      : []
  const { cause, lost, events } = evidence
  return [
    `### Why ${told(name)} is ${outcome}`,
    `${told(sentence(`${name} ${cause.sentence}`))} ${hints(name, evidence).map(told).join(' ')}`,
    `${since === undefined ? 'ECS says' : 'Since then'}: ${told(reason)}${fallback ? ' (judged without the service-deployments API)' : ''}`,
    ...(lost.length > 0 ? [lost.map(lostTask).join('\n')] : []),
    ...lost
      .filter(({ log }) => log.length > 0)
      .slice(0, 1)
      .map(({ id, log }) =>
        details(`Last log lines of task ${id.replace(/[^\da-z]/gi, '').slice(0, 8)}`, log.join('\n')),
      ),
    ...(events.length > 0 ? [details('Service events since the start', events.slice(-30).join('\n'))] : []),
  ]
}

/** A list: in the cells of a table, what AWS says would have to be escaped. */
function lostTask({ id, stopCode, stoppedReason, containers }: LostTask): string {
  const lines = containers.map(({ name, exitCode, reason, health }) => {
    const state = [
      exitCode === undefined ? 'did not start' : `exit code ${exitCode}`,
      health && `health ${told(health)}`,
    ]
    return `  - ${code(name)}: ${state.filter(Boolean).join(', ')}${reason ? `: ${told(reason)}` : ''}`
  })
  return [
    `- task ${code(id.slice(0, 8))}: ${told([stopCode, stoppedReason].filter(Boolean).join(': '))}`,
    ...lines,
  ].join('\n')
}
