/** What kind of error AWS answered. Pure. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry'

/**
 * `denied`, `dead-credentials`: no patience helps, whatever is asked. `refused`: AWS itself said no to this call, and it was not
 * carried out. `throttled`: the same, and later it may be. `transient`, `unknown`: whether it was carried out is not known.
 */
export type Kind = 'denied' | 'dead-credentials' | 'refused' | 'throttled' | 'transient' | 'unknown'

/** As the SDK throws it. */
interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number | undefined }
}

export const nameOf = (error: unknown): string => {
  const { name } = objectOf(error)
  return typeof name === 'string' ? name : ''
}

export const isDenied = (error: unknown): boolean =>
  /^AccessDenied(Exception)?$|^UnauthorizedOperation$/.test(nameOf(error)) ||
  messageOf(error).includes('is not authorized to perform')

export const isExpired = (error: unknown): boolean =>
  /^(ExpiredToken(Exception)?|RequestExpired|UnrecognizedClientException|InvalidClientTokenId)$/.test(nameOf(error))

export function kindOf(thrown: unknown): Kind {
  const error = rootOf(thrown)
  const status = statusOf(error)
  // the providers' errors are the SDK's own: nothing was sent
  if (/^(CredentialsProvider|TokenProvider)Error$/.test(nameOf(error))) return 'dead-credentials'
  // by edges that cannot write
  if (nameOf(error) === 'ReadOnlyError') return 'refused'
  if (status === undefined || isClient(status)) {
    if (isDenied(error)) return 'denied'
    if (isExpired(error)) return 'dead-credentials'
  }
  const known = error as Parameters<typeof isTransientError>[0]
  if (isAnsweredRefusal(error)) return isThrottlingError(known) || isCrowded(error) ? 'throttled' : 'refused'
  return isTransientError(known) || isThrottlingError(known) || isServerError(known) ? 'transient' : 'unknown'
}

/** AWS itself answered 4xx, with a code of its own: a proxy, a page of HTML or half an answer is none. */
const isAnsweredRefusal = (error: Thrown): boolean =>
  isClient(statusOf(error)) &&
  statusOf(error) !== 408 &&
  error.$fault === 'client' &&
  isCode(nameOf(error)) &&
  !NO_REFUSAL.test(nameOf(error))

/** `ThrottlingException`, `ECS.Something`: neither a number nor a word of a proxy's. */
const isCode = (name: string): boolean => /^[A-Z][\w.]*$/.test(name) && /[a-z]/.test(name)

/** What the SDK calls an answer without a code, and codes that leave the fate of the call open. */
const NO_REFUSAL =
  /^(Unknown(Error)?|Error|SyntaxError|TypeError|RequestTimeout\w*|(Internal|Server|ServiceUnavailable)\w*)$/

/** A ClientException that the SDK takes for final. */
const isCrowded = (error: unknown): boolean => messageOf(error).includes('Too many concurrent attempts')

const isClient = (status = 0): boolean => status >= 400 && status < 500

/** Our own letters carry what AWS said as their cause. */
function rootOf(thrown: unknown): Thrown {
  let error = objectOf(thrown)
  for (let depth = 0; depth < 10 && nameOf(error) === 'Failure' && isObject(error.cause); depth++) error = error.cause
  return error
}

const statusOf = ({ $metadata }: Thrown): number | undefined => $metadata?.httpStatusCode

const messageOf = (error: unknown): string => {
  const { message } = objectOf(error)
  return typeof message === 'string' ? message : ''
}

const isObject = (value: unknown): value is Thrown => typeof value === 'object' && value !== null

const objectOf = (value: unknown): Thrown => (isObject(value) ? value : {})
