/**
 * Patience with AWS. The SDK's own is too short for a deploy (three attempts, 92 ms of waiting on a 500, no time limit on
 * a hung connection); this one waits with full jitter, and only for what waiting can cure.
 */
export interface Patience {
  readonly attempts: number
  /** All waiting of one call together, ms. */
  readonly budgetMs: number
}

export const PATIENCE: Patience = { attempts: 10, budgetMs: 120_000 }

const TRANSIENT_NAMES = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ServerException',
  'InternalFailure',
  'InternalServerException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'LimitExceededException',
  'TimeoutError',
  // an HTML page of a proxy where JSON was expected
  'SyntaxError',
])

const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])

/** Whether the same call may succeed when it is made again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, message } = error
  const code = 'code' in error ? String(error.code) : ''
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0
  if (TRANSIENT_NAMES.has(name) || TRANSIENT_CODES.has(code) || status >= 500 || status === 429) return true
  // a ClientException that the SDK takes for final
  if (message.includes('Too many concurrent attempts to create a new revision')) return true
  return /socket hang up|aborted|Client network socket disconnected|Deserialization error/i.test(message)
}

/** Whether the call may have been carried out all the same, and only its answer is missing. */
export function isDoubtful(error: unknown): boolean {
  if (!isTransient(error)) return false
  const { name, message } = error as Error
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return !REFUSED_NAMES.has(name) && status !== 429 && !message.includes('Too many concurrent attempts')
}

const REFUSED_NAMES = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'LimitExceededException',
])

/** The wait before attempt `n` (1 is the first repetition): anything up to a bound that doubles, in ms. */
export function backoff(n: number, random: () => number): number {
  return Math.round(random() * Math.min(20_000, 500 * 2 ** (n - 1)))
}
