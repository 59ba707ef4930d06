/** What AWS sent and the SDK does not know: the API is ahead of the SDK as a rule. Pure. */

/** `runtimePlatform.gpu`, `containerDefinitions[].sandbox`: where `raw` has something that is missing in `known`, each path once. */
export function unknownKeys(raw: unknown, known: unknown): string[] {
  const found = new Set<string>()
  collect(raw, known, '', found)
  return [...found].sort()
}

function collect(raw: unknown, known: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(raw) && Array.isArray(known)) {
    for (const [i, each] of raw.entries()) collect(each, known[i], `${path}[]`, found)
  } else if (isObject(raw) && isObject(known)) {
    for (const [key, value] of Object.entries(raw)) {
      const at = path === '' ? key : `${path}.${key}`
      if (Object.hasOwn(known, key)) collect(value, known[key], at, found)
      // the SDK leaves nulls out, known or not
      else if (value !== null) found.add(at)
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
