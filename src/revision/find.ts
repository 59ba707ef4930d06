/** Reads revisions from ECS. */
import { rawOf } from '../edge/answer.ts'
import type { Aws } from '../edge/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Recorded } from './document.ts'

/** `which` is an ARN, `family:41`, or a family, which stands for its latest ACTIVE revision. */
export async function findRevision(aws: Aws, which: string): Promise<Recorded> {
  const answer = await aws.ecs.describeTaskDefinition({ taskDefinition: which, include: ['TAGS'] }).catch(error => {
    throw failureOf(error, `describe the task definition ${quoted(which)}`)
  })
  const { taskDefinition, tags = [] } = answer
  if (!taskDefinition?.taskDefinitionArn) {
    throw new Failure({
      code: 'EVK-320',
      title: `No answer about ${quoted(which)}`,
      message: `ECS described the task definition ${quoted(which)} with an empty answer.`,
      advice: 'What answers is perhaps not ECS: look at AWS_ENDPOINT_URL.',
    })
  }
  return { definition: taskDefinition, raw: rawOf(answer)?.taskDefinition as Recorded['raw'], tags }
}
