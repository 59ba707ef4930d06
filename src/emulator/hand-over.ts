import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Addressee } from './addressee.ts'
import { type Office, permission } from './answer.ts'
import { nothingAnswers } from './behind/ask.ts'
import type { Neighbour } from './behind/index.ts'
import { keyOf, refuseBrowsers, unsigned } from './credentials.ts'
import { isAfter } from './faults.ts'
import { interrupt } from './interrupt.ts'
import type { Asked } from './ledger.ts'
import { needsOf } from './policy/needs.ts'
import { parseQuery } from './query.ts'
import { Refusal } from './refusal.ts'
import { refuseSession } from './sessions.ts'
import { pathOf, send, shapeFor } from './wire.ts'

interface Handing {
  readonly addressee: Addressee
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly body?: string
}

/** Served behind: recorded and passed on. What it says stays between the two. */
export async function handOver(office: Office, neighbour: Neighbour, handing: Handing): Promise<void> {
  const { addressee, request, response, requestId, body } = handing
  const shape = shapeFor(request.headers, addressee)
  try {
    refuseBrowsers(request, office.names)
    const { service, operation } = addressee
    const key = keyOf(request, neighbour.handedOut)
    if (key === undefined && !isOpen(addressee, request)) throw unsigned()
    const session = office.sessions.find(key ?? '')
    if (session !== undefined) refuseSession(request, session, office.engine.now())
    const form = body === undefined ? {} : parseQuery(body)
    const needs = needsOf(office.world, service, operation ?? '*', form)
    const asked: Asked = {
      at: office.engine.now(),
      service,
      operation: operation ?? `${request.method} ${pathOf(request.url)}`,
      input: undefined,
      accessKeyId: key ?? '',
      userAgent: String(request.headers['user-agent'] ?? ''),
      permissions: needs.map(permission),
      passedOn: true,
    }
    office.ledger.add(asked)
    await office.called(asked)
    const exchangesToken = key === undefined && service === 'sts'
    const denied = exchangesToken ? undefined : office.policies.refusal(key ?? '', needs)
    if (denied !== undefined) {
      asked.error = denied.code
      throw denied
    }
    const { broken } = office.faults.strike(service, asked.operation, office.world, office.engine.now())
    if (broken !== undefined) {
      asked.fault = broken.kind
      const empty = shape.result({}, requestId)
      const whole = async () => ({ status: 200, contentType: shape.contentType, body: empty, requestId })
      if (!isAfter(broken) && (await interrupt(broken, asked, response, whole))) return
    }
    asked.status = await neighbour.pass(addressee, request, response, body).catch((error: unknown) => {
      throw nothingAnswers(error)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (response.headersSent) response.destroy()
    else
      send(response, {
        status: error.status,
        contentType: shape.contentType,
        body: shape.error(error, requestId),
        requestId,
      })
  }
}

/** What AWS takes without a signature: a token that is exchanged for keys, and what is read without saying who reads. */
const isOpen = ({ service }: Addressee, { method }: IncomingMessage): boolean =>
  service === 'sts' || service === 'cognito-identity' || method === 'GET' || method === 'HEAD'
