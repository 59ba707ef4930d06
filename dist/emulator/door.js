/** The control door, as this page uses it. */

const token = document.querySelector('meta[name="local-ecs-token"]')?.content ?? ''

async function answerOf(response) {
  const value = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(value.error ?? `The local ECS answered ${response.status}.`)
  return value
}

export async function read(wanted) {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return answerOf(await fetch(`view?${query}`))
}

export async function write(method, path, body) {
  return answerOf(
    await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', 'x-local-ecs-token': token },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  )
}

/** The journal from there on. A hidden page gives its connection back: a browser has six for each address. */
export function listen(after, { changed, clock, linked }) {
  let source
  const open = () => {
    source = new EventSource(`events?after=${after()}`)
    source.onopen = () => linked(true)
    source.onerror = () => linked(false)
    source.addEventListener('journal', changed)
    source.addEventListener('reset', changed)
    source.addEventListener('clock', ({ data }) => clock(JSON.parse(data).now))
  }
  document.addEventListener('visibilitychange', () => {
    source.close()
    if (document.hidden) return
    open()
    changed()
  })
  open()
}
