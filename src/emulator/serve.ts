/** Carries an operation out and answers, with what faults make of either. */
import type { ServerResponse } from 'node:http'
import type { Office } from './answer.ts'
import type { Fault } from './fault.ts'
import { isAfter, movesServices, type Struck } from './faults.ts'
import { interrupt } from './interrupt.ts'
import type { Asked } from './ledger.ts'
import type { Room } from './room.ts'
import { emptied, withSize } from './short-pages.ts'
import { withLateCurrent, withoutYoung } from './view.ts'
import { type Answer, type Call, send } from './wire.ts'
import type { World } from './world.ts'

interface Serving {
  readonly call: Call
  readonly caller: string
  readonly struck: Struck
  readonly requestId: string
  readonly response: ServerResponse
  readonly asked: Asked
}

export async function serve(office: Office, serving: Serving): Promise<void> {
  const { call, struck, response, asked } = serving
  const { broken } = struck
  if (
    broken !== undefined &&
    !isAfter(broken) &&
    (await interrupt(broken, call, response, () => rehearse(office, serving)))
  )
    return
  if (call.service === 'ecs' && movesServices(call.operation)) office.faults.remember(office.world)
  if (office.neighbour !== undefined && readsBalancing(call)) await office.neighbour.read()
  if (broken?.kind === 'duplicate')
    await call.run(roomFor(office, serving.caller, office.world), structuredClone(call.input))
  const answer = await run(office, serving, office.world)
  office.faults.observe(office.world, office.engine.now(), true)
  asked.status = 200
  if (broken !== undefined && isAfter(broken) && (await interrupt(broken, call, response, async () => answer))) return
  send(response, answer)
}

/** What the answer would have been; nothing is changed by it. */
const rehearse = (office: Office, serving: Serving): Promise<Answer> =>
  run({ ...office, hooks: {} }, serving, structuredClone(office.world))

async function run(office: Office, { call, caller, struck, requestId }: Serving, world: World): Promise<Answer> {
  const { service, input, shape } = call
  const now = office.engine.now()
  const view = (kind: Fault['kind']): Fault | undefined => struck.views.find(one => one.kind === kind)
  const [late, lateCurrent, pageSize] = [view('late'), view('late-current'), view('page-size')]
  const seen = struck.past ?? world
  const shown = late ? withoutYoung(seen, { now, seconds: late.seconds ?? Infinity, arn: late.arn }) : seen
  const asked = pageSize ? withSize(service, input, pageSize.size ?? 1) : input
  let value = await call.run(roomFor(office, caller, shown), asked)
  if (lateCurrent) value = withLateCurrent(seen, value, { now, seconds: lateCurrent.seconds ?? 0 })
  if (view('empty-page')) value = emptied(service, input, value)
  if (struck.broken?.kind === 'merge') value = { ...(value as object), ...struck.broken.fields }
  return { status: 200, contentType: shape.contentType, body: shape.result(value, requestId), requestId }
}

/** What it decides hangs on target groups that may have been changed behind. */
const readsBalancing = ({ service, operation }: Call): boolean =>
  (service === 'ecs' && (operation === 'CreateService' || operation === 'UpdateService')) ||
  service === 'elasticloadbalancing'

function roomFor({ engine, hooks, password, host, sessions }: Office, caller: string, world: World): Room {
  const session = sessions.find(caller)
  const room = { world, now: engine.now(), pace: engine.pace, host: host(), password, caller, hooks }
  return { ...room, ...(session && { session }) }
}
