/** Rolls waves of services out, one wave after the other, and stops at the first that does not end well. */
import type { Shell } from '../edge/shell.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { lackOf } from '../failure/permission.ts'
import type { Revision } from '../revision/document.ts'
import { register, revive } from '../revision/register.ts'
import { explain } from '../rollout/explain.ts'
import { ringingAlarms } from '../rollout/listen.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import { adopt, IN_DOUBT, start } from '../rollout/start.ts'
import { changeOf } from '../rollout/strategy.ts'
import type { Standing } from '../rollout/survey.ts'
import { undo } from '../rollout/undo.ts'
import { isGood, type Verdict } from '../rollout/verdict.ts'
import { type Ending, type Watching, watch } from '../rollout/watch.ts'
import { type Step, underWay } from './plan.ts'
import type { Result } from './result.ts'
import { publishImage } from './tell-terraform.ts'

export interface Rolling extends Watching {
  readonly shell: Shell
  readonly onCancel: 'leave' | 'rollback'
  readonly allowNoTasks: boolean
  readonly containerLogs: boolean
}

/** `stepOf` is asked when a service's turn comes; `results` are known wave by wave, so that no failure can take them back. */
export async function roll(
  rolling: Rolling,
  waves: readonly (readonly Standing[])[],
  stepOf: (standing: Standing) => Step,
  results: Result[],
): Promise<void> {
  let going = true
  for (const wave of waves) {
    const title = `Roll out ${wave.map(({ entry }) => entry.name).join(', ')}`
    const ended: Result[] = going
      ? await rolling.runner.group(title, () => rollWave(rolling, wave, stepOf))
      : wave.map(standing => notStarted(standing))
    results.push(...ended)
    going &&= ended.every(({ verdict }) => verdict && isGood(verdict.outcome, rolling.allowNoTasks))
    going &&= !rolling.signal.aborted
  }
}

async function rollWave(
  rolling: Rolling,
  wave: readonly Standing[],
  stepOf: (standing: Standing) => Step,
): Promise<Result[]> {
  const begun = rolling.clock.now()
  const started = new Map<Standing, Rollout | Verdict>()
  for (const standing of wave) {
    started.set(standing, await take(rolling, standing, stepOf(standing)))
  }
  const rollouts = [...started.values()].filter(isRollout)
  const endings = await watch(rolling, rollouts)
  await undoWhere(rolling, endings)
  const results = await Promise.all(
    [...started].map(async ([standing, rollout]): Promise<Result> => {
      const seconds = (rolling.clock.now() - begun) / 1000
      if (!isRollout(rollout)) {
        const revision = rollout.outcome === 'unchanged' ? standing.liveRevision : undefined
        if (rollout.outcome !== 'failed-on-old')
          rolling.runner.say(`${standing.entry.name}  ${rollout.outcome}: ${rollout.reason}`)
        return { standing, verdict: rollout, revision, ending: undefined, evidence: undefined, seconds }
      }
      const ending = endings.get(rollout) as Ending
      const good = isGood(ending.verdict.outcome, rolling.allowNoTasks)
      const { aws, containerLogs } = rolling
      const evidence = good ? undefined : await explain(aws, rollout, standing.latest, ending.last, containerLogs)
      rolling.runner.say(`${standing.entry.name}  ${ending.verdict.outcome}: ${ending.verdict.reason}`)
      return { standing, verdict: ending.verdict, revision: rollout.revision, ending, evidence, seconds }
    }),
  )
  for (const result of results) await tellImage(rolling, result)
  return results
}

/** The verdict stands whether Terraform hears of it or not; that it did not is worth a warning. */
async function tellImage({ aws, runner }: Rolling, { standing, verdict, revision }: Result): Promise<void> {
  const { name, imageParameter } = standing.entry
  const runs = verdict?.outcome === 'deployed' || verdict?.outcome === 'unchanged'
  if (!runs || !revision || imageParameter === undefined) return
  try {
    const written = await publishImage(aws, imageParameter, revision)
    if (written) runner.say(`${name}  ${imageParameter} says what runs now`)
  } catch (error) {
    const failure = failureOf(error, `write ${imageParameter}`)
    runner.warn(`${name}: Terraform does not know the image that runs`, letter(failure))
  }
}

/** Does the step; a failure before ECS was told leaves the service as it was. */
async function take(rolling: Rolling, standing: Standing, step: Step): Promise<Rollout | Verdict> {
  const { clock, runner } = rolling
  const { entry } = standing
  if (rolling.signal.aborted) return cancelled
  let left = 'Nothing was changed.'
  try {
    switch (step.kind) {
      case 'unchanged':
        return { outcome: 'unchanged', reason: step.reason }
      case 'no-tasks':
        return {
          outcome: 'no-tasks',
          reason: 'somebody scaled it to 0, and nothing was changed; scale it up, or set `allow-no-tasks: true`',
        }
      case 'adopt':
        runner.say(`${entry.name}  ${adopted(standing)}`)
        return adopt(clock, standing)
      case 'use':
        return await begin(rolling, standing, step.revision, step.raiseTo)
      case 'register': {
        const revision = await register(rolling, step.document, entry.container)
        runner.say(`${entry.name}  registered ${revision.name}`)
        left = `Nothing runs ${revision.name}, which was registered; the service is as it was.`
        return await begin(rolling, standing, revision, step.raiseTo)
      }
      case 'revive': {
        const revision = await revive(rolling, step.recorded, entry.container)
        runner.say(`${entry.name}  the revision was deregistered; registered again, byte for byte, as ${revision.name}`)
        left = `Nothing runs ${revision.name}, which was registered; the service is as it was.`
        return await begin(rolling, standing, revision)
      }
      default:
        return step satisfies never
    }
  } catch (error) {
    const { code, message, advice } = failureOf(error, `roll out ${entry.name}`)
    runner.say(`${entry.name}  ${message}`)
    if (code === IN_DOUBT) return { outcome: 'unknown', reason: `${message} ${advice}` }
    if (rolling.signal.aborted) return cancelled
    return { outcome: 'failed-on-old', reason: `${message} ${left} ${advice}` }
  }
}

const adopted = (standing: Standing) =>
  underWay(standing) === undefined
    ? `already stands on ${standing.liveRevision.name}, with tasks missing; watching whether they come`
    : `${standing.liveRevision.name} is already being rolled out; watching how that ends`

const cancelled: Verdict = { outcome: 'cancelled', reason: 'the workflow was cancelled before its turn' }

async function begin(
  rolling: Rolling,
  standing: Standing,
  revision: Revision,
  raiseTo?: number,
): Promise<Rollout | Verdict> {
  const { runner } = rolling
  const { entry } = standing
  if (rolling.signal.aborted) return cancelled
  const displaced = underWay(standing)
  if (displaced)
    runner.warn(
      `${entry.name} was being deployed`,
      `The rollout of ${displaced} had not ended; this one takes its place.`,
    )
  const ringing = await ringingAlarms(rolling.aws, standing.service)
  if (ringing.length > 0)
    runner.warn(
      `${entry.name} is not guarded by its alarms`,
      `In ALARM already: ${ringing.join(', ')}. ECS watches no alarm during a deployment that begins so, and would not roll it back for one.`,
    )
  if (raiseTo !== undefined) runner.say(`${entry.name}  has never run: raising it from 0 to ${raiseTo}`)
  const change = changeOf(entry.strategy, standing.service, entry.container)
  if (change.words !== undefined) {
    if (displaced) throw tooEarly(entry.name, change.words)
    runner.say(`${entry.name}  strategy: ${change.words}`)
  }
  return await start(rolling, standing, revision, { raiseTo, change: change.order })
}

const tooEarly = (name: string, words: string) =>
  new Failure({
    code: 'EVK-341',
    title: `${name} cannot change its strategy now`,
    message: `The manifest wants another strategy for ${name} (${words}), and a deployment of it is under way.`,
    advice: 'ECS changes the strategy between deployments only: wait for its end, or stop it, and run again.',
  })

/** On cancel, where the user wants it, ECS is asked to go back. */
async function undoWhere({ aws, runner, onCancel }: Rolling, endings: ReadonlyMap<Rollout, Ending>): Promise<void> {
  for (const [rollout, { verdict }] of endings) {
    if (verdict.outcome !== 'cancelled') continue
    if (onCancel === 'leave') {
      runner.say(`${rollout.name}  the rollout goes on in ECS (on-cancel: leave)`)
      continue
    }
    const asked = await undo(aws, rollout).catch(error => failureOf(error, `stop the rollout of ${rollout.name}`))
    if (asked instanceof Error) runner.warn(`${rollout.name} was not rolled back`, letter(asked))
    else runner.say(`${rollout.name}  ${asked ? 'ECS was asked to roll back' : 'had ended already'}`)
  }
}

/** What a missing permission is mended by is told once, at the end of the run. */
const letter = ({ message, advice, cause }: Failure) => (lackOf(cause) ? message : `${message} ${advice}`)

const isRollout = (value: Rollout | Verdict): value is Rollout => 'revision' in value

const notStarted = (standing: Standing): Result => ({
  standing,
  verdict: undefined,
  revision: undefined,
  ending: undefined,
  evidence: undefined,
  seconds: 0,
})
