/** The images that a release wants. Pure. */
import { type Fault, Refusal } from '../failure/failure.ts'
import { labelsOf } from '../image/label.ts'
import { parseImage, repositoryOf } from '../image/reference.ts'
import type { BuiltHere, ImageEntry, Wanted } from '../image/source.ts'
import { isContested } from '../image/variant.ts'
import { builtIn, imagesOf, type Manifest } from '../request/manifest.ts'
import type { Entry } from '../request/service.ts'
import { platformOf, type Recorded } from '../revision/document.ts'
import { type Part, templateOf } from './plan.ts'

/**
 * Of each service's template, which its revision will be registered from. Labels are the same whichever services are asked for:
 * names of images must not depend on it.
 */
export function wantedBy(
  { services, all = services }: Pick<Manifest, 'services' | 'all'>,
  parts: readonly Pick<Part, 'standing' | 'shared' | 'template' | 'goal'>[],
): Wanted[] {
  const building = services.filter(({ name }) =>
    parts.some(({ standing, goal }) => standing.place.name === name && goal.kind === 'image'),
  )
  const shapes = new Map(
    parts.map(part => [part.standing.place.name, templateOf(part, parts) ?? part.standing.live] as const),
  )
  const usesOf = ({ name }: ImageEntry) => building.flatMap(entry => uses(entry, shapes.get(entry.name), name))
  const platformsOf = (image: ImageEntry) => {
    const [first, ...others] = new Set(usesOf(image).map(({ shape }) => platformOf(shape)))
    return first === undefined ? undefined : ([first, ...others] as const)
  }
  const built = builtIn(all)
  const labels = labelsOf(built.map(image => ({ ...image, platforms: platformsOf(image) })))
  return imagesOf(building).flatMap(image => {
    const platforms = platformsOf(image)
    if (platforms === undefined) return []
    const isFirst = !usesOf(image).some(({ repository }) => repository === parseImage(repositoryOf(image)).name)
    return [{ ...image, platforms, label: labels.get(image.name) ?? '', isFirst, ...contestedOf(image, built) }]
  })
}

/**
 * What is built for services of which nobody knows how they stand: undefined where the platform of an image, or an image itself, is
 * for ECS or a registry to tell.
 */
export function wantedApart({ services, all = services }: Pick<Manifest, 'services' | 'all'>): Wanted[] | undefined {
  const images = imagesOf(services)
  const found = builtIn(services).flatMap(image => {
    const [first, ...others] = image.build.platforms ?? []
    return first === undefined ? [] : [{ ...image, platforms: [first, ...others] as const, isFirst: false }]
  })
  const isAsItIs = services.some(({ definition = '' }) => definition.startsWith('arn:'))
  if (isAsItIs || found.length === 0 || found.length < images.length) return undefined
  const built = builtIn(all)
  const labels = labelsOf(built)
  return found.map(image => ({ ...image, label: labels.get(image.name) ?? '', ...contestedOf(image, built) }))
}

const contestedOf = (image: ImageEntry, all: readonly BuiltHere[]) =>
  image.kind === 'build' && isContested(image, all) ? { isContested: true } : {}

/** Throws it; where a cluster or a service is not there (yet), with the way to build without them. */
export function orApart(error: unknown): never {
  if (!(error instanceof Refusal)) throw error
  const isAbsence = ({ code }: Fault) => code === 'EVK-201' || code === 'EVK-202'
  throw new Refusal(error.faults.map(each => (isAbsence(each) ? { ...each, fix: `${each.fix} ${APART}` } : each)))
}

const APART = 'To build without ECS, write `platforms` in the `build` of every image, as `[linux/amd64]`.'

/** The containers that get an image: the shape they are in, and the repository of the image they have now. */
function uses({ images }: Entry, shape: Recorded | undefined, name: string) {
  if (shape === undefined) return []
  const { containerDefinitions = [] } = shape.definition
  return [...images].flatMap(([container, image]) => {
    const now = containerDefinitions.find(each => each.name === container)?.image ?? ''
    return image.name === name ? [{ shape, repository: parseImage(now).name }] : []
  })
}
