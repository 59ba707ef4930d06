/** Where it is not sure that the draft builds an image from what it is built from today. Pure. */
import { quoted } from '../failure/words.ts'
import { parseImage } from '../image/reference.ts'
import { leftIn, type Made, type Outline } from './draft.ts'
import { mind, type Obstacle, stops } from './obstacle.ts'
import { type Home, isOurs, isSameImage, programOf } from './origin.ts'
import { type Dockerfile, leftOf, sourceName } from './source.ts'

interface Use extends Made {
  readonly service: string
}

/** Programs that would be built alike, and an image that has several Dockerfiles of its name. */
export function sourceObstacles(outlines: readonly Outline[], dockerfiles: readonly Dockerfile[]): Obstacle[] {
  const uses = outlines.flatMap(({ service, made }) => made.map((each): Use => ({ ...each, service })))
  const places = [...new Set(uses.map(({ source }) => sourceName(source)))]
  const alike = places.map(place => uses.filter(({ source }) => sourceName(source) === place))
  return [
    ...uses.flatMap(rivalObstacles),
    ...alike.flatMap(sameObstacles),
    ...outlines.flatMap(rootObstacles),
    ...restObstacles(
      outlines,
      leftOf(
        dockerfiles,
        uses.map(({ source }) => source),
      ),
    ),
  ]
}

/** How many Dockerfiles are named in a line. */
const MOST_NAMED = 8

/** The Dockerfile at the root for a service that bears no name of any, where others are left: one of those may be its own. */
function restObstacles(outlines: readonly Outline[], left: readonly string[]): Obstacle[] {
  const guessed = outlines.filter(({ made: [{ source }] }) => !source.bears)
  if (left.length === 0 || guessed.length === 0) return []
  const names = guessed.map(({ service, made: [{ container }] }) => named(service, container)).join(', ')
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : ''
  const it = guessed.length > 1 ? 'them' : 'it'
  const what = `${names} would be built from ./Dockerfile, for no Dockerfile bears a name of ${it}; of no service are ${left.slice(0, MOST_NAMED).join(', ')}${more}`
  return [stops(what, 'Say in `build` which one is its own; where it is the one at the root, leave it.')]
}

const FIX = 'Say in `build` of each which `target` or `dockerfile` is its own'

function sameObstacles(uses: readonly Use[]): Obstacle[] {
  const [first] = uses
  if (first === undefined) return []
  const { source } = first
  // a placeholder tells nothing of what the repository of the draft is for
  const programs = new Set(uses.map(({ image, repository }) => `${programOf(image)} ${repository}`))
  const stand = uses.map(({ service, container, image }) => `${named(service, container)} on ${quoted(image)}`)
  const what = `${stand.join(', ')}: all of them would be built from ${sourceName(source)}`
  if (programs.size > 1) return [stops(what, `${FIX}; where they are one program, leave it.`)]
  if (uses.some(({ image }) => !isSameImage(image, first.image)))
    return [mind(what, `${FIX}, if they are not one program.`)]
  return []
}

function rivalObstacles({ service, container, source }: Use): Obstacle[] {
  const fix = 'Correct its `build` if it is another.'
  const near = `${named(service, container)} would be built from ${sourceName(source)}, whose name is only like one of its own`
  if (source.rivals.length === 0) return source.near ? [mind(near, fix)] : []
  const what = `${named(service, container)} may be built from ${sourceName(source)} or from ${source.rivals.join(' or ')}`
  return [stops(what, 'The manifest says the first; correct its `build` if it is another.')]
}

/**
 * The Dockerfile at the root for a container beside the one that is known: nothing tells that it is its own, but that the two images
 * may lie in one folder of the registry.
 */
function rootObstacles({ service, made: [main, ...others] }: Outline): Obstacle[] {
  const guessed = others.find(({ source, image }) => !source.bears && !isSameImage(image, main.image))
  if (guessed === undefined) return []
  const { container, source, repository } = guessed
  const what = `${named(service, container)} would be built from ${sourceName(source)}, which bears no name of it, and pushed to ${quoted(repository)}`
  const fix =
    'Take it out of `containers`, or correct `build` of its image, if it is not its own; where it is, leave it.'
  return [isBeside(guessed.image, main.image) ? mind(what, fix) : stops(what, fix)]
}

/** `shop/api` and `shop/proxy` */
function isBeside(one: string, other: string): boolean {
  const [folder, beside] = [one, other].map(image => parseImage(image).name.split('/').slice(0, -1).join('/'))
  return folder !== '' && folder === beside
}

/** Containers that may well be of the program, and that the draft leaves as they are. */
export const leftObstacles = (outlines: readonly Outline[], home: Home): Obstacle[] =>
  outlines.flatMap(outline => {
    const { service, made } = outline
    const [main] = made
    const left = leftIn(outline)
    const images = [...new Set(left.map(({ image = '' }) => image))]
    return images.flatMap((image): Obstacle[] => {
      const names = left.filter(each => each.image === image).map(({ name = '' }) => name)
      const stay = `${several(service, names)} on ${quoted(image)}`
      if (isSameImage(image, main.image)) {
        const what = `${stay}, as ${quoted(main.container)} stands today: whether it is of the same program cannot be known`
        return [stops(what, 'Where it is, name it in `containers` with the same image.')]
      }
      if (!isOurs(image, home, main.image)) return []
      const what = `${stay}: no Dockerfile is ${names.length > 1 ? 'their' : 'its'} own`
      return [stops(what, 'Where a release is to move it, give it an image in `containers`; else leave it.')]
    })
  })

const several = (service: string, names: readonly string[]) =>
  names.length > 1
    ? `containers ${names.map(each => quoted(each)).join(', ')} of service ${quoted(service)} stay`
    : `container ${quoted(names[0] ?? '')} of service ${quoted(service)} stays`

const named = (service: string, container: string) =>
  service === container ? `service ${quoted(service)}` : `container ${quoted(container)} of service ${quoted(service)}`
