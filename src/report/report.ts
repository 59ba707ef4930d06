/** What a run found out. Pure: results in, a report out. */
import { type Failure, Refusal } from '../failure/failure.ts'
import type { Lack } from '../failure/permission.ts'
import { type ImageName, parseImage } from '../image/reference.ts'
import { deploymentOf, type Result } from '../release/result.ts'
import { nameOfRevision } from '../revision/document.ts'
import type { Evidence } from '../rollout/cause.ts'
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
