/** What AWS's models say of the requests that are served here; `script/input-model` writes the table. */
import MODELS from './input-model.json' with { type: 'json' }

export interface Shape {
  readonly kind: 'string' | 'number' | 'boolean' | 'structure' | 'list' | 'map'
  readonly enum?: readonly string[]
  /** Of a text, a list or a map its length, of a number its value. */
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  /** structure: member → shape. */
  readonly members?: Readonly<Record<string, string>>
  readonly required?: readonly string[]
  /** list, map: the shape of what is in it. */
  readonly of?: string
  readonly key?: string
}

export interface Model {
  /** Operation → shape; an operation without one takes no input. */
  readonly inputs: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const PLAIN: Readonly<Record<string, Shape>> = {
  string: { kind: 'string' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
}

export const modelOf = (service: string): Model | undefined => (MODELS as Readonly<Record<string, Model>>)[service]

export function shapeIn({ shapes }: Model, name: string): Shape {
  const shape = PLAIN[name] ?? shapes[name]
  if (shape === undefined) throw new Error(`The models of AWS's requests have no shape ${name}.`)
  return shape
}

/** Undefined where the operation takes no input, and of a service without a model. */
export function inputOf(service: string, operation: string): { model: Model; shape: Shape } | undefined {
  const model = modelOf(service)
  const name = model?.inputs[operation]
  return model === undefined || name === undefined ? undefined : { model, shape: shapeIn(model, name) }
}
