/** The local ECS as a server. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer } from './answer.ts'
import { connectBehind } from './behind/index.ts'
import { askPublicParameters } from './behind/public-parameters.ts'
import { withSecrets } from './behind/secrets.ts'
import { type ControlRoom, control } from './control.ts'
import type { DoorCall } from './docker/index.ts'
import { createEngine, type Engine } from './engine.ts'
import { createFaults } from './faults.ts'
import { answerHealth } from './health.ts'
import { hostNamesOf } from './host-names.ts'
import { type Asked, createLedger, type Ledger } from './ledger.ts'
import { createLimits } from './limits.ts'
import { allowedHosts, checkOptions, DEFAULTS, hostNames, listenerPorts, type Options } from './options.ts'
import { readPolicy } from './policy/document.ts'
import { needsOf } from './policy/needs.ts'
import { type Bound, createPolicies } from './policy/policies.ts'
import { Refusal } from './refusal.ts'
import type { Hooks } from './room.ts'
import { createSessions } from './sessions.ts'
import { loadState, saveState } from './state.ts'
import { startTasks } from './tasks.ts'
import { emptyWorld, type World } from './world.ts'

export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  readonly world: World
  readonly engine: Engine
  readonly ledger: Ledger
  /** Virtual clock: that many milliseconds on. */
  advance(ms: number): void
  /** Told of every call before it is carried out, for tests that act between two calls. */
  onCall(listener: Listener): void
  close(): Promise<void>
}

type Listener = (asked: Asked) => unknown

const LEAST_TICK = 5
const MOST_TICK = 100

export async function startServer(given: Partial<Options> = {}): Promise<Emulator> {
  const options = checkOptions({ ...DEFAULTS, port: 0, ...given })
  const loaded = options.state === '' ? undefined : loadState(options.state, options)
  const world = { ...emptyWorld(options), ...loaded?.world }
  const sessions = createSessions()
  // Before anything is started that would have to be ended again.
  const policies = createPolicies(world, {
    initial: options.policy === '' ? [] : [policyIn(options.policy)],
    sessions,
  })
  const password = randomBytes(24).toString('base64url')
  let port = options.port
  const hosts = hostNames(options)
  const tasks = await startTasks({
    world,
    options,
    password,
    port: () => port,
    hosts,
    sessions,
    called: call => atTheDoor(room, call),
  })
  const behind = options.behind === '' ? undefined : { url: new URL(options.behind), region: options.region }
  const engine: Engine = createEngine({
    world,
    fate: behind ? withSecrets(tasks.fate, behind, () => engine.now()) : tasks.fate,
    clock: options.clock,
    speed: options.speed,
    leastActivating: options.tasks === 'docker' ? 1000 : 0,
    ...(tasks.simulated && { nextFact: tasks.simulated.next }),
    ticked: now => room.faults.observe(world, now),
  })
  const hooks: Hooks = { ...tasks.hooks, ...(behind && { publicParameters: askPublicParameters(behind) }) }
  if (loaded !== undefined) {
    tasks.simulated?.load(loaded.fate)
    engine.restart(loaded.instants)
  }
  const neighbour =
    behind && connectBehind(behind, { world, hooks, ports: listenerPorts(options), now: () => engine.now() })
  const listeners: Listener[] = []
  const room: ControlRoom = {
    world,
    engine,
    faults: createFaults(),
    ledger: createLedger(),
    hooks,
    hosts,
    password,
    names: hostNamesOf(allowedHosts(options)),
    otherRegions: options.otherRegions,
    clock: options.clock,
    simulated: tasks.simulated,
    perRequest: 0,
    token: randomBytes(24).toString('base64url'),
    skewMs: undefined,
    requests: 0,
    host: () => `127.0.0.1:${port}`,
    limits: createLimits(),
    neighbour,
    policies,
    sessions,
    called: async asked => {
      if (room.perRequest > 0) engine.advanceTo(engine.now() + room.perRequest)
      for (const listener of listeners) await listener(asked)
    },
    save() {
      const fate = tasks.simulated?.save()
      if (options.state === '' || fate === undefined)
        throw new Refusal('ControlException', 'It was started without --state FILE.', 409)
      const bytes = saveState(options.state, { world, instants: engine.instants(), fate }, options)
      return { file: options.state, bytes }
    },
    async reset() {
      if (tasks.simulated === undefined)
        throw new Refusal('ControlException', 'Only a local ECS with simulated tasks can be reset.', 409)
      for (const key of Object.keys(world)) delete (world as unknown as Record<string, unknown>)[key]
      Object.assign(world, emptyWorld(options))
      tasks.simulated.clear()
      room.faults.clear()
      room.limits.enforce(false)
      room.policies.reset()
      room.ledger.clear()
      room.perRequest = 0
      room.skewMs = undefined
      engine.restart()
      await neighbour?.read()
    },
  }

  const route = (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? '/'
    response.setHeader('date', new Date(engine.now()).toUTCString())
    if (url.startsWith('/v2/') || url === '/v2') {
      tasks.door(request, response)
      return
    }
    response.setHeader('date', new Date(engine.now() + (room.skewMs ?? 0)).toUTCString())
    if (answerHealth(request, response, { names: room.names, region: options.region })) return
    const done = url.startsWith('/_internal') ? control(room, request, response) : answer(room, request, response)
    done.catch((error: unknown) => breakDown(response, error))
  }
  const server = createServer(route)
  // Longer than any client's pause between two calls: a closing race would look like a fault nobody asked for.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(cannotListen(options, error)))
    server.listen(options.port, options.host, resolve)
  })
  port = (server.address() as AddressInfo).port
  let stopTicking = (): void => {}
  const close = async (): Promise<void> => {
    stopTicking()
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await neighbour?.close()
    try {
      if (options.state !== '') room.save()
    } finally {
      await tasks.close()
    }
  }
  await neighbour?.read().catch(async (error: unknown) => {
    await close()
    throw new Error(`--behind ${options.behind}: ${(error as Error).message}`)
  })
  if (options.clock === 'real') stopTicking = tickEvery(engine, options.speed)

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    world,
    engine,
    ledger: room.ledger,
    onCall: listener => listeners.push(listener),
    advance: ms => engine.advanceTo(engine.now() + ms),
    close,
  }
}

/** A push or a pull, as the IAM action that it is. */
function atTheDoor({ world, engine, ledger, policies }: ControlRoom, call: DoorCall): string | undefined {
  const { caller, operation, repository, userAgent } = call
  const needs = needsOf(world, 'ecr', operation, { repositoryName: repository })
  const denied = policies.refusal(caller, needs)
  ledger.add({
    at: engine.now(),
    service: 'ecr',
    operation,
    input: { repositoryName: repository },
    accessKeyId: caller,
    userAgent,
    permissions: needs.map(({ action, resource }) => ({ action, resource })),
    door: true,
    ...(denied && { error: denied.code, status: 403 }),
  })
  return denied?.message
}

function policyIn(file: string): Bound {
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
    readPolicy(document)
    return { document }
  } catch (error) {
    throw new Error(`--policy ${file}: ${(error as Error).message}`)
  }
}

function cannotListen({ host, port }: Options, error: NodeJS.ErrnoException): Error {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is taken: give another one with --port, or 0 for a free one`,
    EACCES: `this user may not listen on port ${port}: give one above 1023 with --port`,
    EADDRNOTAVAIL: `this machine has no address for --host ${host}`,
    EAFNOSUPPORT: `this machine has no IPv6 for --host ${host}`,
  }
  return new Error(why[error.code ?? ''] ?? error.message, { cause: error })
}

function tickEvery(engine: Engine, speed: number): () => void {
  const timer = setInterval(() => engine.step(), Math.min(MOST_TICK, Math.max(LEAST_TICK, 1000 / speed)))
  return () => clearInterval(timer)
}

/** A mistake of the emulator's own: said aloud and answered, never swallowed. */
function breakDown(response: ServerResponse, error: unknown): void {
  if (!(error instanceof Refusal))
    process.stderr.write(`local ECS: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  if (response.headersSent || response.destroyed) return
  const status = error instanceof Refusal ? error.status : 500
  const type = error instanceof Refusal ? error.code : 'ServerException'
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify({ __type: type, message: error instanceof Error ? error.message : String(error) }))
}
