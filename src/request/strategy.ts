/** The key `strategy` of a service. Pure. */
import { quoted, suggestion } from '../failure/words.ts'
import type { Shift, Strategy } from '../rollout/strategy.ts'
import { fault, type Kind, mapping, matching, percent, TEXT, whole } from './kind.ts'
import { key, readWhole, schemaOf, unknownKeys, type Values } from './shape.ts'

/** ECS's own where it has one. */
const DEFAULTS = { bakeMinutes: 10, canary: { percent: 5, minutes: 10 }, linear: { percent: 10, minutes: 6 } }
const LEAST = { canary: 0.1, linear: 3 }

const MINUTES = whole(0, 1440, 'minutes')
const TARGET_GROUP =
  /^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{1,32}$/
const RULE = matching(
  /^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:(listener-rule\/app|listener\/net)\/[A-Za-z0-9/-]{1,120}$/,
  'Give the ARN of a listener rule (of a Network Load Balancer: of the listener).',
)
export const ROLE_FORM = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/

const TYPE = { type: key(TEXT, 'what moves the traffic') }

/** Of whatever shifts traffic. */
const SHIFT = {
  'bake-minutes': key(MINUTES, 'minutes that old and new stand side by side after the last of the traffic has moved', {
    otherwise: `${DEFAULTS.bakeMinutes}`,
  }),
  'alternate-target-group': key(
    matching(TARGET_GROUP, 'Give the ARN of the second target group.'),
    'ARN of the second target group',
  ),
  'production-listener-rule': key(RULE, 'ARN of the rule that leads the traffic'),
  'test-listener-rule': key(RULE, 'ARN of a rule that leads test traffic to the new tasks first', {
    otherwise: 'none',
  }),
  role: key(
    matching(ROLE_FORM, 'Give the ARN of the role with which ECS moves traffic.'),
    'ARN of the role with which ECS moves the traffic',
  ),
}

const stepped = (type: 'canary' | 'linear') => ({
  ...TYPE,
  percent: key(percent(LEAST[type]), 'percent of the traffic that moves first, or with each step', {
    otherwise: `${DEFAULTS[type].percent}`,
  }),
  'step-minutes': key(MINUTES, 'minutes to wait after it', { otherwise: `${DEFAULTS[type].minutes}` }),
  ...SHIFT,
})

const SHAPES = {
  rolling: TYPE,
  'blue-green': { ...TYPE, ...SHIFT },
  canary: stepped('canary'),
  linear: stepped('linear'),
} as const
const TYPES = Object.keys(SHAPES)

/** A text is the type alone. */
export const STRATEGY: Kind<Strategy | undefined> = {
  schema: {
    anyOf: [
      { const: 'rolling' },
      ...Object.entries(SHAPES).map(([type, shape]) => {
        const schema = schemaOf(shape)
        return { ...schema, properties: { ...(schema.properties as object), type: { const: type } } }
      }),
    ],
  },
  read(value, at, faults) {
    const layer = { at, values: typeof value === 'string' ? { type: value } : mapping(value, at, faults) }
    const type = TEXT.read(layer.values.type, at.key('type'), faults)
    switch (type) {
      case 'rolling':
        readWhole(SHAPES[type], layer, faults)
        return { type }
      case 'blue-green':
        return shiftOf(type, undefined, readWhole(SHAPES[type], layer, faults))
      case 'canary':
      case 'linear': {
        const found = readWhole(SHAPES[type], layer, faults)
        const { percent, minutes } = DEFAULTS[type]
        return shiftOf(type, { percent: found.percent ?? percent, minutes: found['step-minutes'] ?? minutes }, found)
      }
      case '':
        return undefined
      default:
        unknownKeys(layer.values, Object.keys(SHAPES.canary), at, faults)
        faults.push(
          fault(at.key('type'), ` is ${quoted(type)}${suggestion(type, TYPES)}`, `Known types: ${TYPES.join(', ')}.`),
        )
        return undefined
    }
  },
}

function shiftOf(type: Shift['type'], step: Shift['step'], values: Values<typeof SHIFT>): Shift {
  return {
    type,
    step,
    bakeMinutes: values['bake-minutes'] ?? DEFAULTS.bakeMinutes,
    alternateTargetGroup: values['alternate-target-group'] ?? '',
    productionListenerRule: values['production-listener-rule'] ?? '',
    testListenerRule: values['test-listener-rule'] || undefined,
    role: values.role ?? '',
  }
}
