/** What a release of a service starts from: what it runs, or a newer shape that somebody registered for it and no release of ours did. */
import {
  arnOf,
  familyOf,
  isOfAnother,
  isOfOneRun,
  numberOf,
  provenanceOf,
  type Recorded,
  revivedFrom,
} from './document.ts'
import type { Revisions } from './find.ts'

/** How many revisions are looked through between what runs and the latest: releases that failed, or those of other services. */
const LOOKED_THROUGH = 25

/**
 * The latest revision is Terraform's as a rule, and a release brings its shape along. One that a release registered and the service
 * does not run is that of a release that failed, or was left, or of another service: what it brought is not the service's. A revision
 * that is registered again is as old as the one that it is a copy of. `service`: cluster and name, as a tag tells it.
 */
export async function findOrigin(
  revisions: Revisions,
  service: string,
  live: Recorded,
  latest: Recorded,
): Promise<Recorded> {
  const floor = revivedFrom(live) ?? numberOf(live)
  const family = familyOf(arnOf(latest))
  const least = Math.max(floor, numberOf(latest) - LOOKED_THROUGH)
  for (let nth = numberOf(latest); nth > least; nth--) {
    if (nth === numberOf(live)) continue
    const found = nth === numberOf(latest) ? latest : await revisions.numbered(family, nth)
    const isActive = (found?.definition.status ?? 'ACTIVE') === 'ACTIVE'
    if (found && isActive && !isReleased(found, live, service)) return found
  }
  return live
}

/** By us, and not the one that runs; a copy of that which somebody changed by hand carries its tags. */
function isReleased(found: Recorded, live: Recorded, service: string): boolean {
  if (provenanceOf(found.tags).version === undefined) return false
  return !isOfOneRun(found, live) || isOfAnother(found, service)
}
