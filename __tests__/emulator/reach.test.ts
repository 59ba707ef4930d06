/** Where the local ECS listens, and by which names it lets itself be called. */
import { get, type IncomingHttpHeaders } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from '@jest/globals'
import { hostNamesOf } from '../../src/emulator/host-names.ts'
import type { Options } from '../../src/emulator/options.ts'
import { type Emulator, startServer } from '../../src/emulator/server.ts'

let emulator: Emulator | undefined
afterEach(() => emulator?.close())

const start = async (options: Partial<Options> = {}) => {
  emulator = await startServer({ clock: 'virtual', ...options })
  return emulator
}

interface Told {
  readonly status: number | undefined
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** With a Host header of one's own, which fetch does not allow. */
const ask = (port: number, path: string, { host = '127.0.0.1', method = 'GET', headers = {} } = {}): Promise<Told> =>
  new Promise((resolve, reject) => {
    const address = host.startsWith('at ') ? host.slice(3) : '127.0.0.1'
    const named = host.startsWith('at ') ? {} : { host }
    const asked = get(
      { host: address, port, path, method, headers: { ...headers, ...named }, agent: false },
      response => {
        let body = ''
        response.on('data', part => {
          body += part
        })
        response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers }))
      },
    )
    asked.on('error', reject)
  })

describe('a health check', () => {
  test.each([
    [
      '/_internal/health',
      {
        status: 'running',
        region: expect.stringMatching(/^[a-z]+-[a-z]+-\d$/),
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      },
    ],
    ['/_internal/health?x=1', { services: expect.arrayContaining(['ecs', 'elasticloadbalancing', 'sts']) }],
    ['/_localstack/health', { services: expect.objectContaining({ ecs: 'available', elbv2: 'available' }) }],
  ])('%s', async (path, wanted) => {
    const { port } = await start()
    const told = await ask(port, path)
    expect([told.status, told.headers['content-type']]).toEqual([200, 'application/json'])
    expect(JSON.parse(told.body)).toMatchObject(wanted)
    expect(await ask(port, path, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  })

  test.each([
    ['POST', {}, 405],
    ['GET', { origin: 'http://evil.example' }, 403],
    ['GET', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s with %j is refused', async (method, headers, status) => {
    const { port } = await start()
    expect(await ask(port, '/_localstack/health', { method, headers })).toMatchObject({ status })
  })

  test('is no call: it stands in no ledger and moves no clock', async () => {
    const { port, ledger, engine } = await start()
    const before = engine.now()
    await ask(port, '/_internal/health')
    expect([ledger.list(), engine.now()]).toEqual([[], before])
  })
})

describe('a name', () => {
  const OUTSIDE = { host: '0.0.0.0', allowHost: 'local-ecs,Cache.Internal' } as const
  test.each<[string, Partial<Options>, number]>([
    ['localhost:4566', {}, 200],
    ['LOCALHOST', {}, 200],
    ['[::1]:4566', {}, 200],
    ['local-ecs:4566', {}, 403],
    ['evil.example', {}, 403],
    ['10.1.2.3:4566', {}, 403],
    ['local-ecs:4566', OUTSIDE, 200],
    ['cache.internal', OUTSIDE, 200],
    ['localhost:4566', OUTSIDE, 200],
    ['evil.example', OUTSIDE, 403],
    ['local-ecs.evil.example', OUTSIDE, 403],
    ['localhost.evil.example:4566', OUTSIDE, 403],
    ['10.1.2.3:4566', OUTSIDE, 403],
    ['local-ecs', { host: '0.0.0.0' }, 403],
    ['local-ecs', { allowHost: 'local-ecs' }, 200],
  ])('%s with %j: %i', async (host, options, status) => {
    const { port } = await start(options)
    expect(await ask(port, '/_internal/health', { host })).toMatchObject({ status })
    expect(await ask(port, '/_internal/clock', { host })).toMatchObject({ status })
  })

  test('that is refused says what would let it in', async () => {
    const { port } = await start()
    expect((await ask(port, '/_internal/clock', { host: 'local-ecs' })).body).toContain('--allow-host')
  })

  test.each([
    ['172.18.0.2:4566', '172.18.0.2', true],
    ['172.18.0.2', '::ffff:172.18.0.2', true],
    ['[fd00::2]:4566', 'fd00:0::2', true],
    ['172.18.0.3:4566', '172.18.0.2', false],
    ['8.8.8.8:4566', '8.8.8.8', false],
    ['172.32.0.1', '172.32.0.1', false],
    ['[2001:db8::1]', '2001:db8::1', false],
    ['fd.evil.example', 'fd.evil.example', false],
    ['10.evil.example', '10.evil.example', false],
    ['', '', false],
  ])('%s, where the connection arrived at %s: %s', (host, arrivedAt, known) => {
    expect(hostNamesOf().has(host, arrivedAt)).toBe(known)
  })

  const own = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .find(({ family, address }) => family === 'IPv4' && /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/.test(address))
  ;(own ? test : test.skip)(
    'may be a private address of this machine, from outside only where it listens there',
    async () => {
      const address = `at ${own?.address}`
      const { port } = await start({ host: '0.0.0.0' })
      expect(await ask(port, '/_internal/health', { host: address })).toMatchObject({ status: 200 })
      await emulator?.close()
      const inside = await start()
      await expect(ask(inside.port, '/_internal/health', { host: address })).rejects.toThrow(/ECONNREFUSED/)
    },
  )
})

test('a port that is taken is said, with a way out', async () => {
  const { port } = await start()
  await expect(startServer({ port })).rejects.toThrow(`port ${port} is taken: give another one with --port`)
})

test('an option that does not exist is refused of a caller, too', async () => {
  await expect(startServer({ prot: 1 } as Partial<Options>)).rejects.toThrow('did you mean --port?')
})
