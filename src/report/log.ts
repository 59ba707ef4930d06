/** Tells the log why it ended so, and one annotation what came of it. */
import type { Runner } from '../edge/runner.ts'
import { sentence } from '../failure/words.ts'
import type { Evidence } from '../rollout/cause.ts'
import { explanation, headline, untoldLacks } from './explanation.ts'
import { hints } from './hint.ts'
import { visible } from './markdown.ts'
import type { FailureReport, Report } from './report.ts'

export async function tellLog(runner: Runner, report: Report, good: boolean): Promise<void> {
  for (const { action, statement } of untoldLacks(report)) {
    runner.warn(`The deploy role lacks ${action}`, `The run went on without it. Add to the role's policy: ${statement}`)
  }
  if (good) runner.say([headline(report), explanation(report)].filter(Boolean).join('. '))
  else await lament(runner, report)
}

/** The details in the log, then one annotation. */
async function lament(runner: Runner, report: Report): Promise<void> {
  if (report.failure) tellFaults(runner, report.failure)
  for (const [name, { evidence, outcome }] of Object.entries(report.services)) {
    if (evidence) await runner.group(`Why ${name} is ${outcome}`, async () => tellWhy(runner, name, evidence))
  }
  const title = report.failure ? `${report.failure.code} ${report.failure.title}` : headline(report)
  runner.fault(visible(title), explanation(report, visible), report.failure?.file)
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
