/** A run in few words: for the annotation, and at the top of the summary. Pure. */
import { byAction, isToldIn, type Lack } from '../failure/permission.ts'
import { sentence } from '../failure/words.ts'
import type { FailureReport, Report, ServiceReport } from './report.ts'

/** Writes what others wrote: as it is in the log, so that it cannot act in markdown. */
type Show = (found: string) => string

/** `deploy 1.2.0: rolled-back` */
export const headline = ({ command, version, outcome }: Report) =>
  `${[command, version].filter(Boolean).join(' ') || 'evenkeel'}: ${outcome}`

/** The permissions that nothing else in the report tells of: the run went on without them. */
export function untoldLacks({ lacks, failure, services }: Report): readonly Lack[] {
  const fixes = failure?.faults.map(({ fix }) => fix) ?? []
  const told = [failure?.advice ?? '', ...fixes, ...Object.values(services).map(({ reason }) => reason)]
  // who asks for a name that is not there is denied it, and needs the right name
  const excused = (failure?.faults.length ?? 0) > 0 ? 'ecs:DescribeServices' : ''
  return byAction(lacks.filter(lack => lack.action !== excused && !told.some(each => isToldIn(each, lack))))
}

/**
 * One paragraph for the annotation: what went wrong, what ECS says of it, what runs now, and who stands where. Of a run that
 * ended well only what is worth knowing all the same.
 */
export function explanation(report: Report, show: Show = found => found): string {
  return [report.failure ? whole(report.failure, show) : '', aftermath(report, show)].filter(Boolean).join(' ')
}

/** The same without the failure itself, where that stands beside it. */
export function aftermath(report: Report, show: Show): string {
  return [...whatItLeft(report), ...whyOfServices(report, show), ...whoStandsWhere(report, show)].join(' ')
}

const NOT_KNOWN = 'What runs now is not known: look in ECS'

function whatItLeft({ failure, ordered }: Report): string[] {
  return failure ? [ordered ? `${NOT_KNOWN}.` : 'Nothing was changed.'] : []
}

/** Of a refusal the first faults themselves: an annotation is all that many people read. */
function whole({ message, faults }: FailureReport, show: Show): string {
  const [first, ...more] = faults
  if (!first) return show(sentence(message))
  const told = [first, ...more.slice(0, 4)].map(({ what }) => show(sentence(what)))
  return [...told, ...(more.length > 4 ? [`And ${more.length - 4} more.`] : [])].join(' ')
}

function whyOfServices(report: Report, show: Show): string[] {
  return namesOf(report, stands => stands === 'not' || stands === 'not known')
    .filter(name => report.services[name]?.outcome !== 'not-started')
    .map(name => {
      const { reason, evidence, ...seen } = report.services[name] as ServiceReport
      const why =
        evidence && evidence.cause.kind !== 'unclear' ? `${show(sentence(`${name} ${evidence.cause.sentence}`))} ` : ''
      return `${why}${show(name)}: ${show(reason.replace(/\.$/, ''))}. ${nowRuns(seen, show)}.`
    })
}

/** Both sides, where there are two. */
function whoStandsWhere(report: Report, show: Show): string[] {
  const { command, version, services } = report
  const reached = command === 'restart' ? 'With new tasks' : 'On the new revision'
  const listed = (names: readonly string[]) => names.map(show).join(', ')
  const line = (title: string, names: readonly string[]) => (names.length > 0 ? [`${title}: ${listed(names)}.`] : [])
  const on = namesOf(report, stands => stands === 'on')
  const not = namesOf(report, stands => stands === 'not')
  const unclear = namesOf(report, stands => stands === 'not known')
  const atZero = line(
    'At 0 tasks, so nothing is proven',
    namesOf(report, stands => stands === 'at 0'),
  )
  if (not.length + unclear.length === 0 && report.failure === undefined) return atZero
  if (on.length === 0 && report.outcome !== 'partial')
    return [
      ...line(
        'Left alone',
        not.filter(name => services[name]?.outcome === 'not-started'),
      ),
      ...atZero,
    ]
  const told = not.map(name => `${show(name)} (${services[name]?.outcome})`)
  return [
    ...line(version === '' ? reached : `On ${show(version)}`, on),
    ...line(
      'Unchanged',
      namesOf(report, stands => stands === 'unchanged'),
    ),
    ...(told.length > 0 ? [`Not: ${told.join(', ')}.`] : []),
    ...line('Not known', unclear),
    ...atZero,
  ]
}

type Stands = 'on' | 'unchanged' | 'at 0' | 'not' | 'not known'

function namesOf({ services }: Report, wanted: (stands: Stands) => boolean): string[] {
  return Object.entries(services).flatMap(([name, service]) => (wanted(standsOf(service)) ? [name] : []))
}

function standsOf({ outcome, mayStandAtZero }: ServiceReport): Stands {
  if (outcome === 'deployed') return 'on'
  if (outcome === 'unchanged') return outcome
  if (outcome === 'unknown') return 'not known'
  return outcome === 'no-tasks' && mayStandAtZero ? 'at 0' : 'not'
}

/** The rollout goes on in ECS, or what became of it could not be seen: what was seen is past. */
const GOES_ON: ReadonlySet<ServiceReport['outcome']> = new Set(['cancelled', 'timed-out', 'paused', 'unknown'])

function nowRuns({ running, outcome }: Pick<ServiceReport, 'running' | 'outcome'>, show: Show): string {
  if (running === undefined) return NOT_KNOWN
  const parts = running.map(({ tasks, revision, version }) => {
    const name = version === '' ? show(revision) : `${show(version)} (${show(revision)})`
    return `${tasks} ${tasks === 1 ? 'task' : 'tasks'} of ${name}`
  })
  if (GOES_ON.has(outcome))
    return parts.length === 0 ? 'Nothing ran when last seen' : `Last seen running: ${parts.join(', ')}`
  return parts.length === 0 ? 'Nothing runs now' : `Now running: ${parts.join(', ')}`
}
