/** Lists in smaller pages than they would have, and pages with nothing on them. */
import { FIRST } from './page.ts'
import { serviceNamed } from './services/index.ts'

type Fields = Record<string, unknown>

/** GetLogEvents is not among them: its tokens lead both ways. */
const PAGED =
  /^(List(?!Tags).*|FilterLogEvents|GetParametersByPath|Describe(CapacityProviders|Images|Repositories|Log(Groups|Streams)|MetricFilters|Parameters|Scal(ableTargets|ingPolicies)|ScheduledActions))$/

export const isPaged = (operation: string): boolean => PAGED.test(operation)

export function withSize(service: string, input: Fields, size: number): Fields {
  const name = serviceNamed(service)?.pages?.size
  if (name === undefined) return input
  const given = input[name]
  return { ...input, [name]: typeof given === 'number' ? Math.min(given, size) : size }
}

/** Not the end: the token leads to the page that this one should have been. */
export function emptied(service: string, input: Fields, value: unknown): unknown {
  const name = serviceNamed(service)?.pages?.token
  if (name === undefined) return value
  const fields = Object.entries(value as Fields).map(([key, each]) => [key, Array.isArray(each) ? [] : each])
  return { ...Object.fromEntries(fields), [name]: input[name] ?? FIRST }
}
