/** Lets rollouts that wait at a PAUSE hook go on, and watches how they end. */
import type { Edges } from '../edge/edges.ts'
import { Failure, failureOf, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { explain } from '../rollout/explain.ts'
import { Feed } from '../rollout/feed.ts'
import { type Pause, pauseOf } from '../rollout/lifecycle.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import type { Standing } from '../rollout/standing.ts'
import { adopt } from '../rollout/start.ts'
import { isGood } from '../rollout/verdict.ts'
import { type Ending, watch } from '../rollout/watch.ts'
import { undo } from './cancel.ts'
import { EXPLANATION_MS, type Manner } from './carry-out.ts'
import type { Journal } from './journal.ts'

interface Waiting {
  readonly standing: Standing
  readonly arn: string
  readonly pause: Pause
}

export async function goOn(
  edges: Edges,
  standings: readonly Standing[],
  manner: Manner,
  journal: Journal,
): Promise<void> {
  const found = await Promise.all(standings.map(standing => waitingAt(edges, standing)))
  const waiting = found.filter(each => each !== undefined)
  if (waiting.length === 0) {
    const names = standings.map(({ place }) => quoted(place.service)).join(', ')
    const fix = 'Look in ECS whether the deployment went on or was rolled back.'
    throw new Refusal([{ code: 'EVK-331', what: `no deployment of ${names} waits at a PAUSE hook`, fix }])
  }
  const began = edges.clock.now()
  for (const each of waiting) await proceed(edges, each, journal)
  const rollouts = new Map(waiting.map(({ standing }) => [standing, adopt(edges.clock, standing)]))
  const endings = await watch(edges, Feed.of(rollouts.values()), { onPause: 'end' })
  await undo(edges, endings, manner)
  for (const [standing, rollout] of rollouts)
    await conclude(edges, standing, rollout, endings, { ...manner, began, journal })
}

async function waitingAt({ aws }: Edges, standing: Standing): Promise<Waiting | undefined> {
  const arn = standing.service.currentServiceDeployment
  if (arn === undefined) return undefined
  const { serviceDeployments: [deployment] = [] } = await aws.ecs
    .describeServiceDeployments({ serviceDeploymentArns: [arn] })
    .catch(error => {
      throw failureOf(error, `describe the service deployment of ${standing.place.service}`)
    })
  const pause = pauseOf({ deployment })
  return pause && { standing, arn, pause }
}

async function proceed({ aws, runner }: Edges, { standing, arn, pause }: Waiting, journal: Journal): Promise<void> {
  const { name } = standing.place
  runner.say(`${name}  ${pause.words}: going on`)
  journal.record({ kind: 'order', service: name })
  const order = { serviceDeploymentArn: arn, hookId: pause.hookId, action: 'CONTINUE' as const }
  await aws.ecs.continueServiceDeployment(order).catch(error => {
    throw failureOf(error, `let the rollout of ${name} go on`)
  })
}

async function conclude(
  { aws, clock, runner }: Edges,
  standing: Standing,
  rollout: Rollout,
  endings: ReadonlyMap<Rollout, Ending>,
  { allowNoTasks, containerLogs: logs, began, journal }: Manner & { readonly began: number; readonly journal: Journal },
): Promise<void> {
  const ending = endings.get(rollout)
  if (ending === undefined)
    throw new Failure({ code: 'EVK-500', title: 'Not watched', message: rollout.name, advice: '' })
  const { verdict, last } = ending
  const evidence = isGood(verdict.outcome, allowNoTasks)
    ? undefined
    : await aws.within(EXPLANATION_MS, () => explain(aws, rollout, last, { logs }))
  runner.say(`${rollout.name}  ${verdict.outcome}: ${verdict.reason}`)
  const seconds = (clock.now() - began) / 1000
  const { revision } = rollout
  journal.record({
    kind: 'result',
    result: { standing, verdict, revision, ending, evidence, alsoChanges: '', seconds },
  })
}
