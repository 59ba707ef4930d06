/** The Query protocol of the older services: form fields in, XML out. */
export type Fields = { [name: string]: Fields | string }

/** `A.member.1.B=x` becomes `{A: [{B: 'x'}]}`. */
export function parseQuery(body: string): Record<string, unknown> {
  const root: Fields = Object.create(null) as Fields
  for (const [path, value] of new URLSearchParams(body)) {
    const parts = path.split('.')
    const last = parts.pop() ?? path
    let place = root
    for (const part of parts) {
      const next = place[part]
      const inner = typeof next === 'object' ? next : (Object.create(null) as Fields)
      place[part] = inner
      place = inner
    }
    place[last] = value
  }
  return collapse(root) as Record<string, unknown>
}

function collapse(value: Fields | string): unknown {
  if (typeof value === 'string') return value
  const members = value.member
  if (typeof members === 'object')
    return Object.keys(members)
      .sort((a, b) => Number(a) - Number(b))
      .map(key => collapse(members[key] ?? ''))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, collapse(inner)]))
}

export function resultXml(operation: string, result: unknown, requestId: string, namespace: string): string {
  return (
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${xml(result)}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
  )
}

export function errorXml(code: string, message: string, requestId: string, namespace: string): string {
  const error = xml({
    Type: 'Sender',
    Code: code === 'AccessDeniedException' ? 'AccessDenied' : code,
    Message: message,
  })
  return `<ErrorResponse xmlns="${namespace}"><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
}

function xml(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(item => `<member>${xml(item)}</member>`).join('')
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => `<${key}>${xml(inner)}</${key}>`)
      .join('')
  return escaped(String(value))
}

const escaped = (text: string): string => text.replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`)
