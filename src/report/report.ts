/** What a run found out, as outputs, as a JSON file and as a job summary. Pure: values in, text out. */
import { type Failure, Refusal } from '../failure/failure.ts'
import type { Lack } from '../failure/permission.ts'
import { sentence } from '../failure/words.ts'
import { type ImageName, parseImage, shortSha } from '../image/reference.ts'
import { deploymentOf, type Result } from '../release/result.ts'
import { nameOfRevision } from '../revision/document.ts'
import type { Evidence, LostTask } from '../rollout/cause.ts'
import { change } from '../rollout/progress.ts'
import type { Outcome } from '../rollout/verdict.ts'

export interface Report {
  readonly command: 'deploy' | 'rollback' | 'locate'
  readonly outcome: Outcome
  /** The version deployed or rolled back to; empty where none was found. */
  readonly version: string
  readonly commit: string
  readonly cluster: string
  readonly region: string
  /** Of the manifest; empty where none was asked for. */
  readonly environment: string
  /** Why, in the words of the person who started it; often empty. */
  readonly reason: string
  /** Set when something other than AWS answered. */
  readonly endpoint: string | undefined
  readonly run: string
  readonly startedAt: string
  readonly seconds: number
  readonly services: Readonly<Record<string, ServiceReport>>
  /** Set where the run failed before or beside its services. */
  readonly failure: FailureReport | undefined
  /** Permissions that were denied, whether or not the run could do without them. */
  readonly lacks: readonly Lack[]
}

export interface ServiceReport {
  /** `not-started`: an earlier service failed, so this one was left alone. */
  readonly outcome: Outcome | 'not-started'
  readonly reason: string
  /** `shop/api@sha256:…`, without the registry: it holds the account's number, which GitHub may mask. */
  readonly image: string
  readonly digest: string
  /** `family:41` */
  readonly revision: string
  readonly previousRevision: string
  /** The revision on which ECS had the service when it was seen last. */
  readonly currentRevision: string
  /** Tasks that ran when the service was seen last, per revision; their version where it is known. */
  readonly running: readonly { readonly tasks: number; readonly revision: string; readonly version: string }[]
  /** `cluster/service/id` */
  readonly deployment: string
  /** `1.0.0 → 1.1.0` */
  readonly change: string
  readonly seconds: number
  /** Whether the verdict rests on DescribeServices alone. */
  readonly fallback: boolean
  readonly evidence: Evidence | undefined
}

export interface FailureReport {
  readonly code: string
  readonly title: string
  readonly message: string
  readonly advice: string
  readonly faults: readonly { code: string; what: string; fix: string }[]
  /** Path of the file at fault, relative to the workspace. */
  readonly file: string | undefined
}

export function serviceReport(result: Result): ServiceReport {
  const { standing, verdict, revision, evidence, ending, seconds } = result
  const { digest = '', repository, name } = parsed(revision?.image)
  const before = standing.liveRevision
  const after = ending?.last?.service.taskDefinition ?? before.arn
  return {
    outcome: verdict?.outcome ?? 'not-started',
    reason: verdict?.reason ?? 'an earlier service did not end well, so this one was left alone',
    image: repository === '' ? '' : `${name}${digest && `@${digest}`}`,
    digest,
    revision: revision?.name ?? '',
    previousRevision: before.name,
    currentRevision: nameOfRevision(after),
    running: runningOf(result),
    deployment: deploymentOf(result) ?? '',
    change: revision && verdict?.outcome !== 'unchanged' ? change(before, revision) : (before.version ?? before.name),
    seconds: Math.round(seconds * 10) / 10,
    fallback: verdict?.fallback ?? false,
    evidence,
  }
}

function runningOf({ standing, revision, ending }: Result): ServiceReport['running'] {
  const { deployments = [] } = ending?.last?.service ?? standing.service
  return deployments
    .filter(({ runningCount = 0 }) => runningCount > 0)
    .map(({ runningCount = 0, taskDefinition = '' }) => {
      const known = [standing.liveRevision, revision].find(each => each?.arn === taskDefinition)
      return { tasks: runningCount, revision: nameOfRevision(taskDefinition), version: known?.version ?? '' }
    })
}

const parsed = (image: string | undefined): ImageName =>
  image ? parseImage(image) : { repository: '', name: '', tag: undefined, digest: undefined }

/** The run's outcome: the worst of its services; a wave may have several. */
export function overall(results: readonly Result[]): Outcome {
  const outcomes = results.map(({ verdict }) => verdict?.outcome)
  return SEVERITY.find(outcome => outcomes.includes(outcome)) ?? 'unchanged'
}

const SEVERITY: readonly Outcome[] = [
  'failed-mixed',
  'unknown',
  'failed-on-old',
  'rolled-back',
  'superseded',
  'timed-out',
  'cancelled',
  'no-tasks',
  'deployed',
  'unchanged',
]

export function failureReport(failure: Failure): FailureReport {
  const { code, title, message, advice, file } = failure
  return { code, title, message, advice, file, faults: failure instanceof Refusal ? failure.faults : [] }
}

/** The action's outputs, by name. Values hold no account number, so that GitHub never drops them. */
export function outputsOf(report: Report, path: string): Record<string, string> {
  const services = Object.entries(report.services).map(([name, service]) => {
    const { outcome, image, digest, revision, previousRevision, currentRevision, deployment, reason } = service
    const told = { outcome, image, digest, revision, previousRevision, currentRevision, deployment }
    return [name, { ...told, reason: reason.replace(ACCOUNT, '…').replace(ACTING, '·') }]
  })
  return {
    outcome: report.outcome,
    version: report.version,
    services: JSON.stringify(Object.fromEntries(services)),
    report: path,
  }
}

/** Where an environment is. */
export interface Place {
  readonly cluster: string
  readonly region: string
  readonly role: string
}

export const placeOutputs = ({ cluster, region, role }: Place): Record<string, string> => ({ cluster, region, role })

/** As it stands in an ARN or in a registry's name, which AWS likes to quote. */
const ACCOUNT = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g

/** What would act if somebody pasted the output between the quotes of a `run:` step. */
const ACTING = /['`$]/g

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

/** Foreign text in markdown: no markup of its own, one line. */
function text(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\|*_~[\]#`]/g, '\\$&')
    .replace(/^(?=[-+>])|^\d+(?=[.)](\s|$))/, '$&\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
}

const code = (value: string) => (value === '' ? '' : `\`${value.replace(/[`|\s]/g, '·')}\``)

/** A block that no content can end early. */
function fence(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length))
  const bar = '`'.repeat(longest + 1)
  return `${bar}text\n${content}\n${bar}`
}

const details = (title: string, content: string) =>
  `<details open><summary>${text(title)}</summary>\n\n${fence(content)}\n\n</details>`
