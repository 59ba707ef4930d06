/** Lets rollouts that wait at PAUSE hooks go on, and watches how they end. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { once, patiently } from '../edge/once.ts'
import { everyPage } from '../edge/pages.ts'
import { isDoubtful } from '../edge/retry.ts'
import { kindOf } from '../failure/aws.ts'
import { type Fault, failureOf, onceMended, Refusal } from '../failure/failure.ts'
import { quoted, sentence } from '../failure/words.ts'
import type { Manifest } from '../request/manifest.ts'
import { waves } from '../request/order.ts'
import { provenanceOf } from '../revision/document.ts'
import { isCalledOff } from '../revision/status.ts'
import { Feed } from '../rollout/feed.ts'
import { hooksOf, type Pause, pausesOf } from '../rollout/lifecycle.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import type { Standing } from '../rollout/standing.ts'
import { adopt } from '../rollout/start.ts'
import type { Verdict } from '../rollout/verdict.ts'
import { watch } from '../rollout/watch.ts'
import { undo } from './cancel.ts'
import { type Manner, resultOf, secondsOf, TELLING_MS } from './carry-out.ts'
import type { Journal } from './journal.ts'
import { lookLast } from './last-look.ts'
import { conclude } from './look-back.ts'
import { deniedReads, lacking } from './prerequisites.ts'
import type { Result } from './result.ts'
import { tellTerraform } from './tell-terraform.ts'

interface Waiting {
  readonly standing: Standing
  readonly arn: string
  readonly pauses: readonly Pause[]
}

export async function goOn(
  edges: Edges,
  { services }: Pick<Manifest, 'services'>,
  standings: readonly Standing[],
  manner: Manner,
  journal: Journal,
): Promise<void> {
  const { waiting, faults } = await findWaiting(edges, standings)
  if (faults.length > 0) throw new Refusal(faults)
  if (waiting.length === 0) {
    const names = standings.map(({ place }) => quoted(place.service)).join(', ')
    const fix = 'Look in ECS whether the deployment went on or was rolled back.'
    throw new Refusal([{ code: 'EVK-331', what: `no deployment of ${names} waits at a PAUSE hook`, fix }])
  }
  const [aim, ...more] = waiting.map(({ standing }) => provenanceOf(standing.live.tags))
  if (more.every(({ version }) => version === aim?.version))
    journal.record({ kind: 'aim', version: aim?.version ?? '', commit: aim?.commit ?? '' })
  warnLeft(edges, services, standings, waiting)
  const began = edges.clock.now()
  const begun = new Map<Waiting, Rollout | Verdict>()
  for (const each of waiting) begun.set(each, await proceed(edges, each, journal))
  const rollouts = [...begun.values()].filter(each => 'revision' in each)
  const endings = await undo(edges, await watch(edges, Feed.of(rollouts), manner), manner)
  const ended = await Promise.all(
    [...begun].map(([{ standing }, rollout]) =>
      resultOf(edges, { standing, alsoChanges: '' }, rollout, endings, manner),
    ),
  )
  const seen = await lookLast(
    edges,
    ended.map(each => ({ ...each, seconds: secondsOf(edges, each, began) })),
  )
  const { results } = await conclude(edges, seen, manner.containerLogs)
  const parameterOf = ({ standing }: Result) =>
    services.find(({ name }) => name === standing.place.name)?.imageParameter
  await edges.aws.within(TELLING_MS, async () => {
    await Promise.all(results.map(result => tellTerraform(edges, parameterOf(result), result)))
  })
  for (const result of results) journal.record({ kind: 'result', result })
}

/** What waits, and every read that the role may not do: of the deployments, and of what their verdict will rest on. */
async function findWaiting(edges: Edges, standings: readonly Standing[]) {
  const denied: Fault[] = []
  const found = await Promise.all(
    standings.map(standing =>
      waitingAt(edges, standing).catch(error => {
        if (kindOf(error) !== 'denied') throw error
        denied.push(lacking(`read the deployments of ${standing.place.service}`, failureOf(error, '').cause))
        return undefined
      }),
    ),
  )
  const waiting = found.filter(each => each !== undefined)
  const judged = denied.length > 0 ? standings : waiting.map(({ standing }) => standing)
  const reads = await deniedReads(
    edges.aws,
    judged.map(({ place }) => place),
  )
  return { waiting, faults: onceMended([...denied, ...reads]) }
}

/** Where a service waited, what needs it may not have been begun: nobody but the next deploy will do that. */
function warnLeft(
  { runner }: Pick<Edges, 'runner'>,
  services: Manifest['services'],
  standings: readonly Standing[],
  waiting: readonly Waiting[],
): void {
  const versions = new Map(standings.map(({ place, live }) => [place.name, provenanceOf(live.tags).version]))
  /** By name, which of those that wait it comes after. */
  const after = new Map(waiting.map(({ standing: { place } }) => [place.name, place.name]))
  for (const { name, needs } of waves(services).flat()) {
    const [first] = needs.flatMap(need => after.get(need) ?? [])
    if (first === undefined || after.has(name)) continue
    after.set(name, first)
    const [version, aim] = [versions.get(name), versions.get(first)]
    if (version === undefined || aim === undefined || version === aim) continue
    runner.warn(
      `${name} stays on ${version}`,
      `It comes after ${first}, which waited, so the deploy of ${aim} had not reached it. If ${aim} is for it as well, deploy that again when all has gone on: what runs already stays.`,
    )
  }
}

/** Of the newest deployment; `currentServiceDeployment` may lag behind the list. */
async function waitingAt(edges: Edges, standing: Standing): Promise<Waiting | undefined> {
  const { place, service } = standing
  const { currentServiceDeployment: current } = service
  const named = current === undefined ? undefined : await describe(edges, current)
  const here = named && waitingIn(standing, named)
  if (here) return here
  const query = { cluster: place.cluster, service: place.service, status: ['IN_PROGRESS' as const] }
  const [newest] = await everyPage(
    input => edges.aws.ecs.listServiceDeployments(input),
    query,
    page => page.serviceDeployments,
  ).catch(error => {
    throw failureOf(error, `list the service deployments of ${place.service}`)
  })
  const arn = newest?.serviceDeploymentArn
  if (arn === undefined || arn === current) return undefined
  return waitingIn(standing, await describe(edges, arn))
}

async function describe({ aws }: Pick<Edges, 'aws'>, arn: string): Promise<ServiceDeployment | undefined> {
  const { serviceDeployments: [deployment] = [] } = await aws.ecs
    .describeServiceDeployments({ serviceDeploymentArns: [arn] })
    .catch(error => {
      throw failureOf(error, `describe the service deployment ${arn}`)
    })
  return deployment
}

function waitingIn(standing: Standing, deployment: ServiceDeployment | undefined): Waiting | undefined {
  const pauses = pausesOf({ deployment })
  const arn = deployment?.serviceDeploymentArn
  return arn === undefined || pauses.length === 0 ? undefined : { standing, arn, pauses }
}

/** All that wait now. What AWS refuses to let go on is as paused as before. */
async function proceed(edges: Edges, { standing, arn, pauses }: Waiting, journal: Journal): Promise<Rollout | Verdict> {
  const { clock, runner, signal } = edges
  const { name } = standing.place
  const passed = new Set<string>()
  for (const { hookId, wait, words } of pauses) {
    if (signal.aborted) break
    runner.say(`${name}  ${words}: going on`)
    journal.record({ kind: 'order', service: name })
    const order = { serviceDeploymentArn: arn, hookId, action: 'CONTINUE' as const }
    const gone = async () => ((await hasGoneOn(edges, arn, { hookId, wait })) ? null : undefined)
    try {
      await once(edges, async () => void (await edges.aws.ecs.continueServiceDeployment(order)), gone)
    } catch (error) {
      // an answer was lost, or somebody else was faster; and reads may lag
      const denied = kindOf(error) === 'denied'
      const found = await (denied ? gone() : patiently(edges, async () => await gone().catch(unlessLost))).catch(
        () => undefined,
      )
      if (found === undefined) {
        const { message, advice } = failureOf(error, `let the rollout of ${name} go on`)
        return { outcome: isDoubtful(error) ? 'unknown' : 'paused', reason: `${sentence(message)} ${advice}` }
      }
    }
    passed.add(wait)
  }
  if (passed.size === 0)
    return { outcome: 'cancelled', reason: 'the workflow was cancelled before its turn; it waits as before' }
  return {
    ...adopt(clock, standing),
    adopted: undefined,
    unvouched: false,
    passed,
  }
}

/** By a look that shows the hook in another state, or the deployment at its end: one that shows nothing of it may be late. */
async function hasGoneOn(
  edges: Edges,
  arn: string,
  { hookId, wait }: Pick<Pause, 'hookId' | 'wait'>,
): Promise<boolean> {
  const deployment = await describe(edges, arn)
  if (deployment === undefined || pausesOf({ deployment }).some(each => each.wait === wait)) return false
  // somebody stopped it meanwhile
  if (isCalledOff(deployment.status)) return true
  return deployment.finishedAt !== undefined || hooksOf(deployment).some(each => each.hookId === hookId)
}

/** One look that fails tells nothing; credentials that are dead tell nothing any more. */
function unlessLost(error: unknown): undefined {
  if (/^(denied|dead-credentials)$/.test(kindOf(error))) throw error
}
