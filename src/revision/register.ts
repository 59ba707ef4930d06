/** Registers a revision. */
import type { Aws } from '../edge/aws.ts'
import { Failure, failureOf, quoted } from '../failure.ts'
import { copyOf, type Document, type Recorded, type Revision, revisionOf } from './document.ts'

export async function register(aws: Aws, document: Document, container: string): Promise<Revision> {
  const { taskDefinition, tags = document.tags ?? [] } = await aws.ecs.registerTaskDefinition(document).catch(error => {
    throw failureOf(error, `register a revision of ${quoted(document.family)}`)
  })
  if (!taskDefinition?.taskDefinitionArn) {
    throw new Failure({
      code: 'EVK-321',
      title: 'No answer about the new revision',
      message: `ECS answered the registration of ${quoted(document.family)} without saying which revision it is.`,
      advice: 'At worst one revision too many is registered, which changes nothing that runs. Run again.',
    })
  }
  return revisionOf({ definition: taskDefinition, tags }, container)
}

/** An INACTIVE revision cannot be deployed; registered once more as it is, it can. */
export async function revive(aws: Aws, recorded: Recorded, container: string): Promise<Revision> {
  return await register(aws, copyOf(recorded), container)
}
