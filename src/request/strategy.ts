/** A service's deployment strategy, read and checked. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { Shift, Strategy } from '../rollout/strategy.ts'
import { fault, type Layer, mapping, matching, optional, type Picked, pick, ROLE, text, unknownKeys } from './field.ts'

const TYPES = ['rolling', 'blue-green', 'canary', 'linear']
const PLACE_KEYS = ['alternate-target-group', 'production-listener-rule', 'test-listener-rule', 'role']
const STEP_KEYS = ['percent', 'step-minutes']

/** ECS's own where it has one. */
const DEFAULTS = { bakeMinutes: 10, canary: { percent: 5, minutes: 10 }, linear: { percent: 10, minutes: 6 } }
const LEAST = { canary: 0.1, linear: 3 }
const DAY = 1440

const TARGET_GROUP =
  /^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{1,32}$/
const RULE =
  /^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:(listener-rule\/app|listener\/net)\/[A-Za-z0-9/-]{1,120}$/

/** A text is the type alone. */
export function readStrategy({ value, at }: Picked, faults: Fault[]): Strategy | undefined {
  if (value === undefined) return undefined
  const values = typeof value === 'string' ? { type: value } : mapping(value, at, faults)
  const layer: Layer = { at: `${at}.`, values }
  const type = text(values.type, `${at}.type`, faults)
  switch (type) {
    case 'rolling':
      unknownKeys(values, ['type'], at, faults)
      return { type }
    case 'blue-green':
      unknownKeys(values, ['type', 'bake-minutes', ...PLACE_KEYS], at, faults)
      return shift(type, undefined, layer, faults)
    case 'canary':
    case 'linear':
      unknownKeys(values, ['type', ...STEP_KEYS, 'bake-minutes', ...PLACE_KEYS], at, faults)
      return shift(type, stepOf(type, layer, faults), layer, faults)
    case '':
      return undefined
    default:
      faults.push(fault(`${at}.type is ${quoted(type)}${suggestion(type, TYPES)}`, `Known types: ${TYPES.join(', ')}.`))
      return undefined
  }
}

function shift(type: Shift['type'], step: Shift['step'], layer: Layer, faults: Fault[]): Shift {
  const rule = 'Give the ARN of a listener rule (of a Network Load Balancer: of the listener).'
  return {
    type,
    step,
    bakeMinutes: minutes(pick([layer], 'bake-minutes'), DEFAULTS.bakeMinutes, faults),
    alternateTargetGroup: matching(
      TARGET_GROUP,
      pick([layer], 'alternate-target-group'),
      text,
      faults,
      'Give the ARN of the second target group.',
    ),
    productionListenerRule: matching(RULE, pick([layer], 'production-listener-rule'), text, faults, rule),
    testListenerRule: matching(RULE, pick([layer], 'test-listener-rule'), optional, faults, rule) || undefined,
    role: matching(ROLE, pick([layer], 'role'), text, faults, 'Give the ARN of the role with which ECS moves traffic.'),
  }
}

function stepOf(type: 'canary' | 'linear', layer: Layer, faults: Fault[]): NonNullable<Shift['step']> {
  return {
    percent: percent(pick([layer], 'percent'), DEFAULTS[type].percent, LEAST[type], faults),
    minutes: minutes(pick([layer], 'step-minutes'), DEFAULTS[type].minutes, faults),
  }
}

function minutes({ value, at }: Picked, otherwise: number, faults: Fault[]): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= DAY) return value
  faults.push(fault(`${at} is ${quoted(value)}`, `A whole number of minutes from 0 to ${DAY} is expected here.`))
  return otherwise
}

function percent({ value, at }: Picked, otherwise: number, least: number, faults: Fault[]): number {
  if (value === undefined) return otherwise
  // the text of the number: in binary 0.3 is no multiple of 0.1
  if (typeof value === 'number' && value >= least && value <= 100 && /^\d+(\.\d)?$/.test(String(value))) return value
  faults.push(fault(`${at} is ${quoted(value)}`, `A number from ${least} to 100 in steps of 0.1 is expected here.`))
  return otherwise
}
