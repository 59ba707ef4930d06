/** What kind of error AWS answered. Pure. */

export const nameOf = (error: unknown) => (error instanceof Error ? error.name : '')

export const isDenied = (error: unknown) =>
  /^AccessDenied(Exception)?$|^UnauthorizedOperation$/.test(nameOf(error)) ||
  (error instanceof Error && error.message.includes('is not authorized to perform'))

export const isExpired = (error: unknown) =>
  /^(ExpiredToken(Exception)?|RequestExpired|UnrecognizedClientException|InvalidClientTokenId)$/.test(nameOf(error))
