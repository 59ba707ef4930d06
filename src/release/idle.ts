/** A service that stands at 0 and may not: a release would end at it, with some of its services moved and others not. */
import type { Edges } from '../edge/edges.ts'
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { hasNeverRun, isIdle } from '../rollout/standing.ts'
import type { Journal } from './journal.ts'
import { getsTasks, type Plan, type Planned } from './plan.ts'
import { notStarted } from './result.ts'

/** Whether one of them ends the run before it begins: then all is left as it is, and each has its result. */
export function leaveIdle({ runner }: Pick<Edges, 'runner'>, { waves }: Plan, journal: Journal): boolean {
  const planned = waves.flat()
  const idle = planned.filter(isLeft)
  if (idle.length === 0) return false
  for (const each of planned) {
    const { standing } = each
    const verdict = idle.includes(each) ? { outcome: 'no-tasks' as const, reason: whyNoTasks(each) } : undefined
    if (verdict) runner.say(`${standing.place.name}  ${verdict.outcome}: ${verdict.reason}`)
    journal.record({ kind: 'result', result: { ...notStarted(standing), looked: true, verdict } })
  }
  return true
}

/** The same, where more stands against the release: all is told at once. */
export const idleFaults = ({ waves }: Plan): Fault[] =>
  waves
    .flat()
    // one whose count the manifest says is told so already
    .filter(planned => isLeft(planned) && !planned.faults.some(({ code }) => code === 'EVK-217'))
    .map(planned => ({
      code: 'EVK-217',
      what: `service ${quoted(planned.entry.service)} stands at 0 tasks, and nothing would be changed`,
      fix: `Scale it up, or write \`may-stand-at-zero: true\` for ${planned.entry.name}.`,
      keys: ['services', planned.entry.name],
    }))

const isLeft = (planned: Planned): boolean =>
  !planned.entry.mayStandAtZero && isIdle(planned.standing) && !getsTasks(planned)

export function whyNoTasks({ entry, standing }: Planned): string {
  const [why, first = ''] = whyAtZero(entry, hasNeverRun(standing))
  if (entry.mayStandAtZero) return `${why}, as is allowed`
  return `${why}, and nothing was changed; ${first}scale it up, or allow it: \`may-stand-at-zero\` in the manifest, or the input \`allow-no-tasks\``
}

function whyAtZero(
  { desiredCount, initialCount }: Planned['entry'],
  isNew: boolean,
): readonly [why: string, first?: string] {
  if (desiredCount === 0) return ['the manifest wants none (`desired-count: 0`)']
  if (!isNew) return ['somebody scaled it to 0']
  if (initialCount === 0) return ['it has never run and its `initial-count` is 0']
  // a first deploy starts the tasks that `initial-count` says, 1 where nothing is said
  return ['it has never run', 'deploy it first, ']
}
