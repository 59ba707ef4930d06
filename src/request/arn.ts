/** What the ARN of another thing is, where somebody wrote one. Pure. */
import { quoted } from '../failure/words.ts'

/** `, the ARN of a service of ecs`; empty where it is no ARN, or that of a `wanted` one. */
export function arnKind(found: string, wanted?: string): string {
  const [, service, sort] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:(?:(\w[\w-]*)[/:])?/.exec(found) ?? []
  if (service === undefined || (sort !== undefined && sort === wanted)) return ''
  return sort === undefined ? `, an ARN of ${service}` : `, the ARN of a ${sort} of ${service}`
}

/** `, did you mean "api"?` for `arn:…:service/shop/api`, where the name alone is wanted. */
export function nameInArn(found: string, sort: string): string {
  const [, path = ''] = new RegExp(`^arn:[^:]*:ecs:[^:]*:[^:]*:${sort}/(.+)$`).exec(found) ?? []
  return path === '' ? '' : `, did you mean ${quoted(path.split('/').at(-1))}?`
}
