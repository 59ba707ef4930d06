/** Does one step of the plan; a failure before ECS was told leaves the service as it was. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { isDoubtful } from '../edge/retry.ts'
import { Failure, type Fault, failureOf } from '../failure/failure.ts'
import { sentence } from '../failure/words.ts'
import { provenanceOf, type Revision, tagsLeftOut } from '../revision/document.ts'
import { findRevision } from '../revision/find.ts'
import { register, revive } from '../revision/register.ts'
import { isInDoubt } from '../rollout/find-order.ts'
import { ringingAlarms } from '../rollout/listen.ts'
import { idleIn, idOf, missing, type Rollout } from '../rollout/snapshot.ts'
import { hasNeverRun, newcomers, type Standing, underWay } from '../rollout/standing.ts'
import { adopt, displacedBy, type Moving, start } from '../rollout/start.ts'
import { type Change, changeOf } from '../rollout/strategy.ts'
import { tasksRunning } from '../rollout/tasks.ts'
import { STEADY_MS, type Verdict } from '../rollout/verdict.ts'
import { whyNoTasks } from './idle.ts'
import type { Journal } from './journal.ts'
import type { Planned, Step } from './plan.ts'

export async function take(edges: Edges, planned: Planned, journal: Journal): Promise<Rollout | Verdict> {
  const { clock, runner, signal } = edges
  const { entry, standing, step, faults } = planned
  if (signal.aborted) return cancelled
  if (clock.now() >= edges.deadline) return late
  // what somebody else registered or deployed since may not take this release
  if (faults.length > 0) return { outcome: 'refused', reason: `${faults.map(told).join(' ')} ${NOTHING}` }
  let left: string | undefined
  const registered = (revision: Revision, words: string) => {
    runner.say(`${entry.name}  ${words} ${revision.name}`)
    left = `Nothing runs ${revision.name}, which was registered; the service is as it was.`
    return revision
  }
  try {
    switch (step.kind) {
      case 'build':
        throw new Error(`no image for ${entry.name}`)
      case 'unchanged':
        return await prove(edges, standing, step)
      case 'no-tasks':
        return { outcome: 'no-tasks', reason: whyNoTasks(planned) }
      case 'adopt':
        runner.say(`${entry.name}  ${adopted(standing)}`)
        return await withVersion(edges, adopt(clock, standing))
      case 'use':
        return await begin(edges, planned, { revision: step.revision, count: step.count }, journal)
      case 'restart': {
        const whatever = planned.goal.kind === 'restart'
        const moving = { revision: standing.liveRevision, anew: true, whatever, count: step.count }
        return await begin(edges, planned, moving, journal)
      }
      case 'register': {
        strategyFor(planned)
        const leftOut = tagsLeftOut(step.document)
        if (leftOut.length > 0) runner.say(`${entry.name}  has so many tags that ${leftOut.join(', ')} is left out`)
        const revision = registered(await register(edges, step.document, entry), 'registered')
        return leaving(await begin(edges, planned, { revision, count: step.count }, journal), left)
      }
      case 'revive': {
        const revision = await revive(edges, step.recorded, entry)
        registered(revision, 'the revision was deregistered; registered again, unchanged, as')
        return leaving(await begin(edges, planned, { revision, count: step.count }, journal), left)
      }
      default:
        return step satisfies never
    }
  } catch (error) {
    const failure = failureOf(error, `roll out ${entry.name}`)
    const { message, advice } = failure
    runner.say(`${entry.name}  ${message}`)
    const ordered = journal.all('order').some(({ service }) => service === entry.name)
    if (isInDoubt(failure) || (ordered && isDoubtful(error)))
      return { outcome: 'unknown', reason: `${sentence(message)} ${advice}` }
    if (signal.aborted) return cancelled
    return { outcome: 'failed-on-old', reason: `${sentence(message)} ${left ?? NOTHING} ${advice}` }
  }
}

/** Which version one that is on its way already came from, where its tags can be read. */
async function withVersion({ aws }: Pick<Edges, 'aws'>, rollout: Rollout): Promise<Rollout> {
  const { previous, revision } = rollout
  if (previous.arn === revision.arn) return rollout
  const version = await findRevision(aws, previous.arn).then(
    ({ tags }) => provenanceOf(tags).version,
    () => undefined,
  )
  return { ...rollout, previous: { ...previous, version } }
}

/** Where nothing was begun, what was done until then. */
const leaving = (ended: Rollout | Verdict, left: string | undefined): Rollout | Verdict =>
  'reason' in ended && left !== undefined ? { ...ended, reason: `${ended.reason}. ${left}` } : ended

const told = ({ what, fix }: Fault) => `${sentence(what)} ${fix}`

const cancelled: Verdict = { outcome: 'cancelled', reason: 'the workflow was cancelled before its turn' }

/** What nobody could watch is not begun. */
const late: Verdict = { outcome: 'timed-out', reason: 'the time was up before its turn, and nothing was begun' }

const NOTHING = 'Nothing was changed.'

/**
 * `unchanged` means as much as `deployed`: its tasks are looked at, and watched where they are not what they should be. A service
 * that this run is not about is not waited for.
 */
async function prove(
  edges: Edges,
  standing: Standing,
  { reason, proven }: Extract<Step, { kind: 'unchanged' }>,
): Promise<Rollout | Verdict> {
  const rollout = adopt(edges.clock, standing)
  const tasks = await tasksRunning(edges.aws, rollout)
  const at = edges.clock.now()
  const { service } = standing
  const seen = { at, service, deployment: undefined, newer: undefined, tasks, source: 'deployments' as const }
  const wants = missing(rollout, seen)
  const [fresh] = newcomers(standing, tasks, at, STEADY_MS)
  if (wants.length === 0 && fresh === undefined)
    return { outcome: 'unchanged', reason: `${reason}${idleIn(rollout, seen)}` }
  const why = wants.length > 0 ? `is not well: it wants ${wants.slice(0, 3).join(', ')}` : beganAt(fresh, at)
  if (!proven) return { outcome: 'not-started', reason: `${reason}; left as it is, which ${why}` }
  edges.runner.say(`${rollout.name}  ${reason}, and ${why}; watching`)
  return rollout
}

/** It may have taken the place of one that ended, as often as it likes. */
const beganAt = (task: Task | undefined, at: number) =>
  `has a task that no deployment brought: ${idOf(task?.taskArn)} began ${Math.round((at - Number(task?.startedAt)) / 1000)} s ago`

const adopted = (standing: Standing) =>
  underWay(standing) === undefined
    ? `already stands on ${standing.liveRevision.name}, with tasks missing; watching whether they come`
    : `${standing.liveRevision.name} is already being rolled out; watching how that ends`

async function begin(
  edges: Edges,
  planned: Planned,
  moving: Omit<Moving, 'change'>,
  journal: Journal,
): Promise<Rollout | Verdict> {
  const { runner, signal } = edges
  const { entry, standing, alsoChanges, leftBehind } = planned
  const { revision, count, anew } = moving
  if (signal.aborted) return cancelled
  if (alsoChanges !== '') runner.say(`${entry.name}  also changes: ${alsoChanges}`)
  if (leftBehind.length > 0)
    runner.warn(
      `${entry.name}: a container stays on another image`,
      `${leftBehind.join(', ')} of the same repository ${leftBehind.length === 1 ? 'is' : 'are'} not on the image that moves.`,
    )
  if (anew) runner.say(`${entry.name}  new tasks of ${revision.name}`)
  const stays = revision.arn === standing.liveRevision.arn && !anew
  const displaced = stays ? undefined : underWay(standing)
  if (displaced)
    runner.warn(
      `${entry.name} was being deployed`,
      `The rollout of ${displaced} had not ended; this one takes its place.`,
    )
  const ringing = await ringingAlarms(edges.aws, standing.service)
  if (ringing.length > 0)
    runner.warn(
      `${entry.name} is not guarded by its alarms`,
      `In ALARM already: ${ringing.join(', ')}. ECS watches no alarm during a deployment that begins so, and would not roll it back for one.`,
    )
  if (count !== undefined) runner.say(`${entry.name}  ${countedFrom(standing, count)}`)
  const change = strategyFor(planned)
  if (change.words !== undefined) runner.say(`${entry.name}  strategy: ${change.words}`)
  if (edges.clock.now() >= edges.deadline) return late
  journal.record({ kind: 'order', service: entry.name })
  const rollout = await start(edges, standing, { ...moving, change: change.order })
  const unseen = displacedBy(rollout, standing)
  if (unseen !== undefined)
    runner.warn(
      `${entry.name} was deployed by somebody else`,
      `A deployment of ${unseen} began after this run had looked at ${entry.name}; ${became(rollout, unseen)}.`,
    )
  return rollout
}

const became = ({ revision }: Rollout, unseen: string) =>
  revision.name === unseen ? 'the new tasks are of that revision' : 'this one has taken its place'

function countedFrom(standing: Standing, count: number): string {
  const { desiredCount = 0 } = standing.service
  return hasNeverRun(standing)
    ? `has never run: raising it from 0 to ${count}`
    : `desired count ${desiredCount} → ${count}`
}

/** ECS changes it between deployments only: a deploy waits for that, and going back is more urgent than how. */
function strategyFor({ entry, goal, standing }: Planned): Change {
  const change = changeOf(entry.strategy, standing.service, entry.container, standing.described)
  if (change.words === undefined || underWay(standing) === undefined) return change
  if (goal.kind === 'release' && !goal.counted)
    return { order: {}, words: `stays as it is, since a deployment is under way (the manifest wants ${change.words})` }
  throw tooEarly(entry.name, change.words)
}

const tooEarly = (name: string, words: string) =>
  new Failure({
    code: 'EVK-341',
    title: `${name} cannot change its strategy now`,
    message: `The manifest wants another strategy for ${name} (${words}), and a deployment of it is under way.`,
    advice: 'ECS changes the strategy between deployments only: wait for its end, or stop it, and run again.',
  })
