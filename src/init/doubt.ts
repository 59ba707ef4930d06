/** Where it is not sure that the draft builds an image from what it is built from today. Pure. */
import { quoted } from '../failure/words.ts'
import type { Made, Outline } from './draft.ts'
import { mind, type Obstacle, stops } from './obstacle.ts'
import { isSameImage, programOf } from './origin.ts'
import { sourceName } from './source.ts'

interface Use extends Made {
  readonly service: string
}

/** Programs that would be built alike, and an image that has several Dockerfiles of its name. */
export function sourceObstacles(outlines: readonly Outline[]): Obstacle[] {
  const uses = outlines.flatMap(({ service, made }) => made.map((each): Use => ({ ...each, service })))
  const places = [...new Set(uses.map(({ source }) => sourceName(source)))]
  const alike = places.map(place => uses.filter(({ source }) => sourceName(source) === place))
  return [...uses.flatMap(rivalObstacles), ...alike.flatMap(sameObstacles)]
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
  if (source.rivals.length === 0) return []
  const what = `${named(service, container)} may be built from ${sourceName(source)} or from ${source.rivals.join(' or ')}`
  return [stops(what, 'The manifest says the first; correct its `build` if it is another.')]
}

const named = (service: string, container: string) =>
  service === container ? `service ${quoted(service)}` : `container ${quoted(container)} of service ${quoted(service)}`
