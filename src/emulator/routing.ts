/** What a listener's rules make of a request, as the load balancer documents it. */

/** As ELBv2 describes it; the default rule is the last one. */
export interface Rule {
  /** That of a default rule is not always known. */
  readonly arn?: string
  readonly priority: number | 'default'
  readonly conditions: readonly Condition[]
  readonly actions: readonly Action[]
}

/** Of a rule's requests, by weight. */
export interface Share {
  readonly arn: string
  readonly weight: number
}

export interface Condition {
  readonly field: string
  readonly values: readonly string[]
  /** http-header: whose values these are. */
  readonly header?: string
}

export type Action =
  | { readonly type: 'forward'; readonly groups: readonly Share[] }
  | { readonly type: 'redirect'; readonly status: number; readonly to: Redirect }
  | { readonly type: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  /** Known to ELBv2, not done here: authentication. */
  | { readonly type: 'other'; readonly name: string }

export interface Redirect {
  readonly protocol: string
  readonly host: string
  readonly port: string
  readonly path: string
  readonly query: string
}

export interface Question {
  readonly method: string
  /** With its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly address: string
  readonly protocol: string
  readonly port: number
}

/** `draw` in [0, 1) decides between weighted target groups. */
export function decide(rules: readonly Rule[], question: Question, draw: number): Decision | undefined {
  const rule = [...rules].sort(byPriority).find(({ conditions }) => conditions.every(one => holds(one, question)))
  const action = rule?.actions.find(({ type }) => type !== 'other')
  switch (action?.type) {
    case 'forward': {
      const targetGroupArn = weighted(action.groups, draw)
      return targetGroupArn === undefined ? undefined : { kind: 'forward', targetGroupArn }
    }
    case 'redirect':
      return { kind: 'redirect', status: action.status, location: location(action.to, question) }
    case 'fixed-response':
      return { kind: 'answer', status: action.status, contentType: action.contentType, body: action.body }
    default:
      return undefined
  }
}

export type Decision =
  | { readonly kind: 'forward'; readonly targetGroupArn: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }

const rank = ({ priority }: Rule): number => (priority === 'default' ? Number.POSITIVE_INFINITY : priority)
const byPriority = (a: Rule, b: Rule): number => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))

/** Rules as they are in force: where a deployment shifts traffic, ECS's weights stand in for the rule's own. */
export const inForce = (rules: readonly Rule[], traffic: Readonly<Record<string, readonly Share[]>>): Rule[] =>
  rules.map(rule => {
    const groups = traffic[rule.arn ?? '']
    return groups === undefined ? rule : { ...rule, actions: [{ type: 'forward', groups }] }
  })

/** To everybody, all requests. */
export const forwardTo = (arn: string): Rule[] => [
  { priority: 'default', conditions: [], actions: [{ type: 'forward', groups: [{ arn, weight: 1 }] }] },
]

export const targetGroupsOf = (rules: readonly Rule[]): string[] =>
  rules.flatMap(({ actions }) =>
    actions.flatMap(action => (action.type === 'forward' ? action.groups.map(({ arn }) => arn) : [])),
  )

function holds({ field, values, header = '' }: Condition, { method, url, headers, address }: Question): boolean {
  const [path = '/', query = ''] = split(url)
  const [host = ''] = String(headers.host ?? '').split(':')
  switch (field) {
    case 'path-pattern':
      return values.some(pattern => matches(pattern, path))
    case 'host-header':
      return values.some(pattern => matches(pattern.toLowerCase(), host.toLowerCase()))
    case 'http-request-method':
      return values.includes(method)
    case 'http-header': {
      const given = [headers[header.toLowerCase()] ?? []].flat()
      return values.some(pattern => given.some(value => matches(pattern.toLowerCase(), value.toLowerCase())))
    }
    case 'query-string':
      return values.some(pattern => holdsQuery(pattern, query))
    case 'source-ip':
      return values.some(block => isWithin(address, block))
    default:
      return false
  }
}

/** `*` is any text, `?` one character. */
export function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`, 's').test(text)
}

function split(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

/** `key=value`, or a value that any key may have. */
function holdsQuery(pattern: string, query: string): boolean {
  const at = pattern.indexOf('=')
  return [...new URLSearchParams(query)].some(([key, value]) =>
    at < 0 ? matches(pattern, value) : matches(pattern.slice(0, at), key) && matches(pattern.slice(at + 1), value),
  )
}

/** IPv4 only. */
function isWithin(address: string, block: string): boolean {
  const [base = '', length = '32'] = block.split('/')
  const [a, b] = [bits(address.replace(/^::ffff:/, '')), bits(base)]
  if (a === undefined || b === undefined) return false
  const size = 2 ** (32 - Number(length))
  return Math.floor(a / size) === Math.floor(b / size)
}

function bits(address: string): number | undefined {
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some(part => !Number.isInteger(part) || part < 0 || part > 255)) return undefined
  return parts.reduce((all, part) => all * 256 + part, 0)
}

function weighted(groups: readonly { arn: string; weight: number }[], draw: number): string | undefined {
  const all = groups.reduce((sum, { weight }) => sum + weight, 0)
  let left = draw * all
  for (const { arn, weight } of groups) {
    if (left < weight) return arn
    left -= weight
  }
  return undefined
}

function location(to: Redirect, { url, headers, protocol, port }: Question): string {
  const [path, query] = split(url)
  const host = String(headers.host ?? '').replace(/:\d+$/, '')
  const filled = (text: string): string =>
    text
      .replaceAll('#{protocol}', protocol.toLowerCase())
      .replaceAll('#{host}', host)
      .replaceAll('#{port}', String(port))
      .replaceAll('#{path}', path.replace(/^\//, ''))
      .replaceAll('#{query}', query)
  const search = filled(to.query)
  return `${filled(to.protocol).toLowerCase()}://${filled(to.host)}:${filled(to.port)}${filled(to.path)}${search ? `?${search}` : ''}`
}
