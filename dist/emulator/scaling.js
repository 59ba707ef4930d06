import { h } from './dom.js'
import { COMPARISON, dateTimeOf, spoken, timeOf } from './words.js'

/** What scales the chosen service: its limits, policies and alarms, and what they did. */
export function scaling({ service }, { ring }) {
  const { target, policies, scheduled, alarms, activities } = service?.scaling ?? {}
  if (target === undefined && !alarms?.length)
    return [h('p', { class: 'hint' }, 'Nothing scales this service, and no alarm watches it.')]
  return [
    target && limits(target),
    policies.length + scheduled.length > 0 &&
      h('p', { class: 'facts', key: 'policies' }, [...policies.map(policy), ...scheduled.map(action)].join(' · ')),
    alarms.length > 0 && h('h3', { key: 'alarms-title' }, 'Alarms'),
    alarms.length > 0 &&
      h(
        'ul',
        { class: 'alarms', key: 'alarms', 'aria-label': 'Alarms of this service' },
        alarms.map(one => alarm(one, ring)),
      ),
    activities.length > 0 && h('h3', { key: 'activities-title' }, 'Last activities'),
    activities.length > 0 &&
      h(
        'ol',
        { class: 'activities', key: 'activities', 'aria-label': 'Scaling activities, newest first' },
        activities.map(activity),
      ),
  ]
}

function limits({ min, max, desired }) {
  const share = max === min ? 1 : (desired - min) / (max - min)
  return h(
    'p',
    { class: 'dial', key: 'limits' },
    h('strong', {}, 'Tasks'),
    h('span', { 'aria-hidden': 'true' }, min),
    h('span', {
      class: 'range',
      'aria-hidden': 'true',
      vars: { '--at': `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` },
    }),
    h('span', { 'aria-hidden': 'true' }, max),
    h('span', {}, ` · ${desired} desired`, h('span', { class: 'unseen' }, `, from ${min} to ${max}`)),
  )
}

const KINDS = { TargetTrackingScaling: 'target tracking', StepScaling: 'steps', PredictiveScaling: 'predictive' }

const policy = ({ name, type, goal }) =>
  `policy ${name}: ${KINDS[type] ?? type}${goal === undefined ? '' : ` at ${goal}`}`

const action = ({ name, next }) => `${name} at ${dateTimeOf(next)}`

function alarm({ name, state, metric, reason, policies }, ring) {
  return h(
    'li',
    { key: name, title: reason },
    alarmButton(name, state, ring),
    h(
      'span',
      { class: 'facts' },
      metric && `${metric.name} ${COMPARISON[metric.comparison] ?? metric.comparison} ${metric.threshold}`,
      policies.length > 0 && ` → ${policies.join(', ')}`,
    ),
  )
}

const STATES = { OK: ['✓', 'good'], ALARM: ['!', 'bad'], INSUFFICIENT_DATA: ['?', 'idle'] }

/** An alarm, its state, and the way to another one. */
export function alarmButton(name, state, ring) {
  const rings = state === 'ALARM'
  const [sign, tone] = STATES[state] ?? STATES.OK
  return h(
    'button',
    {
      type: 'button',
      key: name,
      class: `badge ${tone}`,
      title: name,
      'aria-pressed': String(rings),
      onclick: () => ring(name, rings ? 'OK' : 'ALARM'),
    },
    h('span', { 'aria-hidden': 'true' }, `${sign} `),
    h('span', { class: 'unseen' }, 'Alarm '),
    // A target tracking policy's alarm ends on an id that tells nobody anything.
    name.replace(/^TargetTracking-.*-(Alarm(?:High|Low))-[\w-]+$/, '$1'),
    h('span', { class: 'unseen' }, `: ${state === 'INSUFFICIENT_DATA' ? spoken(state) : state}`),
  )
}

const TONES = { Successful: 'good', InProgress: 'go', Overridden: 'idle', Failed: 'bad' }

const activity = ({ id, at, description, cause, status }) =>
  h(
    'li',
    { key: id, title: cause },
    h('time', {}, timeOf(at)),
    h(
      'span',
      {},
      description,
      ' ',
      h(
        'span',
        { class: `badge ${TONES[status] ?? 'idle'}` },
        status === 'InProgress' ? 'in progress' : spoken(status),
      ),
      h('span', { class: 'cause' }, bare(cause)),
    ),
  )

const bare = cause => cause.replace(/TargetTracking-\S*-(Alarm(?:High|Low))-\S+/, '$1')
