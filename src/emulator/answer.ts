/** One API call from door to answer, with whatever fault was asked for on the way. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addresseeOf, isForm } from './addressee.ts'
import type { Neighbour } from './behind/index.ts'
import { isOurs } from './behind/ours.ts'
import { callerOf, refuseBrowsers } from './credentials.ts'
import type { Engine } from './engine.ts'
import type { Faults } from './faults.ts'
import { handOver } from './hand-over.ts'
import type { HostNames } from './host-names.ts'
import { type Asked, type Ledger, withoutSecrets } from './ledger.ts'
import type { Limits } from './limits.ts'
import type { Need } from './policy/need.ts'
import { needsOf } from './policy/needs.ts'
import type { Policies } from './policy/policies.ts'
import { Refusal } from './refusal.ts'
import type { Hooks } from './room.ts'
import { serve } from './serve.ts'
import { refuseSession, type Sessions } from './sessions.ts'
import { refuseRegion } from './signing-region.ts'
import { refuseSkewed } from './signing-time.ts'
import { parseCall, readBody, send } from './wire.ts'
import type { World } from './world.ts'

export interface Office {
  readonly world: World
  readonly engine: Engine
  readonly faults: Faults
  readonly ledger: Ledger
  readonly hooks: Hooks
  readonly password: string
  /** By which it may be called. */
  readonly names: HostNames
  /** What becomes of what is signed for them. */
  readonly otherRegions: 'refused' | 'taken'
  host(): string
  readonly limits: Limits
  readonly policies: Policies
  /** Of the tasks' roles. */
  readonly sessions: Sessions
  /** How far AWS's clock is ahead of the emulator's; once given, signatures are held against it. */
  skewMs: number | undefined
  /** How many calls there were: the next request's id. */
  requests: number
  /** What stands behind this emulator, if something does. */
  readonly neighbour: Neighbour | undefined
  /** Told of every call before it is carried out: a virtual clock may go on a little. */
  called(asked: Asked): unknown
}

export async function answer(office: Office, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = `00000000-0000-4000-8000-${String(++office.requests).padStart(12, '0')}`
  const asking = { headers: request.headers, url: request.url ?? '/' }
  const { neighbour } = office
  const unread = addresseeOf(asking)
  if (neighbour !== undefined && !isForm(request.headers) && !isOurs(unread))
    return handOver(office, neighbour, { addressee: unread, request, response, requestId })
  const body = await readBody(request)
  const addressee = addresseeOf({ ...asking, ...(isForm(request.headers) && { body }) })
  if (neighbour !== undefined && !isOurs(addressee))
    return handOver(office, neighbour, { addressee, request, response, requestId, body })
  const call = parseCall(request, body)
  const refuse = (refusal: Refusal): void => {
    const { contentType, error } = call.shape
    send(response, { status: refusal.status, contentType, body: error(refusal, requestId), requestId })
  }
  if ('refusal' in call) return refuse(call.refusal)
  try {
    refuseBrowsers(request, office.names)
    const caller = callerOf(request, neighbour?.handedOut)
    const session = office.sessions.find(caller)
    if (session !== undefined) refuseSession(request, session, office.engine.now())
    if (office.otherRegions === 'refused') refuseRegion(request, addressee, office.world.region)
    if (office.skewMs !== undefined) refuseSkewed(request, office.engine.now() + office.skewMs)
    const needs = needsOf(office.world, call.service, call.operation, call.input)
    const asked: Asked = {
      at: office.engine.now(),
      service: call.service,
      operation: call.operation,
      input: withoutSecrets(call.service, call.input),
      accessKeyId: caller,
      userAgent: String(request.headers['user-agent'] ?? ''),
      permissions: needs.map(permission),
    }
    office.ledger.add(asked)
    await office.called(asked)
    if (office.limits.isOver(call.service, call.operation, office.engine.now())) {
      asked.fault = 'limit'
      throw new Refusal('ThrottlingException', 'Rate exceeded')
    }
    const struck = office.faults.strike(call.service, call.operation, office.world, office.engine.now())
    const kinds = [...(struck.broken ? [struck.broken] : []), ...struck.views].map(({ kind }) => kind)
    if (kinds.length > 0) asked.fault = kinds.join('+')
    try {
      const denied = office.policies.refusal(caller, needs)
      if (denied !== undefined) throw denied
      await serve(office, { call, caller, struck, requestId, response, asked })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      asked.error = error.code
      asked.status = error.status
      throw error
    }
  } catch (error) {
    if (error instanceof Refusal) return refuse(error)
    throw error
  }
}

export const permission = ({ action, resource }: Need) => ({ action, resource })
