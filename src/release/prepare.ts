/** What is wanted of each service of a deploy, with what the manifest says of its shape read and filled. */
import type { Edges } from '../edge/edges.ts'
import { type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { tagOf } from '../image/reference.ts'
import { type Filling, filled, variablesIn } from '../image/source.ts'
import { builtIn, type Manifest } from '../request/manifest.ts'
import type { Entry } from '../request/service.ts'
import { argumentsOf } from '../revision/argument.ts'
import type { Choice } from '../revision/choice.ts'
import {
  arnOf,
  changesBetween,
  droppedBy,
  familyOf,
  nameOfRevision,
  numberOf,
  type Provenance,
  provenanceOf,
  type Recorded,
  revisionOf,
} from '../revision/document.ts'
import { isTold, type Variable } from '../revision/looks.ts'
import { filledOverride } from '../revision/override.ts'
import { partsOf } from '../revision/parts.ts'
import { containerFaults } from '../rollout/readiness.ts'
import { running, type Standing } from '../rollout/standing.ts'
import type { Journal } from './journal.ts'
import { familiesBeside, hide } from './look.ts'
import { type Part, templateOf } from './plan.ts'
import { isArn, namedRevision, templatesOf } from './template.ts'

export async function prepare(
  edges: Edges,
  manifest: Manifest,
  standings: readonly Standing[],
  provenance: Provenance,
  journal: Journal,
): Promise<Part[]> {
  const { aws, runner } = edges
  const filling = { version: provenance.version, sha: provenance.commit, env: process.env }
  const entries = manifest.services.map(entry => ({ ...entry, override: filledOverride(entry.override, filling) }))
  const tagged = { ...filling, version: tagOf(provenance.version) }
  const templates = await templatesOf(aws, runner.run.workspace, entries, standings, tagged)
  hide(runner, [...templates.found.values()], manifest, journal, saidBy(manifest, filling))
  for (const { place, live } of standings) {
    const { unmodelled = [] } = templates.found.get(place.name) ?? {}
    const dropped = droppedBy(live).filter(path => unmodelled.includes(path))
    if (dropped.length > 0)
      runner.warn(
        `ECS does not know ${dropped.join(', ')}`,
        `It dropped that of the task definition of ${place.name}, as it was registered last: take it out of the file, or correct it.`,
      )
  }
  const others = await familiesBeside(edges, manifest, standings)
  const all = standings.map(standing => ({ standing }))
  return await Promise.all(
    standings.map(async (standing): Promise<Part> => {
      const entry = entries.find(({ name }) => name === standing.place.name)
      if (!entry) throw new Error(`${standing.place.name} was not asked for`)
      const part = {
        entry,
        standing,
        // each keeps its own shape where it cannot be told whether somebody shares it
        shared: others?.includes(familyOf(standing.liveRevision.arn)) ?? true,
        template: templates.found.get(entry.name),
        goal: { kind: 'image', images: undefined, provenance } as const,
        against: templates.faults.get(entry.name) ?? [],
      }
      const { latest, origin } = standing
      if (latest && origin && templateOf(part, all) === origin && changesBetween(origin, latest, entry) !== '')
        runner.say(`${entry.name}  starts from the shape of ${nameOf(origin)}: ${whyNot(standing, latest, origin)}`)
      if (entry.definition === undefined || !isArn(entry.definition)) return part
      const found = await exactly(edges, entry, entry.definition, standing).catch(error => refusalOf(error).faults)
      if (!('choice' in found)) return { ...part, against: found }
      hide(runner, [found.recorded], manifest, journal)
      runner.say(`${entry.name}  is to run ${nameOfRevision(entry.definition)} as it is; nothing is built for it`)
      return { ...part, goal: { kind: 'release', choice: found.choice, counted: true } }
    }),
  )
}

/** Why a release does not start from the latest. */
function whyNot({ live, runs }: Standing, latest: Recorded, origin: Recorded): string {
  if (origin === runs) return `${nameOf(live)} failed, and it still runs`
  if (latest === live) return `it is newer than what ${nameOf(running({ live, runs }))} is a copy of`
  if (origin === live && numberOf(latest) < numberOf(live)) return `it is newer than ${nameOf(latest)}`
  return `${nameOf(latest)} is of a release that it does not run`
}

const nameOf = (recorded: Recorded): string => nameOfRevision(arnOf(recorded))

/** Of what is built alone, for no service that was looked at. */
export function hideSaid(
  { runner }: Pick<Edges, 'runner'>,
  manifest: Manifest,
  provenance: Provenance,
  journal: Journal,
) {
  const filling = { version: provenance.version, sha: provenance.commit, env: process.env }
  hide(runner, [], manifest, journal, saidBy(manifest, filling))
}

/** What the manifest puts into task definitions and builds, and the job's variables that it takes for it. */
function saidBy({ services }: Manifest, filling: Filling): Variable[] {
  const environments = services.map(({ override }) => override.environment ?? {})
  const args = builtIn(services).map(({ build }) => build.args)
  const said = [...environments, ...args].flatMap(named =>
    Object.entries(named).flatMap(([name, text]) => (text === null ? [] : [{ name, text }])),
  )
  const texts = [...said.map(({ text }) => text), ...services.flatMap(({ override }) => override.command ?? [])]
  const taken = texts.flatMap(variablesIn).map(name => ({ name, value: filling.env[name] }))
  const commands = services.flatMap(({ override }) =>
    partsOf(argumentsOf((override.command ?? []).map(text => filled(text, filling)))).filter(isTold),
  )
  return [...said.map(({ name, text }) => ({ name, value: filled(text, filling) })), ...taken, ...commands]
}

/** What the manifest says of a shape that is deployed as it is. */
function lostFaults({ name, override }: Entry): Fault[] {
  const lost = Object.entries(override).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  if (lost.length === 0) return []
  const what = `services.${name}: the revision of an ARN is deployed as it is, and ${lost.join(', ')} would change it`
  const fix = 'Take that out, or write `task-definition` as family:revision: a new one is registered from it.'
  return [{ code: 'EVK-110', what, fix, keys: ['services', name, lost[0] ?? ''] }]
}

/** The revision of that ARN, as it is. */
async function exactly(
  { aws }: Edges,
  entry: Entry,
  arn: string,
  { place, liveRevision }: Standing,
): Promise<{ readonly choice: Choice; readonly recorded: Recorded }> {
  const recorded = await namedRevision(aws, arn, entry.name, liveRevision.arn)
  const revision = revisionOf(recorded, entry)
  const faults = [...lostFaults(entry), ...containerFaults(place, recorded.definition)]
  if (faults.length > 0) throw new Refusal(faults)
  const release = { revision, recorded, provenance: provenanceOf(recorded.tags), first: 0, at: 0, imageHeld: undefined }
  const stays = revision.arn === liveRevision.arn
  const reason = `already runs ${revision.name}`
  return { choice: stays ? { kind: 'stay', reason, arrived: release } : { kind: 'go', release }, recorded }
}
