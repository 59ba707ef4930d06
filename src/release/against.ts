/** What stands against a service's move to a template, by the manifest and by what Fargate takes. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { ecrOf, hostOf, repositoryOf } from '../image/reference.ts'
import { isFor } from '../image/source.ts'
import type { Entry } from '../request/service.ts'
import { undecided } from '../revision/container.ts'
import { copyOf, familyOf, platformOf, type Recorded } from '../revision/document.ts'
import { fargateLacks, overridden, sizeFault } from '../revision/override.ts'
import { flawsOf } from '../revision/sound.ts'
import { shapeFaults } from '../rollout/readiness.ts'
import type { Standing } from '../rollout/standing.ts'

interface Judged {
  readonly entry: Entry
  readonly standing: Standing
  /** What the manifest says that its revisions start from. */
  readonly template?: Recorded | undefined
}

/** The manifest wants no task and does not say that it may have none: such a run could only end `no-tasks`. */
export function zeroFaults({ name, desiredCount, mayStandAtZero }: Entry): Fault[] {
  if (desiredCount !== 0 || mayStandAtZero) return []
  const what = `services.${name}: \`desired-count\` is 0, so that nothing would run and nothing be proven`
  return [
    {
      code: 'EVK-217',
      what,
      fix: 'Write `may-stand-at-zero: true` beside it where that is meant, or another count.',
      keys: ['services', name, 'desired-count'],
    },
  ]
}

/** `count`: how many tasks it is to have, where that changes. */
export function faultsOf(
  { entry, standing, template: written }: Judged,
  template: Recorded | undefined,
  count?: number,
): Fault[] {
  if ((standing.latest ?? written) !== undefined && template !== undefined) {
    return [
      ...zeroFaults(entry),
      ...shapeFaults(standing, template, count),
      ...undecidedFaults(entry, template),
      ...sizeFaults(entry, template),
      ...lackFaults(entry, template),
      ...flawFaults(entry, template),
    ]
  }
  const family = familyOf(standing.liveRevision.arn)
  const what = `service ${quoted(entry.service)}: no revision of the family ${quoted(family)} is ACTIVE`
  const fix = 'Register one (terraform apply), or go back with `command: rollback`.'
  return [{ code: 'EVK-210', what, fix, keys: ['services', entry.name] }]
}

/** A revision of ECS has been taken as it is, whatever we know of it; a file has not. */
const isTaken = ({ definition }: Recorded): boolean => definition.taskDefinitionArn !== undefined

/** Of what the manifest says alone. */
function sizeFaults({ name, override }: Entry, recorded: Recorded): Fault[] {
  if (override.cpu === undefined && override.memory === undefined && isTaken(recorded)) return []
  const { definition: template } = recorded
  const { requiresCompatibilities, cpu, memory } = { ...template, ...defined(override) }
  const fault = sizeFault(requiresCompatibilities, cpu, memory)
  if (fault === undefined) return []
  const lacking = [...(cpu === undefined ? ['cpu'] : []), ...(memory === undefined ? ['memory'] : [])]
  const what =
    lacking.length > 0
      ? `service ${quoted(name)}: its task definition has no ${lacking.join(' and no ')}, which Fargate asks for`
      : `service ${quoted(name)}: Fargate has no size of cpu ${cpu} and memory ${memory}`
  const said = (['cpu', 'memory'] as const).find(key => override[key] !== undefined)
  return [{ code: 'EVK-214', what, fix: `Of Fargate ${fault}.`, keys: ['services', name, said ?? 'task-definition'] }]
}

/** What is taken lacks nothing, but for secrets that come anew, and a first image of ECR in place of another's. */
function lackFaults({ name, override, images }: Entry, recorded: Recorded): Fault[] {
  const { definition: template } = recorded
  const hasSecrets = Object.values(override.secrets ?? {}).some(each => each !== null)
  const isEcr = (host: string | undefined) => host === undefined || ecrOf(host) !== undefined
  const pulls = [...images.values()].some(each => isEcr(hostOf(repositoryOf(each))))
  const isNew = hasSecrets || !isTaken(recorded) || (pulls && !template.executionRoleArn)
  if (!isNew) return []
  return fargateLacks(template, pulls, hasSecrets).map(({ what, fix }) => ({
    code: 'EVK-215',
    what: `service ${quoted(name)}: its task definition ${what}`,
    fix,
    keys: ['services', name, 'task-definition'],
  }))
}

/** What stands in a revision that is taken is none, and stays none with a variable more. */
function flawFaults({ name, container, placed = [container], override }: Entry, template: Recorded): Fault[] {
  const known = isTaken(template) ? flawsOf(copyOf(template), placed).map(({ what }) => what) : []
  const found = flawsOf(overridden(copyOf(template), container, override), placed)
  return found
    .filter(({ what }) => !known.includes(what))
    .map(({ what, fix, size }) => ({
      code: 'EVK-219',
      what: `service ${quoted(name)}: its task definition ${what}`,
      fix,
      // a size is the manifest's where it says one
      keys: ['services', name, size !== undefined && override[size] !== undefined ? size : 'task-definition'],
    }))
}

/** Somebody registered a shape of another platform after the images were made. */
export function platformFaults(
  { entry, platforms }: { readonly entry: Entry; readonly platforms?: readonly string[] | undefined },
  template: Recorded | undefined,
): Fault[] {
  if (platforms === undefined || template === undefined || isFor(platforms, platformOf(template))) return []
  const what = `service ${quoted(entry.service)}: its task definition runs on ${platformOf(template)} since somebody registered it meanwhile, and the images were made for ${platforms.join(' and ')}`
  return [{ code: 'EVK-313', what, fix: 'Run again: images are made for what the task definition runs on then.' }]
}

const defined = ({ cpu, memory }: Entry['override']) => ({
  ...(cpu === undefined ? {} : { cpu }),
  ...(memory === undefined ? {} : { memory }),
})

function undecidedFaults({ name, service, container, placed, images }: Entry, { definition }: Recorded): Fault[] {
  const containers = definition.containerDefinitions ?? []
  const image = images.get(container)
  const repository = image === undefined ? '' : repositoryOf(image)
  const others = placed === undefined ? undecided(containers, container, repository) : []
  if (others.length === 0) return []
  const shared = containers.find(each => each.name === container)?.image ?? ''
  const names = [container, ...others].map(quoted).join(' and ')
  const what = `service ${quoted(service)}: the containers ${names} of ${[definition.family, definition.revision ?? []].flat().join(':')} stand on one image, ${shared}, that is not of the repository ${repository}`
  const fix = `Which of them the release is for cannot be known. In the task definition, give those that move with ${quoted(container)} and itself one image of the repository ${repository}, under any tag; give one that does not another name of its image, such as its digest. Or name each that moves in \`containers\` of the manifest.`
  return [{ code: 'EVK-212', what, fix, keys: ['services', name, 'container'] }]
}
