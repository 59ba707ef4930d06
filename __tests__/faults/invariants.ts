/** What must hold after any run, whatever went wrong: read off the local ECS's own state, not off what the action was told. */
import type { Task } from '../../src/emulator/services/ecs/state/task.ts'
import type { World } from '../../src/emulator/world.ts'
import type { Outcome } from '../../src/rollout/verdict.ts'
import type { Played } from './stage.ts'

/** Sentences about what was violated; none is what is wanted. */
export function violations(run: Played): string[] {
  return [...truth(run), ...atMostOnce(run), ...confinement(run), ...order(run), ...deadline(run), ...load(run)]
}

/** The success predicate, from the ground truth. */
export function isDeployed(world: World, name: string, revision: string): boolean {
  const service = serviceIn(world, name)
  const tasks = Object.values(world.tasks).filter(task => task.service === service.arn && task.desired === 'RUNNING')
  return (
    nameOf(service.setting.taskDefinition) === revision &&
    service.history[0]?.status === 'SUCCESSFUL' &&
    targetOf(world, name, service.history[0].arn) === revision &&
    service.desiredCount >= 1 &&
    tasks.length === service.desiredCount &&
    tasks.every(task => nameOf(task.definition) === revision && isWell(task)) &&
    !Object.values(world.tasks).some(
      task => task.service === service.arn && isWell(task) && nameOf(task.definition) !== revision,
    )
  )
}

const isWell = ({ status, containers }: Task) =>
  status === 'RUNNING' && containers.every(({ health }) => health === 'HEALTHY')

function truth(run: Played): string[] {
  const { results, outcome, failure, names } = run
  if (failure && outcome !== 'cancelled') {
    return names
      .filter(name => ours(run, name).length > 0)
      .map(name => `${name} was moved, and the run says nothing was`)
  }
  return results.flatMap(({ name, outcome: said, revision, currentRevision }) => {
    const service = serviceIn(run.world, name)
    const all = ours(run, name)
    const mine = all.at(-1)
    // somebody else came after us, perhaps for the same revision: what counts is how one of these deployments ended
    const touched = run.touched.has(name)
    const ended = (pattern: RegExp) => (touched ? all : all.slice(-1)).some(({ status }) => pattern.test(status))
    const done = touched ? ended(/^SUCCESSFUL$/) : isDeployed(run.world, name, revision)
    const lies: Partial<Record<Outcome | 'not-started', boolean>> = {
      deployed: !done || mine === undefined,
      // the run before this one, which was lost, may have brought it there
      unchanged: run.again ? !isDeployed(run.world, name, revision) : mine !== undefined,
      'not-started': mine !== undefined,
      'failed-on-old': mine !== undefined && !ended(/^(STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/),
      'rolled-back': !ended(/^ROLLBACK_SUCCESSFUL$/),
      'timed-out': done && !touched,
      superseded: service.history[0] === mine,
      'no-tasks': service.desiredCount > 0,
      cancelled: true,
    }
    const wrong: string[] = []
    if (lies[said])
      wrong.push(`${name} is said to be ${said}; in truth it is ${mine?.status} on ${service.setting.taskDefinition}`)
    if (said === 'deployed' && !touched && currentRevision !== revision)
      wrong.push(`${name} is reported on ${currentRevision}`)
    const stands = nameOf(service.setting.taskDefinition)
    // while a rollout goes on, or where somebody else comes, it may be another by the time it is read
    if (LEFT.has(said) && !touched && currentRevision !== '' && currentRevision !== stands)
      wrong.push(`${name} is ${said} and reported on ${currentRevision}; in truth it is on ${stands}`)
    return wrong
  })
}

/** How it ends where nothing of this run goes on in ECS. */
const LEFT = new Set<Outcome | 'not-started'>([
  'unchanged',
  'not-started',
  'failed-on-old',
  'rolled-back',
  'superseded',
])

/** The deployments of a service that want what this run told ECS, newest first. */
function ours({ world, was, asked, touched }: Played, name: string) {
  const service = serviceIn(world, name)
  const before = new Set(was.services[service.arn]?.history.map(({ arn }) => arn))
  const wanted = asked
    .filter(({ operation, input }) => operation === 'UpdateService' && isFor(input, name))
    .flatMap(({ input }) => [
      nameOf(orderedIn(input, was, service.arn)),
      // new tasks are of what somebody else moved it to meanwhile
      ...(touched.has(name) && isOfWhatStands(input) ? [nameOf(service.setting.taskDefinition)] : []),
    ])
  return service.history.filter(({ arn }) => !before.has(arn) && wanted.includes(targetOf(world, name, arn)))
}

const isOfWhatStands = (input: unknown): boolean => (input as { taskDefinition?: string }).taskDefinition === undefined

/** New tasks are ordered of whatever the service stands on. */
const orderedIn = (input: unknown, was: Played['was'], arn: string): string =>
  (input as { taskDefinition?: string }).taskDefinition ?? was.services[arn]?.setting.taskDefinition ?? ''

/** At most one deployment for each service, at most two revisions, the second only where an answer was lost. */
function atMostOnce({ world, was, names, asked, touched }: Played): string[] {
  const wrong: string[] = []
  for (const name of names) {
    const before = was.services[serviceIn(world, name).arn]?.history.length ?? 0
    const mine = asked.filter(({ operation, input }) => operation === 'UpdateService' && isFor(input, name))
    const targets = new Set(mine.map(({ input }) => orderedIn(input, was, serviceIn(world, name).arn)))
    const ours = serviceIn(world, name)
      .history.slice(0, -before || undefined)
      .filter(({ arn }) => [...targets].some(target => nameOf(target) === targetOf(world, name, arn)))
    if (ours.length > 1 && !touched.has(name)) wrong.push(`${ours.length} deployments of ${name} were started`)
    if (targets.size > 1) wrong.push(`${name} was moved to ${[...targets].join(' and ')}`)
    const revisions = Object.values(world.definitions).filter(
      ({ arn, family, registeredBy }) =>
        family === name && !was.definitions.includes(arn) && !registeredBy.includes('other'),
    )
    const registering = asked.filter(({ operation }) => operation === 'RegisterTaskDefinition')
    const doubtful = registering.some(({ fault }) => fault !== undefined && LEAVES_DOUBT.has(fault))
    if (revisions.length > (doubtful ? 2 : 1)) wrong.push(`${revisions.length} revisions of ${name} were registered`)
  }
  return wrong
}

const LEAVES_DOUBT = new Set(['reset-after-apply', 'hang-after-apply', 'truncated', 'duplicate'])

/** No write but those of a release, to nothing that was not named, and no field that nobody asked for. */
function confinement({ asked, names, anew }: Played): string[] {
  const fields = new Set(['cluster', 'service', 'taskDefinition', ...(anew ? ['forceNewDeployment'] : [])])
  return asked.flatMap(({ operation, input }) => {
    if (/^(Describe|List|Get|BatchGet)/.test(operation)) return []
    if (!['PutImage', 'RegisterTaskDefinition', 'UpdateService'].includes(operation)) return [`${operation} was called`]
    const { service, family, repositoryName } = input as Record<string, string>
    const target = service ?? family ?? repositoryName ?? ''
    const stray = (names as readonly string[]).includes(target) ? [] : [`${operation} touched ${target}`]
    const extra = operation === 'UpdateService' ? Object.keys(input as object).filter(key => !fields.has(key)) : []
    return [...stray, ...extra.map(key => `UpdateService sent ${key}`)]
  })
}

/** A service starts only after all before it are deployed. */
function order({ asked, names, results, world }: Played): string[] {
  const started = names.filter(name =>
    asked.some(({ operation, input }) => operation === 'UpdateService' && isFor(input, name)),
  )
  return started.slice(1).flatMap(name => {
    const before = names[names.indexOf(name) - 1] ?? name
    const { outcome: said, reason = '' } = results.find(each => each.name === before) ?? {}
    const at = asked.find(({ operation, input }) => operation === 'UpdateService' && isFor(input, name))?.at ?? 0
    const finished = serviceIn(world, before).history.some(({ finishedAt = Infinity }) => finishedAt <= at)
    // somebody may move it when others have begun
    const wasDeployed = said === 'deployed' || (said === 'superseded' && /^it was deployed, and then /.test(reason))
    return wasDeployed && finished ? [] : [`${name} was started while ${before} was ${said}`]
  })
}

function deadline({ tookMs, timeoutMs }: Played): string[] {
  return tookMs > timeoutMs + 10_000 ? [`it took ${tookMs / 1000} s of ${timeoutMs / 1000} s`] : []
}

/** Ten attempts a call, and in the long run six polls a minute and service, of at most five calls each. */
function load({ asked, startedAt, tookMs, names }: Played): string[] {
  const wrong: string[] = []
  const settled = asked.filter(({ at }) => at - startedAt > 200_000)
  const minutes = (tookMs - 200_000) / 60_000
  const most = 6 * 5 * names.length
  if (minutes > 1 && settled.length / minutes > most)
    wrong.push(`${Math.round(settled.length / minutes)} calls a minute`)
  const streaks = new Map<string, number>()
  for (const { operation, input, fault } of asked) {
    const call = `${operation} ${JSON.stringify(input)}`
    const streak = fault === undefined ? 0 : (streaks.get(call) ?? 0) + 1
    streaks.set(call, streak)
    if (streak === 11 && !isPolled(operation)) wrong.push(`${operation} was tried more than ten times`)
  }
  return wrong
}

const isPolled = (operation: string) => /ServiceDeployments|DescribeServices|Tasks|Revisions/.test(operation)

export function serviceIn(world: World, name: string) {
  const found = Object.values(world.services).find(each => each.name === name)
  if (!found) throw new Error(`the local ECS has no service ${name}`)
  return found
}

function targetOf(world: World, name: string, arn: string): string {
  const service = serviceIn(world, name)
  const target = service.history.find(each => each.arn === arn)?.target
  return nameOf(service.revisions.find(each => each.arn === target)?.setting.taskDefinition ?? '')
}

const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)
const isFor = (input: unknown, name: string) => (input as { service?: string }).service === name
