/** An answer of AWS as it came: all of it within the attempt's time, and its JSON untouched. */
import type { IncomingMessage } from 'node:http'
import { parse } from './exact.ts'

/** What every client of the SDK has. */
export interface Stacked {
  readonly middlewareStack: {
    add(middleware: Middleware, options: object): void
  }
}
export type Middleware = (next: Next, context: { readonly commandName?: string }) => Next
// biome-ignore lint/suspicious/noExplicitAny: each step of the SDK's stack has arguments and results of its own
export type Next = (args: any) => Promise<any>

export type Json = Readonly<Record<string, unknown>>

interface Answer {
  readonly response: {
    readonly statusCode: number
    body: unknown
  }
}

const CAME = new WeakMap<object, Buffer>()

/** The JSON that became `output`, with the fields that the SDK does not know, numbers as they were written; undefined for what is no answer of AWS. */
export function rawOf(output: object): Json | undefined {
  const came = CAME.get(output)
  return came && (parse(came.toString('utf8')) as Json)
}

/** The SDK limits the time until the headers only; and it takes an empty answer, or one that is no object, for success. */
export function readWhole(client: Stacked, limitMs: number): void {
  client.middlewareStack.add(
    next => async args => {
      const { answer, text } = await inTime(limitMs, next(args))
      const { response } = answer
      // a view of its own: the SDK gives what it reads another prototype
      const read = withoutNulls(text)
      response.body = new Uint8Array(read.buffer, read.byteOffset, read.byteLength)
      const isJson = `${args.request.headers['content-type']}`.startsWith('application/x-amz-json')
      if (isJson && response.statusCode < 300) demandObject(text)
      CAME.set(response, text)
      return answer
    },
    { name: 'whole', step: 'deserialize', priority: 'low' },
  )
  client.middlewareStack.add(
    next => async args => {
      const result = await next(args)
      const came = CAME.get(result.response)
      if (came) CAME.set(result.output, came)
      return result
    },
    { name: 'kept', step: 'finalizeRequest', priority: 'low' },
  )
}

/** The answer with its body read; the SDK itself sees to the head. */
async function inTime(limitMs: number, call: Promise<Answer>): Promise<{ answer: Answer; text: Buffer }> {
  let body: IncomingMessage | undefined
  let isLate = false
  const end = () => body?.destroy(Object.assign(new Error(BROKEN_OFF), { name: 'TimeoutError' }))
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, limitMs)
  try {
    const answer = await call
    body = answer.response.body as IncomingMessage
    if (isLate) end()
    const chunks: Buffer[] = []
    for await (const chunk of body) chunks.push(chunk)
    return { answer, text: Buffer.concat(chunks) }
  } finally {
    clearTimeout(timer)
  }
}

/** A list of AWS holds things; a null in one is nothing, and the SDK hands it on. */
function withoutNulls(text: Buffer): Buffer {
  if (!/[[,]\s*null\s*[\],]/.test(text.toString('latin1'))) return text
  try {
    const whole = JSON.parse(text.toString('utf8'), (_, value) =>
      Array.isArray(value) ? value.filter(each => each !== null) : value,
    )
    return Buffer.from(JSON.stringify(whole))
  } catch {
    return text
  }
}

const BROKEN_OFF = 'the answer broke off: its body did not come in time'

function demandObject(text: Buffer): void {
  if (/^\s*\{/.test(text.subarray(0, 64).toString('latin1'))) return
  throw Object.assign(new Error(text.length === 0 ? 'the answer is empty' : 'the answer is no JSON object'), {
    name: 'UnreadableAnswer',
  })
}
