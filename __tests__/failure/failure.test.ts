import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isDenied, isExpired } from '../../src/failure/aws.ts'
import { Failure, type Fault, failureOf, Refusal } from '../../src/failure/failure.ts'
import { byAction, isToldIn, lackOf, mendOf, ofAll } from '../../src/failure/permission.ts'
import { quoted, suggestion } from '../../src/failure/words.ts'
import { CONTROL, hostile, runs } from '../hostile.ts'

const named = (name: string, message: string) => Object.assign(new Error(message), { name })

describe('a value in a message', () => {
  const circle: unknown[] = []
  circle.push(circle)

  test.each([
    ['a text', 'prod', '"prod"'],
    ['nothing', '', '""'],
    ['a number', 12, '"12"'],
    ['null', null, '"null"'],
    ['undefined', undefined, '"undefined"'],
    ['a mapping', { a: 1 }, '"{"a":1}"'],
    ['a line break', 'a\r\nb', '"a··b"'],
    ['an escape sequence', '\u001b[31mred', '"·[31mred"'],
    ['a change of direction', 'a\u202eb\u2066c', '"a·b·c"'],
    ['invisible space', 'a\u200bb\ufeffc', '"a·b·c"'],
    ['120 characters', 'x'.repeat(120), `"${'x'.repeat(120)}"`],
    ['a word of 121 characters', 'x'.repeat(121), '"(121 characters)"'],
    ['words of 121 characters', `${'x'.repeat(60)} ${'y'.repeat(60)}`, `"${'x'.repeat(60)} …"`],
    ['a word that ends just there', `${'x'.repeat(118)} yy`, `"${'x'.repeat(118)} …"`],
    ['a value that holds itself', circle, '"a value that cannot be written"'],
    ['a big number', 10n, '"a value that cannot be written"'],
  ])('%s', (_, value, text) => {
    expect(quoted(value)).toBe(text)
  })

  test('is one short line, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.anything()), value => {
        expect(quoted(value)).not.toMatch(CONTROL)
        expect(quoted(value).length).toBeLessThanOrEqual(122)
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('a name that was meant', () => {
  test.each([
    ['swapped letters', 'prdo', ['prod', 'staging'], 'prod'],
    ['one too few', 'stagin', ['prod', 'staging'], 'staging'],
    ['one too many', 'prodd', ['prod'], 'prod'],
    ['another case', 'Prod', ['prod'], 'prod'],
    ['the nearest of two', 'proda', ['prodab12', 'prodab', 'prod'], 'prodab'],
    ['three edits are another word', 'abcdef', ['xyzdef'], undefined],
    ['a short name is not guessed from nothing', 'zz', ['ab', 'a'], undefined],
    ['nothing is not guessed', '', ['ab'], undefined],
    ['no names', 'prod', [], undefined],
  ])('%s', (_, found, names, meant) => {
    expect(suggestion(found, names)).toBe(meant === undefined ? '' : `, did you mean "${meant}"?`)
  })

  test('is found within two edits, in one of the names, in no time', () => {
    const word = fc.stringMatching(/^[a-z]{4,10}$/)
    fc.assert(
      fc.property(
        word,
        fc.array(word, { maxLength: 5 }),
        fc.nat(9),
        fc.constantFrom('', 'x', 'yz'),
        (name, names, at, more) => {
          const typed = name.slice(0, at) + more + name.slice(at + 1)
          fc.pre(typed !== name)
          const [, meant = ''] = /^, did you mean "(.*)"\?$/.exec(suggestion(typed, [...names, name])) ?? []
          expect([...names, name]).toContain(meant)
        },
      ),
    )
    expect(suggestion('x'.repeat(1_000_000), ['prod'])).toBe('')
  })
})

describe('a refusal', () => {
  const fault = (what: string, fix = 'do this'): Fault => ({ code: 'EVK-110', what, fix })

  test.each([
    ['one fault', [fault('a')], 'a', 'do this'],
    ['three', [fault('a'), fault('b'), fault('c')], 'a (and 2 more)', 'do this'],
    ['none', [], 'bad input', ''],
  ])('with %s', (_, faults, message, advice) => {
    const refusal = new Refusal(faults, 'evenkeel.yml')
    expect(refusal).toMatchObject({ message, advice, faults, file: 'evenkeel.yml', name: 'Refusal' })
    expect(refusal).toBeInstanceOf(Failure)
  })

  test('can be shown, whatever was found', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 3 }), fc.nat(5000), (pairs, length) => {
        const refusal = new Refusal(pairs.map(([what, fix]) => fault(what + 'x'.repeat(length), fix)))
        expect(refusal.message).not.toMatch(CONTROL)
        expect(refusal.message.length).toBeLessThanOrEqual(2000)
        for (const { what, fix } of refusal.faults) {
          expect(what + fix).not.toMatch(CONTROL)
          expect(what.length + fix.length).toBeLessThanOrEqual(2000)
        }
      }),
    )
  })
})

const NOT_AUTHORIZED =
  'User: arn:aws:sts::123456789012:assumed-role/deploy/run is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:123456789012:service/prod/app because no identity-based policy allows the ecs:UpdateService action'

describe('any error becomes a letter', () => {
  test.each([
    [
      'denied, with its resource',
      named('AccessDeniedException', NOT_AUTHORIZED),
      'EVK-501',
      'The deploy role lacks ecs:UpdateService',
      { Effect: 'Allow', Action: 'ecs:UpdateService', Resource: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/app' },
    ],
    [
      'denied to pass a role',
      named(
        'AccessDeniedException',
        'User: x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/app-exec because no',
      ),
      'EVK-501',
      'The deploy role lacks iam:PassRole',
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::123456789012:role/app-exec',
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ],
    [
      'denied by a ClientException',
      named('ClientException', 'User: x is not authorized to perform: ecs:RegisterTaskDefinition on resource: *'),
      'EVK-501',
      'The deploy role lacks ecs:RegisterTaskDefinition',
      { Effect: 'Allow', Action: 'ecs:RegisterTaskDefinition', Resource: '*' },
    ],
    [
      'denied without a resource',
      named('AccessDeniedException', 'User: x is not authorized to perform: ecr:GetAuthorizationToken'),
      'EVK-501',
      'The deploy role lacks ecr:GetAuthorizationToken',
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ],
    [
      'denied, resource at the end of a sentence',
      named('AccessDenied', 'not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x.'),
      'EVK-501',
      'The deploy role lacks sts:AssumeRole',
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::1:role/x' },
    ],
    [
      'denied for one deployment, a statement for the next as well',
      named(
        'AccessDeniedException',
        'User: x is not authorized to perform: ecs:DescribeServiceDeployments on resource: arn:aws:ecs:eu-west-1:1:service-deployment/prod/app/abc because no',
      ),
      'EVK-501',
      'The deploy role lacks ecs:DescribeServiceDeployments',
      {
        Effect: 'Allow',
        Action: 'ecs:DescribeServiceDeployments',
        Resource: 'arn:aws:ecs:eu-west-1:1:service-deployment/prod/app/*',
      },
    ],
  ])('%s', (_, error, code, title, statement) => {
    const failure = failureOf(error, 'update the service "app"')
    expect(failure).toMatchObject({
      code,
      title,
      message: `Could not update the service "app": ${error.message}`,
      cause: error,
    })
    expect(JSON.parse(failure.advice.replace(/^[^{]*/, ''))).toEqual(statement)
  })

  test('denied without a word promises no statement', () => {
    const failure = failureOf(named('AccessDeniedException', 'no'), 'update the service "app"')
    expect(failure).toMatchObject({ code: 'EVK-501', title: 'AWS denied access' })
    expect(failure.advice).not.toContain('{')
    expect(lackOf(failure.cause)).toBeUndefined()
  })

  test.each([
    ['task/prod/0123abc', 'task/prod/*'],
    ['service-revision/prod/app/123', 'service-revision/prod/app/*'],
    ['task-definition/app:12', 'task-definition/app:*'],
    ['service/prod/app', 'service/prod/app'],
    ['log-group:/ecs/app:log-stream:ecs/app/0123', 'log-group:/ecs/app:log-stream:*'],
  ])('a statement for %s is one for %s', (asked, given) => {
    const at = (what: string) => `arn:aws:ecs:eu-west-1:1:${what}`
    const error = named('AccessDenied', `not authorized to perform: ecs:X on resource: ${at(asked)} because no`)
    expect(JSON.parse(lackOf(error)?.statement ?? '')).toMatchObject({ Resource: at(given) })
  })

  test.each([
    ['because no identity-based policy allows the ecs:X action', /^Add to the role's policy: \{/],
    [
      'because no permissions boundary allows the ecs:X action',
      /^There is a permissions boundary that does not allow ecs:X, .*Both need: \{/,
    ],
    [
      'because no service control policy allows the ecs:X action',
      /^There is a service control policy that.*AWS Organizations.*Both need: \{/,
    ],
    ['because no session policy allows the ecs:X action', /`inline-session-policy`.*Both need: \{/],
    ['because no VPC endpoint policy allows the ecs:X action', /VPC endpoint that the runner.*Both need: \{/],
    ['because no resource-based policy allows the ecs:X action', /repository or key.*Both need: \{/],
    [
      'with an explicit deny in a permissions boundary',
      /^An explicit Deny in a permissions boundary .*If the role's policy does not allow it yet, add: \{/,
    ],
    ['with an explicit deny', /^An explicit Deny in some policy forbids ecs:X/],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-x/service_control_policy/p-x',
      /^An explicit Deny in a service control policy forbids ecs:X/,
    ],
  ])('what mends a permission that is denied %s', (end, words) => {
    const lack = lackOf(
      named(
        'AccessDeniedException',
        `not authorized to perform: ecs:X on resource: arn:aws:ecs:eu-west-1:1:service/prod/app ${end}`,
      ),
    )
    expect(lack && mendOf(lack)).toMatch(words)
    expect(JSON.parse(lack?.statement ?? '')).toMatchObject({ Resource: 'arn:aws:ecs:eu-west-1:1:service/prod/app' })
  })

  test.each([
    [
      'expired',
      named('ExpiredTokenException', 'The security token included in the request is expired'),
      'EVK-502',
      /role-duration-seconds/,
    ],
    ['expired request', named('RequestExpired', 'x'), 'EVK-502', /role-duration-seconds/],
    [
      'invalid',
      named('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'EVK-502',
      /./,
    ],
    [
      'without credentials',
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'EVK-503',
      /id-token: write/,
    ],
    ['of AWS', named('ClusterNotFoundException', 'Cluster not found.'), 'EVK-500', /ACTIONS_STEP_DEBUG/],
    ['of ours', new TypeError('x is not a function'), 'EVK-500', /./],
    ['that is none', 'just a text', 'EVK-500', /./],
    ['that has no text', { toString: false, toJSON: () => undefined }, 'EVK-500', /./],
    ['that is nothing', undefined, 'EVK-500', /./],
  ])('%s', (_, error, code, advice) => {
    const failure = failureOf(error, 'list the clusters')
    expect(failure).toMatchObject({ code, advice: expect.stringMatching(advice), cause: error })
    expect(failure.message).toMatch(/^Could not list the clusters: /)
  })

  test('a letter stays as it is', () => {
    const letter = new Failure({ code: 'EVK-100', title: 't', message: 'm', advice: 'a' })
    expect(failureOf(letter, 'x')).toBe(letter)
  })

  test('whatever is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          hostile.map(text => new Error(text)),
        ),
        thrown => {
          const failure = failureOf(thrown, 'try')
          expect(failure.code).toMatch(/^EVK-\d{3}$/)
          expect(failure.title).not.toBe('')
        },
      ),
    )
  })
})

test.each([
  [named('AccessDeniedException', 'x'), true, false],
  [named('AccessDenied', 'x'), true, false],
  [named('ClientException', NOT_AUTHORIZED), true, false],
  [named('ExpiredToken', 'x'), false, true],
  [named('ExpiredTokenException', 'x'), false, true],
  [named('InvalidClientTokenId', 'x'), false, true],
  [named('ThrottlingException', 'x'), false, false],
  ['AccessDeniedException', false, false],
  [undefined, false, false],
])('%s is denied: %s, expired: %s', (error, denied, expired) => {
  expect([isDenied(error), isExpired(error)]).toEqual([denied, expired])
})

describe('a permission that one service stands for', () => {
  const ARN = 'arn:aws:ecs:eu-west-1:1:'
  const lackFor = (resource: string) => {
    const lack = lackOf(
      named('AccessDenied', `not authorized to perform: ecs:X on resource: ${ARN}${resource} because no`),
    )
    if (lack === undefined) throw new Error('it is none')
    return lack
  }
  const place = (service: string, cluster = 'shop') => ({ cluster, service })
  const [web, api] = [place('web'), place('api')]

  test.each<[string, string, ReturnType<typeof place>[], string | string[]]>([
    ['its services', 'service/shop/web', [web, api], ['service/shop/api', 'service/shop/web']],
    [
      'its deployments',
      'service-deployment/shop/web/0',
      [web, api],
      ['service-deployment/shop/api/*', 'service-deployment/shop/web/*'],
    ],
    [
      'of a cluster by its ARN',
      'service/shop/web',
      [place('web', `${ARN}cluster/shop`), place('api', `${ARN}cluster/shop`)],
      ['service/shop/api', 'service/shop/web'],
    ],
    ['not of another cluster', 'service/shop/web', [web, place('api', 'other')], 'service/shop/web'],
    ['not of another service', 'service/shop/db', [web, api], 'service/shop/db'],
    ['not what is of the cluster already', 'task/shop/0', [web, api], 'task/shop/*'],
    [
      'the cluster, of many',
      'service/shop/s0',
      Array.from({ length: 40 }, (_, nth) => place(`s${nth}`)),
      'service/shop/*',
    ],
  ])('is for all of them: %s', (_, denied, places, given) => {
    const { statement } = ofAll(lackFor(denied), places)
    const at = (resource: string) => `${ARN}${resource}`
    expect(JSON.parse(statement).Resource).toEqual(typeof given === 'string' ? at(given) : given.map(at))
  })

  test.each<[string, string, boolean]>([
    ['one of those that are named', 'service/shop/api', true],
    ['one that is not named', 'service/shop/db', false],
    ['another kind of it', 'service-revision/shop/api/0', false],
  ])('is not told once more: %s', (_, denied, isTold) => {
    const told = mendOf(ofAll(lackFor('service/shop/web'), [web, api]))
    expect(isToldIn(told, lackFor(denied))).toBe(isTold)
    expect(isToldIn(mendOf(lackFor('service/shop/*')), lackFor(denied))).toBe(denied.startsWith('service/'))
  })

  const MANY = Array.from({ length: 60 }, (_, nth) => `secret:s${nth}-Ab3dEf`).sort()
  test.each<[string, string[], string | string[]]>([
    ['two', ['parameter/b', 'parameter/a'], ['parameter/a', 'parameter/b']],
    ['one of which AWS named none', ['parameter/a', '*', 'parameter/b'], '*'],
    [
      'as many as can be read',
      Array.from({ length: 60 }, (_, nth) => `parameter/shop/api-${nth}`),
      'parameter/shop/api-*',
    ],
    ['many with a word', Array.from({ length: 60 }, (_, nth) => `secret:shop-${nth}-Ab3dEf`), 'secret:shop-*'],
    ['many of which no more than the kind is alike', MANY, MANY],
    [
      'many of two kinds',
      [...Array.from({ length: 60 }, (_, nth) => `parameter/shop/${nth}`), 'secret:one-Ab3dEf'],
      ['parameter/shop/*', 'secret:one-Ab3dEf'],
    ],
  ])('resources that are alike stand in one statement: %s', (_, denied, given) => {
    const at = (resource: string) => (resource === '*' ? '*' : `${ARN}${resource}`)
    const none = lackOf(named('AccessDenied', 'not authorized to perform: ecs:X because no')) as ReturnType<
      typeof lackFor
    >
    const [only, ...others] = byAction(denied.map(each => (each === '*' ? none : lackFor(each))))
    const { Resource } = JSON.parse(only?.statement ?? '{}')
    expect([Resource, others]).toEqual([typeof given === 'string' ? at(given) : given.map(at), []])
  })

  test('an action of one statement and a resource of another give nothing', () => {
    const lack = (Action: string, Resource: string) => ({
      action: Action,
      statement: JSON.stringify({ Effect: 'Allow', Action, Resource }),
    })
    const told = [lack('ssm:GetParameter', 'parameter/a'), lack('ssm:PutParameter', 'parameter/b')]
    const text = told.map(mendOf).join(' ')
    expect(isToldIn(text, lack('ssm:PutParameter', 'parameter/a'))).toBe(false)
    expect(told.map(each => isToldIn(text, each))).toEqual([true, true])
    expect(isToldIn(mendOf(lack('ssm:PutParameter', '*')), lack('ssm:PutParameter', 'parameter/a'))).toBe(true)
  })

  test('the same twice is one resource', () => {
    const [only, ...others] = byAction([lackFor('service/shop/api'), lackFor('service/shop/api')])
    expect([only?.statement, others]).toEqual([lackFor('service/shop/api').statement, []])
  })
})
