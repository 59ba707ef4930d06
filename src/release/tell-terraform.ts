/** Tells Terraform which image runs: the value of an SSM parameter, written only after success. */
import type { Aws } from '../edge/aws.ts'
import { nameOf } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import type { Revision } from '../revision/document.ts'

/**
 * False where the parameter said so already. With it Terraform's next revision carries the deployed image, not the one it was
 * created with; a run that was lost between success and here is made good by the next.
 */
export async function publishImage(aws: Aws, parameter: string, { image }: Revision): Promise<boolean> {
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
