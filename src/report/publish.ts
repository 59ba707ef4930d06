/** Tells the world how it ended: outputs, report file, job summary, log and one annotation. */
import { writeFile } from 'node:fs/promises'
import type { Runner } from '../edge/runner.ts'
import type { Introduction } from '../init/introduce.ts'
import { introductionSummary, obstacleLine, textsOf } from './introduction.ts'
import { tellLog } from './log.ts'
import { outputsOf, type Place, placeOutputs } from './outputs.ts'
import type { Report } from './report.ts'
import { summaryOf } from './summary.ts'

interface Channel {
  readonly what: string
  readonly tell: (runner: Runner, told: Told) => unknown
}

interface Told {
  readonly report: Report
  /** Where the report is written. */
  readonly path: string
  readonly good: boolean
}

/** In this order, so that a run that is killed meanwhile has left what other steps read. */
const CHANNELS: readonly Channel[] = [
  {
    what: 'the outputs',
    tell: (runner, { report, path }) => {
      for (const [name, value] of Object.entries(outputsOf(report, path))) runner.output(name, value)
    },
  },
  { what: 'the report', tell: (_, { report, path }) => writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`) },
  { what: 'the job summary', tell: (runner, { report }) => runner.summary(summaryOf(report)) },
  { what: 'the log', tell: (runner, { report, good }) => tellLog(runner, report, good) },
]

/** The verdict does not depend on whether it can be written down. */
export async function publish(runner: Runner, report: Report, good: boolean): Promise<void> {
  const path = runner.temporary(`evenkeel-report-${process.pid}.json`)
  // words that may be secrets stand in it as well
  runner.hide([], [path])
  for (const { what, tell } of CHANNELS) {
    try {
      await tell(runner, { report, path, good })
    } catch (error) {
      runner.warn(`Could not write ${what}`, String(error))
    }
  }
}

/** What the manifest says of an environment, for the steps that come before AWS can be asked. */
export function publishPlace(runner: Runner, place: Place): void {
  for (const [name, value] of Object.entries(placeOutputs(place))) runner.output(name, value)
  runner.say(`cluster ${place.cluster} in ${place.region}`)
}

/** What `command: init` found: texts to copy, and what stands before the first deploy. */
export async function publishIntroduction(runner: Runner, introduction: Introduction): Promise<void> {
  for (const { name, title, text } of textsOf(introduction)) {
    runner.output(name, text)
    await runner.group(title, async () => {
      for (const line of text.split('\n')) runner.say(line)
    })
  }
  for (const obstacle of introduction.obstacles) runner.say(obstacleLine(obstacle))
  await runner.summary(introductionSummary(introduction))
}
