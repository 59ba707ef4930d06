/** Carries a plan out, wave by wave, and stops at the first service that does not end well. */
import type { Edges } from '../edge/edges.ts'
import { isTransient } from '../edge/retry.ts'
import { Failure, failureOf, Refusal } from '../failure/failure.ts'
import { sentence } from '../failure/words.ts'
import { explain } from '../rollout/explain.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import { isGood, type Verdict } from '../rollout/verdict.ts'
import { type Ending, watch } from '../rollout/watch.ts'
import { undo } from './cancel.ts'
import type { Journal } from './journal.ts'
import { lookLast } from './last-look.ts'
import { lookAgain } from './look.ts'
import { conclude, EXPLANATION_MS, lookBack } from './look-back.ts'
import { nameAfterwards } from './name-afterwards.ts'
import { countIn, type Part, type Plan, type Planned, planFor } from './plan.ts'
import { warnUnguarded } from './prerequisites.ts'
import { notStarted, type Result } from './result.ts'
import { isRollout, setOff } from './set-off.ts'
import { tellTerraform, warnTerraform } from './tell-terraform.ts'

/** The next wave does not wait longer for what Terraform is told. */
export const TELLING_MS = 20_000

export interface Manner {
  readonly onCancel: 'leave' | 'rollback'
  readonly onPause: 'wait' | 'end'
  /** Whether container logs may be read and shown. */
  readonly containerLogs: boolean
}

export async function carryOut(edges: Edges, plan: Plan, manner: Manner, journal: Journal): Promise<void> {
  const parts = plan.waves.flat()
  warnUnguarded(edges, parts)
  let going = true
  const left: Result[] = []
  let done: readonly Result[] = []
  const record = (results: readonly Result[]) => {
    for (const result of results) journal.record({ kind: 'result', result })
  }
  for (const wave of plan.waves) {
    if (going && done.length > 0) {
      // what comes now needs them; what this run does not move nobody waits for, and it counts at the end
      const needed = done.filter(each => each.unmoved === undefined)
      const { results, moved } = await lookBack(edges, needed, manner.containerLogs)
      done = done.map(each => results[needed.indexOf(each)] ?? each)
      record(done)
      going = moved.every(isWell)
    }
    if (!going) {
      left.push(...wave.map(({ standing }) => notStarted(standing)))
      continue
    }
    const title = `Roll out ${wave.map(({ entry }) => entry.name).join(', ')}`
    const ended = await lookLast(
      edges,
      await edges.runner.group(title, () => rollWave(edges, wave, parts, manner, journal)),
    )
    done = [...done, ...ended]
    record(ended)
    going = ended.every(isWell) && !edges.signal.aborted
  }
  const { results } = await conclude(edges, done, manner.containerLogs)
  for (const result of results) {
    const { imageParameter } = parts.find(({ entry }) => entry.name === result.standing.place.name)?.entry ?? {}
    warnTerraform(edges, imageParameter, result)
  }
  record([...results, ...(await lookLast(edges, left))])
}

const isWell = ({ verdict, standing }: Result): boolean =>
  verdict !== undefined && isGood(verdict.outcome, standing.place.mayStandAtZero)

async function rollWave(
  edges: Edges,
  wave: readonly Planned[],
  parts: readonly Part[],
  manner: Manner,
  journal: Journal,
): Promise<Result[]> {
  const begun = edges.clock.now()
  const { found, unseen } = await lookAtEach(edges, wave, journal)
  const lookedAt = edges.clock.now()
  const known = parts.map(part => found.find(({ entry }) => entry.name === part.entry.name) ?? part)
  const again = found.map(part => planFor(part, known))
  const { feed, ready, all } = setOff(edges, again, journal)
  await ready
  const [started, watched] = await Promise.all([all, watch(edges, feed, manner)])
  const endings = await undo(edges, watched, manner)
  const results = await Promise.all(
    again.map(async (planned): Promise<Result> => {
      const result = await resultOf(edges, planned, started.get(planned) as Rollout | Verdict, endings, manner)
      tellCount(edges, planned, result)
      // while others of its wave roll, nobody looks at one that needs no change; one that was watched was seen later
      const isSeen = result.verdict?.outcome === 'unchanged' && result.ending === undefined
      const seen = isSeen ? { seenAt: lookedAt } : {}
      return { ...result, ...seen, ...unmovedIn(planned, result), seconds: secondsOf(edges, result, begun) }
    }),
  )
  // the verdicts do not wait for it
  await edges.aws.within(TELLING_MS, async () => {
    const parts = again.flatMap((planned, i) => (results[i] ? [{ planned, result: results[i] }] : []))
    await Promise.all(
      parts.flatMap(({ planned, result }) => [
        tellTerraform(edges, planned.entry.imageParameter, result),
        nameAfterwards(edges, planned, result),
      ]),
    )
  })
  return [...results, ...unseen]
}

/** Until its own verdict, and not that of the wave. */
export const secondsOf = ({ clock }: Pick<Edges, 'clock'>, { ending }: Result, begun: number): number =>
  ((ending?.last?.at ?? clock.now()) - begun) / 1000

/** All of a wave at once or, where one of them keeps the others from being seen, one by one. */
async function lookAtEach(
  edges: Edges,
  wave: readonly Planned[],
  journal: Journal,
): Promise<{ readonly found: readonly Part[]; readonly unseen: readonly Result[] }> {
  const all = await lookAgain(edges, wave, journal).catch(error => {
    // before the first order the whole run breaks off
    if (journal.last('order') === undefined) throw error
    return failureOf(error, `look again at ${wave.map(({ entry }) => entry.name).join(', ')}`)
  })
  if (!(all instanceof Failure)) return { found: all, unseen: [] }
  const [found, unseen]: [Part[], Result[]] = [[], []]
  // what is down is so for each of them, and was asked for long enough
  const isOfOne = wave.length > 1 && !(isTransient(all.cause) && !(all instanceof Refusal))
  for (const each of wave) {
    const one = isOfOne
      ? await lookAgain(edges, [each], journal).catch(error => failureOf(error, `look again at ${each.entry.name}`))
      : all
    if (one instanceof Failure) unseen.push(notMoved(edges, each.standing, one))
    else found.push(...one)
  }
  return { found, unseen }
}

/** ECS takes a revision back, and not how many tasks it was ordered with. */
function tellCount({ runner }: Edges, { step, standing }: Planned, { verdict, ending }: Result): void {
  const [ordered, before] = [countIn(step), standing.service.desiredCount]
  // a first release is ordered again with the same count
  if (ordered === undefined || !before || ordered === before || verdict === undefined || ending === undefined) return
  if (isGood(verdict.outcome, standing.place.mayStandAtZero)) return
  const { name, cluster, service } = standing.place
  runner.warn(
    `${name} keeps the count of this release`,
    `It was ordered to have ${ordered} tasks, had ${before} before, and no rollback changes that: aws ecs update-service --cluster ${cluster} --service ${service} --desired-count ${before}`,
  )
}

export async function resultOf(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  { standing, alsoChanges }: Pick<Planned, 'standing' | 'alsoChanges'>,
  rollout: Rollout | Verdict,
  endings: ReadonlyMap<Rollout, Ending>,
  { containerLogs: logs }: Manner,
): Promise<Result> {
  const { name, mayStandAtZero } = standing.place
  if (!isRollout(rollout)) {
    // what failed has said so already
    if (rollout.outcome !== 'failed-on-old') runner.say(`${name}  ${rollout.outcome}: ${rollout.reason}`)
    const revision = rollout.outcome === 'unchanged' ? standing.liveRevision : undefined
    return { ...notStarted(standing), looked: true, verdict: rollout, revision, alsoChanges }
  }
  const ending = endings.get(rollout) as Ending
  const { verdict, last } = ending
  const evidence = isGood(verdict.outcome, mayStandAtZero)
    ? undefined
    : await aws.within(EXPLANATION_MS, () => explain(aws, rollout, last, { logs }))
  runner.say(`${name}  ${verdict.outcome}: ${verdict.reason}`)
  return { standing, verdict, revision: rollout.revision, ending, rollout, evidence, alsoChanges, seconds: 0 }
}

function unmovedIn({ goal, step }: Planned, { verdict }: Result): Pick<Result, 'unmoved' | 'returned'> {
  if (goal.kind !== 'release' || step.kind !== 'unchanged' || verdict?.outcome !== 'unchanged') return {}
  const returned = goal.choice.kind === 'stay' && goal.choice.arrived?.earlier !== undefined
  return { unmoved: step.proven ? 'there' : 'outside', returned }
}

/** Others were moved; this one was not, and is as somebody left it. */
function notMoved({ runner, signal }: Edges, standing: Result['standing'], failure: Failure): Result {
  const outcome = signal.aborted ? 'cancelled' : failure instanceof Refusal ? 'refused' : 'failed-on-old'
  const reason = `${sentence(failure.message)} Nothing was changed. ${failure.advice}`
  runner.say(`${standing.place.name}  ${outcome}: ${reason}`)
  return { ...notStarted(standing), verdict: { outcome, reason } }
}
