/** The journal as Server-Sent Events: what is new, as it is written, and the clock. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine.ts'
import type { World } from '../world.ts'

const ROUND = 100
const CLOCK_EVERY = 1000
/** A year that goes by at once is told in pieces. */
const MOST_AT_ONCE = 1000

export interface Told {
  readonly world: World
  readonly engine: Engine
}

/**
 * `journal` events carry an entry each, and how many there were with it as their id; `clock` events the emulator's time in
 * epoch milliseconds; `reset` says that the journal has begun anew. It starts after the id in `Last-Event-ID` or `?after=`,
 * otherwise with what comes next.
 */
export function streamJournal({ world, engine }: Told, request: IncomingMessage, response: ServerResponse): void {
  let journal = world.journal
  let next = startOf(request) ?? journal.length
  let clock = { at: 0, now: Number.NaN }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })

  const tell = (event: string, data: unknown, id?: number): boolean =>
    response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)

  const round = (): void => {
    if (response.writableNeedDrain) return
    if (world.journal !== journal || next > journal.length) {
      journal = world.journal
      next = 0
      tell('reset', {}, 0)
    }
    for (const entry of journal.slice(next, next + MOST_AT_ONCE)) tell('journal', entry, ++next)
    const now = engine.now()
    if (now === clock.now || performance.now() - clock.at < CLOCK_EVERY) return
    clock = { at: performance.now(), now }
    tell('clock', { now })
  }

  round()
  const timer = setInterval(round, ROUND)
  response.once('close', () => clearInterval(timer))
}

function startOf({ headers, url = '' }: IncomingMessage): number | undefined {
  const given = headers['last-event-id'] ?? new URLSearchParams(url.split('?', 2)[1]).get('after') ?? ''
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined
}
