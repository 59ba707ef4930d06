import type { Violation } from '../../constraints.ts'
import { invalid, type Refusal } from '../../refusal.ts'

/** ECR names one parameter at a time. */
export function refuseParameter([first]: readonly Violation[]): Refusal {
  const { at = '', rule = '' } = first ?? {}
  const words = rule.replace(
    /^Member must satisfy regular expression pattern: (.*)$/s,
    "must satisfy regular expression '$1'",
  )
  return invalid(`Invalid parameter at '${at}' failed to satisfy constraint: '${words}'`)
}
