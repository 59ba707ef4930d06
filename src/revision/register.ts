/** Registers a revision. */
import type { Aws } from '../edge/aws.ts'
import { type Limits, once } from '../edge/once.ts'
import { verbatim } from '../edge/verbatim.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { lackOf, mendOf } from '../failure/permission.ts'
import { statementsOf } from '../failure/rights.ts'
import { quoted } from '../failure/words.ts'
import type { Released } from './container.ts'
import { type Document, isOfOneRun, isSame, type Recorded, type Revision, revisionOf, revivalOf } from './document.ts'
import { findIfAny } from './find.ts'

/** How many of a family's latest are looked at for one whose answer was lost. */
const LOOKED_BACK = 5

export interface Registering extends Limits {
  readonly aws: Aws
}

export async function register(registering: Registering, document: Document, released: Released): Promise<Revision> {
  const { aws } = registering
  const write = async (): Promise<Recorded> => {
    const { taskDefinition: definition = {}, tags = document.tags ?? [] } = await aws.ecs.registerTaskDefinition(
      verbatim(document),
    )
    if (!definition.taskDefinitionArn) throw unnamed(document)
    return { definition, tags }
  }
  const find = async () => {
    const latest = await findIfAny(aws, document.family ?? '')
    if (latest === undefined) return undefined
    return isOwn(document, latest) ? latest : await findBefore(aws, document, latest)
  }
  const recorded = await once(registering, write, find).catch(error => {
    throw withAllRights(failureOf(error, `register a revision of ${quoted(document.family)}`), document, aws.region)
  })
  return revisionOf(recorded, released)
}

/** A registration asks for the right to tag and to pass roles as well: who mends the role wants to do it once. */
function withAllRights(failure: Failure, document: Document, region: string): Failure {
  const lack = lackOf(failure.cause, 'register a revision ')
  if (lack === undefined) return failure
  const { code, title, message, cause } = failure
  const [first = lack.statement, ...others] = statementsOf(lack.statement, document, region)
  const advice = [mendOf({ ...lack, statement: first }), ...others].join(', ')
  return new Failure({ code, title, message, advice, cause })
}

/** Others may have registered since: their revisions are the latest, ours is one of those before. */
async function findBefore(aws: Aws, document: Document, { definition }: Recorded): Promise<Recorded | undefined> {
  const { family, revision: latest = 0 } = definition
  for (let nth = latest - 1; nth > 0 && nth > latest - LOOKED_BACK; nth--) {
    const before = await findIfAny(aws, `${family}:${nth}`).catch(() => undefined)
    if (before && isOwn(document, before)) return before
  }
  return undefined
}

const unnamed = ({ family }: Document): Failure =>
  new Failure({
    code: 'EVK-321',
    title: 'No answer about the new revision',
    message: `ECS answered the registration of ${quoted(family)} without saying which revision it is.`,
    advice: 'At worst one revision too many is registered, which changes nothing that runs. Run again.',
  })

/** An INACTIVE revision cannot be deployed; registered once more as it is, it can. */
export async function revive(registering: Registering, recorded: Recorded, released: Released): Promise<Revision> {
  return await register(registering, revivalOf(recorded), released)
}

/** Registered by this very run, and only the answer was lost. */
function isOwn(document: Document, latest: Recorded): boolean {
  return (
    latest.definition.status !== 'INACTIVE' &&
    isSame(document, latest) &&
    isOfOneRun({ tags: document.tags ?? [] }, latest)
  )
}
