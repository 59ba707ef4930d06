/** What the page writes: the clock, fates and faults. */

import { h, show } from './dom.js'
import { write } from './door.js'

const $ = selector => document.querySelector(selector)

/** `act` carries a write out, says what went wrong, and looks again. */
export function steer(act) {
  for (const button of document.querySelectorAll('[data-advance]'))
    button.onclick = () => act(() => advance(Number(button.dataset.advance)))
  runner(act)
  form($('#fates form'), ({ service, version, behaviour, times }) =>
    act(() =>
      write('POST', 'fates', {
        match: { ...(service && { service }), ...(version && { version }) },
        behaviour,
        ...(times && { times: Number(times) }),
      }),
    ),
  )
  form($('#faults form'), ({ operation, kind, times }) =>
    act(() => write('POST', 'faults', { operation, kind, ...(times && { times: Number(times) }) })),
  )
}

const advance = seconds => write('POST', 'clock', { advanceMs: seconds * 1000 })

/** Once a second, one step; the next one waits for the answer. */
function runner(act) {
  const button = $('#run')
  let timer
  const pause = () => {
    clearTimeout(timer)
    timer = undefined
    button.setAttribute('aria-pressed', 'false')
    button.textContent = 'Run'
  }
  const step = async () => {
    const went = await act(() => advance(Number($('#rate').value)))
    if (timer === undefined) return
    if (went) timer = setTimeout(step, 1000)
    else pause()
  }
  button.onclick = () => {
    if (timer !== undefined) return pause()
    button.setAttribute('aria-pressed', 'true')
    button.textContent = 'Pause'
    timer = setTimeout(step)
  }
}

function form(element, submitted) {
  element.onsubmit = event => {
    event.preventDefault()
    submitted(Object.fromEntries(new FormData(element)))
  }
}

/** What is set, and the choices there are. */
export function showSteering({ clock, fates, faults, choices, requests }, act) {
  $('#moves').hidden = clock.kind !== 'virtual'
  $('#fates').hidden = fates === undefined
  options($('#fates select'), choices.behaviours)
  options($('#faults select'), choices.faults)
  const seen = [...new Set(['UpdateService', 'DescribeServices', ...requests.map(({ operation }) => operation)])]
  show(
    $('#operations'),
    seen.map(value => h('option', { value, key: value })),
  )
  show(
    $('#fates > div'),
    list(
      (fates ?? []).map(({ match, behaviour, times }) => `${matchOf(match)}: ${behaviour}${timesOf(times)}`),
      'fates',
      () => act(() => write('DELETE', 'fates')),
    ),
  )
  show(
    $('#faults > div'),
    list(
      faults.map(({ operation, kind, times = 1, hits }) => `${operation}: ${kind}${timesOf(times)}, hit ${hits}`),
      'faults',
      () => act(() => write('DELETE', 'faults')),
    ),
  )
}

const timesOf = times => (times === undefined || times === null ? '' : ` × ${times}`)

const matchOf = match =>
  Object.entries(match)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'every task'

function list(lines, what, clear) {
  if (lines.length === 0) return h('p', { class: 'hint' }, `No ${what}.`)
  return [
    h(
      'ul',
      { class: 'set' },
      lines.map(line => h('li', {}, line)),
    ),
    h('button', { type: 'button', key: 'clear', onclick: clear }, `Clear ${what}`),
  ]
}

function options(select, names) {
  if (select.length === 0) select.append(...names.map(name => h('option', { value: name }, name)))
}
