/** What a target is, and what it is given of an event. */
import type { Target } from './state.ts'

/** Also `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`. */
export const isArn = (text: string): boolean => /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(text)

export const isCluster = (arn: string): boolean => /^arn:[^:]+:ecs:[^:]*:[^:]*:cluster\//.test(arn)

/** The name, where it is a log group. */
export const logGroupOf = (arn: string): string | undefined =>
  /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1]

/** As JSON, or as text where a template makes it so. */
export function inputFor({ Input, InputPath, InputTransformer }: Target, event: object): string {
  if (Input !== undefined) return Input
  if (InputPath !== undefined) return JSON.stringify(at(event, InputPath))
  if (InputTransformer === undefined) return JSON.stringify(event)
  const { InputPathsMap = {}, InputTemplate } = InputTransformer
  return InputTemplate.replace(/("?)<([\w.-]+)>("?)/g, (whole, before: string, name: string, after: string) => {
    const path = InputPathsMap[name]
    if (path === undefined) return whole
    const value = at(event, path)
    const inText = before === '"' && after === '"'
    // A value with quotation marks of the template's own is text; without them it is JSON.
    if (inText) return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value ?? ''))
    const plain =
      typeof value === 'string' && !InputTemplate.trim().startsWith('{') ? value : JSON.stringify(value ?? '')
    return `${before}${plain}${after}`
  })
}

/** `$.detail.taskArn` */
function at(event: object, path: string): unknown {
  let value: unknown = event
  for (const [, key = '', index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g))
    value = (value as Record<string, unknown> | undefined)?.[index ?? key]
  return value
}
