import { h } from './dom.js'
import { movementState } from './words.js'

/** From so many on they can be narrowed down. */
const MANY = 50

/** Clusters and services. A service is a link: the address of the page says which one is looked at. */
export function services({ clusters }, chosen, { search, narrow }) {
  if (clusters.length === 0) return [h('p', { class: 'hint' }, 'No cluster yet: create one, or deploy.')]
  const many = clusters.reduce((sum, { services: all }) => sum + all.length, 0)
  const part = many < MANY ? '' : search.trim().toLowerCase()
  const shown = clusters
    .map(one => ({ ...one, services: one.services.filter(({ name }) => name.toLowerCase().includes(part)) }))
    .filter(one => part === '' || one.services.length > 0)
  const few = shown.reduce((sum, { services: all }) => sum + all.length, 0)
  return [
    many >= MANY && h('div', { key: 'search', class: 'search' }, searchBox(narrow), count(part && `${few} of ${many}`)),
    shown.map(({ name, services: all }) =>
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
    ),
  ]
}

const searchBox = narrow =>
  h(
    'label',
    {},
    'Services with ',
    h('input', {
      type: 'search',
      autocomplete: 'off',
      placeholder: 'any name',
      oninput: event => narrow(event.target.value),
    }),
  )

const count = words => h('p', { class: 'hint', role: 'status' }, words && `${words} services`)

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
