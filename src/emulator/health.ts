/** Whether it answers, for health checks: in its own form, and in the one that clients of LocalStack wait for. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuseBrowsers } from './credentials.ts'
import type { HostNames } from './host-names.ts'
import { Refusal } from './refusal.ts'
import { SERVICES } from './services/index.ts'
import { VERSION } from './version.ts'
import { pathOf, send } from './wire.ts'

/** Where LocalStack's name is another than IAM's. */
const OTHER_NAMES: Readonly<Record<string, string>> = { elasticloadbalancing: 'elbv2' }

const DOORS: Readonly<Record<string, (region: string) => object>> = {
  '/_internal/health': region => ({
    status: 'running',
    version: VERSION,
    region,
    services: SERVICES.map(({ name }) => name).sort(),
  }),
  '/_localstack/health': () => ({
    services: Object.fromEntries(SERVICES.map(({ name }) => [OTHER_NAMES[name] ?? name, 'available']).sort()),
    edition: 'evenkeel-local-ecs',
    version: VERSION,
  }),
}

/** @returns false of a request that is for something else. */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  { names, region }: { readonly names: HostNames; readonly region: string },
): boolean {
  const path = pathOf(request.url)
  const door = Object.hasOwn(DOORS, path) ? DOORS[path] : undefined
  if (door === undefined) return false
  const say = (status: number, value: object): void =>
    send(response, {
      status,
      contentType: 'application/json',
      body: `${JSON.stringify(value)}\n`,
      requestId: 'health',
    })
  try {
    refuseBrowsers(request, names)
    if (request.method === 'GET' || request.method === 'HEAD') say(200, door(region))
    else say(405, { error: `${path} is read with GET, not with ${request.method}.` })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(error.status, { error: error.message })
  }
  return true
}
