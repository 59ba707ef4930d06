/** What kind of error AWS answered. Pure. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry'

/**
 * `denied`, `dead-credentials`: no patience helps, whatever is asked. `refused`: AWS itself said no to this call, and it was not
 * carried out. `unlisted`: the same in a code that AWS's pages of our writes do not list; worth a look all the same. `throttled`:
 * refused, and later it may be carried out. `transient`, `unknown`: whether it was is not known.
 */
export type Kind = 'denied' | 'dead-credentials' | 'refused' | 'unlisted' | 'throttled' | 'transient' | 'unknown'

/** As the SDK throws it. */
interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly code?: unknown
  readonly syscall?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number | undefined; readonly requestId?: string | undefined }
}

export const nameOf = (error: unknown): string => {
  const { name } = objectOf(error)
  return typeof name === 'string' ? name : ''
}

/** By its code; by its words too, but for those codes in which ECS tells what a role of its own or of the service lacks. */
export const isDenied = (error: unknown): boolean =>
  /^AccessDenied(Exception)?$|^UnauthorizedOperation$/.test(nameOf(error)) ||
  (/\bUser: \S+ is not authorized to perform/.test(messageOf(error)) &&
    (nameOf(error) === 'ClientException' || !LISTED.test(nameOf(error))))

export const isExpired = (error: unknown): boolean =>
  /^(ExpiredToken(Exception)?|RequestExpired|UnrecognizedClientException|InvalidClientTokenId)$/.test(nameOf(error))

/** A file that the credentials are in could not be read; the SDK reads no others. */
export const isUnreadKey = (error: unknown): boolean => {
  const { code, syscall } = objectOf(error)
  // a connection that breaks has a syscall as well
  return typeof syscall === 'string' && /^(ENOENT|EISDIR|EACCES|EPERM|ENOTDIR|ELOOP)$/.test(String(code))
}

/** STS does not give the role to the token of this job. */
export const isUntrusted = (error: unknown): boolean =>
  /^Not authorized to perform sts:AssumeRole/.test(messageOf(error)) ||
  /^(InvalidIdentityToken|IDPRejectedClaim)(Exception)?$/.test(nameOf(error))

/** Whether AWS itself said no to this call, for good. */
export const isRefused = (error: unknown): boolean => /^(refused|unlisted)$/.test(kindOf(error))

export function kindOf(thrown: unknown): Kind {
  const error = rootOf(thrown)
  const status = statusOf(error)
  // the providers' errors are the SDK's own: nothing was sent
  if (/^(CredentialsProvider|TokenProvider)Error$/.test(nameOf(error)) || isUnreadKey(error)) return 'dead-credentials'
  // by edges that cannot write
  if (nameOf(error) === 'ReadOnlyError') return 'refused'
  if (status === undefined || isClient(status)) {
    if (isDenied(error)) return 'denied'
    if (isExpired(error)) return 'dead-credentials'
  }
  const known = error as Parameters<typeof isTransientError>[0]
  if (isAnsweredRefusal(error)) {
    if (isThrottlingError(known) || isCrowded(error)) return 'throttled'
    if (LISTED.test(nameOf(error))) return 'refused'
    if (error.$metadata?.requestId !== undefined || FORM.test(nameOf(error))) return 'unlisted'
  }
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

/** Of UpdateService, RegisterTaskDefinition and StopServiceDeployment, and those that every call may be answered with. */
const LISTED = new RegExp(
  `^(${[
    '(Client|Conflict|InvalidParameter|LimitExceeded|UnsupportedFeature|Validation)Exception',
    '(Cluster|Namespace|Resource|Service|ServiceDeployment)NotFoundException',
    '(ServiceNotActive|PlatformUnknown|PlatformTaskDefinitionIncompatibility)Exception',
    '(IncompleteSignature|InvalidSignature|MissingAuthenticationToken|SignatureDoesNotMatch)(Exception)?',
    '(MalformedHttpRequest|RequestEntityTooLarge|Serialization|UnknownOperation)Exception',
    'InvalidAction|MalformedQueryString|MissingAction|NotAuthorized|OptInRequired|ValidationError',
  ].join('|')})$`,
)

/** How AWS ends its codes; without its request id a proxy may have said any other. */
const FORM = /(Exception|NotFound)$/

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
