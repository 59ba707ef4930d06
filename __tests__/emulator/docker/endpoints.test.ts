import { once } from 'node:events'
import { Agent, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createEndpoints } from '../../../src/emulator/docker/endpoints.ts'
import { call, type Handler, readAll, serve } from './http.ts'

/** Loopback stands for the bridge: every address of 127.0.0.0/8 is this machine's. */
const gateway = '127.77.0.1'
const linux = process.platform === 'linux' ? test : test.skip

let endpoints: ReturnType<typeof createEndpoints>
let open: { close(): Promise<void> }[]
let spare: number

beforeEach(() => {
  open = []
  spare = 1
  endpoints = createEndpoints({ gateway, now: () => 0, oneMore: async () => `127.77.0.${++spare}` })
})

afterEach(async () => {
  await endpoints.close()
  await Promise.all(open.map(server => server.close()))
})

async function backend(taskId: string, handler: Handler, endpoint = 'api') {
  const server = await serve(handler)
  open.push(server)
  join(taskId, server.port, endpoint)
  return server
}

function join(taskId: string, port: number, endpoint = 'api', protocol: 'http' | 'tcp' = 'http') {
  endpoints.connect({ kind: 'connect', taskId, namespace: 'shop', endpoint, port, protocol }, '127.0.0.1')
}

async function name(dnsName = 'api', port?: number, endpoint = 'api') {
  const free = port ?? (await freePort())
  const [line = ''] = await endpoints.names([{ dnsName, port: free, endpoint, namespace: 'shop' }])
  return { line, host: line.split(':')[1] ?? '', port: free }
}

async function freePort(): Promise<number> {
  const server = await serve(() => {}, gateway)
  await server.close()
  return server.port
}

const saying =
  (text: string): Handler =>
  (_, response) =>
    response.end(text)

linux('http is balanced request by request, also on one connection', async () => {
  await backend('1', saying('a'))
  await backend('2', saying('b'))
  const { host, port } = await name()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const answers: string[] = []
  for (let i = 0; i < 4; i++) answers.push((await call({ host, port, agent })).body)
  agent.destroy()
  expect(answers).toEqual(['a', 'b', 'a', 'b'])
})

linux('a name is known before anybody serves it, and says so', async () => {
  const early = await name()
  join('1', 1)
  endpoints.disconnect('1')
  const { status, body } = await call({ host: early.host, port: early.port })
  expect([status, body]).toEqual([503, 'no healthy upstream'])
  await backend('2', saying('now'))
  expect((await call({ host: early.host, port: early.port })).body).toBe('now')
})

linux('a task that refuses is skipped, whatever the method', async () => {
  const dead = await serve(() => {})
  await dead.close()
  join('dead', dead.port)
  await backend('2', async (request, response) => response.end(`${request.method} ${await readAll(request)}`))
  const { host, port } = await name()
  for (let i = 0; i < 4; i++) {
    const headers = { 'Content-Length': 4 }
    expect((await call({ host, port, method: 'POST', headers }, 'body')).body).toBe('POST body')
  }
})

linux('a request that may have been carried out is sent again only when that does no harm', async () => {
  let hits = 0
  await backend('1', ({ socket }: IncomingMessage) => {
    hits++
    socket.destroy()
  })
  await backend('2', saying('second'))
  const { host, port } = await name()
  expect((await call({ host, port })).body).toBe('second')
  expect(hits).toBe(1)
  const posts = [await call({ host, port, method: 'POST' }), await call({ host, port, method: 'POST' })]
  expect(posts.map(({ status }) => status).sort()).toEqual([200, 503])
})

linux('a disconnected task finishes what it has and gets nothing new', async () => {
  let finish = () => {}
  const inside = new Promise<void>(entered => {
    void backend('old', (_, response) => {
      finish = () => response.end('old')
      entered()
    }).then(async () => undefined)
  })
  const { host, port } = await name()
  await new Promise(setImmediate)
  const flight = call({ host, port })
  await inside
  await backend('new', saying('new'))
  endpoints.disconnect('old', { namespace: 'shop', endpoint: 'api' })
  const answers = await Promise.all(Array.from({ length: 4 }, () => call({ host, port })))
  expect(answers.map(({ body }) => body)).toEqual(['new', 'new', 'new', 'new'])
  finish()
  expect((await flight).body).toBe('old')
})

linux('tcp connections keep their task, and a half-closed one still gets its answer', async () => {
  const echo = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  join('1', (echo.address() as AddressInfo).port, 'api', 'tcp')
  const { host, port } = await name()
  const socket: Socket = connect({ host, port })
  socket.write('ping')
  expect(String(await once(socket, 'data'))).toBe('ping')
  endpoints.disconnect('1')
  socket.end('pong')
  expect(await readAll(socket)).toBe('pong')
  const refused = connect({ host, port })
  refused.on('error', () => {})
  await once(refused, 'close')
  echo.close()
})

linux('names share an address until they want the same port', async () => {
  await backend('1', saying('api'))
  await backend('2', saying('web'), 'web')
  const [api, other] = [await name('api'), await name('other')]
  const web = await name('web', api.port, 'web')
  expect([api.host, other.host, web.host]).toEqual([gateway, gateway, '127.77.0.2'])
  expect((await call({ host: api.host, port: api.port })).body).toBe('api')
  expect((await call({ host: web.host, port: web.port })).body).toBe('web')
  expect((await name('api', api.port)).line).toBe(api.line)
})

linux('a port that somebody else has is said, with whose it was', async () => {
  const other = await serve(() => {}, gateway)
  open.push(other)
  await expect(name('api', other.port)).rejects.toThrow(
    `Service Connect cannot serve api:${other.port} at ${gateway}: listen EADDRINUSE`,
  )
})
