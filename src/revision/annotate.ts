/** Leaves the reason of a rollback with the revision that it leads to. */
import type { Aws } from '../edge/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { noteOf, type Revision } from './document.ts'

export async function annotate(aws: Aws, { arn, name }: Revision, reason: string, run: string): Promise<void> {
  await aws.ecs.tagResource({ resourceArn: arn, tags: noteOf(reason, run) }).catch(error => {
    throw failureOf(error, `leave the reason with ${name}`)
  })
}
