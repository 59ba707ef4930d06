/** What stands between services of a manifest that are each right by themselves. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { repositoryOf } from '../image/reference.ts'
import type { At } from './at.ts'
import { fault } from './kind.ts'
import { imagesOf, type Manifest } from './manifest.ts'
import { sameServiceFaults } from './order.ts'

export const betweenFaults = ({ cluster, services }: Manifest, top: At): Fault[] => [
  ...sameServiceFaults(cluster, services, top.key('services')),
  ...sameTagFaults(services, top),
  ...sameParameterFaults(services, top.key('services')),
]

/** A tag of one repository cannot move to two images at once. */
function sameTagFaults(services: Manifest['services'], top: At): Fault[] {
  const seen = new Map<string, string>()
  return imagesOf(services).flatMap(image =>
    image.alsoTag.flatMap(tag => {
      const place = `${repositoryOf(image)}:${tag}`
      const other = seen.get(place)
      seen.set(place, image.at)
      const what = `: ${image.at} and ${other} both move ${quoted(place)}`
      return other === undefined ? [] : [fault(top, what, 'Give each a tag of its own, or a repository.')]
    }),
  )
}

/** Terraform would read the image of the service that wrote last. */
function sameParameterFaults(services: Manifest['services'], at: At): Fault[] {
  return services.flatMap(({ name, imageParameter }, index) => {
    const first = services.slice(0, index).find(each => each.imageParameter === imageParameter)
    if (imageParameter === undefined || first === undefined) return []
    const what = ` and services.${first.name} both write ${quoted(imageParameter)}`
    return [fault(at.key(name).key('image-parameter'), what, 'Give each service a parameter of its own.')]
  })
}
