import { h } from './dom.js'
import { shortened, shortId, taskState, timeOf } from './words.js'

/** The chosen task: its way, its containers, its log. */
export function task({ task: shown }, { kill }) {
  if (shown === undefined) return [h('p', { class: 'hint' }, 'Choose a task to see its containers and its log.')]
  const { word, sign, tone } = taskState(shown)
  return [
    h(
      'p',
      {},
      h('code', {}, shortId(shown.id)),
      ` of ${shown.definition} `,
      h('span', { class: `badge ${tone}` }, h('span', { 'aria-hidden': 'true' }, sign), ` ${word}`),
    ),
    shown.reason !== undefined && h('p', { class: 'reason', title: shown.reason }, shortened(shown.reason)),
    shown.stopCode !== undefined && h('p', { class: 'hint' }, shown.stopCode),
    h(
      'dl',
      { class: 'times' },
      shown.times.map(({ what, at }) => h('div', { key: what }, h('dt', {}, what), h('dd', {}, timeOf(at)))),
      shown.address !== undefined && h('div', { key: 'address' }, h('dt', {}, 'address'), h('dd', {}, shown.address)),
    ),
    h('h3', {}, 'Containers'),
    h(
      'ul',
      { class: 'containers' },
      shown.containers.map(container => containerOf(container)),
    ),
    h('h3', {}, 'Log'),
    log(shown.log),
    kill !== undefined &&
      ['RUNNING', 'HEALTHY', 'UNHEALTHY'].includes(shown.phase) &&
      h('button', { type: 'button', key: 'kill', onclick: () => kill(shown.id) }, 'End its first container'),
  ]
}

function containerOf({ name, image, status, health, exitCode, reason }) {
  return h(
    'li',
    { key: name },
    h('strong', {}, name),
    ` ${status.toLowerCase()}${health === 'UNKNOWN' ? '' : `, ${health.toLowerCase()}`}`,
    exitCode !== undefined && `, exit code ${exitCode}`,
    h('br'),
    h('code', {}, image),
    reason !== undefined && h('p', { class: 'reason' }, reason),
  )
}

function log(lines) {
  if (lines === undefined) return h('p', { class: 'hint' }, 'No container of it writes to awslogs.')
  if (lines.length === 0) return h('p', { class: 'hint' }, 'Nothing written yet.')
  return h(
    'ol',
    { class: 'log', tabindex: '0', 'aria-label': 'Log lines' },
    lines.map(({ at, container, message }) =>
      h('li', {}, h('time', {}, timeOf(at)), h('b', {}, container), h('span', {}, message)),
    ),
  )
}

const TARGET = {
  healthy: ['✓', 'good'],
  unhealthy: ['!', 'bad'],
  initial: ['◔', 'go'],
  draining: ['↓', 'warn'],
}

export function targets({ service }) {
  const groups = service?.targetGroups ?? []
  if (groups.length === 0) return [h('p', { class: 'hint' }, 'No targets.')]
  return groups.map(({ name, targets: all }) =>
    h(
      'div',
      { key: name },
      h('h3', {}, name),
      h(
        'ul',
        { class: 'targets', tabindex: '0', 'aria-label': `Targets of ${name}` },
        all.map(({ task: id, address, port, state, reason }) => {
          const [sign, tone] = TARGET[state] ?? ['?', 'idle']
          return h(
            'li',
            { key: id },
            h('span', { class: `badge ${tone}` }, h('span', { 'aria-hidden': 'true' }, sign), ` ${state}`),
            h('code', {}, ` ${address ?? shortId(id)}:${port}`),
            reason !== undefined && h('p', { class: 'hint' }, reason),
          )
        }),
      ),
    ),
  )
}
