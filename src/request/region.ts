/** In which region a run acts. Pure. */
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Manifest } from './manifest.ts'
import type { Request } from './request.ts'
import { nearRegion, REGION } from './schema.ts'

/** The region of the input, else of the manifest, else of the job; a cluster that is named by its ARN has to be there. */
export function regionFor(request: Request, { cluster, region, services }: Manifest): string {
  const found = request.region || region || request.jobRegion
  const faults = regionFaults(found, 'AWS_REGION')
  const clusters = new Set([cluster, ...services.flatMap(entry => entry.cluster ?? [])])
  for (const each of faults.length === 0 ? clusters : []) {
    const [, elsewhere] = /^arn:[\w-]+:ecs:([\w-]+):/.exec(each) ?? []
    if (elsewhere === undefined || elsewhere === found) continue
    const what = `cluster ${quoted(each)} is in ${elsewhere}, and this run acts in ${found}`
    faults.push({ code: 'EVK-209', what, fix: `Set \`aws-region: ${elsewhere}\`, or correct \`cluster\`.` })
  }
  if (faults.length > 0) throw new Refusal(faults)
  return found
}

export function regionFaults(text: string, where: string): Fault[] {
  if (REGION.test(text)) return []
  const none = 'no AWS region: input aws-region, the manifest’s region and AWS_REGION are empty'
  return [
    {
      code: 'EVK-101',
      what: text === '' ? none : `${where} is ${quoted(text)}${nearRegion(text)}`,
      fix: 'Set `aws-region`, or run aws-actions/configure-aws-credentials before; a region looks like eu-west-1.',
    },
  ]
}
