/** What a run found out. Pure: results in, a report out. */
import type { Service } from '@aws-sdk/client-ecs'
import { type Failure, type Place, Refusal } from '../failure/failure.ts'
import type { Lack } from '../failure/permission.ts'
import { type ImageName, type PushedImage, parseImage } from '../image/reference.ts'
import { deploymentOf, type Result } from '../release/result.ts'
import type { Request } from '../request/request.ts'
import { nameOfRevision } from '../revision/document.ts'
import type { Evidence } from '../rollout/cause.ts'
import { change } from '../rollout/progress.ts'
import type { Outcome, Since } from '../rollout/verdict.ts'

export interface Report {
  /** Empty where the input names no command. */
  readonly command: Request['command'] | ''
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
  /** By name, those that are built, found, named or copied. */
  readonly images: Readonly<Record<string, ImageReport>>
  /** Whether AWS was told to change anything about a service: without it, everything is as it was. */
  readonly ordered: boolean
  /** Set where the run failed before or beside its services. */
  readonly failure: FailureReport | undefined
  /** Permissions that were denied, whether or not the run could do without them. */
  readonly lacks: readonly Lack[]
}

export interface ServiceReport {
  /** `not-started`: the run ended before its turn, or is not about it and found it not well; it was left alone. */
  readonly outcome: Outcome | 'not-started'
  readonly reason: string
  /** `shop/api@sha256:…`, without the registry: it holds the account's number, which GitHub may mask. */
  readonly image: string
  readonly digest: string
  /** `family:41` */
  readonly revision: string
  readonly previousRevision: string
  /** The revision on which ECS has the service; empty where that was not seen since something was told to ECS. */
  readonly currentRevision: string
  /** Tasks that run, per revision; their version where it is known. Undefined where that was not seen since. */
  readonly running: readonly Running[] | undefined
  /** `cluster/service/id` */
  readonly deployment: string
  /** `1.0.0 → 1.1.0` */
  readonly change: string
  /** What changes besides the image: `memory 1024 → 2048, environment + NEW`; empty where nothing does. */
  readonly alsoChanges: string
  readonly seconds: number
  /** Whether it may pass with no task. */
  readonly mayStandAtZero: boolean
  /** Whether the verdict rests on DescribeServices alone. */
  readonly fallback: boolean
  /** Whether the reason and the evidence are of what became of it after it was deployed, or found unchanged. */
  readonly since?: Since | undefined
  readonly evidence: Evidence | undefined
}

export interface ImageReport {
  /** `shop/api@sha256:…`, without the registry: it holds the account's number, which GitHub may mask. */
  readonly image: string
  /** `host/shop/api@sha256:…`, as docker and ECS take it. */
  readonly reference: string
  readonly digest: string
  readonly tags: readonly string[]
  /** Tags that moved to it in this run, or that its repository did not let move. */
  readonly moves?: PushedImage['moves']
  readonly origin: PushedImage['origin']
}

export interface Running {
  readonly tasks: number
  readonly revision: string
  readonly version: string
}

export interface FailureReport {
  readonly code: string
  readonly title: string
  readonly message: string
  readonly advice: string
  readonly faults: readonly { code: string; what: string; fix: string; place?: Place }[]
  /** Path of the file at fault, relative to the workspace. */
  readonly file: string | undefined
}

export function serviceReport(result: Result): ServiceReport {
  const { standing, verdict, revision, evidence, seconds, alsoChanges } = result
  const { digest = '', repository, name } = parsed(revision?.image)
  // of one that was on its way already, what it came from; of one that stood there, what else is listed says nothing
  const before = (stood(result) ? undefined : result.rollout?.previous) ?? standing.liveRevision
  const now = seenSince(result)
  return {
    outcome: verdict?.outcome ?? 'not-started',
    reason: verdict?.reason ?? 'left alone: the run ended before its turn',
    image: repository === '' ? '' : `${name}${digest && `@${digest}`}`,
    digest,
    revision: revision?.name ?? '',
    previousRevision: before.name,
    currentRevision: now ? nameOfRevision(now.taskDefinition ?? before.arn) : '',
    running: now && runningOf(result, now),
    deployment: deploymentOf(result) ?? '',
    // of new tasks of the same revision there is none
    change:
      revision && revision.arn !== before.arn
        ? change(before, revision, result.rollout?.called)
        : (before.version ?? before.name),
    alsoChanges,
    // what needs nothing is looked at in an instant: the others of its wave took the time
    seconds: verdict?.outcome === 'unchanged' && result.ending === undefined ? 0 : Math.round(seconds * 10) / 10,
    mayStandAtZero: standing.place.mayStandAtZero,
    fallback: verdict?.fallback ?? false,
    since: verdict?.since,
    evidence,
  }
}

/** It was unchanged when it was judged first. */
const stood = ({ verdict, ending }: Result): boolean =>
  (verdict?.since === undefined ? verdict : ending?.verdict)?.outcome === 'unchanged'

/** The service as it is now, as far as that was read. Where nothing was told to ECS, it is as it was. */
function seenSince({ standing, verdict, ending, again }: Result): Service | undefined {
  if (again === 'not known') return undefined
  if (again) return again
  if (verdict?.outcome === 'unknown') return undefined
  return ending ? ending.last?.service : standing.service
}

function runningOf({ standing, revision }: Result, { deployments = [] }: Service): readonly Running[] {
  return deployments
    .filter(({ runningCount = 0 }) => runningCount > 0)
    .map(({ runningCount = 0, taskDefinition = '' }) => {
      const known = [standing.liveRevision, revision].find(each => each?.arn === taskDefinition)
      return { tasks: runningCount, revision: nameOfRevision(taskDefinition), version: known?.version ?? '' }
    })
}

const parsed = (image: string | undefined): ImageName =>
  image ? parseImage(image) : { repository: '', name: '', tag: undefined, digest: undefined }

export function failureReport(failure: Failure): FailureReport {
  const { code, title, message, advice, file } = failure
  return {
    code,
    title,
    message,
    advice,
    file,
    faults: failure instanceof Refusal ? failure.faults.map(({ lack: _, ...fault }) => fault) : [],
  }
}
