import { h } from './dom.js'
import { alarmButton } from './scaling.js'
import { movementState, PHASES, ROLE, shortId, spanOf, spoken, taskState } from './words.js'

/** The chosen service: how its newest service deployment stands, and the tasks of its revisions side by side. */
export function rollout({ service, alarms, clock, shortage }, { task, choose, ring }) {
  if (service === undefined) return [h('h2', {}, 'Rollout'), h('p', { class: 'hint' }, 'No service is chosen.')]
  const [movement] = service.movements
  return [
    h('div', { class: 'head' }, h('h2', {}, service.name), movement && badge(movementState(movement.status))),
    h(
      'p',
      { class: 'facts' },
      `${service.running} running, ${service.pending} pending, ${service.desired} desired`,
      movement && ` · ${movement.from.join(', ') || 'nothing'} → ${movement.to} · ${spoken(movement.strategy)}`,
      movement && ` · ${spanOf((movement.finishedAt ?? clock.now) - movement.createdAt)}`,
    ),
    movement?.reason !== undefined && h('p', { class: 'reason' }, movement.reason),
    shortage !== undefined && h('p', { class: 'reason' }, `No capacity: ${shortage}`),
    movement && h('div', { class: 'dials' }, breaker(movement), traffic(movement), alarmsOf(movement, alarms, ring)),
    movement?.stage !== undefined && stages(movement),
    h(
      'div',
      { class: 'revisions' },
      service.revisions.map(one => revision(one, task, choose)),
    ),
  ]
}

const badge = ({ word, sign, tone }) =>
  h('span', { class: `badge ${tone}` }, h('span', { 'aria-hidden': 'true' }, sign), ` ${word}`)

const MOST_DOTS = 12

function breaker({ breaker: { status, failures, threshold } }) {
  if (status === 'DISABLED') return h('p', { class: 'dial' }, h('strong', {}, 'Breaker'), ' off')
  const tone = status === 'TRIGGERED' ? 'bad' : failures > 0 ? 'warn' : 'good'
  const dots = Array.from({ length: Math.min(MOST_DOTS, threshold) }, (_, i) =>
    h('i', { class: i < (failures / threshold) * Math.min(MOST_DOTS, threshold) ? tone : '' }),
  )
  return h(
    'p',
    { class: 'dial', key: 'breaker' },
    h('strong', {}, 'Breaker'),
    h('span', { class: 'dots', 'aria-hidden': 'true' }, dots),
    `${failures} of ${threshold} failures, ${spoken(status)}`,
  )
}

function traffic({ production, test, strategy }) {
  if (production === undefined) return undefined
  return h(
    'p',
    { class: 'dial', key: 'traffic', 'data-strategy': strategy },
    h('strong', {}, 'Traffic'),
    h('span', { class: 'share', 'aria-hidden': 'true', vars: { '--share': `${production}%` } }),
    `${100 - production} % old, ${production} % new`,
    test !== undefined && test !== production && `; of the test traffic ${test} % new`,
  )
}

function alarmsOf({ alarms: { names, status } }, alarms, ring) {
  if (names.length === 0) return undefined
  return h(
    'div',
    { class: 'dial', key: 'alarms' },
    h('strong', {}, 'Alarms'),
    names.map(name => alarmButton(name, alarms[name], ring)),
    spoken(status),
  )
}

const STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
]

function stages({ stage, hooks, strategy, finishedAt }) {
  const order = strategy === 'ROLLING' ? STAGES.slice(0, 4) : STAGES
  const at = order.indexOf(stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage)
  const waiting = hooks.filter(({ status }) => status !== 'SUCCEEDED')
  return h(
    'div',
    { class: 'stages', key: 'stages' },
    h(
      'ol',
      { 'aria-label': 'Lifecycle stages' },
      order.map((name, i) =>
        h(
          'li',
          {
            class: i < at || finishedAt !== undefined ? 'done' : i === at ? 'now' : '',
            'aria-current': i === at && finishedAt === undefined && 'step',
          },
          spoken(name),
        ),
      ),
    ),
    waiting.map(({ id, stage: of, status }) =>
      h('p', { class: 'hint', key: id }, `lifecycle hook of ${spoken(of)}: ${spoken(status)}`),
    ),
  )
}

function revision({ arn, label, images, role, tasks, more }, chosen, choose) {
  return h(
    'article',
    { key: arn, class: `revision ${role}`, 'aria-label': `${ROLE[role]} revision ${label}` },
    h('h3', {}, h('span', { class: 'role' }, ROLE[role]), ' ', label),
    h('p', { class: 'images' }, images.join(', ')),
    h(
      'ul',
      { class: 'tasks' },
      tasks.map(task => tile(task, task.id === chosen, choose)),
    ),
    tasks.length === 0 && h('p', { class: 'hint' }, 'no tasks'),
    more > 0 && h('p', { class: 'hint' }, `and ${more} more tasks`),
  )
}

function tile(task, isChosen, choose) {
  const { word, sign, tone, step } = taskState(task)
  return h(
    'li',
    { key: task.id },
    h(
      'button',
      {
        type: 'button',
        class: `task ${tone}`,
        'data-phase': task.phase,
        'aria-pressed': String(isChosen),
        title: task.reason ?? task.id,
        onclick: () => choose(task.id),
      },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      h('span', { class: 'id' }, h('span', { class: 'unseen' }, 'Task '), shortId(task.id)),
      h('span', { class: 'state' }, word),
      h('span', { class: 'steps', 'aria-hidden': 'true', vars: { '--done': String(step / PHASES) } }),
    ),
  )
}
