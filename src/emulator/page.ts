/** Pages of a list; a token says where the next one starts. */
import { invalid } from './refusal.ts'

export interface Page<T> {
  readonly items: T[]
  readonly nextToken?: string
}

export interface PageLimits {
  readonly standard: number
  readonly most: number
}

export function page<T>(
  all: readonly T[],
  request: { maxResults?: number | undefined; nextToken?: string | undefined },
  { standard, most }: PageLimits,
): Page<T> {
  const { maxResults, nextToken } = request
  const size = maxResults ?? standard
  if (!Number.isInteger(size) || size < 1 || size > most)
    throw invalid(`Invalid maxResults ${size}: it must be between 1 and ${most}.`)
  const start = nextToken ? decode(nextToken) : 0
  const end = start + size
  return { items: all.slice(start, end), ...(end < all.length && { nextToken: encode(end) }) }
}

const encode = (start: number): string => Buffer.from(`from:${start}`).toString('base64')

/** Leads to the first page. */
export const FIRST = encode(0)

function decode(token: string): number {
  const found = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString())
  if (found === null) throw invalid('Invalid token.')
  return Number(found[1])
}
