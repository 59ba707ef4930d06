/** Reads revisions from ECS. */
import { rawOf } from '../edge/answer.ts'
import { type Aws, TASK_DEFINITION } from '../edge/aws.ts'
import { kindOf, nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Recorded } from './document.ts'
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
