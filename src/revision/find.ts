/** Reads revisions from ECS. */
import { rawOf } from '../edge/answer.ts'
import { type Aws, TASK_DEFINITION } from '../edge/aws.ts'
import { kindOf, nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { arnOf, nameOfRevision, type Recorded } from './document.ts'
import { withoutNulls } from './typed.ts'

/** `which` is an ARN, `family:41`, or a family, which stands for its latest ACTIVE revision. */
export async function findRevision(aws: Aws, which: string): Promise<Recorded> {
  return await describe(aws, which).catch(error => {
    throw failureOf(error, `describe the task definition ${quoted(which)}`)
  })
}

/** Undefined where no revision of a family is ACTIVE, or `family:41` is not there. */
export async function findIfAny(aws: Aws, which: string): Promise<Recorded | undefined> {
  return await describe(aws, which).catch(error => {
    // "Unable to describe task definition.": the revision that the service stands on may still be described by its ARN
    if (nameOf(error) === 'ClientException' && kindOf(error) === 'refused') return undefined
    throw failureOf(error, `describe the task definition ${quoted(which)}`)
  })
}

/** Reads each revision once, however many services ask for it: one never changes. `known` were read before. */
export class Revisions {
  readonly #aws: Aws
  readonly #read: Map<string, Promise<Recorded | undefined>>

  constructor(aws: Aws, known: readonly Recorded[] = []) {
    this.#aws = aws
    this.#read = new Map(known.map(each => [nameOfRevision(arnOf(each)), Promise.resolve(each)]))
  }

  /** Undefined where `family:41` is not there. */
  numbered(family: string, nth: number): Promise<Recorded | undefined> {
    return this.#once(`${family}:${nth}`, findIfAny)
  }

  /** By its ARN; an error where it is not there. */
  async named(arn: string): Promise<Recorded> {
    const found = await this.#once(nameOfRevision(arn), aws => findRevision(aws, arn))
    return found ?? (await findRevision(this.#aws, arn))
  }

  /** Undefined where none of the family is ACTIVE; asked for anew, since that changes. */
  async latest(family: string): Promise<Recorded | undefined> {
    const latest = await findIfAny(this.#aws, family)
    if (latest !== undefined) this.#read.set(nameOfRevision(arnOf(latest)), Promise.resolve(latest))
    return latest
  }

  #once(name: string, read: (aws: Aws, name: string) => Promise<Recorded | undefined>): Promise<Recorded | undefined> {
    const found = this.#read.get(name) ?? read(this.#aws, name)
    this.#read.set(name, found)
    return found
  }
}

async function describe(aws: Aws, which: string): Promise<Recorded> {
  const answer = await aws.ecs.describeTaskDefinition({ taskDefinition: which, include: ['TAGS'] })
  const { taskDefinition, tags = [] } = answer
  if (!taskDefinition?.taskDefinitionArn) {
    throw new Failure({
      code: 'EVK-320',
      title: `No answer about ${quoted(which)}`,
      message: `ECS described the task definition ${quoted(which)} with an empty answer.`,
      advice: 'What answers is perhaps not ECS: look at AWS_ENDPOINT_URL.',
    })
  }
  const raw = rawOf(answer)?.taskDefinition as Recorded['raw']
  return { definition: taskDefinition, raw: withoutNulls(TASK_DEFINITION, raw), tags }
}
