/** How it ended for one service. Pure. */
import type { Revision } from '../revision/document.ts'
import type { Evidence } from '../rollout/cause.ts'
import { idOf } from '../rollout/snapshot.ts'
import type { Standing } from '../rollout/survey.ts'
import type { Verdict } from '../rollout/verdict.ts'
import type { Ending } from '../rollout/watch.ts'

export interface Result {
  readonly standing: Standing
  /** Undefined: its turn never came. */
  readonly verdict: Verdict | undefined
  /** The revision that was rolled out, or that is there unchanged. */
  readonly revision: Revision | undefined
  readonly ending: Ending | undefined
  readonly evidence: Evidence | undefined
  /** What changes besides the image, in one line; absent where nothing does. */
  readonly alsoChanges?: string
  readonly seconds: number
}

/** `cluster/service/id` of the service deployment that the verdict rests on. */
export function deploymentOf({ ending }: Result): string | undefined {
  const arn = ending?.last?.deployment?.serviceDeploymentArn
  return arn?.split(':service-deployment/')[1] ?? (arn && idOf(arn))
}
