/** An IAM policy document, and what it says about one action on one resource. */
import { matches } from '../routing.ts'
import { holds, isOperator } from './condition.ts'
import type { Need } from './need.ts'

export interface Statement {
  readonly sid?: string
  readonly allows: boolean
  readonly actions: Patterns
  readonly resources: Patterns
  readonly conditions: readonly Condition[]
}

/** `not`: everything but these. */
interface Patterns {
  readonly not: boolean
  readonly any: readonly string[]
}

export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export type Judgement = 'allowed' | 'denied' | 'not allowed'

/** A deny is stronger than any allow; without an allow nothing is allowed. */
export function judge(statements: readonly Statement[], need: Need): Judgement {
  const about = statements.filter(statement => concerns(statement, need))
  if (about.some(({ allows }) => !allows)) return 'denied'
  return about.length > 0 ? 'allowed' : 'not allowed'
}

function concerns({ actions, resources, conditions }: Statement, { action, resource, context = {} }: Need): boolean {
  const names = (pattern: string): boolean => matches(pattern.toLowerCase(), action.toLowerCase())
  return (
    actions.any.some(names) !== actions.not &&
    resources.any.some(pattern => matches(pattern, resource)) !== resources.not &&
    conditions.every(condition => holds(condition, context))
  )
}

type Json = Record<string, unknown>

/** Refuses what it could not judge: a policy that is half understood would prove nothing. */
export function readPolicy(value: unknown): Statement[] {
  const { Statement: given } = object(value, 'The policy')
  const statements = Array.isArray(given) ? given : [given]
  if (given === undefined || statements.length === 0) throw new Error('The policy has no Statement.')
  return statements.map(readStatement)
}

function readStatement(value: unknown, index: number): Statement {
  const name = `Statement ${index + 1}`
  const { Sid, Effect, Condition: conditions, Principal, ...rest } = object(value, name)
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`${name}: Effect must be Allow or Deny.`)
  if (Principal !== undefined) throw new Error(`${name}: a policy of a role has no Principal.`)
  return {
    ...(typeof Sid === 'string' && { sid: Sid }),
    allows: Effect === 'Allow',
    actions: patterns(rest, 'Action', name),
    resources: resources(rest, name),
    conditions: Object.entries(object(conditions ?? {}, `${name}: Condition`)).flatMap(([operator, keys]) => {
      if (!isOperator(operator)) throw new Error(`${name}: the local ECS does not know the condition ${operator}.`)
      return Object.entries(object(keys, `${name}: ${operator}`)).map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: texts(values, `${name}: ${operator} ${key}`),
      }))
    }),
  }
}

function patterns(statement: Json, field: 'Action' | 'Resource', name: string): Patterns {
  const not = statement[`Not${field}`]
  const given = statement[field]
  if ((given === undefined) === (not === undefined)) throw new Error(`${name}: give ${field} or Not${field}.`)
  return { not: not !== undefined, any: texts(given ?? not, `${name}: ${field}`) }
}

/** IAM takes no document whose resources are names, and says so in these words. */
function resources(statement: Json, name: string): Patterns {
  const found = patterns(statement, 'Resource', name)
  const wrong = found.any.find(one => one !== '*' && !one.startsWith('arn:'))
  if (wrong === undefined) return found
  throw new Error(`${name}: MalformedPolicyDocument: Resource ${wrong} must be in ARN format or "*".`)
}

function object(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} must be an object.`)
  return value as Json
}

function texts(value: unknown, name: string): string[] {
  const all = (Array.isArray(value) ? value : [value]).map(one => (typeof one === 'boolean' ? String(one) : one))
  if (all.length === 0 || all.some(one => typeof one !== 'string'))
    throw new Error(`${name} must be a text or a list of texts.`)
  if (all.some(one => String(one).includes('${')))
    throw new Error(`${name}: the local ECS does not know policy variables.`)
  return all as string[]
}
