/** A run in few words: for the annotation, and at the top of the summary. Pure. */
import type { Lack } from '../failure/permission.ts'
import { sentence } from '../failure/words.ts'
import type { FailureReport, Report, ServiceReport } from './report.ts'

/** `deploy 1.2.0: rolled-back` */
export const headline = ({ command, version, outcome }: Report) => `${`${command} ${version}`.trim()}: ${outcome}`

/** The permissions that nothing else in the report tells of: the run went on without them. */
export function untoldLacks({ lacks, failure, services }: Report): readonly Lack[] {
  const told = [failure?.advice ?? '', ...Object.values(services).map(({ reason }) => reason)]
  // who asks for a name that is not there is denied it, and needs the right name
  const excused = (failure?.faults.length ?? 0) > 0 ? 'ecs:DescribeServices' : ''
  return lacks.filter(({ action, statement }) => action !== excused && !told.some(each => each.includes(statement)))
}

/** One paragraph for the annotation: what went wrong, what ECS says of it, and what runs now. */
export function explanation(report: Report): string {
  if (report.failure) {
    const begun = Object.keys(report.services).length > 0
    return `${whole(report.failure)} ${begun ? 'Look in ECS what runs now.' : 'Nothing was changed.'}`
  }
  const services = Object.entries(report.services)
  const waiting = services.filter(([, { outcome }]) => outcome === 'not-started').map(([name]) => name)
  const told = services
    .filter(([, { outcome }]) => outcome !== 'not-started' && outcome !== 'deployed' && outcome !== 'unchanged')
    .map(([name, { reason, evidence, running }]) => {
      const why = evidence && evidence.cause.kind !== 'unclear' ? `${name} ${evidence.cause.sentence}. ` : ''
      return `${why}${name}: ${reason.replace(/\.$/, '')}. ${nowRuns(running)}.`
    })
  return [...told, ...(waiting.length > 0 ? [`Left alone: ${waiting.join(', ')}.`] : [])].join(' ')
}

/** Of a refusal the first faults themselves: an annotation is all that many people read. */
function whole({ message, faults }: FailureReport): string {
  const [first, ...more] = faults
  if (!first) return sentence(message)
  const told = [first, ...more.slice(0, 4)].map(({ what }) => sentence(what))
  return [...told, ...(more.length > 4 ? [`And ${more.length - 4} more.`] : [])].join(' ')
}

function nowRuns(running: ServiceReport['running']): string {
  const parts = running.map(({ tasks, revision, version }) => {
    const name = version === '' ? revision : `${version} (${revision})`
    return `${tasks} ${tasks === 1 ? 'task' : 'tasks'} of ${name}`
  })
  return parts.length === 0 ? 'Nothing runs now' : `Now running: ${parts.join(', ')}`
}
