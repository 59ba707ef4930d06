/** Real edges in, exit code out. */
import { writeFile } from 'node:fs/promises'
import { connect } from './edge/aws.ts'
import { systemClock as clock } from './edge/clock.ts'
import { githubRunner, type Runner } from './edge/runner.ts'
import { systemShell as shell } from './edge/shell.ts'
import { failureOf, Refusal } from './failure.ts'
import { deploy, type Edges, rollback, type Story } from './main.ts'
import { failureReport, headline, outputsOf, overall, type Report, serviceReport, summaryOf } from './report.ts'
import { type Request, readRequest } from './request.ts'
import { isGood, type Outcome } from './rollout/verdict.ts'

const runner = githubRunner(clock)
const startedAt = clock.now()
const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort())

const story: Story = { cluster: '', version: '', commit: '', results: [] }
let request: Request | undefined
let edges: Edges | undefined
let failure: ReturnType<typeof failureOf> | undefined
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
await publish(runner, reportOf())
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

/** Outputs first, whatever happens to the rest; the verdict does not depend on whether it can be written down. */
async function publish(runner: Runner, report: Report): Promise<void> {
  const path = runner.temporary(`evenkeel-report-${process.pid}.json`)
  const attempt = async (what: string, write: () => unknown) => {
    try {
      await write()
    } catch (error) {
      runner.warn(`Could not write ${what}`, String(error))
    }
  }
  await attempt('the report', () => writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`))
  await attempt('the outputs', () => {
    for (const [name, value] of Object.entries(outputsOf(report, path))) runner.output(name, value)
  })
  await attempt('the job summary', () => runner.summary(summaryOf(report)))
  const good = isGood(report.outcome, request?.allowNoTasks ?? false) && report.failure === undefined
  if (!good) lament(runner, report)
  else runner.say(headline(report))
  runner.exit(good ? 0 : 1)
}

/** One annotation, and the details in the log. */
function lament(runner: Runner, report: Report): void {
  if (failure instanceof Refusal) {
    for (const { code, what, fix } of failure.faults) runner.say(`${code}  ${what}. ${fix}`)
  } else if (failure) {
    runner.say(failure.advice)
  }
  for (const [name, { evidence }] of Object.entries(report.services)) {
    if (!evidence) continue
    runner.say(`${name}  ${evidence.cause.sentence}`)
    for (const { id, stopCode, stoppedReason, containers, log } of evidence.lost.slice(0, 3)) {
      const codes = containers.map(each => `${each.name} ${each.exitCode ?? 'not started'}`).join(', ')
      runner.say(`${name}  task ${id.slice(0, 8)}  ${stopCode}  ${stoppedReason}  (exit codes: ${codes})`)
      for (const line of log.slice(-5)) runner.say(`${name}  task ${id.slice(0, 8)}  | ${line}`)
    }
    runner.say(`${name}  ${evidence.cause.hint}`)
  }
  const title = report.failure
    ? `${report.failure.code} ${report.failure.title}`
    : `${report.command}: ${report.outcome}`
  runner.fault(title, headline(report), failure?.file)
}
