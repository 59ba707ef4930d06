/** Keys of a service that say what a release changes of its task definition. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { mistakenIn } from '../image/placeholder.ts'
import type { Named } from '../revision/override.ts'
import { arnKind } from './arn.ts'
import { ARGUMENT_VALUE, FILLED } from './build.ts'
import { asMapping, fault, isNone, type Kind, mapOrNone, orNone, shownAt, TEXT, whole } from './kind.ts'
import { key, type Layer } from './shape.ts'

/** A variable's name, as a shell takes it; ECS itself takes more. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/** By name; null takes one away. An environment says what differs. */
const named = (kind: Kind<string>): Kind<Named> => ({
  ...mapOrNone(VARIABLE, 'A name is letters, digits, _, . and -.', kind),
  lay: (over, under) => ({ ...asMapping(under), ...asMapping(over) }),
})

const SECRET_FORM =
  /^(?:arn:aws[\w-]*:(?:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]{1,512}(?::[^\s:]*){0,3}|ssm:[\w-]+:\d{12}:parameter\/[\w/.-]{1,1011})|\/?[\w./-]{1,1011})$/

const SECRET: Kind<string> = {
  schema: { type: 'string', pattern: SECRET_FORM.source },
  read(value, at, faults) {
    const found = TEXT.read(value, at, faults)
    if (found !== '' && !SECRET_FORM.test(found)) {
      const fix = 'Give the ARN of a secret or a parameter, or a parameter’s name. Values belong there, and not here.'
      // what stands here may be the secret itself
      faults.push(fault(at, ' is no address of a secret', fix))
    }
    return found
  },
}

/** CPU units or MiB, also as `0.5 vCPU` and `1 GB`. */
const size = (unit: 'vCPU' | 'GB'): Kind<string> => {
  const form = new RegExp(
    String.raw`^(?:[1-9]\d{0,5}|(?=[\d.]*[1-9])(?:\d{1,3}(?:\.\d{1,3})?|\.\d{1,3}) ?${unit})$`,
    'i',
  )
  return {
    schema: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: 999_999 },
        { type: 'string', pattern: caseless(form) },
      ],
    },
    read(value, at, faults) {
      const text = String(value)
      const amount = Number.parseFloat(text)
      const isRight =
        typeof value === 'number'
          ? Number.isInteger(value) && value >= 1 && value <= 999_999
          : typeof value === 'string' && form.test(value)
      if (!isRight)
        faults.push(
          fault(
            at,
            ` is ${shownAt(at, value)}`,
            `Give ${unit === 'GB' ? 'MiB' : 'CPU units'}, such as 512, or "0.5 ${unit}".`,
          ),
        )
      return /[a-z]/i.test(text) ? String(Math.round(amount * 1024)) : text
    },
  }
}

/** JSON Schema knows no flags. */
const caseless = ({ source }: RegExp) =>
  source.replace(/vCPU|GB/, unit =>
    [...unit].map(letter => `[${letter.toLowerCase()}${letter.toUpperCase()}]`).join(''),
  )

const IN_QUOTES = 'A list of texts is expected here: put it in quotes.'

const COMMAND: Kind<readonly string[]> = {
  schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
  read(value, at, faults) {
    if (Array.isArray(value) && value.length > 0 && value.every(each => typeof each === 'string')) {
      for (const { written, fix } of value.flatMap(mistakenIn))
        faults.push(fault(at, `: ${quoted(written)} is not filled`, fix))
      return value
    }
    const fix = 'A list of texts is expected here, such as ["worker", "--queue", "mail"].'
    const others = Array.isArray(value) ? [...value.entries()].filter(([, each]) => typeof each !== 'string') : []
    if (others.length === 0) faults.push(fault(at, ` is ${shownAt(at, value)}`, fix))
    for (const [index, each] of others) faults.push(fault(at.item(index), ` is ${shownAt(at, each)}`, IN_QUOTES))
    return []
  },
}

const DEFINITION_FORM =
  /^(?!-)(?:arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/[\w-]{1,255}:[1-9]\d{0,8}|[\w-]{1,255}(?::[1-9]\d{0,8})?|(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\0\\\s]*\.(?:json|ya?ml))$/

const DEFINITION: Kind<string> = {
  schema: { type: 'string', pattern: DEFINITION_FORM.source },
  read(value, at, faults) {
    const found = TEXT.read(value, at, faults)
    if (found !== '' && !DEFINITION_FORM.test(found)) {
      const fix = 'Give a file of the workspace (.json, .yml), a family, family:revision, or the ARN of a revision.'
      faults.push(fault(at, ` is ${quoted(found)}${arnKind(found, 'task-definition')}`, fix))
    }
    return found
  },
}

export const OVERRIDE = {
  'task-definition': key(
    DEFINITION,
    `what its revisions start from: a file of the workspace, JSON or YAML, which may hold ${FILLED}; a family; \`family:revision\`; the ARN of a revision, which is deployed as it is`,
    { otherwise: 'what it runs, or a newer revision of its family that no release registered', overlay: true },
  ),
  environment: key(
    named(ARGUMENT_VALUE),
    `variables of the container that differ from the task definition, each a text that may hold ${FILLED}; null takes one away`,
    { otherwise: 'as they are', overlay: true },
  ),
  secrets: key(
    named(SECRET),
    'secrets of the container that differ, by variable: the ARN of a secret (`…:key::` for one of its keys) or of a parameter, or a parameter’s name; null takes one away',
    { otherwise: 'as they are', overlay: true },
  ),
  cpu: key(orNone(size('vCPU')), 'CPU units of the task (`512`), or `0.5 vCPU`', {
    otherwise: 'as it is',
    overlay: true,
  }),
  memory: key(orNone(size('GB')), 'MiB of the task (`1024`), or `1 GB`', { otherwise: 'as it is', overlay: true }),
  command: key(
    orNone(COMMAND),
    `the container’s command, a list of texts that may hold ${FILLED}; null is the image’s own`,
    { otherwise: 'as it is', overlay: true },
  ),
  'desired-count': key(
    orNone(whole(0, 5000)),
    'how many tasks the service is to have; without it their number is left to the service and its scaling',
    { otherwise: 'as it is', overlay: true },
  ),
}

const EITHER = ['environment', 'secrets'] as const

/** A name is a variable or a secret: what a nearer layer says of the one takes the other's place in those below. */
export function withoutOthers(layers: readonly Layer[]): Layer[] {
  return layers.map(({ at, values }, i) => {
    const kept = EITHER.filter(key => asMapping(values[key])).map(key => {
      const [other = key] = EITHER.filter(each => each !== key)
      const gone = new Set(layers.slice(0, i).flatMap(layer => namesIn(layer, other)))
      return [key, Object.fromEntries(Object.entries(values[key] ?? {}).filter(([name]) => !gone.has(name)))] as const
    })
    return { at, values: { ...values, ...Object.fromEntries(kept) } }
  })
}

/** Those that one layer says to be both. */
export const bothFaults = (layers: readonly Layer[]): Fault[] =>
  layers.flatMap(layer => {
    const variables = namesIn(layer, 'environment')
    const fix = 'A name is a variable or a secret: keep one of them.'
    return namesIn(layer, 'secrets')
      .filter(name => variables.includes(name))
      .map(name => {
        const at = layer.at.key('secrets').key(name)
        return fault(at, ` and ${layer.at.key('environment').key(name)} are both there`, fix)
      })
  })

/** Null only takes away. */
const namesIn = ({ values }: Layer, key: (typeof EITHER)[number]): string[] =>
  Object.entries(asMapping(values[key]) ?? {}).flatMap(([name, each]) => (isNone(each) ? [] : [name]))
