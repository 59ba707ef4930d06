/** How it ended for one service. Pure. */
import type { Revision } from '../revision/document.ts'
import type { Evidence } from './cause.ts'
import { idOf } from './snapshot.ts'
import type { Standing } from './survey.ts'
import type { Verdict } from './verdict.ts'
import type { Ending } from './watch.ts'

export interface Result {
  readonly standing: Standing
  /** Undefined: its turn never came. */
  readonly verdict: Verdict | undefined
  /** The revision that was rolled out, or that is there unchanged. */
  readonly revision: Revision | undefined
  readonly ending: Ending | undefined
  readonly evidence: Evidence | undefined
  readonly seconds: number
}

/** `cluster/service/id` of the service deployment that the verdict rests on. */
export function deploymentOf({ ending }: Result): string | undefined {
  const arn = ending?.last?.deployment?.serviceDeploymentArn
  return arn?.split(':service-deployment/')[1] ?? (arn && idOf(arn))
}
