/** The story: what a run is, and what a deploy and a rollback are. */
import type { Edges } from './edge/edges.ts'
import { pathOf } from './edge/runner.ts'
import type { World } from './edge/world.ts'
import { Failure, type Fault, failureOf, Refusal, refusalOf } from './failure/failure.ts'
import { lackOf } from './failure/permission.ts'
import { announce, announceBack, announceSpare } from './image/announce.ts'
import { identify } from './image/identify.ts'
import { commitOf } from './image/inspect.ts'
import { provide } from './image/provide.ts'
import { readBakes } from './image/read-bake.ts'
import { hostOf } from './image/reference.ts'
import { namedContext } from './image/source.ts'
import type { Live } from './image/tag.ts'
import { introduce } from './init/introduce.ts'
import { carryOut } from './release/carry-out.ts'
import { missingReferences, warnMissing } from './release/find-references.ts'
import { goOn } from './release/go-on.ts'
import { idleFaults, leaveIdle } from './release/idle.ts'
import { Journal } from './release/journal.ts'
import { leaveReason } from './release/leave-reason.ts'
import { hide, look, placeOf } from './release/look.ts'
import { type Goal, type Part, type Plan, planOf, withImages } from './release/plan.ts'
import { hideSaid, prepare } from './release/prepare.ts'
import { prerequisites, warnUnguarded, withOtherLacks } from './release/prerequisites.ts'
import { orApart, wantedApart, wantedBy } from './release/wanted.ts'
import { reportOf } from './report/compose.ts'
import { endedWell } from './report/overall.ts'
import { publish, publishIntroduction, publishPlace } from './report/publish.ts'
import { redacted, shownIn } from './report/redact.ts'
import { fileFaults } from './request/definition.ts'
import { commandIn } from './request/inputs.ts'
import { builtIn, clusterNameOf, clustersOf, imagesOf, type Manifest, withBuilds } from './request/manifest.ts'
import { type Asked, readAsked } from './request/read.ts'
import type { Build, Continue, Deploy, Request, Restart, Rollback } from './request/request.ts'
import { failedBeside, mixing } from './revision/beside.ts'
import { aimOf, chooseReleases, passedOver, unproven } from './revision/choose.ts'
import { provenanceOf, versionsAfter } from './revision/document.ts'
import { variablesOfJob } from './revision/exposed.ts'
import { handMadeIn } from './revision/hand-made.ts'
import { secretsIn } from './revision/known-secret.ts'
import { recall } from './revision/recall.ts'
import type { Target } from './revision/target.ts'
import { running } from './rollout/standing.ts'
import { type Surveyed, soundOf } from './rollout/survey.ts'

/** Build what is new, then move service by service to it, each when those it needs run well. */
export async function deploy(request: Deploy, manifest: Manifest, edges: Edges, journal: Journal): Promise<void> {
  const parts = await make(request, manifest, edges, journal)
  if (parts === undefined) return
  const anew = request.forceNewDeployment
  await carryOut(edges, planOf(parts.map(part => ({ ...part, anew }))), request, journal)
}

/** What stands against a deploy is told, and its images are made; no service is moved. Undefined: it ended before it began. */
async function make(
  request: Deploy | Build,
  written: Manifest,
  edges: Edges,
  journal: Journal,
): Promise<readonly Part[] | undefined> {
  const { services, all = services } = written
  const baked = await readBakes(edges, builtIn(services), builtIn(all)).catch(refusalOf)
  const manifest = baked instanceof Refusal ? written : withBuilds(written, baked)
  const { commit, version } = await identify(edges, request, imagesOf(manifest.services))
  journal.record({ kind: 'aim', version: version.text, commit: commit.sha })
  await announce(edges, commit, version, request.version)
  announceSpare(edges, manifest.spare)
  const provenance = { version: version.text, commit: commit.sha, run: pathOf(edges.runner.run) }
  const contexts = request.buildContexts.map(namedContext)
  const origin = { commit, version, contexts, builder: request.builder }

  const apart = request.command === 'build' && !(baked instanceof Refusal) ? wantedApart(manifest) : undefined
  if (apart !== undefined) {
    edges.runner.say('every image says its platforms: ECS is not asked')
    hideSaid(edges, manifest, provenance, journal)
    const against = await fileFaults(edges.runner.run.workspace, manifest.services, process.env)
    journal.record({ kind: 'images', images: await provide(edges, origin, apart, against) })
    return undefined
  }

  const { standings, faults } = await survey(edges, manifest, true, journal)
  const parts = await prepare(edges, manifest, standings, provenance, journal)
  const plan = planOf(parts)
  const isMoving = request.command === 'deploy'
  if (isMoving) await announceBack(edges, commit, version, parts.flatMap(liveOf), request.version)
  const found = [...(baked instanceof Refusal ? baked.faults : []), ...faults]
  const unsound = await unready(edges, plan, found, { isMoving })
  const against = isMoving && unsound.length > 0 ? [...unsound, ...idleFaults(plan)] : unsound
  if (baked instanceof Refusal) throw new Refusal(against)
  if (isMoving && against.length === 0 && leaveIdle(edges, plan, journal)) return undefined

  const images = await provide(edges, origin, wantedBy(manifest, parts), against)
  journal.record({ kind: 'images', images })
  return withImages(parts, images)
}

/** New tasks of the revision that each service stands on, in the order of the needs. */
export async function restart(request: Restart, manifest: Manifest, edges: Edges, journal: Journal): Promise<void> {
  const { standings, faults } = await survey(edges, manifest, false, journal)
  const plan = planOf(pair(manifest, standings, () => ({ kind: 'restart' })))
  await refuseUnready(edges, plan, faults)
  if (leaveIdle(edges, plan, journal)) return
  await carryOut(edges, plan, request, journal)
}

/** Find the release that is meant among those that were successful, then move service by service back to it. */
export async function rollback(request: Rollback, manifest: Manifest, edges: Edges, journal: Journal): Promise<void> {
  const { runner } = edges
  const standings = soundOf(await survey(edges, manifest, false, journal))
  const recalled = Promise.all(standings.map(standing => recall(edges, standing, request.to))).catch(error =>
    throwAll(edges, manifest, error),
  )
  const histories = await runner.patiently('still asking for earlier releases', recalled)
  const choices = chooseReleases(histories, await withCommit(edges, request))
  const newest = { ...aimOf(choices), ...(request.to.kind === 'version' ? { version: request.to.version } : {}) }
  const mixed = request.to.kind === 'last-good' ? await failedBeside(edges.aws, standings, choices, newest) : []
  const aim = mixed.length === 0 ? newest : { version: '', commit: '' }
  journal.record({ kind: 'aim', ...aim })
  const reason = request.reason === '' ? '' : `: ${request.reason}`
  const where = mixed.length === 0 ? 'an earlier revision' : 'what ran before'
  runner.say(`rolling back to ${aim.version || where}${reason}`)
  for (const line of handMadeIn(histories, choices)) runner.say(line)
  for (const { title, message } of [...mixing(newest, mixed), ...passedOver(choices), ...unproven(choices)])
    runner.warn(title, message)

  const parts = pair(manifest, standings, name => {
    return { kind: 'release', choice: choices.get(name) ?? { kind: 'stay', reason: 'was not part of it' } }
  })
  hide(
    runner,
    parts.flatMap(({ goal }) => recordedOf(goal)),
    manifest,
    journal,
  )
  const plan = planOf(parts)
  await refuseUnready(edges, plan)
  if (leaveIdle(edges, plan, journal)) return
  await warnMissing(edges, plan.waves.flat())
  await carryOut(edges, plan, request, journal)
  if (request.reason !== '') await leaveReason(edges, request.reason, journal)
}

/** A version's release tag may have come after the deploy: git knows its commit, where it is at hand. */
async function withCommit(
  { shell, runner }: Edges,
  { to, tagPrefix: prefix }: Pick<Rollback, 'to' | 'tagPrefix'>,
): Promise<Target> {
  if (to.kind !== 'version') return to
  return { ...to, commit: await commitOf(shell, runner.run.workspace, { version: to.version, prefix }) }
}

/** How the services stand; what the role may not read is told at once. */
async function survey(edges: Edges, manifest: Manifest, shape: boolean, journal: Journal): Promise<Surveyed> {
  return await look(edges, manifest, { shape }, journal).catch(error => throwAll(edges, manifest, error))
}

async function throwAll(edges: Edges, { cluster, services }: Manifest, error: unknown): Promise<never> {
  const places = services.map(entry => placeOf(cluster, entry))
  const repositories = new Set(
    imagesOf(services).flatMap(each =>
      each.kind === 'build' && hostOf(each.repository) === undefined ? each.repository : [],
    ),
  )
  throw await withOtherLacks(edges, places, [...repositories], error)
}

async function refuseUnready(edges: Edges, plan: Plan, against: readonly Fault[] = []): Promise<void> {
  const faults = await unready(edges, plan, against)
  if (faults.length > 0) throw new Refusal([...faults, ...idleFaults(plan)])
}

/**
 * All that stands against the plan before anything is built or moved. Where something is moved, also what its tasks and its verdict
 * would lack: an image is made before what they ask for has to be there.
 */
async function unready(
  edges: Edges,
  plan: Plan,
  against: readonly Fault[],
  { isMoving = true }: { readonly isMoving?: boolean } = {},
): Promise<readonly Fault[]> {
  const planned = plan.waves.flat()
  const anew = planned.filter(({ goal }) => goal.kind !== 'release')
  const asked = isMoving ? [prerequisites(edges, planned), missingReferences(edges, anew)] : []
  const faults = [...against, ...plan.faults, ...(await Promise.all(asked)).flat()]
  // who mends the role wants to hear of the service as well
  if (faults.length > 0) warnUnguarded(edges, planned)
  return faults
}

/** One run, from its inputs to its report; false where the job has to fail. */
export async function run(world: World): Promise<boolean> {
  const { clock, runner, cancelled } = world
  const journal = new Journal()
  const startedAt = clock.now()
  // what is refused before anything is asked is told, too
  runner.hide(secretsIn(variablesOfJob(world.env)))
  let request: Request | undefined
  let placeOfKeys: Asked['placeOf']
  try {
    const asked = await readAsked(runner, world.env, world.wrong)
    request = asked.request
    const { manifest, region } = asked
    placeOfKeys = asked.placeOf
    journal.record({ kind: 'place', cluster: clusterNameOf(manifest), region })
    if (request.command === 'locate') {
      publishPlace(runner, { ...manifest, cluster: manifest.cluster || clustersOf(manifest).join(','), region })
      return true
    }
    if (world.endpoint) runner.say(`using the endpoint ${world.endpoint} (not AWS)`)
    if (request.region !== '' && !['', region].includes(manifest.region))
      runner.warn(
        `This run acts in ${region}`,
        `The input aws-region goes before the manifest, which has ${manifest.region} for what is deployed: what an environment says is meant for that.`,
      )
    const edges = edgesFor(world, request, region, startedAt, journal)
    if (request.command === 'init') {
      await publishIntroduction(runner, await introduce(edges, request))
      return true
    }
    await obey(request, manifest, edges, journal)
  } catch (error) {
    const found = cancelled.aborted ? cancellation() : failureOf(error, request?.command ?? 'read the inputs')
    const failure = found instanceof Refusal ? found.placed(placeOfKeys) : found
    journal.record({ kind: 'failure', failure })
    runner.debug(error instanceof Error ? (error.stack ?? '') : String(error))
  }
  const asked = {
    command: request?.command ?? commandIn(runner.input('command')),
    environment: request?.environment ?? '',
    reason: request?.reason ?? '',
  }
  const report = reportOf(journal, {
    asked,
    run: runner.run.url,
    endpoint: world.endpoint,
    cancelled: cancelled.aborted,
    startedAt,
    endedAt: clock.now(),
  })
  const good = endedWell(report)
  runner.hide([], shownIn(report))
  await publish(runner, redacted(report, runner.masked), good)
  return good
}

async function obey(
  request: Exclude<Request, { command: 'locate' | 'init' }>,
  manifest: Manifest,
  edges: Edges,
  journal: Journal,
) {
  switch (request.command) {
    case 'deploy':
      return await deploy(request, manifest, edges, journal)
    case 'build':
      return void (await make(request, manifest, edges, journal).catch(orApart))
    case 'restart':
      return await restart(request, manifest, edges, journal)
    case 'rollback':
      return await rollback(request, manifest, edges, journal)
    case 'continue':
      return await continueRollout(request, manifest, edges, journal)
    default:
      return request satisfies never
  }
}

/** Let a rollout that waits at a PAUSE hook go on, and watch how it ends. */
async function continueRollout(request: Continue, manifest: Manifest, edges: Edges, journal: Journal): Promise<void> {
  const standings = soundOf(await survey(edges, manifest, false, journal))
  await goOn(edges, manifest, standings, request, journal)
}

function edgesFor(world: World, request: Request, region: string, startedAt: number, journal: Journal): Edges {
  const { command, timeoutMs } = request
  const { clock, runner, cancelled: signal } = world
  const deadline = startedAt + timeoutMs
  const onError = (error: unknown, command: string) => {
    const lack = lackOf(error, command)
    if (lack) journal.record({ kind: 'lack', lack })
  }
  const connect = command === 'init' ? world.connectReadOnly : world.connect
  const aws = connect({ region, clock, deadline, signal, onRetry: runner.debug, onError })
  const late = new AbortController()
  setTimeout(() => late.abort(lateness()), deadline - clock.now()).unref()
  const shell = world.shellUntil(AbortSignal.any([signal, late.signal]))
  return { aws, clock, runner, shell, deadline, signal }
}

function pair(manifest: Manifest, standings: readonly Part['standing'][], goalOf: (name: string) => Goal): Part[] {
  return standings.map(standing => {
    const entry = manifest.services.find(({ name }) => name === standing.place.name)
    if (!entry) throw new Error(`${standing.place.name} was not asked for`)
    return { entry, standing, goal: goalOf(entry.name) }
  })
}

/** What runs where an image of the release is to run. */
const liveOf = ({ goal, standing, entry: { name } }: Part): Live[] => {
  const { tags } = running(standing)
  const { version } = provenanceOf(tags)
  return goal.kind === 'image' && version !== undefined ? [{ name, versions: [version, ...versionsAfter(tags)] }] : []
}

/** The revision that is gone back to, whose variables nobody has read yet. */
const recordedOf = (goal: Goal) =>
  goal.kind === 'release' && goal.choice.kind === 'go' ? [goal.choice.release.recorded] : []

function lateness(): Failure {
  return new Failure({
    code: 'EVK-505',
    title: 'The time is up',
    message: 'The time was up before every image was built.',
    advice: 'Raise the input `timeout`, or find out what takes the build so long.',
  })
}

function cancellation(): Failure {
  return new Failure({
    code: 'EVK-504',
    title: 'The workflow was cancelled',
    message: 'The workflow was cancelled before ECS was told anything.',
    advice: 'Images that are already pushed are used by the next run.',
  })
}
