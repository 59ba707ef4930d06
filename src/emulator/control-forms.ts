/** The forms of what the control door is given: which fields there are, and what each of them has to be. */
import { wrong } from './control-input.ts'
import { FAULTS } from './fault.ts'
import { BEHAVIOURS } from './simulated/script.ts'

/** What a field has to be, in words, and whether it is. */
export interface Kind {
  readonly words: string
  is(value: unknown): boolean
}
type Form = Readonly<Record<string, Kind>>
type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const number = (words: string, least: number, most: number, isWhole = false): Kind => ({
  words,
  is: value =>
    typeof value === 'number' && value >= least && value <= most && (isWhole ? Number.isInteger(value) : true),
})
const oneOf = (values: readonly string[]): Kind => ({
  words: `one of ${values.join(', ')}`,
  is: value => values.some(each => each === value),
})
const orNull = ({ words, is }: Kind): Kind => ({ words: `${words}, or null`, is: value => value === null || is(value) })

export const TEXT: Kind = { words: 'a text', is: value => typeof value === 'string' }
const TEXTS: Kind = { words: 'a list of texts', is: value => Array.isArray(value) && value.every(TEXT.is) }
const FLAG: Kind = { words: 'true or false', is: value => typeof value === 'boolean' }
const OBJECT: Kind = { words: 'an object', is: isObject }
const ANYTHING: Kind = { words: 'given', is: () => true }
const AMOUNT = number('a number ≥ 0', 0, Number.MAX_VALUE)
const COUNT = number('a whole number ≥ 0', 0, Number.MAX_SAFE_INTEGER, true)
const EXIT_CODE = number('a whole number between 0 and 255', 0, 255, true)
/** https://www.rfc-editor.org/rfc/rfc9110#section-15: an answer that ends is no 1xx. */
const STATUS = number('a whole number between 200 and 599', 200, 599, true)
/** A longer one is none for Node. */
const MOST_DELAY = 2 ** 31 - 1
/** Whoever reads these says more of them. */
const KNOWN_LATER = ANYTHING

export const FORMS = {
  'a fate': {
    ...{ match: ANYTHING, behaviour: oneOf(BEHAVIOURS), times: COUNT, failing: oneOf(['container', 'target']) },
    ...{ pullSeconds: AMOUNT, startSeconds: AMOUNT, healthySeconds: AMOUNT, exitSeconds: AMOUNT },
    ...{ periodSeconds: AMOUNT, stopSeconds: AMOUNT, exitCode: EXIT_CODE, reason: TEXT, logs: TEXTS, platform: TEXT },
  },
  'the match of a fate': { repository: TEXT, tag: TEXT, digest: TEXT, family: TEXT, service: TEXT, version: TEXT },
  'a fault': {
    ...{ operation: TEXT, kind: oneOf(FAULTS), times: orNull(COUNT), afterCalls: COUNT, when: KNOWN_LATER },
    ...{ delayMs: number(`a number between 0 and ${MOST_DELAY}`, 0, MOST_DELAY), code: TEXT, message: TEXT },
    ...{ status: STATUS, fields: OBJECT, behindSeconds: AMOUNT, behindCalls: COUNT, seconds: AMOUNT, arn: TEXT },
    size: KNOWN_LATER,
  },
  'a hook': { match: ANYTHING, result: ANYTHING, times: COUNT },
  'the match of a hook': { service: TEXT, stage: TEXT, target: TEXT },
  'the body of clock': { skewMs: KNOWN_LATER, advanceMs: AMOUNT, untilMs: AMOUNT, perRequestMs: AMOUNT },
  'the body of limits': { enforced: FLAG },
  'the body of policy': { document: ANYTHING, accessKeyId: TEXT, role: TEXT, taskRole: TEXT },
  'the body of kill-task': { taskId: TEXT, exitCode: EXIT_CODE },
  'the body of stop-task': { taskId: TEXT, stopCode: KNOWN_LATER, stoppedReason: TEXT },
  'the body of breaker': { rollbackDelaySeconds: AMOUNT },
  'the body of capacity': { reason: orNull(TEXT), forMs: AMOUNT },
  'a metric of a service': {
    ...{ cluster: TEXT, service: TEXT, cpu: KNOWN_LATER, memory: KNOWN_LATER, requestsPerTarget: KNOWN_LATER },
    resourceLabel: TEXT,
  },
  'a metric': { namespace: TEXT, metricName: TEXT, dimensions: KNOWN_LATER, value: KNOWN_LATER },
  'the body': {},
} as const satisfies Record<string, Form>

/** An object with fields of the form alone, each as it has to be. */
export function formed<T>(form: keyof typeof FORMS, given: unknown): T {
  const kinds: Form = FORMS[form]
  const fields = objectOf(form, given)
  for (const [key, value] of Object.entries(fields)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
    if (kind === undefined)
      throw wrong(`${capital(form)} has no ${key}: it has ${Object.keys(kinds).join(', ') || 'nothing at all'}.`)
    if (!kind.is(value)) throw wrong(`${key} must be ${kind.words}.`)
  }
  return fields as T
}

export function objectOf(what: string, given: unknown): Fields {
  if (!isObject(given)) throw wrong(`${capital(what)} has to be an object.`)
  return given
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
