import type { ServerResponse } from 'node:http'
import { expect, test } from '@jest/globals'
import { connectEngine, EngineError } from '../../../src/emulator/docker/engine.ts'
import { type ContainerEvent, followEvents } from '../../../src/emulator/docker/events.ts'
import { followLogs } from '../../../src/emulator/docker/logs.ts'
import { pull } from '../../../src/emulator/docker/pull.ts'
import { reference } from '../../../src/emulator/docker/reference.ts'
import { serve } from './http.ts'

/** A stand-in for the engine that tells what it is told to. */
async function engine(answer: (url: string, response: ServerResponse) => void) {
  const server = await serve(({ url = '' }, response) => answer(url, response))
  const connected = connectEngine(`tcp://127.0.0.1:${server.port}`)
  return {
    connected,
    async close() {
      connected.close()
      await server.close()
    },
  }
}

test('a broken event stream is opened again, and it is said that something may be missing', async () => {
  const streams: ServerResponse[] = []
  const event = (ID: string) => `${JSON.stringify({ Action: 'die', Actor: { ID, Attributes: { exitCode: '1' } } })}\n`
  const side = await engine((_, response) => {
    streams.push(response)
    response.write(event(String(streams.length)))
  })
  const heard: ContainerEvent[] = []
  const controller = new AbortController()
  const told: string[] = []
  let second = () => {}
  const again = new Promise<void>(resolve => {
    second = resolve
  })
  await followEvents(
    side.connected,
    'run',
    event => {
      heard.push(event)
      told.push(event.id)
      if (event.id === '1') streams[0]?.destroy()
      else second()
    },
    () => told.push('lost'),
    controller.signal,
  )
  await again
  expect(told).toEqual(['1', 'lost', '2'])
  controller.abort()
  await side.close()
})

test('what the engine refuses comes with its own words', async () => {
  const side = await engine((_, response) => response.writeHead(409).end('{"message":"name is taken"}'))
  const refused = side.connected.call('POST', '/containers/create', { body: {} })
  await expect(refused).rejects.toBeInstanceOf(EngineError)
  await expect(refused).rejects.toMatchObject({ status: 409, message: 'name is taken' })
  await side.close()
})

test('a log ends with its last line, even without a line end', async () => {
  const frame = (text: string) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)])
  const side = await engine((_, response) => response.end(Buffer.concat([frame('one\ntw'), frame('o')])))
  const lines: string[] = []
  await followLogs(side.connected, 'x', line => lines.push(line))
  expect(lines).toEqual(['one', 'two'])
  await side.close()
})

test('a pull that fails half-way fails, and a public image that is here is taken when its registry is not', async () => {
  const side = await engine((url, response) => {
    if (url.startsWith('/images/create')) response.end('{"status":"Pulling"}\n{"error":"connection reset"}\n')
    else response.end('{"Id":"sha256:id","RepoDigests":["redis@sha256:ab"]}')
  })
  const { signal } = new AbortController()
  await expect(pull(side.connected, reference('127.0.0.1:1/api:1', 1), 'x', signal)).rejects.toThrow('connection reset')
  expect(await pull(side.connected, reference('redis:7', 1), 'x', signal)).toEqual({
    reference: 'redis:7',
    digest: 'sha256:ab',
  })
  await side.close()
})
