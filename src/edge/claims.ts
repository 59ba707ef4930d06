/** What a job's token says of the job: it decides whether AWS gives the role, and none of it is secret but the signature. */
import { readFileSync } from 'node:fs'
import { isUntrusted } from '../failure/aws.ts'
import type { Stacked } from './answer.ts'

/** Those that a trust policy can ask for (docs.github.com, OpenID Connect reference). */
const TOLD = ['iss', 'sub', 'aud', 'repository_id', 'environment'] as const

/** Undefined: there is no such file, or no token in it. */
export function claimsIn(file: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const [, payload = ''] = readFileSync(file ?? '', 'utf8')
      .trim()
      .split('.')
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const found = TOLD.flatMap(name => (said[name] === undefined ? [] : [[name, said[name]] as const]))
    return found.length === 0 ? undefined : Object.fromEntries(found)
  } catch {
    return undefined
  }
}

/** An error that says AWS does not trust the token carries what the token claims. */
export function tellClaims(client: Stacked): void {
  client.middlewareStack.add(
    next => async args => {
      try {
        return await next(args)
      } catch (error) {
        const claims = isUntrusted(error) ? claimsIn(process.env.AWS_WEB_IDENTITY_TOKEN_FILE) : undefined
        throw claims === undefined ? error : Object.assign(error as Error, { claims })
      }
    },
    { name: 'claims', step: 'initialize', priority: 'low' },
  )
}
