/** Credentials of task roles: given out to tasks, and known again when somebody signs with them. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { lastPart } from './identity.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

export interface Session {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly token: string
  readonly roleArn: string
  /** The name of the session is the task's id, as on AWS. */
  readonly taskId: string
  readonly expiresAt: number
}

export interface Sessions {
  /** The task's own, or a new one when that is about to expire. */
  of(task: { readonly taskId: string; readonly roleArn: string }, now: number): Session
  find(accessKeyId: string): Session | undefined
}

/** From memory, no page of AWS says it: they hold for six hours, and new ones are there an hour before the end. */
const LIFE = 6 * 3_600_000
const EARLY = 3_600_000

export function createSessions(): Sessions {
  const known = new Map<string, Session>()
  const newest = new Map<string, Session>()
  return {
    of({ taskId, roleArn }, now) {
      const found = newest.get(taskId)
      if (found !== undefined && found.roleArn === roleArn && found.expiresAt - now > EARLY) return found
      const session: Session = {
        accessKeyId: `ASIATEST${letters(12)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        token: randomBytes(96).toString('base64'),
        roleArn,
        taskId,
        expiresAt: now + LIFE,
      }
      known.set(session.accessKeyId, session)
      newest.set(taskId, session)
      return session
    },
    find: accessKeyId => known.get(accessKeyId),
  }
}

const letters = (count: number): string =>
  Array.from(randomBytes(count), byte => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('')

/** A task's key counts with its token alone, and only as long as it holds. */
export function refuseSession({ headers, url = '/' }: IncomingMessage, session: Session, now: number): void {
  const given = headers['x-amz-security-token'] ?? tokenIn(url)
  if (given !== session.token)
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
  if (now >= session.expiresAt)
    throw new Refusal('ExpiredTokenException', 'The security token included in the request is expired')
}

const tokenIn = (url: string): string | null =>
  new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('X-Amz-Security-Token')

export const roleName = ({ roleArn }: Pick<Session, 'roleArn'>): string => lastPart(roleArn)

export const sessionArn = ({ account }: Pick<World, 'account'>, session: Session): string =>
  `arn:aws:sts::${account}:assumed-role/${roleName(session)}/${session.taskId}`
