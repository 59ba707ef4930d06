/** What an error of a call means: AWS said no, or nobody knows. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { kindOf } from '../../src/failure/aws.ts'
import { Failure } from '../../src/failure/failure.ts'

const named = (name: string, message = 'x', more: object = {}) => Object.assign(new Error(message), { name }, more)
const answered = (name: string, httpStatusCode = 400, message = 'x', $fault = 'client') =>
  named(name, message, { $fault, $metadata: { httpStatusCode } })
const answeredByAws = (name: string, httpStatusCode: number) =>
  named(name, 'x', { $fault: 'client', $metadata: { httpStatusCode, requestId: '5d0f' } })
/** The SDK gives what it cannot read the status of the answer, and nothing else. */
const unread = (name: string, httpStatusCode: number) => named(name, 'x', { $metadata: { httpStatusCode } })

const CROWDED = 'Too many concurrent attempts to create a new revision of the specified family.'
const DENIED = 'User: x is not authorized to perform: ecs:RegisterTaskDefinition on resource: *'

describe('AWS said so', () => {
  test.each([
    ['denied', answered('AccessDeniedException')],
    ['denied', answered('AccessDenied', 403)],
    ['denied', answered('ClientException', 400, DENIED)],
    // docker hands on what the registry said
    ['denied', named('Error', `failed to push api: denied: ${DENIED}`)],
    ['dead-credentials', answered('ExpiredTokenException', 403)],
    ['dead-credentials', answered('ExpiredToken')],
    ['dead-credentials', answered('UnrecognizedClientException')],
    ['dead-credentials', named('CredentialsProviderError')],
    ['dead-credentials', named('CredentialsProviderError', 'x', { cause: named('TimeoutError') })],
    ['refused', answered('InvalidParameterException')],
    ['refused', answered('ClientException', 400, 'TaskDefinition is inactive')],
    ['refused', answered('InvalidParameterException', 400, DENIED)],
    ['refused', answered('InvalidParameterException', 400, `Unable to assume role. ${DENIED}`)],
    ['refused', answered('ClientException', 400, `The role of the service: it is not authorized to perform x`)],
    ['refused', answered('ClusterNotFoundException')],
    ['refused', answered('InvalidSignatureException', 403)],
    ['refused', answered('SignatureDoesNotMatch', 403)],
    ['refused', answered('ServiceNotActiveException')],
    ['unlisted', answered('ImageTagAlreadyExistsException')],
    ['unlisted', answered('ParameterNotFound')],
    ['unlisted', answered('BrandNewException', 451)],
    ['unlisted', answeredByAws('Blocked', 403)],
    ['unlisted', answeredByAws('BrandNewException', 400)],
    ['throttled', answered('ThrottlingException')],
    ['throttled', answered('TooManyRequestsException', 429)],
    ['throttled', answered('RequestLimitExceeded')],
    ['throttled', answered('ClientException', 400, CROWDED)],
  ])('%s: %s', (kind, error) => {
    expect(kindOf(error)).toBe(kind)
  })
})

describe('nobody knows', () => {
  test.each([
    ['a reset connection', named('Error', 'read ECONNRESET', { code: 'ECONNRESET' })],
    ['a refused connection', named('Error', 'connect', { code: 'ECONNREFUSED' })],
    ['a network that is unreachable', named('Error', 'connect', { code: 'ENETUNREACH' })],
    ['a name that does not resolve just now', named('Error', 'getaddrinfo', { code: 'EAI_AGAIN' })],
    ['a network error inside another', named('Error', 'x', { cause: named('Error', 'x', { code: 'EPIPE' }) })],
    ['a time limit', named('TimeoutError')],
    ['a time limit at the far end', answered('RequestTimeout')],
    ['408', answered('RequestTimeoutException', 408)],
    ['408 by any name', answered('SomethingException', 408)],
    ['429 without a code', answered('Unknown', 429)],
    ['429 of a proxy', unread('SyntaxError', 429)],
    ['an internal error', answered('ServerException', 500, 'x', 'server')],
    ['an internal error with a 400', answered('InternalFailure', 400)],
    ['an error at the far end with a 400', answered('NewException', 400, 'x', 'server')],
    ['a 503 that says throttled', answered('ThrottlingException', 503, 'x', 'server')],
    ['a denial with a 500', answered('AccessDeniedException', 500, 'x', 'server')],
    ['501', answered('Unknown', 501, 'x', 'server')],
    ['a page of HTML with a 403', unread('SyntaxError', 403)],
    ['an empty 400', answered('Unknown', 400, 'UnknownError')],
    ['a number for a code', answered('403', 403)],
    ['a word for a code', answered('blocked', 403)],
    ['a code of nobody’s', answered('Blocked', 403)],
    ['another', answered('PolicyViolation', 400)],
    ['a word for a code, with AWS’s request id', answeredByAws('blocked', 403)],
    ['no code, with AWS’s request id', answeredByAws('Unknown', 403)],
    ['a code of the far end’s with a 400 and a request id', answeredByAws('InternalFailure', 400)],
    ['a redirect', answered('Unknown', 307)],
    ['half an answer', unread('SyntaxError', 200)],
    ['no JSON object', unread('UnreadableAnswer', 200)],
    ['an answer that the SDK cannot digest', unread('TypeError', 200)],
    ['a bug of ours', new TypeError('x is not a function')],
    ['a socket that hung up', named('Error', 'socket hang up')],
    ['a text', 'ThrottlingException'],
    ['nothing', undefined],
    ['null', null],
  ])('%s', (_, error) => {
    expect(['transient', 'unknown']).toContain(kindOf(error))
  })
})

test('a letter of ours means what its cause means', () => {
  const letter = (cause: unknown) => new Failure({ code: 'EVK-500', title: 't', message: 'm', advice: 'a', cause })
  expect(kindOf(letter(answered('ThrottlingException')))).toBe('throttled')
  expect(kindOf(letter(letter(answered('AccessDeniedException'))))).toBe('denied')
  expect(kindOf(letter(named('Error', 'x', { code: 'ECONNRESET' })))).toBe('transient')
  expect(kindOf(letter('a text'))).toBe('unknown')
})

test('whatever is thrown', () => {
  const circle = new Error('x')
  circle.cause = circle
  expect(kindOf(circle)).toBe('unknown')
  fc.assert(fc.property(fc.anything(), thrown => typeof kindOf(thrown) === 'string'))
})
