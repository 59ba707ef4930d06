import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backoff, isTransient, PATIENCE } from '../../src/edge/retry.ts'

const named = (name: string, message = 'x', more: object = {}) => Object.assign(new Error(message), { name }, more)
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

describe('the same call may succeed later', () => {
  test.each([
    ['throttled', named('ThrottlingException', 'Rate exceeded', status(400))],
    ['throttled by another name', named('RequestLimitExceeded')],
    ['too many requests', named('SomethingNew', 'x', status(429))],
    ['an internal error of ECS', named('ServerException', 'x', status(500))],
    ['a 500 by any name', named('UnknownError', 'x', status(500))],
    ['a bad gateway', named('UnknownError', 'x', status(502))],
    ['a 503 without a name', named('Error', 'x', status(503))],
    ['an HTML page where JSON was expected', named('SyntaxError', 'Unexpected token < in JSON at position 0')],
    ['a connection that was reset', named('Error', 'read ECONNRESET', { code: 'ECONNRESET' })],
    ['a refused connection', named('Error', 'connect', { code: 'ECONNREFUSED' })],
    ['a name that does not resolve just now', named('Error', 'getaddrinfo', { code: 'EAI_AGAIN' })],
    ['a name that is not found', named('Error', 'getaddrinfo', { code: 'ENOTFOUND' })],
    ['a hung connection', named('TimeoutError', 'Connection timed out after 15000 ms')],
    ['a socket that hung up', named('Error', 'socket hang up')],
    ['TLS that broke off', named('Error', 'Client network socket disconnected before secure TLS connection')],
    [
      'two registrations at once, which the SDK takes for final',
      named(
        'ClientException',
        'Too many concurrent attempts to create a new revision of the specified family.',
        status(400),
      ),
    ],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(true)
  })
})

describe('no patience helps', () => {
  test.each([
    [
      'access denied',
      named('AccessDeniedException', 'User is not authorized to perform: ecs:UpdateService', status(400)),
    ],
    ['an expired token', named('ExpiredTokenException', 'The security token has expired', status(403))],
    ['a wrong parameter', named('InvalidParameterException', 'x', status(400))],
    ['another ClientException', named('ClientException', 'TaskDefinition is inactive', status(400))],
    ['no such cluster', named('ClusterNotFoundException', 'Cluster not found.', status(400))],
    ['no such service', named('ServiceNotFoundException', 'x', status(400))],
    ['an immutable tag', named('ImageTagAlreadyExistsException', 'x', status(400))],
    ['no credentials', named('CredentialsProviderError', 'Could not load credentials from any providers')],
    ['a bug of ours', new TypeError('x is not a function')],
    ['a text', 'ThrottlingException'],
    ['nothing', undefined],
    ['null', null],
    ['something that only looks like an error', { name: 'ThrottlingException' }],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false)
  })
})

describe('the pause before a repetition', () => {
  const attempt = fc.integer({ min: 1, max: 60 })
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  test.each([
    [1, 500],
    [2, 1000],
    [5, 8000],
    [6, 16_000],
    [7, 20_000],
    [60, 20_000],
  ])('before repetition %d is at most %d ms', (n, most) => {
    expect(backoff(n, () => 1)).toBe(most)
    expect(backoff(n, () => 0)).toBe(0)
  })

  test('is a whole number of ms within its bound, and spreads over all of it', () => {
    fc.assert(
      fc.property(attempt, chance, (n, random) => {
        const pause = backoff(n, () => random)
        expect(Number.isInteger(pause)).toBe(true)
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThanOrEqual(Math.min(20_000, 500 * 2 ** (n - 1)))
        expect(pause).toBe(Math.round(random * backoff(n, () => 1)))
      }),
    )
  })

  test('all pauses of one call fit its budget even when chance is against it', () => {
    const pauses = Array.from({ length: PATIENCE.attempts - 1 }, (_, i) => backoff(i + 1, () => 1))
    expect(pauses.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(PATIENCE.budgetMs)
  })
})
