/** Event patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
type Json = Record<string, unknown>
type Test = (value: unknown) => boolean

/** Why a pattern is none, or one that cannot be judged here; undefined where nothing is wrong. */
export function fault(text: string): string | undefined {
  let pattern: unknown
  try {
    pattern = JSON.parse(text)
  } catch {
    return 'Filter is not valid JSON'
  }
  if (!isObject(pattern)) return 'Filter is not an object'
  return Object.keys(pattern).length === 0 ? 'Empty patterns are not allowed' : faultOf(pattern, '')
}

function faultOf(pattern: Json, path: string): string | undefined {
  for (const [key, value] of Object.entries(pattern)) {
    const at = path === '' ? key : `${path}.${key}`
    if (key === '$or' && Array.isArray(value)) {
      const found = value.map(one => (isObject(one) ? faultOf(one, path) : `"${at}" must be a list of objects`))
      if (found.some(Boolean)) return found.find(Boolean)
    } else if (Array.isArray(value)) {
      if (value.length === 0) return 'Empty arrays are not allowed'
      if (value.some(one => isObject(one) && testOf(one) === undefined))
        return `Unrecognized match type in "${at}": ${JSON.stringify(value)}`
    } else if (isObject(value)) {
      const inner = faultOf(value, at)
      if (inner !== undefined) return inner
    } else return `"${at}" must be an object or an array`
  }
  return undefined
}

export function fits(pattern: Json, event: Json): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && Array.isArray(wanted)) return wanted.some(one => fits(one as Json, event))
    const value = event[key]
    if (Array.isArray(wanted)) return wanted.some(one => holds(one, value))
    const inner = Array.isArray(value) ? value : [value]
    return inner.some(one => fits(wanted as Json, isObject(one) ? one : {}))
  })
}

/** Of a list one value has to be as wanted. */
function holds(wanted: unknown, value: unknown): boolean {
  const test = isObject(wanted) ? testOf(wanted) : (one: unknown) => one === wanted
  if (test === undefined) return false
  if (isObject(wanted) && 'exists' in wanted) return test(value)
  return (Array.isArray(value) ? value : [value]).some(one => one !== undefined && test(one))
}

function testOf(matcher: Json): Test | undefined {
  const [[kind = '', wanted] = []] = Object.entries(matcher)
  return Object.hasOwn(MATCHERS, kind) && Object.keys(matcher).length === 1 ? MATCHERS[kind]?.(wanted) : undefined
}

const onText =
  (test: (value: string, wanted: string) => boolean) =>
  (wanted: unknown): Test | undefined =>
    typeof wanted === 'string' ? value => typeof value === 'string' && test(value, wanted) : undefined

/** In time that grows with the text alone, however many asterisks there are. */
function isLike(value: string, wanted: string): boolean {
  const [first = '', ...parts] = wanted.split('*')
  const last = parts.pop()
  if (last === undefined) return value === first
  if (!value.startsWith(first)) return false
  let from = first.length
  for (const part of parts) {
    const at = value.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return value.length - last.length >= from && value.endsWith(last)
}

const isSame = (value: string, wanted: string): boolean => value.toLowerCase() === wanted.toLowerCase()

const MATCHERS: Readonly<Record<string, (wanted: unknown) => Test | undefined>> = {
  prefix: onText((value, wanted) => value.startsWith(wanted)),
  suffix: onText((value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': onText(isSame),
  wildcard: onText(isLike),
  exists: wanted => (typeof wanted === 'boolean' ? value => (value !== undefined) === wanted : undefined),
  'anything-but': wanted => {
    const test = isObject(wanted) ? testOf(wanted) : anyOf(wanted)
    return test && (value => !test(value))
  },
  numeric: wanted => numeric(wanted),
}

const anyOf =
  (wanted: unknown): Test =>
  value =>
    (Array.isArray(wanted) ? wanted : [wanted]).includes(value)

const COMPARED: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

/** `[">", 0, "<=", 5]` */
function numeric(wanted: unknown): Test | undefined {
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length % 2 === 1) return undefined
  const pairs = Array.from({ length: wanted.length / 2 }, (_, i) => [wanted[2 * i], wanted[2 * i + 1]])
  if (pairs.some(([operator, bound]) => !Object.hasOwn(COMPARED, String(operator)) || typeof bound !== 'number'))
    return undefined
  return value => typeof value === 'number' && pairs.every(([operator, bound]) => COMPARED[operator]?.(value, bound))
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
