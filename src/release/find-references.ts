/** Looks for what tasks of new revisions will ask for: one that is not there is told before it costs a rollout. */
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { everyPage, portions } from '../edge/pages.ts'
import { nameOf } from '../failure/aws.ts'
import type { Fault } from '../failure/failure.ts'
import { quoted, sentence } from '../failure/words.ts'
import { leadsTo } from '../revision/choose.ts'
import { overridden } from '../revision/override.ts'
import { newReferences, type Reference } from '../revision/reference.ts'
import { type Planned, templateOf } from './plan.ts'

/** A release does not wait longer for one answer; what was answered counts without it. */
const LOOKING_MS = 10_000
/** Names in one call of DescribeParameters, and results (AWS Systems Manager API Reference). */
const PER_CALL = 50

/**
 * Lists are told "on a best-effort basis" (AWS Systems Manager API Reference, DescribeParameters), and what they lack may have been
 * created by the step before: only what is missing twice is not there.
 */
const TWICE_MS = 3_000

/** Going back is urgent, and ECS has the last word: what an earlier revision asks for is a warning. */
export async function warnMissing(
  edges: Pick<Edges, 'aws' | 'clock' | 'runner' | 'signal'>,
  planned: readonly Planned[],
): Promise<void> {
  for (const { what, fix } of await missingReferences(edges, planned))
    edges.runner.warn('What an earlier revision asks for is not there', `${sentence(what)} ${fix}`)
}

/** What surely is not there. A role that may not look, or an AWS that does not answer, proves nothing. */
export async function missingReferences(
  { aws, clock, signal }: Pick<Edges, 'aws' | 'clock' | 'signal'>,
  planned: readonly Planned[],
): Promise<Fault[]> {
  const asked = planned.flatMap(part => referencesOf(part, planned).map(reference => ({ part, reference })))
  if (asked.length === 0) return []
  const missing = await missingTwice(
    { aws, clock, signal },
    asked.map(({ reference }) => reference),
  ).catch((): Missing[] => [])
  return asked.flatMap(({ part, reference }): Fault[] => {
    const found = missing.find(each => each.reference === reference)
    if (found === undefined) return []
    const { kind, names, region, use } = reference
    const name = called(kind, names[0])
    const { what, fix } = found.isLeaving ? LEAVING : NOT_THERE
    return [
      {
        code: 'EVK-218',
        what: `service ${quoted(part.entry.name)}: ${use} is the ${name} in ${region}, and ${what}`,
        fix,
        keys: ['services', part.entry.name],
      },
    ]
  })
}

async function missingTwice(
  { aws, clock, signal }: Pick<Edges, 'aws' | 'clock' | 'signal'>,
  references: readonly Reference[],
): Promise<Missing[]> {
  const first = await lookFor(aws, references)
  if (first.length === 0) return []
  await clock.sleep(TWICE_MS, signal)
  return await lookFor(
    aws,
    first.map(({ reference }) => reference),
  )
}

/** `isLeaving`: it waits for its deletion, and nobody can read it or create one of that name meanwhile. */
interface Missing {
  readonly reference: Reference
  readonly isLeaving?: boolean
}

const NOT_THERE = {
  what: 'there is none of that name',
  fix: 'Create it before the deploy (terraform apply), or correct the name: a task that does not find it never starts.',
}
const LEAVING = {
  what: 'it is scheduled for deletion',
  fix: 'Take it back (`aws secretsmanager restore-secret`), or name another: a task that cannot read it never starts, and none of that name can be created until it is deleted.',
}

/** What is said names a secret for its ARN, with the word before it. */
const called = (kind: Reference['kind'], name: string) =>
  kind === 'secret' && name.startsWith('arn:') ? name : `${kind} ${name}`

function referencesOf(part: Planned, all: readonly Planned[]): Reference[] {
  const { entry, goal, standing } = part
  const template = goal.kind === 'image' ? templateOf(part, all) : undefined
  const back = goal.kind === 'release' ? leadsTo(goal.choice, standing.liveRevision)?.recorded : undefined
  const { family = '', containerDefinitions } = (template ?? back)?.definition ?? {}
  if (containerDefinitions === undefined) return []
  const document = overridden({ family, containerDefinitions }, entry.container, template ? entry.override : {})
  const [, , , region = '', account = ''] = standing.liveRevision.arn.split(':')
  return newReferences(document, standing.live.definition, { region, account })
}

async function lookFor(aws: Aws, references: readonly Reference[]): Promise<Missing[]> {
  const regions = [...new Set(references.map(({ region }) => region))]
  const found = await Promise.all(
    regions.flatMap(region => {
      const here = references.filter(each => each.region === region)
      const of = (kind: Reference['kind']) => here.filter(each => each.kind === kind)
      return [
        ...portions(of('parameter'), PER_CALL / 2).map(each => () => missingParameters(aws.in(region), each)),
        ...of('secret').map(each => () => missingSecret(aws.in(region), each)),
        ...of('log group').map(each => () => missingGroup(aws.in(region), each)),
      ].map(look => aws.within(LOOKING_MS, look).catch((): Missing[] => []))
    }),
  )
  return found.flat()
}

async function missingParameters({ ssm }: Aws, references: readonly Reference[]): Promise<Missing[]> {
  const Values = references.flatMap(({ names }) => names)
  const there = await everyPage(
    async ({ nextToken }: { nextToken?: string | undefined }) => {
      const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values }]
      const page = await ssm.describeParameters({
        ParameterFilters,
        MaxResults: PER_CALL,
        ...(nextToken && { NextToken: nextToken }),
      })
      return { names: page.Parameters?.map(({ Name = '' }) => Name), nextToken: page.NextToken }
    },
    {},
    ({ names }) => names,
  )
  return references.filter(({ names }) => !names.some(name => there.includes(name))).map(reference => ({ reference }))
}

async function missingSecret({ secrets }: Aws, reference: Reference): Promise<Missing[]> {
  return await secrets.describeSecret({ SecretId: reference.names[0] }).then(
    ({ DeletedDate }) => (DeletedDate === undefined ? [] : [{ reference, isLeaving: true }]),
    error => {
      if (nameOf(error) !== 'ResourceNotFoundException') throw error
      return [{ reference }]
    },
  )
}

async function missingGroup({ logs }: Aws, reference: Reference): Promise<Missing[]> {
  const [logGroupNamePrefix] = reference.names
  const groups = await everyPage(
    (page: { nextToken?: string | undefined }) => logs.describeLogGroups({ ...page, logGroupNamePrefix }),
    {},
    ({ logGroups }) => logGroups,
  )
  return groups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix) ? [] : [{ reference }]
}
