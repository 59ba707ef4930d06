/** Service Connect: endpoints, the tasks that serve them, and the listeners through which other tasks reach them. */
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import type { ConnectName, Order } from '../fate.ts'
import { forward, type Hop, type Refusal, withoutHops } from './forward.ts'
import { judged, type Outlier, trusted, trustworthy } from './outlier.ts'
import { Turn } from './turn.ts'

type ConnectOrder = Extract<Order, { kind: 'connect' }>

export interface Endpoints {
  connect(order: ConnectOrder, host: string): void
  /** From one endpoint, or from all. Open connections live on. */
  disconnect(taskId: string, from?: { readonly namespace: string; readonly endpoint: string }): void
  /** Opens what is not open yet. Gives the names as lines for /etc/hosts. */
  names(names: readonly ConnectName[]): Promise<string[]>
  close(): Promise<void>
}

export interface EndpointsOptions {
  /** This machine as tasks see it; used as long as the port is free there. */
  readonly gateway: string
  /** One more address for this machine, for names that want a port which another name has. */
  readonly oneMore: () => Promise<string>
  readonly now: () => number
}

interface Peer {
  readonly key: string
  readonly taskId: string
  readonly host: string
  readonly port: number
  outlier: Outlier
}

interface Endpoint {
  readonly turn: Turn
  readonly peers: Map<string, Peer>
  protocol: string
  /** Milliseconds, 0 for none. */
  patience: number
}

const attempts = 3
/** As Service Connect has it for http; longer than clients keep connections, or they would meet one just closed. */
const idleTimeout = 300_000

export function createEndpoints({ gateway, oneMore, now }: EndpointsOptions): Endpoints {
  const endpoints = new Map<string, Endpoint>()
  /** `address port` → the name that is served there. */
  const taken = new Map<string, string>()
  const addresses = new Map<string, string>()
  const opening = new Map<string, Promise<void>>()
  const spare: string[] = []
  const listeners: Server[] = []
  const open = new Set<Socket>()

  function endpoint(name: string): Endpoint {
    const found = endpoints.get(name) ?? { turn: new Turn(), peers: new Map(), protocol: 'tcp', patience: 0 }
    endpoints.set(name, found)
    return found
  }

  function find({ namespace, endpoint: name }: ConnectName): Endpoint {
    if (namespace !== undefined) return endpoint(`${namespace}/${name}`)
    const known = [...endpoints.keys()].find(key => key.endsWith(`/${name}`))
    return endpoint(known ?? `/${name}`)
  }

  function pick({ turn, peers }: Endpoint, tried: ReadonlySet<string>): Peer | undefined {
    const all = [...peers.values()]
    return turn.pick(trustworthy(all, now()), tried) ?? turn.pick(all, tried)
  }

  function seen({ peers }: Endpoint, key: string, ok: boolean): void {
    for (const peer of peers.values()) if (peer.key === key) peer.outlier = judged(peer.outlier, ok, now())
  }

  function relay(name: ConnectName, client: Socket, tried = new Set<string>()): void {
    const found = find(name)
    const peer = tried.size < attempts ? pick(found, tried) : undefined
    if (!peer) return void client.destroy()
    tried.add(peer.key)
    const server = dial({ host: peer.host, port: peer.port, allowHalfOpen: true })
    const failed = () => {
      seen(found, peer.key, false)
      if (!client.destroyed) relay(name, client, tried)
    }
    server.once('error', failed)
    server.once('connect', () => {
      server.off('error', failed)
      seen(found, peer.key, true)
      if (client.destroyed) return void server.destroy()
      join(client, server)
      join(server, client)
    })
  }

  function httpFor(name: ConnectName): HttpServer {
    return createHttpServer({ keepAliveTimeout: idleTimeout, requestTimeout: 0 }, (incoming, response) => {
      const found = find(name)
      const hop: Hop = {
        pick: tried => pick(found, tried),
        attempts,
        patience: found.patience,
        headers: ({ rawHeaders }) => withoutHops(rawHeaders),
        refuse,
        seen: ({ key }, ok) => seen(found, key, ok),
      }
      forward(incoming, response, hop)
    })
  }

  async function listen(name: ConnectName, address: string): Promise<void> {
    const http = httpFor(name)
    const listener = createServer({ allowHalfOpen: true }, client => {
      open.add(client)
      client.on('close', () => open.delete(client))
      client.on('error', () => client.destroy())
      if (find(name).protocol === 'http') http.emit('connection', client)
      else relay(name, client)
    })
    await new Promise<void>((resolve, reject) => {
      listener.once('error', error =>
        reject(new Error(`Service Connect cannot serve ${name.dnsName}:${name.port} at ${address}: ${error.message}`)),
      )
      listener.listen(name.port, address, resolve)
    })
    listeners.push(listener)
  }

  /** One name has one address, whatever ports it is called on; two names share one as long as their ports differ. */
  async function addressOf({ dnsName }: ConnectName, ports: readonly number[]): Promise<string> {
    const own = addresses.get(dnsName)
    const isFree = (address: string) => ports.every(port => (taken.get(`${address} ${port}`) ?? dnsName) === dnsName)
    const address = own ?? [gateway, ...spare].find(isFree) ?? (await oneMore())
    if (!isFree(address)) throw new Error(`Service Connect cannot serve ${dnsName}: two names want the same port`)
    if (address !== gateway && !spare.includes(address)) spare.push(address)
    addresses.set(dnsName, address)
    return address
  }

  let last: Promise<unknown> = Promise.resolve()

  return {
    connect({ taskId, namespace, endpoint: name, port, protocol, perRequestTimeoutSeconds }, host) {
      const key = `${namespace}/${name}`
      const early = endpoints.get(`/${name}`)
      if (early && !endpoints.has(key)) {
        endpoints.delete(`/${name}`)
        endpoints.set(key, early)
      }
      const found = endpoint(key)
      found.protocol = protocol ?? 'tcp'
      found.patience = (perRequestTimeoutSeconds ?? 15) * 1000
      found.peers.set(taskId, { key: `${host}:${port}`, taskId, host, port, outlier: trusted })
    },

    disconnect(taskId, from) {
      for (const [key, { peers }] of endpoints) {
        if (from === undefined || key === `${from.namespace}/${from.endpoint}`) peers.delete(taskId)
      }
    },

    names(names) {
      // One after the other: two tasks that start at once must not both take the last free port.
      const lines = last.then(async () => {
        const hosts = new Map<string, string>()
        for (const name of names) {
          const ports = names.filter(({ dnsName }) => dnsName === name.dnsName).map(({ port }) => port)
          const address = await addressOf(name, ports)
          const place = `${address} ${name.port}`
          taken.set(place, name.dnsName)
          const opened = opening.get(place) ?? listen(name, address)
          opening.set(place, opened)
          await opened.catch(error => {
            opening.delete(place)
            throw error
          })
          hosts.set(name.dnsName, address)
        }
        return [...hosts].map(([dnsName, address]) => `${dnsName}:${address}`)
      })
      last = lines.catch(() => {})
      return lines
    },

    async close() {
      const closed = listeners.map(listener => new Promise(resolve => listener.close(resolve)))
      for (const socket of open) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** What one end says reaches the other; when it breaks, so does the other. */
function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroySoon())
}

const answers: Readonly<Record<Refusal, readonly [number, string]>> = {
  nobody: [503, 'no healthy upstream'],
  unreachable: [503, 'upstream connect error or disconnect/reset before headers'],
  timeout: [504, 'upstream request timeout'],
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const [status, text] = answers[refusal]
  response.writeHead(status, { Server: 'envoy', 'Content-Type': 'text/plain', 'Content-Length': text.length })
  response.end(text)
}
