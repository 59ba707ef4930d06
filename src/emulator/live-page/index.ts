/** The live page at `/_internal/`: its files, what it shows, and what it is told. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ControlRoom } from '../control.ts'
import { pathOf, send } from '../wire.ts'
import { sendFile } from './files.ts'
import { snapshot } from './snapshot.ts'
import { streamJournal } from './stream.ts'

/** False when the request is not the page's, but for another door. */
export function servePage(room: ControlRoom, request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = '', headers } = request
  if (method !== 'GET') return false
  const path = pathOf(url).replace(/^\/_internal/, '')
  if (path === '') {
    response.writeHead(308, { location: '/_internal/' }).end()
    return true
  }
  if (path === '/events' && headers.accept?.includes('text/event-stream')) {
    streamJournal(room, request, response)
    return true
  }
  if (path !== '/view') return sendFile(path, room.token, response)
  const shown = snapshot(room, new URLSearchParams(url.split('?', 2)[1]))
  send(response, {
    status: 200,
    contentType: 'application/json',
    body: `${JSON.stringify(shown)}\n`,
    requestId: 'control',
  })
  return true
}
