/** What must not be published although a log line or a message of AWS repeats it. Pure. */
import { hiddenIn, type Variable } from '../revision/known-secret.ts'
import type { Evidence, LostTask } from '../rollout/cause.ts'
import type { FailureReport, Report, ServiceReport } from './report.ts'

export type Redact = (text: string) => string

/**
 * For the values that the action knows of: those of `environment` in the task definitions it reads. `shown` are names that a
 * run prints itself; a value that is one, or part of one, is none to hide.
 */
export function redactor(environment: readonly Variable[], shown: readonly string[] = []): Redact {
  const hidden = hiddenIn(environment, shown)
  if (hidden.length === 0) return namesOnly
  const found = new RegExp(hidden.map(escaped).join('|'), 'g')
  return text => namesOnly(text.replace(found, '***'))
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Of a secret or parameter that AWS names by its ARN the name alone; but not in a statement that somebody has to add. */
const STORED =
  /(?<!"Resource":")\barn:aws[\w-]*:(?:secretsmanager|ssm):[\w-]*:\d{12}:(secret:|parameter)([^\s"'`,;()<>[\]{}]+)/g

const namesOnly: Redact = text =>
  text.replace(STORED, (_, kind: string, rest: string) => {
    const [name = ''] = rest.split(':')
    const end = /[.!?]+$/.exec(rest)?.[0] ?? ''
    const plain = name.replace(/[.!?]+$/, '')
    return kind === 'parameter' ? `parameter ${plain}${end}` : `secret ${plain.replace(/-[A-Za-z0-9]{6}$/, '')}${end}`
  })

/** The names that a report prints itself. */
export const shownIn = ({ version, commit, cluster, region, environment, services }: Report): string[] => [
  ...[version, commit, cluster, region, environment],
  ...Object.entries(services).flatMap(
    ([name, { revision, previousRevision, currentRevision, image, deployment, evidence }]) => [
      ...[name, revision, previousRevision, currentRevision, image, deployment],
      ...(evidence?.lost ?? []).flatMap(({ containers }) => containers.map(each => each.name)),
    ],
  ),
]

/** Everything in it that others wrote. */
export const redacted = (report: Report, redact: Redact): Report => ({
  ...report,
  services: Object.fromEntries(
    Object.entries(report.services).map(([name, service]) => [name, ofService(service, redact)]),
  ),
  failure: report.failure && ofFailure(report.failure, redact),
})

const ofService = (service: ServiceReport, redact: Redact): ServiceReport => ({
  ...service,
  reason: redact(service.reason),
  alsoChanges: redact(service.alsoChanges),
  evidence: service.evidence && ofEvidence(service.evidence, redact),
})

const ofEvidence = (evidence: Evidence, redact: Redact): Evidence => ({
  ...evidence,
  cause: { ...evidence.cause, sentence: redact(evidence.cause.sentence) },
  lost: evidence.lost.map(task => ofTask(task, redact)),
  events: evidence.events.map(redact),
  logs: ofLogs(evidence.logs, redact),
})

const ofLogs = (logs: Evidence['logs'], redact: Redact): Evidence['logs'] =>
  typeof logs === 'object' && 'unread' in logs ? { unread: redact(logs.unread) } : logs

const ofTask = (task: LostTask, redact: Redact): LostTask => ({
  ...task,
  stoppedReason: redact(task.stoppedReason),
  containers: task.containers.map(each => ({ ...each, reason: each.reason && redact(each.reason) })),
  log: task.log.map(redact),
})

const ofFailure = (failure: FailureReport, redact: Redact): FailureReport => ({
  ...failure,
  title: redact(failure.title),
  message: redact(failure.message),
  advice: redact(failure.advice),
  faults: failure.faults.map(each => ({ ...each, what: redact(each.what), fix: redact(each.fix) })),
})
