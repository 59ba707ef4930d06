/** What the inputs are where a workflow says nothing: action.yml alone has it. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const { inputs } = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
}

export const DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']),
)

/** The same, of a job that acts in a region. */
export const PLACED: typeof DEFAULTS = { ...DEFAULTS, 'aws-region': 'eu-west-1' }
