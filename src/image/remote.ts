/** What an ADD takes from elsewhere, as BuildKit tells it from a file (dfgitutil, dockerfile2llb/convert_copy.go). Pure. */
import { expand, type Values } from './expand.ts'
import type { Instruction } from './instruction.ts'

/** A scheme counts in capitals as well where the address is one of git. */
const REMOTE = /^(?:(?:https?|git|ssh):\/\/|[\w.-]+@[\w.-]+:)/i
/** A commit of a repository is the same for ever; what a plain address gives is not, nor what a query may say of it. */
const isPinned = (text: string) =>
  /^[^#?]*#[0-9a-f]{40}$/.test(text) && (!/^https?:/i.test(text) || text.includes('.git#'))
/** What stands before a variable and may become an address. */
const OPEN = /^(?:[^/]*|\w+:\/?)\$/

/** What can be another thing tomorrow, or where only a variable says that it cannot. */
export function changing({ flags, rest }: Instruction, values: Values, escaper: string): string[] {
  if (isChecked(flags, values, escaper)) return []
  return sourcesIn(rest).flatMap(source => {
    const isDeclared = namesIn(source).every(name => values.has(name))
    const known = isDeclared ? expand(source, values, escaper) : undefined
    const text = known ?? source.replace(/["'\\`]/g, '')
    if (REMOTE.test(text)) {
      return known !== undefined && isPinned(text) ? [] : [`ADD ${text} can change: give it a --checksum`]
    }
    return known === undefined && OPEN.test(text) ? [`ADD ${text} has no value here`] : []
  })
}

/** All but the last, which says where to: a list in JSON, else parted at white space, whatever is quoted. */
function sourcesIn(rest: string): string[] {
  return (listIn(rest) ?? rest.split(/[\t\v\f\r ]+/)).slice(0, -1)
}

function listIn(rest: string): string[] | undefined {
  if (!rest.startsWith('[')) return undefined
  try {
    return (JSON.parse(rest) as unknown[]).map(String)
  } catch {
    return undefined
  }
}

/**
 * An empty checksum is none. Text around a variable is enough: without its value BuildKit takes it for no checksum, and fails.
 * What is not declared here may be in the environment of the base image, and empty.
 */
function isChecked(flags: readonly string[], values: Values, escaper: string): boolean {
  const checksum = flags.findLast(flag => flag.startsWith('--checksum='))?.slice('--checksum='.length) ?? ''
  if (/\w/.test(checksum.replace(/\$(?:\w+|\{.*\})/gs, ''))) return true
  const empty = new Map([...namesIn(checksum).map(name => [name, ''] as const), ...values])
  return [values, empty].every(each => /\w/.test(expand(checksum, each, escaper) ?? ''))
}

const namesIn = (text: string): string[] => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)
