/** The images that a release wants. Pure. */
import { labelsOf } from '../image/label.ts'
import type { Wanted } from '../image/source.ts'
import type { Manifest } from '../request/manifest.ts'
import { platformOf } from '../revision/document.ts'
import type { Standing } from '../rollout/standing.ts'

/** Labels are the same whichever services are asked for: names of images must not depend on it. */
export function wantedBy({ services, all = services }: Manifest, standings: readonly Standing[]): Wanted[] {
  const platforms = new Map(standings.map(({ place, latest, live }) => [place.name, platformOf(latest ?? live)]))
  const labels = labelsOf(all.map(entry => ({ ...entry, platform: platforms.get(entry.name) })))
  return services.map(({ name, repository, build }) => ({
    name,
    repository,
    build,
    platform: platforms.get(name) ?? '',
    label: labels.get(name) ?? '',
  }))
}
