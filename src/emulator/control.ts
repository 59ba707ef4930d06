/** The door for tests, under /_internal: clock, fates, faults, and what happened. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Office } from './answer.ts'
import { book } from './book.ts'
import { checkAlarms, checkFate, checkFault, checkHook, isKnown } from './control-checks.ts'
import { formed, objectOf } from './control-forms.ts'
import { amount, list, parse, wrong } from './control-input.ts'
import { record } from './journal.ts'
import { servePage } from './live-page/index.ts'
import { admit } from './live-page/visitor.ts'
import { setMetrics } from './metrics-door.ts'
import { clock, moveClock } from './move-clock.ts'
import type { Bound } from './policy/policies.ts'
import { permissionsUsed } from './policy/used.ts'
import { Refusal } from './refusal.ts'
import { setState } from './services/cloudwatch/alarm.ts'
import type { SimulatedFate } from './simulated.ts'
import { pathOf, readBody, send } from './wire.ts'
import type { World } from './world.ts'

export interface ControlRoom extends Office {
  readonly clock: 'real' | 'virtual'
  /** Absent with real containers. */
  readonly simulated: SimulatedFate | undefined
  reset(): Promise<void>
  /** Into the file of --state. */
  save(): { readonly file: string; readonly bytes: number }
  /** More names for every task's /etc/hosts. */
  readonly hosts: Record<string, string>
  /** Virtual clock: every API call moves it on so far. */
  perRequest: number
  /** What the live page shows at every write. */
  readonly token: string
}

type Json = Record<string, unknown>
type Door = (room: ControlRoom, body: unknown) => unknown

const doors: Readonly<Record<string, Door>> = {
  'GET /clock': room => clock(room),
  'POST /clock': moveClock,
  'POST /reset': async (room, body) => {
    formed('the body', body)
    await room.reset()
    return {}
  },
  'GET /fates': room => scripted(room).scripts(),
  'POST /fates': (room, body) => {
    const scripts = list<unknown>(body).map(checkFate)
    scripted(room).prepend(scripts)
    return { scripts: scripted(room).scripts().length }
  },
  'DELETE /fates': room => {
    scripted(room).forgive()
    return {}
  },
  'GET /faults': room => room.faults.list(),
  'POST /faults': (room, body) => {
    const faults = list<unknown>(body).map(checkFault)
    if (room.neighbour === undefined)
      for (const { operation } of faults) if (!isKnown(operation)) throw wrong(`No service here knows ${operation}.`)
    room.faults.arm(faults, room.world, room.engine.now())
    return { faults: room.faults.list().length }
  },
  'DELETE /faults': room => {
    room.faults.clear()
    return {}
  },
  'POST /limits': (room, body) => {
    const { enforced } = formed<{ enforced?: boolean }>('the body of limits', body)
    if (enforced === undefined) throw wrong('Limits are enforced or not: enforced is true or false.')
    room.limits.enforce(enforced)
    return { enforced }
  },
  'GET /policy': ({ policies }) => policies.list(),
  'POST /policy': ({ policies }, body) => {
    const given = objectOf('a policy', body)
    const bound = 'document' in given ? formed<Bound>('the body of policy', given) : { document: given }
    try {
      policies.put(bound)
    } catch (error) {
      throw wrong(error instanceof Error ? error.message : String(error))
    }
    return { policies: policies.list().length }
  },
  'DELETE /policy': ({ policies }) => {
    policies.clear()
    return {}
  },
  'GET /permissions': ({ ledger }) => permissionsUsed(ledger.list()),
  'GET /events': ({ world }) => world.journal,
  'GET /requests': ({ ledger }) => ledger.list(),
  'GET /hosts': ({ hosts }) => hosts,
  'POST /hosts': ({ hosts }, body) => {
    const given = objectOf('the body of hosts', body)
    for (const [name, address] of Object.entries(given))
      if (!/^[a-z0-9.-]+$/i.test(name) || typeof address !== 'string' || !/^\S+$/.test(address))
        throw wrong('A host is a name and an address, or gateway.')
    return Object.assign(hosts, given)
  },
  'GET /listeners': ({ world }) =>
    Object.values(world.listeners).map(({ arn, loadBalancerArn, port, protocol, localPort }) => ({
      arn,
      loadBalancer: world.loadBalancers[loadBalancerArn]?.name,
      port,
      protocol,
      ...(localPort !== undefined && { url: `http://127.0.0.1:${localPort}` }),
    })),
  'POST /state/save': (room, body) => {
    formed('the body', body)
    return room.save()
  },
  'GET /state': ({ world }) => withHiddenValues(world),
  'POST /kill-task': (room, body) => {
    const { taskId = '', exitCode = 137 } = formed<{ taskId?: string; exitCode?: number }>(
      'the body of kill-task',
      body,
    )
    if (!scripted(room).kill(taskId.slice(taskId.lastIndexOf('/') + 1), exitCode, room.engine.now()))
      throw wrong(`No running task ${taskId}.`)
    return {}
  },
  'POST /stop-task': ({ world }, body) => {
    const {
      taskId = '',
      stopCode,
      stoppedReason,
    } = formed<{ taskId?: string; stopCode?: string; stoppedReason?: string }>('the body of stop-task', body)
    const task = world.tasks[taskId.slice(taskId.lastIndexOf('/') + 1)]
    if (!isInterruption(stopCode)) throw wrong(`A stopCode is one of ${Object.keys(INTERRUPTIONS).join(', ')}.`)
    if (task?.desired !== 'RUNNING') throw wrong(`No running task ${taskId}.`)
    task.stopAsked = { code: stopCode, reason: stoppedReason ?? INTERRUPTIONS[stopCode] }
    return {}
  },
  'GET /hooks': ({ world }) => world.hookScripts,
  'POST /hooks': ({ world }, body) => {
    const scripts = list<unknown>(body).map(checkHook)
    world.hookScripts.unshift(...scripts.map(script => ({ ...script, used: 0 })))
    return { hooks: world.hookScripts.length }
  },
  'POST /breaker': ({ world }, body) => {
    const { rollbackDelaySeconds } = formed<Json>('the body of breaker', body)
    world.rollbackDelay = amount(rollbackDelaySeconds, 'rollbackDelaySeconds')
    return { rollbackDelaySeconds: world.rollbackDelay }
  },
  'POST /alarms': async ({ world, engine, neighbour }, body) => {
    for (const [name, state] of Object.entries(checkAlarms(body))) {
      setState(world, name, engine.now(), state, 'Set at the control door.')
      await neighbour?.ring(name, state)
    }
    return world.alarms
  },
  'GET /metrics': ({ world }) => Object.values(world.gauges),
  'POST /metrics': setMetrics,
  'DELETE /metrics': ({ world }) => {
    world.gauges = book()
    return {}
  },
  'POST /capacity': ({ world, engine }, body) => {
    const { reason, forMs } = formed<{ reason?: string | null; forMs?: number }>('the body of capacity', body)
    if (forMs !== undefined && typeof reason !== 'string') throw wrong('forMs is how long a reason holds: give one.')
    world.shortage =
      typeof reason === 'string' ? { reason, ...(forMs !== undefined && { until: engine.now() + forMs }) } : undefined
    record(world, engine.now(), 'capacity', { reason: world.shortage?.reason ?? 'available' })
    return world.shortage ?? {}
  },
}

/** The ground truth, but for what nobody may read. */
const withHiddenValues = ({ secrets, parameters, ...world }: World): Json => ({
  ...world,
  journal: undefined,
  secrets: hidden(secrets),
  parameters: hidden(parameters),
})

const hidden = <T extends object>(things: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, { ...thing, value: '***' }]))

/** Stops that are nobody's fault, and what ECS says of them. */
const INTERRUPTIONS = {
  SpotInterruption: 'Your Spot Task was interrupted.',
  TerminationNotice: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
  InfrastructureHealth: 'The infrastructure hosting the task is unhealthy.',
} as const

const isInterruption = (code: string | undefined): code is keyof typeof INTERRUPTIONS =>
  code !== undefined && Object.hasOwn(INTERRUPTIONS, code)

export async function control(room: ControlRoom, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, value: unknown): void =>
    send(response, {
      status,
      contentType: 'application/json',
      body: `${JSON.stringify(value)}\n`,
      requestId: 'control',
    })
  try {
    admit(request, room)
    if (servePage(room, request, response)) return
    const path = pathOf(request.url).replace(/^\/_internal/, '')
    const door = doors[`${request.method} ${path}`]
    if (door === undefined) throw wrong(`The control door has no ${request.method} /_internal${path}.`, 404)
    const text = await readBody(request)
    reply(200, (await door(room, parse(text))) ?? {})
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    reply(error.status, { error: error.message })
  }
}

function scripted({ simulated }: ControlRoom): SimulatedFate {
  if (simulated === undefined) throw wrong('Fates are scripted only when tasks are simulated.', 409)
  return simulated
}
