/** Options as docker takes them in one line of CSV: `type=bind,from=base`, `"type=local","src=a b"`. Pure. */
import { splitAtEquals } from './source.ts'

/** By name in small letters; the last of one name counts. */
export const attributesIn = (line: string): Map<string, string> =>
  new Map(
    fieldsIn(line)
      .filter(field => field.includes('='))
      .map(splitAtEquals)
      .map(([name, value]) => [name.toLowerCase(), value]),
  )

/** Only a field that begins with a quote is quoted, and two of them in it are one. */
const fieldsIn = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"|[^,]+/g)].map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole)
