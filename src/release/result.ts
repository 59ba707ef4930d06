/** How it ended for one service. Pure. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Revision } from '../revision/document.ts'
import type { Evidence } from '../rollout/cause.ts'
import { idOf, type Rollout } from '../rollout/snapshot.ts'
import type { Standing } from '../rollout/standing.ts'
import type { Verdict } from '../rollout/verdict.ts'
import type { Ending } from '../rollout/watch.ts'

export interface Result {
  readonly standing: Standing
  /** Undefined: its turn never came. */
  readonly verdict: Verdict | undefined
  /** The revision that was rolled out, or that is there unchanged. */
  readonly revision: Revision | undefined
  readonly ending: Ending | undefined
  /** What was ordered: what became of it later is explained by it. */
  readonly rollout?: Rollout | undefined
  readonly evidence: Evidence | undefined
  /** What the release changes besides the image: `memory 1024 → 2048, environment + NEW`; empty for nothing. */
  readonly alsoChanges: string
  readonly seconds: number
  /** Of a rollback, which moves it not: it is no part of the release, or stands on it already. No other waits for it. */
  readonly unmoved?: 'outside' | 'there'
  /** Of a rollback: it left the release that it stands on and came back to it, by an earlier try of this one perhaps. */
  readonly returned?: boolean
  /** False: `standing` is from before the run moved others, and not from this service's turn. */
  readonly looked?: boolean
  /** The service as it was read once more, where what was seen before says nothing of now. */
  readonly again?: Service | 'not known'
  /** A look back waited for its record, and got none but from before its verdict. */
  readonly stale?: boolean
  /** When it was seen last after its verdict or, unchanged, for it; epoch ms. */
  readonly seenAt?: number
}

/** The service stands on `revision`, and its tasks were seen to run well. */
export const isLive = ({ verdict }: Result): boolean =>
  verdict?.outcome === 'deployed' || verdict?.outcome === 'unchanged'

/** `cluster/service/id` of the service deployment that the verdict rests on. */
export function deploymentOf({ ending }: Result): string | undefined {
  const arn = ending?.last?.deployment?.serviceDeploymentArn ?? ending?.deployment
  return arn?.split(':service-deployment/')[1] ?? (arn && idOf(arn))
}

/** Of one that was left alone. */
export const notStarted = (standing: Result['standing']): Result => ({
  standing,
  verdict: undefined,
  revision: undefined,
  ending: undefined,
  evidence: undefined,
  alsoChanges: '',
  seconds: 0,
  looked: false,
})
