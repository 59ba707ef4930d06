/** Lists in smaller pages than they would have, and pages with nothing on them. */
import { FIRST } from './page.ts'

/** How each service names the size of a page and the token of the next one. */
const WORDS: Readonly<Record<string, { readonly size: string; readonly token: string }>> = {
  ecs: { size: 'maxResults', token: 'nextToken' },
  ecr: { size: 'maxResults', token: 'nextToken' },
  logs: { size: 'limit', token: 'nextToken' },
  ssm: { size: 'MaxResults', token: 'NextToken' },
  'application-autoscaling': { size: 'MaxResults', token: 'NextToken' },
}

type Fields = Record<string, unknown>

/** GetLogEvents is not among them: its tokens lead both ways. */
const PAGED =
  /^(List(?!Tags).*|FilterLogEvents|GetParametersByPath|Describe(CapacityProviders|Images|Repositories|Log(Groups|Streams)|MetricFilters|Parameters|Scal(ableTargets|ingPolicies)|ScheduledActions))$/

export const isPaged = (operation: string): boolean => PAGED.test(operation)

export function withSize(service: string, input: Fields, size: number): Fields {
  const name = WORDS[service]?.size
  if (name === undefined) return input
  const given = input[name]
  return { ...input, [name]: typeof given === 'number' ? Math.min(given, size) : size }
}

/** Not the end: the token leads to the page that this one should have been. */
export function emptied(service: string, input: Fields, value: unknown): unknown {
  const name = WORDS[service]?.token
  if (name === undefined) return value
  const fields = Object.entries(value as Fields).map(([key, each]) => [key, Array.isArray(each) ? [] : each])
  return { ...Object.fromEntries(fields), [name]: input[name] ?? FIRST }
}
