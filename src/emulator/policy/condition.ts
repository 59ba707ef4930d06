/** Conditions of a policy statement. */
import { matches } from '../routing.ts'
import type { Condition } from './document.ts'

type Test = (pattern: string, value: string) => boolean

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: matches,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
}

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

interface Reading {
  readonly test: Test | 'null'
  readonly negated: boolean
  readonly ifExists: boolean
  readonly among: 'one' | 'any' | 'all'
}

export const isOperator = (operator: string): boolean => read(operator) !== undefined

export function holds(
  { operator, key, values }: Condition,
  context: Readonly<Record<string, readonly string[]>>,
): boolean {
  const reading = read(operator)
  if (reading === undefined) return false
  const given = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1] ?? []
  const { test, negated, ifExists, among } = reading
  if (test === 'null') return values.includes('true') === (given.length === 0)
  if (given.length === 0) return among === 'all' || ifExists || (negated && among !== 'any')
  const fits = (value: string): boolean => values.some(pattern => test(pattern, value)) !== negated
  return among === 'any' ? given.some(fits) : given.every(fits)
}

function read(operator: string): Reading | undefined {
  const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator)
  const [, set, name = '', ifExists] = found ?? []
  if (name === 'Null') return { test: 'null', negated: false, ifExists: false, among: 'one' }
  const plain = NEGATED[name] ?? name
  const test = Object.hasOwn(TESTS, plain) ? TESTS[plain] : undefined
  if (test === undefined) return undefined
  return {
    test,
    negated: plain !== name,
    ifExists: ifExists !== undefined,
    among: set === undefined ? 'one' : set === 'ForAnyValue' ? 'any' : 'all',
  }
}

/** Part by part: a wildcard does not reach over a colon, but in the last part. */
function arnMatches(pattern: string, value: string): boolean {
  const [a, b] = [parts(pattern), parts(value)]
  return a.length === b.length && a.every((part, index) => matches(part, b[index] ?? ''))
}

const parts = (arn: string): string[] => {
  const all = arn.split(':')
  return [...all.slice(0, 5), all.slice(5).join(':')]
}
