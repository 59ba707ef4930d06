/** How a whole run ended. Pure: the outcomes of its services in, one outcome out. */
import type { Result } from '../release/result.ts'
import { type Provenance, provenanceOf, type Recorded } from '../revision/document.ts'
import { isGood, type Outcome } from '../rollout/verdict.ts'
import type { Report } from './report.ts'

/** What a run that broke off had done by then. */
export interface BrokenOff {
  readonly cancelled: boolean
  /** Whether what was asked for was refused, before anything was tried. */
  readonly refused: boolean
  /** Whether AWS was told to change anything about a service: from then on, "nothing was changed" is not known to be true. */
  readonly ordered: boolean
}

/** Of a run that broke off before or beside its services. */
export function brokenOff({ cancelled, refused, ordered }: BrokenOff): Outcome {
  if (ordered) return 'unknown'
  if (cancelled) return 'cancelled'
  return refused ? 'refused' : 'failed-on-old'
}

interface Ended extends Pick<Result, 'verdict' | 'unmoved' | 'returned'> {
  readonly rollout?: Pick<NonNullable<Result['rollout']>, 'adopted'> | undefined
  readonly standing: {
    readonly place: Pick<Result['standing']['place'], 'mayStandAtZero'>
    readonly live?: Pick<Recorded, 'tags'>
  }
}

function isOf(live: Pick<Recorded, 'tags'> | undefined, { version, commit }: Partial<Provenance>): boolean {
  const found = provenanceOf(live?.tags ?? [])
  const isOfCommit = found.commit === undefined || found.commit === commit
  return version !== undefined && version !== '' && found.version === version && isOfCommit
}

/**
 * Of a run that came to its end: the worst of its services, and `partial` where some of them stand on what this run brought
 * and others do not: an earlier run of the same release may have brought them there. A service that is scaled to 0 and may be hides no
 * other, whether that one moved or was there already. `aim`: the release that a deploy brings.
 */
export function overall(results: readonly Ended[], aim: Partial<Provenance> = {}): Outcome {
  const outcomes = results.map(({ verdict }) => verdict?.outcome)
  const worst = SEVERITY.find(outcome => outcomes.includes(outcome)) ?? 'unchanged'
  if (SETTLES_ALL.has(worst)) return worst
  const isThere = ({ verdict, standing, unmoved, returned = false }: Ended) =>
    verdict?.outcome === 'unchanged' && unmoved !== 'outside' && (returned || isOf(standing.live, aim))
  // at 0, so that nothing is proven, and on the new revision all the same: a part where another is not
  const isMovedAtZero = ({ verdict, rollout }: Ended) =>
    verdict?.outcome === 'no-tasks' && rollout !== undefined && !rollout.adopted
  const well = ({ verdict, standing }: Ended) => !verdict || isGood(verdict.outcome, standing.place.mayStandAtZero)
  const beside = results.some(each => !well(each) && !isMovedAtZero(each))
  const moved = outcomes.includes('deployed') || results.some(each => isThere(each) || (beside && isMovedAtZero(each)))
  if (results.every(well)) {
    // nothing failed, and still its turn never came
    if (outcomes.includes(undefined)) return 'cancelled'
    return PROVEN.find(outcome => outcomes.includes(outcome)) ?? worst
  }
  return moved && !ENDS_EARLY.has(worst) ? 'partial' : worst
}

/** Whether the job may go on: it proved what it moved, and what stands at 0 may. */
export function endedWell({ outcome, failure, services }: Report): boolean {
  const atZero = Object.values(services).filter(each => each.outcome === 'no-tasks')
  const may = atZero.every(({ mayStandAtZero }) => mayStandAtZero)
  return failure === undefined && isGood(outcome, may)
}

/** From the worst. */
const SEVERITY: readonly Outcome[] = [
  'failed-mixed',
  'unknown',
  'partial',
  'failed-on-old',
  'rolled-back',
  'superseded',
  'timed-out',
  'refused',
  'cancelled',
  'paused',
  'no-tasks',
  'deployed',
  'unchanged',
]

/** What a service at 0 does not hide. */
const PROVEN: readonly Outcome[] = ['deployed', 'unchanged']

/** Whatever became of the others: look there first. */
const SETTLES_ALL: ReadonlySet<Outcome> = new Set(['failed-mixed', 'unknown', 'partial'])

/** Nothing broke: the run was ended, or waits, before all had their turn. */
const ENDS_EARLY: ReadonlySet<Outcome> = new Set(['cancelled', 'paused'])
