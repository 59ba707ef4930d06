/** Real edges in, exit code out. */
import { connect } from './edge/aws.ts'
import { systemClock as clock } from './edge/clock.ts'
import { githubRunner } from './edge/runner.ts'
import { shellUntil } from './edge/shell.ts'
import { Failure, failureOf } from './failure/failure.ts'
import { type Lack, lackOf } from './failure/permission.ts'
import { deploy, type Edges, readManifest, rollback, type Story } from './main.ts'
import { brokenOff, overall } from './report/overall.ts'
import { publish, publishPlace } from './report/publish.ts'
import { redacted, redactor, shownIn, variablesIn } from './report/redact.ts'
import { failureReport, type Report, serviceReport } from './report/report.ts'
import { commandIn, type Request, readRequest, regionFor } from './request/request.ts'
import { isGood } from './rollout/verdict.ts'

const runner = githubRunner(clock)
const startedAt = clock.now()
const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort(cancellation()))

const story: Story = { cluster: '', version: '', commit: '', results: [] }
let request: Request | undefined
let edges: Edges | undefined
let region = ''
let failure: Failure | undefined
const lacks = new Map<string, Lack>()
try {
  request = readRequest(runner.input, process.env)
  const manifest = await readManifest(request, runner)
  story.cluster = manifest.cluster
  region = regionFor(request, manifest)
  if (request.command === 'locate') {
    publishPlace(runner, { ...manifest, region })
    process.exit(0)
  }
  edges = edgesFor(request)
  if (edges.aws.endpoint) runner.say(`using the endpoint ${edges.aws.endpoint} (not AWS)`)
  if (request.command === 'deploy') await deploy(request, manifest, edges, story)
  else await rollback(request, manifest, edges, story)
} catch (error) {
  const { aborted, reason } = cancelled.signal
  failure = failureOf(aborted ? reason : error, request?.command ?? 'read the inputs')
  runner.debug(error instanceof Error ? (error.stack ?? '') : String(error))
}
const report = reportOf()
const good = isGood(report.outcome, request?.allowNoTasks ?? false) && failure === undefined
const variables = variablesIn(
  story.results.flatMap(({ standing: { live, latest } }) => [live.definition, latest.definition]),
)
await publish(runner, redacted(report, redactor(variables, shownIn(report))), good)
runner.exit(good ? 0 : 1)
// a call that still hangs must not keep the run alive
process.exit()

function edgesFor({ timeoutMs }: Request): Edges {
  const deadline = startedAt + timeoutMs
  const { signal } = cancelled
  const aws = connect({ region, clock, deadline, signal, onRetry: runner.debug, onError: noteLack })
  const late = new AbortController()
  setTimeout(() => late.abort(lateness()), deadline - clock.now()).unref()
  const shell = shellUntil(AbortSignal.any([signal, late.signal]))
  return { aws, clock, runner, shell, deadline, signal }
}

function noteLack(error: unknown, command: string): void {
  const lack = lackOf(error, command)
  if (lack && !lacks.has(lack.statement)) lacks.set(lack.statement, lack)
}

function reportOf(): Report {
  const ordered = story.results.length > 0
  const allowNoTasks = request?.allowNoTasks ?? false
  const { aborted } = cancelled.signal
  return {
    command: request?.command ?? commandIn(runner.input('command')),
    outcome: failure ? brokenOff({ cancelled: aborted, ordered }) : overall(story.results, allowNoTasks),
    version: story.version,
    commit: story.commit,
    cluster: story.cluster,
    region,
    environment: request?.environment ?? '',
    reason: request?.reason ?? '',
    endpoint: edges?.aws.endpoint,
    run: runner.run.url,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (clock.now() - startedAt) / 1000,
    services: Object.fromEntries(story.results.map(result => [result.standing.entry.name, serviceReport(result)])),
    allowNoTasks,
    ordered,
    failure: failure && failureReport(failure),
    lacks: [...lacks.values()],
  }
}

function cancellation(): Failure {
  return new Failure({
    code: 'EVK-504',
    title: 'The workflow was cancelled',
    message: 'The workflow was cancelled before ECS was told anything.',
    advice: 'Images that are already pushed are used by the next run.',
  })
}

function lateness(): Failure {
  return new Failure({
    code: 'EVK-505',
    title: 'The time is up',
    message: 'The time was up before every image was built.',
    advice: 'Raise the input `timeout`, or find out what takes the build so long.',
  })
}
