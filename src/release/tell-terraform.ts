/** Tells Terraform which image runs: the value of an SSM parameter, written only after success. */
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { nameOf } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { letter } from '../failure/permission.ts'
import type { Revision } from '../revision/document.ts'
import { idOf } from '../rollout/snapshot.ts'
import { isLive, type Result } from './result.ts'

/** The verdict stands whether Terraform hears of it or not; that it did not is worth a warning. */
export async function tellTerraform(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  parameter: string | undefined,
  result: Result,
): Promise<void> {
  const { standing, revision } = result
  const { name } = standing.place
  if (!isLive(result) || !revision || parameter === undefined) return
  try {
    const written = await publishImage(aws, parameter, revision)
    if (written) runner.say(`${name}  ${parameter} says what runs now`)
  } catch (error) {
    const failure = failureOf(error, `write ${parameter}`)
    runner.warn(`${name}: Terraform does not know the image that runs`, letter(failure))
  }
}

/** What was written when it was deployed is not what runs any more: the next apply would bring it back. */
export function warnTerraform(
  { runner }: Pick<Edges, 'runner'>,
  parameter: string | undefined,
  { standing, verdict, revision, again, ending }: Result,
): void {
  if (parameter === undefined || verdict?.outcome !== 'superseded' || typeof again !== 'object') return
  // one that lost its rollout wrote nothing
  if (ending?.verdict.outcome !== 'deployed' || revision === undefined) return
  runner.warn(
    `${standing.place.name}: ${parameter} names an image that does not run`,
    `It names that of ${revision.name}, and the service was moved to ${idOf(again.taskDefinition)} since: the next terraform apply brings it back. Write the image that is to stay into ${parameter}.`,
  )
}

/**
 * False where the parameter said so already. With it Terraform's next revision carries the deployed image, not the one it was
 * created with; a run that was lost between success and here is made good by the next.
 */
async function publishImage(aws: Aws, parameter: string, { image }: Revision): Promise<boolean> {
  try {
    const { Parameter } = await aws.ssm.getParameter({ Name: parameter }).catch(error => {
      if (nameOf(error) === 'ParameterNotFound') return { Parameter: undefined }
      throw error
    })
    if (Parameter?.Value === image) return false
    await aws.ssm.putParameter({ Name: parameter, Value: image, Type: 'String', Overwrite: true })
    return true
  } catch (error) {
    throw failureOf(error, `write the image into the parameter ${parameter}`)
  }
}
