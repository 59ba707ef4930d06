import { AssertionError } from 'node:assert/strict'

/** The same text for the same thing: neither the order of keys nor of a list of words matters. */
function settle(value) {
  if (Array.isArray(value)) {
    const items = value.map(settle)
    return items.every(each => typeof each === 'string') ? [...items].sort() : items
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, settle(value[key])]))
}

const told = value => (value === undefined ? 'nothing' : JSON.stringify(settle(value)))

/** Holds two tables against each other and tells every difference, so that one does not hide the next. */
export function same(actual, expected, what = '') {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
  const different = keys.filter(key => told(actual[key]) !== told(expected[key]))
  if (different.length === 0) return
  const message = different.map(key => `${[what, key].filter(Boolean).join(' ')}: ${told(actual[key])}, not ${told(expected[key])}`).join('\n')
  throw new AssertionError({ message, actual, expected })
}
