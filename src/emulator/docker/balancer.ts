/** The load balancer: health checks of its own, requests only to healthy targets, and none to those that leave. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server as HttpServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetGroupRules } from '../fate.ts'
import type { Listening } from '../room.ts'
import { type Decision, decide } from '../routing.ts'
import type { News } from './facts.ts'
import { forward, type Refusal, withoutHops } from './forward.ts'
import { after, type Check, initial, reason, type TargetHealth } from './target-health.ts'
import { countTraffic } from './traffic.ts'
import { Turn } from './turn.ts'

export interface Target {
  readonly taskId: string
  readonly host: string
  readonly port: number
  readonly rules: TargetGroupRules
}

export interface Balancer {
  register(target: Target): void
  /** From one target group, or from all. */
  deregister(taskId: string, targetGroupArn?: string): void
  listen(listener: Listening): Promise<{ readonly port: number; close(): Promise<void> }>
  /** What came through it since the last time. */
  traffic(): News[]
  close(): Promise<void>
}

interface Member extends Target {
  readonly key: string
  health: TargetHealth
  timer?: NodeJS.Timeout
}

/** Milliseconds between two checks, however fast the clock is. */
const leastInterval = 200
const idleTimeout = 60_000

export function createBalancer({ speed, tell }: { speed: number; tell: (news: News) => void }): Balancer {
  const groups = new Map<string, Map<string, Member>>()
  const servers = new Set<HttpServer>()
  const counted = countTraffic()

  function group(arn: string): Map<string, Member> {
    const found = groups.get(arn) ?? new Map<string, Member>()
    groups.set(arn, found)
    return found
  }

  async function watch(member: Member): Promise<void> {
    const { rules, taskId, host, port } = member
    const { targetGroupArn } = rules
    const check = await probe(host, port, rules)
    if (group(targetGroupArn).get(taskId) !== member) return
    const before = member.health.state
    member.health = after(check, member.health, rules)
    const { state } = member.health
    if (state !== before && state !== 'initial') {
      const news = { kind: 'target-health', taskId, targetGroupArn, state } as const
      tell(state === 'healthy' ? news : { ...news, reason: reason(check) })
    }
    const wait = Math.max((rules.intervalSeconds * 1000) / speed, leastInterval)
    member.timer = setTimeout(() => void watch(member), wait)
  }

  /** Healthy ones; where every target is unhealthy all of them, as ALB fails open. */
  function eligible(arn: string): Member[] {
    const members = [...group(arn).values()]
    const healthy = members.filter(({ health }) => health.state === 'healthy')
    if (healthy.length > 0) return healthy
    return members.every(({ health }) => health.state === 'unhealthy') ? members : []
  }

  return {
    register(target) {
      const { taskId, host, port, rules } = target
      const member: Member = { ...target, key: `${host}:${port}`, health: initial }
      clearTimeout(group(rules.targetGroupArn).get(taskId)?.timer)
      group(rules.targetGroupArn).set(taskId, member)
      void watch(member)
    },

    deregister(taskId, targetGroupArn) {
      for (const [arn, members] of groups) {
        if (targetGroupArn !== undefined && arn !== targetGroupArn) continue
        clearTimeout(members.get(taskId)?.timer)
        members.delete(taskId)
      }
    },

    async listen({ loadBalancerArn, port, shown, rules }) {
      const turns = new Map<string, Turn>()
      const turnOf = (arn: string): Turn => {
        const turn = turns.get(arn) ?? new Turn()
        turns.set(arn, turn)
        return turn
      }
      const server = createServer({ keepAliveTimeout: idleTimeout, requestTimeout: 0 }, (incoming, response) => {
        const decision = decide(rules(), { ...questionOf(incoming), ...shown }, Math.random())
        if (decision?.kind !== 'forward') {
          speakFor(response, decision)
          return
        }
        const { targetGroupArn } = decision
        const place = { loadBalancerArn, targetGroupArn }
        forward(incoming, response, {
          pick: tried => turnOf(targetGroupArn).pick(eligible(targetGroupArn), tried),
          attempts: 1,
          patience: idleTimeout,
          headers: from => forwardedHeaders(from, shown),
          seen: (_, __, answer) => answer && counted.answered(place, answer.status, answer.seconds),
          refuse: (to, refusal) => {
            counted.refused(place, refuse(to, refusal))
          },
        })
      })
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', resolve)
      })
      servers.add(server)
      return {
        port: (server.address() as AddressInfo).port,
        close: () => {
          servers.delete(server)
          return closed(server)
        },
      }
    },

    traffic: () => counted.take(arn => eligible(arn).length),

    async close() {
      for (const members of groups.values()) for (const { timer } of members.values()) clearTimeout(timer)
      groups.clear()
      await Promise.all([...servers].map(closed))
    },
  }
}

async function closed(server: HttpServer): Promise<void> {
  const end = new Promise(resolve => server.close(resolve))
  server.closeAllConnections()
  await end
}

function probe(host: string, port: number, rules: TargetGroupRules): Promise<Check> {
  const headers = { Host: `${host}:${port}`, 'User-Agent': 'ELB-HealthChecker/2.0', Connection: 'close' }
  return new Promise(resolve => {
    const question = request({ host, port, path: rules.path, headers, agent: false })
    const timer = setTimeout(() => {
      resolve({ failure: 'timeout' })
      question.destroy()
    }, rules.timeoutSeconds * 1000)
    question.on('response', answer => {
      answer.resume()
      answer.on('error', () => {})
      resolve({ status: answer.statusCode ?? 0 })
    })
    question.on('error', () => resolve({ failure: 'refused' }))
    question.on('close', () => clearTimeout(timer))
    question.end()
  })
}

function questionOf({ method = 'GET', url = '/', headers, socket }: IncomingMessage) {
  return { method, url, headers, address: socket.remoteAddress ?? '' }
}

/** What the load balancer answers without a target. */
function speakFor(response: ServerResponse, decision: Exclude<Decision, { kind: 'forward' }> | undefined): void {
  switch (decision?.kind) {
    case 'redirect':
      response.writeHead(decision.status, { Server: 'awselb/2.0', Location: decision.location, 'Content-Length': 0 })
      response.end()
      break
    case 'answer':
      response.writeHead(decision.status, { Server: 'awselb/2.0', 'Content-Type': decision.contentType })
      response.end(decision.body)
      break
    default:
      refuse(response, 'nobody')
  }
}

function forwardedHeaders(incoming: IncomingMessage, shown: Listening['shown']): string[] {
  const { headers, rawHeaders, socket } = incoming
  const client = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  const before = headers['x-forwarded-for']
  return [
    ...withoutHops(rawHeaders, ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']),
    ...['X-Forwarded-For', before === undefined ? client : `${before}, ${client}`],
    ...['X-Forwarded-Proto', shown.protocol.toLowerCase()],
    ...['X-Forwarded-Port', String(shown.port || socket.localPort)],
    ...['X-Amzn-Trace-Id', traceId(headers['x-amzn-trace-id'])],
  ]
}

/** A Root that came with the request is kept, and the balancer adds itself. */
function traceId(given: string | string[] | undefined): string {
  const fresh = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  const fields = String(given ?? '').split(';')
  const kept = fields.filter(field => field !== '' && !field.startsWith('Self='))
  return kept.some(field => field.startsWith('Root=')) ? [`Self=${fresh}`, ...kept].join(';') : `Root=${fresh}`
}

const answers: Readonly<Record<Refusal, readonly [number, string]>> = {
  nobody: [503, 'Service Temporarily Unavailable'],
  unreachable: [502, 'Bad Gateway'],
  timeout: [504, 'Gateway Time-out'],
}

/** @returns its status. */
function refuse(response: ServerResponse, refusal: Refusal): number {
  const [status, text] = answers[refusal]
  const title = `${status} ${text}`
  const page = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
  response.writeHead(status, text, {
    Server: 'awselb/2.0',
    'Content-Type': 'text/html',
    'Content-Length': Buffer.byteLength(page),
  })
  response.end(page)
  return status
}
