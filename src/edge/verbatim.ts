/** Requests that are sent as they stand: the SDK drops every field that it does not know. */
import type { Stacked } from './answer.ts'
import { stringify } from './exact.ts'

const VERBATIM = new WeakSet<object>()

/** Marks the input of a call, which has to be JSON, to be sent with all that it holds. */
export function verbatim<Input extends object>(input: Input): Input {
  VERBATIM.add(input)
  return input
}

export function sendVerbatim(client: Stacked): void {
  client.middlewareStack.add(
    next => async args => {
      if (VERBATIM.has(args.input)) args.request.body = stringify(args.input)
      return await next(args)
    },
    // after the SDK has serialised, before it counts the bytes and signs them
    { name: 'verbatim', step: 'serialize', priority: 'low' },
  )
}
