/** What the revisions of a service start from, where the manifest says it: a file, another family, a revision. */
import type { Aws } from '../edge/aws.ts'
import { isRefused } from '../failure/aws.ts'
import { Failure, type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { quoted, sentence } from '../failure/words.ts'
import type { Filling } from '../image/source.ts'
import { isFile, readDefinition } from '../request/definition.ts'
import type { Entry } from '../request/service.ts'
import { familyOf, inFamily, type Recorded } from '../revision/document.ts'
import { findIfAny, findRevision } from '../revision/find.ts'
import { containerFaults } from '../rollout/readiness.ts'
import type { Standing } from '../rollout/standing.ts'

export interface Templates {
  /** By the service's name. */
  readonly found: ReadonlyMap<string, Recorded>
  /** Why there is none, by the service's name. */
  readonly faults: ReadonlyMap<string, readonly Fault[]>
}

/** The ARN of a revision is not among them: that is deployed as it is. */
export async function templatesOf(
  aws: Aws,
  workspace: string,
  entries: readonly Entry[],
  standings: readonly Standing[],
  filling: Filling,
): Promise<Templates> {
  const faults = new Map<string, readonly Fault[]>()
  const found = new Map<string, Recorded>()
  for (const entry of entries) {
    const { name, definition } = entry
    const standing = standings.find(({ place }) => place.name === name)
    if (definition === undefined || isArn(definition) || standing === undefined) continue
    const family = familyOf(standing.liveRevision.arn)
    try {
      const template = isFile(definition)
        ? await readDefinition(workspace, definition, entry, filling)
        : await described(aws, definition, name, standing.liveRevision.arn)
      // told by the name it has, before it gets the service's; a file has none of its own
      const lacking = isFile(definition) ? [] : containerFaults(standing.place, template.definition)
      if (lacking.length > 0) throw new Refusal(lacking)
      found.set(name, inFamily(template, family))
    } catch (error) {
      faults.set(
        name,
        refusalOf(error).faults.map(each => ({ keys: keysOf(name), ...each })),
      )
    }
  }
  return { found, faults }
}

const keysOf = (name: string) => ['services', name, 'task-definition']

export const isArn = (definition: string) => definition.startsWith('arn:')

async function described(aws: Aws, which: string, name: string, live: string): Promise<Recorded> {
  if (which.includes(':')) return await namedRevision(aws, which, name, live)
  const latest = await findIfAny(aws, which)
  if (latest !== undefined) return latest
  const what = `services.${name}.task-definition: no revision of the family ${quoted(which)} is ACTIVE`
  throw new Refusal([{ code: 'EVK-210', what, fix: 'Register one, or correct the name.', keys: keysOf(name) }])
}

/**
 * That of `services.<name>`, whose live revision is `live`. ECS says "Unable to describe task definition." of one that is not there.
 */
export async function namedRevision(aws: Aws, which: string, name: string, live: string): Promise<Recorded> {
  return await findRevision(aws, which).catch(error => {
    const cause = error instanceof Failure ? error.cause : error
    if (!isRefused(cause)) throw error
    const said = sentence(cause instanceof Error ? cause.message : String(cause))
    const what = `services.${name}.task-definition: ECS has no revision ${quoted(which)} for us: ${said}`
    const bare = isArn(which) ? `write ${quoted(familyOf(which))}` : 'leave `:<number>` out'
    const fix = `Correct it, or ${bare} for the latest of the family.`
    throw new Refusal([{ code: 'EVK-210', what: `${what}${elsewhere(which, live)}`, fix, keys: keysOf(name) }])
  })
}

/** ` It is of us-east-1, …, and the service of eu-west-1, ….`; empty where both are of one account and region. */
function elsewhere(arn: string, live: string): string {
  const [of, service] = [arn, live].map(each => each.split(':').slice(3, 5).join(', account '))
  return !isArn(arn) || of === service ? '' : ` It is of ${of}, and the service of ${service}.`
}
