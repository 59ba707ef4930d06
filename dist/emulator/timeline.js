import { h, scroller } from './dom.js'
import { movementState, shortened, spanOf, timeOf } from './words.js'

const LEAST = 0.8

/** Service deployments as bars over the time that they took, newest first. */
export function timeline({ service, clock }) {
  const movements = service?.movements ?? []
  if (movements.length === 0) return [h('p', { class: 'hint' }, 'No service deployment yet.')]
  const began = Math.min(...movements.map(({ createdAt }) => createdAt))
  const ended = Math.max(...movements.map(({ finishedAt }) => finishedAt ?? clock.now))
  const length = Math.max(1, ended - began)
  const percent = ms => `${Math.min(100 - LEAST, ((ms - began) / length) * 100)}%`
  const bar = ({ createdAt, finishedAt = clock.now, status, rollback }) =>
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      h('span', {
        class: `bar ${movementState(status).tone}`,
        vars: {
          '--from': percent(createdAt),
          '--long': `${Math.max(LEAST, ((finishedAt - createdAt) / length) * 100)}%`,
        },
      }),
      rollback && h('span', { class: 'turn', vars: { '--from': percent(rollback.startedAt) } }),
    )
  return [
    h(
      'ol',
      { class: 'movements' },
      movements.map(movement => {
        const { arn, from, to, status, createdAt, finishedAt, rollback } = movement
        const { word, sign, tone } = movementState(status)
        return h(
          'li',
          { key: arn },
          h('span', { class: `badge ${tone}` }, h('span', { 'aria-hidden': 'true' }, sign), ` ${word}`),
          h('span', { class: 'way' }, `${from.join(', ') || 'nothing'} → ${to}`, rollback && ` → ${rollback.to}`),
          bar(movement),
          h('span', { class: 'when' }, `${timeOf(createdAt)} · ${spanOf((finishedAt ?? clock.now) - createdAt)}`),
        )
      }),
    ),
  ]
}

export function events({ service }) {
  const all = service?.events ?? []
  if (all.length === 0) return [h('p', { class: 'hint' }, 'No event yet.')]
  return [
    scroller(
      'Service events, newest first',
      h(
        'ol',
        { class: 'events' },
        all.map(({ id, at, message }) =>
          h('li', { key: id, title: message }, h('time', {}, timeOf(at)), h('span', {}, bare(message, service.name))),
        ),
      ),
    ),
  ]
}

/** Whose event it is stands above. */
export const bare = (message, name) => shortened(message.replace(`(service ${name}) `, ''))
