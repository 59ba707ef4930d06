import { h } from './dom.js'
import { movementState } from './words.js'

/** Clusters and services. A service is a link: the address of the page says which one is looked at. */
export function services({ clusters }, chosen) {
  if (clusters.length === 0) return [h('p', { class: 'hint' }, 'No cluster yet: create one, or deploy.')]
  return clusters.map(({ name, services: all }) =>
    h(
      'div',
      { key: `cluster ${name}`, class: 'cluster' },
      h('h2', {}, name),
      all.length === 0 && h('p', { class: 'hint' }, 'no services'),
      h(
        'ul',
        {},
        all.map(service => entry(service, service.arn === chosen)),
      ),
    ),
  )
}

function entry({ arn, name, desired, running, movement, status }, isChosen) {
  const { word, sign, tone } = movementState(status === 'DRAINING' ? 'DRAINING' : movement)
  return h(
    'li',
    { key: arn },
    h(
      'a',
      { href: `#${encodeURIComponent(arn)}`, 'aria-current': isChosen && 'page', class: 'service' },
      h('span', { class: `sign ${tone}`, 'aria-hidden': 'true' }, sign),
      h('span', { class: 'name' }, name),
      h('span', { class: 'count' }, `${running}/${desired}`),
      h('span', { class: 'state' }, word),
    ),
  )
}
