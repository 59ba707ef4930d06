// As much of CloudWatch's and EventBridge's patterns as infra/ uses; anything else is an error and not a mismatch.

/** A filter for JSON lines: comparisons joined by || or &&, without brackets. */
export function filterMatches(pattern, line) {
  const [, body] = /^\{(.*)\}$/.exec(pattern.trim()) ?? []
  if (body === undefined || /[()]/.test(body)) throw new Error(`cannot read the filter ${pattern}`)
  return body.split('||').some(part => part.split('&&').every(each => holds(each.trim(), line)))
}

function holds(comparison, line) {
  const [, path, operator, text, number] = /^\$\.([\w.]+) (=|!=|>=|<=|>|<) (?:"([^"]*)"|(-?[\d.]+))$/.exec(comparison) ?? []
  if (!path) throw new Error(`cannot read the comparison ${comparison}`)
  const value = path.split('.').reduce((each, key) => each?.[key], line)
  if (value === undefined) return false
  const wanted = text ?? Number(number)
  if (typeof value !== typeof wanted) return false
  return { '=': value === wanted, '!=': value !== wanted, '>=': value >= wanted, '<=': value <= wanted, '>': value > wanted, '<': value < wanted }[operator]
}

/** Every key of the pattern must fit; of a list in the event one item has to. */
export function eventMatches(pattern, event) {
  return Object.entries(pattern).every(([key, wanted]) => {
    const found = [event?.[key]].flat()
    return Array.isArray(wanted) ? found.some(value => wanted.some(rule => fits(rule, value))) : found.some(value => eventMatches(wanted, value))
  })
}

function fits(rule, value) {
  if (rule === null || typeof rule !== 'object') return rule === value
  const [[kind, given], ...others] = Object.entries(rule)
  if (others.length > 0) throw new Error(`cannot read the rule ${JSON.stringify(rule)}`)
  if (kind === 'prefix') return typeof value === 'string' && value.startsWith(given)
  if (kind === 'anything-but') return value !== undefined && ![given].flat().includes(value)
  throw new Error(`cannot read the rule ${JSON.stringify(rule)}`)
}
