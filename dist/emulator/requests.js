import { h, scroller } from './dom.js'
import { timeOf } from './words.js'

/** Who asked for what, how it ended, and which permissions it takes. */
export function requests({ requests: all }) {
  if (all.length === 0) return [h('p', { class: 'hint' }, 'Nothing was asked yet.')]
  const heads = ['time', 'caller', 'call', 'outcome', 'permissions']
  return [
    scroller(
      'Requests, newest first',
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            heads.map(head => h('th', { scope: 'col' }, head)),
          ),
        ),
        h(
          'tbody',
          {},
          all.map(one => row(one)),
        ),
      ),
    ),
  ]
}

function row({ number, at, accessKeyId, service, operation, status, error, fault, permissions }) {
  const outcome = [error ?? status ?? 'under way', fault && `fault ${fault}`].filter(Boolean).join(', ')
  return h(
    'tr',
    { key: String(number) },
    h('td', {}, h('time', {}, timeOf(at))),
    h('td', {}, accessKeyId || 'nobody'),
    h('td', {}, h('code', {}, `${service}:${operation}`)),
    h('td', { class: error === undefined && fault === undefined ? '' : 'bad' }, outcome),
    h('td', {}, needs(permissions)),
  )
}

function needs(permissions) {
  if (permissions.length === 0) return 'none'
  return h(
    'details',
    {},
    h('summary', {}, [...new Set(permissions.map(({ action }) => action))].join(', ')),
    h(
      'ul',
      {},
      permissions.map(({ action, resource }) => h('li', {}, `${action} on ${resource}`)),
    ),
  )
}
