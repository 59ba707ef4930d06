/** An AWS by hand: answers what it is told to, one call after the other, the last for ever; and real clients that ask it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { types } from 'node:util'
import { type Access, type Aws, connect } from '../../src/edge/aws.ts'
import type { Clock } from '../../src/edge/clock.ts'

/** jest runs tests in a realm of their own; what Node's sockets throw comes from outside, and the SDK asks `instanceof Error`. */
const ordinary = Function.prototype[Symbol.hasInstance]
Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown) {
    return (this === Error && types.isNativeError(value)) || ordinary.call(this as typeof Error, value)
  },
})

export interface Asked {
  readonly operation: string
  readonly headers: IncomingMessage['headers']
  readonly body: Record<string, unknown>
  readonly text: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void

export const says =
  (value: unknown, headers: Record<string, string> = {}): Answer =>
  response =>
    void response.writeHead(200, { 'content-type': JSON_TYPE, ...headers }).end(JSON.stringify(value))

export const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  response =>
    void response.writeHead(status, { 'content-type': JSON_TYPE, ...headers }).end(body)

export const refuses = (code: string, status = 400, message = 'x', headers = {}): Answer =>
  raw(status, JSON.stringify({ __type: code, message }), headers)

/** The head and half a body, then silence. */
export const silence: Answer = response => {
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '1000' }).write('{"clusterArns": [')
}

export const resets: Answer = response => void response.socket?.resetAndDestroy()

const JSON_TYPE = 'application/x-amz-json-1.1'

export interface Wire {
  readonly asked: Asked[]
  readonly retries: string[]
  readonly clock: Clock & { slept: number[] }
  answers(...answers: Answer[]): void
  aws(access?: Partial<Access>, make?: (access: Access) => Aws): Aws
  close(): Promise<void>
}

export async function openWire(): Promise<Wire> {
  let queue: Answer[] = []
  const asked: Asked[] = []
  const retries: string[] = []
  const sockets = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    const text = Buffer.concat(chunks).toString()
    const one = { operation, headers: request.headers, body: JSON.parse(text), text }
    asked.push(one)
    const [next] = queue.length > 1 ? queue.splice(0, 1) : queue
    next?.(response, one)
  })
  await new Promise<void>(resolve => sockets.listen(0, '127.0.0.1', resolve))
  const before = { ...process.env }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
  const slept: number[] = []
  let past = 0
  const clock = {
    slept,
    now: () => Date.now() + past,
    sleep: async (ms: number) => {
      slept.push(ms)
      past += ms
    },
  }
  const made: Aws[] = []
  return {
    asked,
    retries,
    clock,
    answers(...answers) {
      queue = answers
      for (const list of [asked, retries, slept]) list.length = 0
    },
    aws(access = {}, make = connect) {
      const deadline = clock.now() + 600_000
      const { signal } = new AbortController()
      const onRetry = (line: string) => void retries.push(line)
      const aws = make({ region: 'eu-west-1', clock, deadline, signal, onRetry, random: () => 0.5, ...access })
      made.push(aws)
      return aws
    },
    async close() {
      for (const { ecs, ecr, logs, ssm, cloudwatch } of made)
        for (const client of [ecs, ecr, logs, ssm, cloudwatch]) client.destroy()
      sockets.closeAllConnections()
      await new Promise(resolve => sockets.close(resolve))
      process.env = before
    },
  }
}
