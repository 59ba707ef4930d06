/** Real edges in, exit code out. */
import { connect } from './edge/aws.ts'
import { systemClock as clock } from './edge/clock.ts'
import { githubRunner } from './edge/runner.ts'
import { systemShell as shell } from './edge/shell.ts'
import { type Failure, failureOf } from './failure.ts'
import { deploy, type Edges, rollback, type Story } from './main.ts'
import { publish } from './publish.ts'
import { failureReport, overall, type Report, serviceReport } from './report.ts'
import { type Request, readRequest } from './request.ts'
import { isGood, type Outcome } from './rollout/verdict.ts'

const runner = githubRunner(clock)
const startedAt = clock.now()
const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort())

const story: Story = { cluster: '', version: '', commit: '', results: [] }
let request: Request | undefined
let edges: Edges | undefined
let failure: Failure | undefined
try {
  request = readRequest(runner.input, process.env)
  edges = edgesFor(request)
  if (edges.aws.endpoint) runner.say(`using the endpoint ${edges.aws.endpoint} (not AWS)`)
  if (request.command === 'deploy') await deploy(request, edges, story)
  else await rollback(request, edges, story)
} catch (error) {
  failure = failureOf(error, request?.command ?? 'read the inputs')
  runner.debug(error instanceof Error ? (error.stack ?? '') : String(error))
}
const report = reportOf()
const good = isGood(report.outcome, request?.allowNoTasks ?? false) && failure === undefined
await publish(runner, report, good)
runner.exit(good ? 0 : 1)
// a docker that is still being waited for must not keep a cancelled run alive
if (cancelled.signal.aborted) process.exit()

function edgesFor({ region, timeoutMs }: Request): Edges {
  const deadline = startedAt + timeoutMs
  const { signal } = cancelled
  const aws = connect({ region, clock, deadline, signal, onRetry: runner.debug })
  return { aws, clock, runner, shell, deadline, signal }
}

function reportOf(): Report {
  // before anything was told to ECS, all is as it was
  const before: Outcome = cancelled.signal.aborted ? 'cancelled' : 'failed-on-old'
  return {
    command: request?.command ?? 'deploy',
    outcome: failure ? before : overall(story.results),
    version: story.version,
    commit: story.commit,
    cluster: story.cluster,
    region: request?.region ?? '',
    endpoint: edges?.aws.endpoint,
    run: runner.run.url,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (clock.now() - startedAt) / 1000,
    services: Object.fromEntries(story.results.map(result => [result.standing.entry.name, serviceReport(result)])),
    failure: failure && failureReport(failure),
  }
}
