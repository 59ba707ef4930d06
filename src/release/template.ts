/** What the revisions of a service start from, where the manifest says it: a file, another family, a revision. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Aws, TASK_DEFINITION } from '../edge/aws.ts'
import { isRefused } from '../failure/aws.ts'
import { Failure, type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { quoted, sentence, suggestion } from '../failure/words.ts'
import { variableFaults } from '../image/confine.ts'
import { mistakenIn } from '../image/placeholder.ts'
import { type Filling, filled, variablesIn } from '../image/source.ts'
import type { Entry } from '../request/service.ts'
import { readSource, textIn } from '../request/source.ts'
import type { Released } from '../revision/container.ts'
import { familyOf, inFamily, type Recorded } from '../revision/document.ts'
import { findLatest, findRevision } from '../revision/find.ts'
import { documentIn } from '../revision/written.ts'
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
        ? await fromFile(workspace, definition, entry, filling)
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

const isFile = (definition: string) => /\.(?:json|ya?ml)$/.test(definition)

async function described(aws: Aws, which: string, name: string, live: string): Promise<Recorded> {
  if (which.includes(':')) return await namedRevision(aws, which, name, live)
  const latest = await findLatest(aws, which)
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

/** A link may lead about in the workspace, not out of it. */
async function fromFile(workspace: string, path: string, released: Released, filling: Filling): Promise<Recorded> {
  const root = await realpath(workspace)
  const file = await realpath(join(root, path)).catch(() => undefined)
  const isFolder = file !== undefined && (await stat(file)).isDirectory()
  if (file === undefined || isFolder || !file.startsWith(`${root}/`)) {
    const near = file === undefined ? await nearFile(root, path) : ''
    const what = `the task definition ${quoted(path)} is ${isFolder ? 'a folder' : `not in ${workspace}`}${near}`
    throw new Refusal([{ code: 'EVK-213', what, fix: 'Give the path of a file of the workspace, relative to it.' }])
  }
  const text = textIn(await readFile(file), path, 'EVK-213')
  const sort = { code: 'EVK-213', words: 'A task definition is at most 64 KiB.' } as const
  const { at, value, faults: found } = readSource(text, path, sort)
  const faults = [...found]
  const recorded = documentIn(value, at, faults, {
    model: TASK_DEFINITION,
    released,
    fill: text => filled(text, filling),
    look: (text, at) => [
      ...variableFaults(at, [...new Set(variablesIn(text))], filling.env),
      ...placeholderFaults(at, text),
    ],
  })
  if (faults.length > 0) throw new Refusal(faults, path)
  return recorded
}

const placeholderFaults = (at: string, text: string): Fault[] =>
  mistakenIn(text).map(({ written, fix }) => ({
    code: 'EVK-213',
    what: `${at}: ${quoted(written)} is not filled`,
    fix,
  }))

/** A slip in the name, another of its usual endings, or the same name in another folder that is named or usual. */
async function nearFile(root: string, path: string): Promise<string> {
  const folders = [...new Set([dirname(path), '.', '.aws', 'ecs', 'deploy', '.github'])]
  const found = await Promise.all(
    folders.map(async each => {
      const names = await readdir(join(root, each)).catch(() => [])
      return names.filter(isFile).map(name => join(each, name))
    }),
  )
  const bare = (name: string) =>
    basename(name)
      .replace(/\.\w+$/, '')
      .replace(/[-_]/g, '')
      .toLowerCase()
  const same = found.flat().find(each => bare(each) === bare(path))
  return same === undefined ? suggestion(join(path), found.flat()) : `, did you mean ${quoted(same)}?`
}
