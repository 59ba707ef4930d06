/** The images that a release wants. Pure. */
import { labelsOf } from '../image/label.ts'
import { parseImage } from '../image/reference.ts'
import type { Wanted } from '../image/source.ts'
import type { Manifest } from '../request/manifest.ts'
import { platformOf } from '../revision/document.ts'
import type { Standing } from '../rollout/standing.ts'

/** Labels are the same whichever services are asked for: names of images must not depend on it. */
export function wantedBy({ services, all = services }: Manifest, standings: readonly Standing[]): Wanted[] {
  const platforms = new Map(standings.map(({ place, latest, live }) => [place.name, platformOf(latest ?? live)]))
  const labels = labelsOf(all.map(entry => ({ ...entry, platform: platforms.get(entry.name) })))
  const released = new Map(standings.map(standing => [standing.place.name, repositoryOf(standing)]))
  return services.map(({ name, repository, build }) => ({
    name,
    repository,
    build,
    platform: platforms.get(name) ?? '',
    label: labels.get(name) ?? '',
    isFirst: released.get(name) !== repository,
  }))
}

/** Of the image that the service's container has now. */
function repositoryOf({ place, latest, live }: Standing): string | undefined {
  const { containerDefinitions = [] } = (latest ?? live).definition
  return parseImage(containerDefinitions.find(({ name }) => name === place.container)?.image ?? '').name
}
