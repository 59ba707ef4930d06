/** An answer that is an error, as AWS words it. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export const invalid = (message: string): Refusal => new Refusal('InvalidParameterException', message)
export const client = (message: string): Refusal => new Refusal('ClientException', message)

/** Out by decision, and by name. */
export const leftOut = (what: string, operation?: string): Refusal =>
  new Refusal(
    'UnsupportedFeatureException',
    `The local ECS has no ${what}${operation === undefined ? '' : `: it does not serve ${operation}`}.`,
  )

export function required<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null || value === '') throw invalid(`${name} must not be empty.`)
  return value
}
