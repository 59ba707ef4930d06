/** Leaves a note with a revision: tags that say what became of it after it was registered. */
import type { Tag } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { failureOf } from '../failure/failure.ts'
import type { Revision } from './document.ts'

/** `what`: the note, in words that follow "leave the … with". */
export async function annotate(aws: Aws, { arn, name }: Revision, tags: Tag[], what: string): Promise<void> {
  await aws.ecs.tagResource({ resourceArn: arn, tags }).catch(error => {
    throw failureOf(error, `leave the ${what} with ${name}`)
  })
}
