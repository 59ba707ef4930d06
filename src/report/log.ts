/** Tells the log why it ended so, and one annotation what came of it. */
import type { Runner } from '../edge/runner.ts'
import { type Lack, mendOf } from '../failure/permission.ts'
import { sentence } from '../failure/words.ts'
import type { Evidence } from '../rollout/cause.ts'
import { explanation, headline, untoldLacks } from './explanation.ts'
import { hints } from './hint.ts'
import { visible } from './markdown.ts'
import type { FailureReport, Report } from './report.ts'

export async function tellLog(runner: Runner, report: Report, good: boolean): Promise<void> {
  for (const lack of untoldLacks(report)) {
    const went =
      report.outcome === 'refused'
        ? ''
        : `The run went on without it${isOfRollback(report, lack) ? ', and a rollback cannot' : ''}. `
    runner.warn(`The deploy role lacks ${lack.action}`, `${went}${mendOf(lack)}`)
  }
  if (good) runner.say([headline(report), explanation(report)].filter(Boolean).join('. '))
  else await lament(runner, report)
}

/** What tells which releases were successful. */
const RECALLING = new Set(['ecs:ListServiceDeployments', 'ecs:DescribeServiceDeployments'])

/** A role that only builds is to roll nothing back. */
const isOfRollback = ({ command }: Report, { action }: Lack) => command !== 'build' && RECALLING.has(action)

/** The details in the log, then one annotation. */
async function lament(runner: Runner, report: Report): Promise<void> {
  if (report.failure) tellFaults(runner, report.failure)
  const marked = report.failure ? markLines(runner, report.failure) : 0
  for (const [name, { evidence, outcome }] of Object.entries(report.services)) {
    if (evidence) await runner.group(`Why ${name} is ${outcome}`, async () => tellWhy(runner, name, evidence))
  }
  const title = report.failure ? `${report.failure.code} ${report.failure.title}` : headline(report)
  const file = marked === 0 ? report.failure?.file : undefined
  runner.fault(visible(title), explanation(report, visible), file === undefined ? undefined : { file })
}

/** GitHub shows ten of one step: docs.github.com/en/rest/checks/runs. One is kept for how it ended. */
const MOST_MARKS = 9

/** Each fault at its line of the file, where a pull request shows it; how many these are. */
function markLines(runner: Runner, { faults }: FailureReport): number {
  const marks = faults.flatMap(({ place, ...each }) => (place ? [{ ...each, place }] : [])).slice(0, MOST_MARKS)
  for (const { code, what, fix, place } of marks) runner.fault(code, visible(`${sentence(what)} ${fix}`), place)
  return marks.length
}

function tellFaults(runner: Runner, { faults, advice }: FailureReport): void {
  for (const { code, what, fix } of faults) runner.say(`${code}  ${sentence(what)} ${fix}`)
  if (faults.length === 0) runner.say(advice)
}

function tellWhy(runner: Runner, name: string, evidence: Evidence): void {
  const { cause, lost } = evidence
  runner.say(`${name} ${cause.sentence}`)
  for (const { id, stopCode, stoppedReason, containers, log } of lost.slice(0, 3)) {
    const codes = containers.map(each => `${each.name} ${each.exitCode ?? 'did not start'}`).join(', ')
    runner.say(`task ${id.slice(0, 8)}  ${stopCode}: ${stoppedReason} (exit codes: ${codes})`)
    for (const line of log.slice(-8)) runner.say(`  | ${line}`)
  }
  for (const hint of hints(name, evidence)) runner.say(hint)
}
