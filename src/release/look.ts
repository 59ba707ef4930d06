/** How the services of a release stand: before it is planned, and again when the turn of each comes. */
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { repositoryOf } from '../image/reference.ts'
import { clusterNameOf, clustersOf, type Elsewhere, imagesOf, type Manifest, placesOf } from '../request/manifest.ts'
import type { Entry } from '../request/service.ts'
import {
  arnOf,
  familyOf,
  nameOfRevision,
  provenanceOf,
  type Recorded,
  revisionOf,
  unknownIn,
} from '../revision/document.ts'
import { variablesIn } from '../revision/exposed.ts'
import { Revisions } from '../revision/find.ts'
import { secretsIn, surelyIn } from '../revision/known-secret.ts'
import type { Variable } from '../revision/looks.ts'
import { calledIn, type Place, running, type Standing, shapesOf } from '../rollout/standing.ts'
import { familiesAt, originFor, pastOf, type Surveyed, soundOf, survey } from '../rollout/survey.ts'
import type { Journal } from './journal.ts'
import { moves, type Part, type Planned } from './plan.ts'

export const placeOf = (
  cluster: string,
  { name, service, container, placed, strategy, mayStandAtZero, cluster: own = cluster }: Entry,
): Place => ({
  name,
  cluster: own,
  service,
  container,
  placed,
  strategy,
  mayStandAtZero,
})

/** A `shape` is asked for where a release builds on it. From here on no line of the log repeats what may be a secret. */
export async function look(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  manifest: Manifest,
  { shape }: { readonly shape: boolean },
  journal: Journal,
): Promise<Surveyed> {
  const { cluster, services } = manifest
  const { standings, faults } = await runner.group(`What runs in ${clusterNameOf(manifest)}`, async () => {
    const places = services.map(entry => placeOf(cluster, entry))
    const found = await runner.patiently('still asking ECS', survey(aws, places, { shape: () => shape }))
    const { standings } = found
    for (const standing of standings) {
      const { place, service, liveRevision, runs } = standing
      const { runningCount = 0, desiredCount = 0 } = service
      const { version = 'no version of ours', name } = revisionOf(running(standing), place)
      const failed = runs === undefined ? '' : `; stands on ${liveRevision.name}, which failed`
      runner.say(`${place.name}  ${runningCount} of ${desiredCount} tasks  ${version} (${name})${failed}`)
    }
    const unknown = new Set(standings.flatMap(({ latest }) => (latest ? unknownIn(latest) : [])))
    if (unknown.size > 0) runner.say(`newer than this Evenkeel, and kept as they are: ${[...unknown].join(', ')}`)
    return found
  })
  const shapes = standings.flatMap(shapesOf)
  hide(runner, shapes, manifest, journal)
  return { standings, faults }
}

/** From here on nothing that this run says repeats what of these may be a secret. */
export function hide(
  runner: Pick<Edges['runner'], 'mask' | 'hide'>,
  shapes: readonly Pick<Recorded, 'definition' | 'tags'>[],
  manifest: Named,
  journal: Journal,
  more: readonly Variable[] = [],
): void {
  const variables = [...more, ...variablesIn(shapes.map(({ definition }) => definition))]
  const names = [...namesIn(manifest), ...shapes.flatMap(namesOf), ...namesOfAim(journal)]
  runner.hide(secretsIn(variables), names)
  for (const value of surelyIn(variables)) if (!names.some(name => name.includes(value))) runner.mask(value)
}

function namesOf({ definition, tags }: Pick<Recorded, 'definition' | 'tags'>): string[] {
  const { version, commit } = provenanceOf(tags)
  const containers = (definition.containerDefinitions ?? []).map(({ name = '' }) => name)
  return [version ?? '', commit ?? '', nameOfRevision(arnOf({ definition })), ...containers]
}

function namesOfAim(journal: Journal): string[] {
  const { version = '', commit = '' } = journal.last('aim') ?? {}
  return [version, commit]
}

/** What a run prints itself. */
type Named = Pick<Manifest, 'cluster' | 'region' | 'services'>

const namesIn = ({ cluster, region, services }: Named): string[] => [
  ...clustersOf({ cluster, services }),
  region,
  ...services.flatMap(({ name, service, images }) => [name, service, ...images.keys()]),
  ...imagesOf(services).flatMap(image => [image.name, repositoryOf(image)]),
]

/**
 * Families of the manifest's services that are not asked for, each in its cluster; undefined where they cannot be read. Where a newer
 * shape than what runs is to be taken, those of its other environments as well, as far as this one's role may see them.
 */
export async function familiesBeside(
  { aws }: Pick<Edges, 'aws'>,
  { region, cluster, services, all = services, elsewhere = [] }: Manifest,
  standings: readonly Standing[],
): Promise<string[] | undefined> {
  const beside = all.filter(({ name }) => !services.some(each => each.name === name))
  const found = await familiesIn(aws, placesOf({ region, cluster, services: beside }))
  const isNew = standings.some(({ live, latest, origin }) => latest !== undefined && (origin ?? latest) !== live)
  const far = elsewhere.filter(
    each =>
      (each.region === '' || each.region === aws.region) &&
      !standings.some(({ place }) => calledIn(place) === calledIn(each)),
  )
  const others = isNew ? await aws.aside(async () => await familiesIn(aws, far)) : []
  return found.includes(undefined) ? undefined : [...found, ...others].flatMap(each => each ?? [])
}

async function familiesIn(aws: Aws, places: readonly Elsewhere[]) {
  const clusters = [...new Set(places.map(each => each.cluster))]
  const names = (cluster: string) => places.filter(each => each.cluster === cluster).map(({ service }) => service)
  return await Promise.all(clusters.map(cluster => familiesAt(aws, cluster, [...new Set(names(cluster))])))
}

/** What somebody else registered or deployed since is told, and built on. */
export async function lookAgain(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  wave: readonly Planned[],
  journal: Journal,
): Promise<Part[]> {
  const places = wave.map(({ standing }) => standing.place)
  const moving = new Set(
    wave.filter(each => each.goal.kind === 'image' && moves(each)).map(({ standing }) => standing.place.name),
  )
  const before = wave.map(({ standing }) => standing)
  const known = before.flatMap(shapesOf)
  const seen = soundOf(await survey(aws, places, { shape: ({ name }) => moving.has(name), before }))
  const found = await Promise.all(seen.map((now, i) => withShape(aws, wave[i] as Planned, now)))
  const isNew = (each: Recorded) =>
    !known.some(({ definition }) => definition.taskDefinitionArn === each.definition.taskDefinitionArn)
  const fresh = found.flatMap(shapesOf).filter(isNew)
  const services = wave.map(({ entry }) => entry)
  if (fresh.length > 0) hide(runner, fresh, { cluster: places[0]?.cluster ?? '', region: '', services }, journal)
  return await Promise.all(
    wave.map(async (planned, i) => {
      const before = planned.standing
      const now = found[i] as Standing
      tellMoved(runner, before, now)
      const mayMove = moves(planned) || isMoved(before, now)
      const past = mayMove ? (now.past ?? (await pastOf(aws, now.place))) : now.past
      return {
        entry: planned.entry,
        goal: planned.goal,
        shared: planned.shared ?? false,
        template: planned.template,
        anew: planned.anew ?? false,
        platforms: planned.platforms,
        standing: { ...now, ...(now.latest ? {} : { latest: before.latest, origin: before.origin }), past },
      }
    }),
  )
}

const isMoved = (before: Standing, now: Standing): boolean => before.liveRevision.arn !== now.liveRevision.arn

/** Of a service that needed no change when it was first looked at, and that somebody has moved since: its shape is another. */
async function withShape(aws: Edges['aws'], { goal, standing }: Planned, now: Standing): Promise<Standing> {
  if (goal.kind !== 'image' || now.latest !== undefined || !isMoved(standing, now)) return now
  const revisions = new Revisions(aws, shapesOf(now))
  const latest = (await revisions.latest(familyOf(now.liveRevision.arn))) ?? now.live
  return { ...now, latest, origin: await originFor(revisions, now.place, running(now), latest) }
}

function tellMoved(runner: Edges['runner'], before: Standing, now: Standing): void {
  const { name } = now.place
  if (now.liveRevision.arn !== before.liveRevision.arn) {
    const moved = `from ${before.liveRevision.name} to ${now.liveRevision.name}`
    runner.warn(`${name} was deployed by somebody else`, `It was moved ${moved} while this run was preparing.`)
  }
  const [was, is] = [before, now].map(({ latest }) => latest?.definition.taskDefinitionArn)
  if (was !== undefined && is !== undefined && was !== is) {
    runner.say(`${name}  ${nameOfRevision(is)} was registered meanwhile: it is what this release builds on`)
  }
}
