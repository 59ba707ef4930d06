import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { concealer, maskable } from '../../src/edge/mask.ts'
import { hostile } from '../hostile.ts'

describe('what can be hidden', () => {
  test.each([
    ['a token', 'ghp_abcdef', ['ghp_abcdef']],
    ['nothing', '', []],
    ['three characters', 'abc', []],
    ['three characters and white space', '  abc\t', []],
    ['true', 'true', []],
    ['True', 'True', []],
    ['prod', 'prod', []],
    ['a region', 'us-gov-west-1', []],
    ['a port', '8080', []],
    ['a time', '1500ms', []],
    ['a number that tells something', '1234567', ['1234567']],
    ['a value with white space about it', ' hunter22 \n', ['hunter22']],
    [
      'several lines',
      '-----BEGIN KEY-----\r\nabc123\r\nxy\n-----END KEY-----\n',
      ['-----BEGIN KEY-----', 'abc123', '-----END KEY-----'],
    ],
    ['what JSON writes otherwise', 'a"b\\c', ['a"b\\c', 'a\\"b\\\\c']],
  ])('%s', (_, value, lines) => {
    expect(maskable(value)).toEqual(lines)
  })

  test('has no line breaks and is never short', () => {
    fc.assert(
      fc.property(hostile, value => {
        for (const line of maskable(value)) expect(line).toMatch(/^[^\r\n]{4,}$/)
      }),
    )
  })
})

test.each([
  ['once and again', 'a hunter22, hunter22', ['hunter22'], 'a ***, ***'],
  ['the longer of two', 'hunter22-more hunter22', ['hunter22', 'hunter22-more'], '*** ***'],
  ['what looks like an expression', 'a$& (x+)+', ['(x+)+'], 'a$& ***'],
  ['nothing', 'a', [], 'a'],
])('%s is hidden', (_, text, hidden, shown) => {
  expect(concealer(hidden)(text)).toBe(shown)
})

test.each([20_000, 40_000, 300_000])('one of %i characters is hidden, in other spellings too', length => {
  const long = `a/b${'0123456789abcdef'.repeat(length / 16)}`
  const conceal = concealer([long, 'hunter22'])
  const base64 = Buffer.from(long).toString('base64').replace(/=+$/, '')
  expect(conceal(`it is ${long}, ${base64}, ${encodeURIComponent(long)} and hunter22`)).toBe(
    'it is ***, ***, *** and ***',
  )
  expect(conceal(`it is ${long.slice(0, -5)}`)).toBe('it is ***')
})

test('thousands of long ones are hidden, each', () => {
  const many = Array.from({ length: 3_000 }, (_, each) => `secret-${each}-${'x'.repeat(400)}`)
  const conceal = concealer([], many)
  expect(conceal(`${many[0]} and ${many[2_999]}`)).toBe('*** and ***')
})

test('where two reach into each other, both go', () => {
  expect(concealer(['first-second', 'second-third'])('a first-second-third b')).toBe('a *** b')
})

test.each([
  ['a%2Fb%24c-secret', '***'],
  ['a/b%24c-secret', '***'],
  ['a%2fb$c-secret', '***'],
  ['x%E2%82%ACy a%2Fb$c-secret', 'x%E2%82%ACy ***'],
  ['100% of %zz and %E2%82', '100% of %zz and %E2%82'],
])('partly encoded: %s', (text, shown) => {
  expect(concealer(['a/b$c-secret'])(text)).toBe(shown)
})

const SECRET = 'correct-horse-battery'

test.each([
  ['cut at the end', `it says ${SECRET.slice(0, 14)}`, 'it says ***'],
  ['cut at the end, which is told', `it says ${SECRET.slice(0, 14)} …`, 'it says *** …'],
  ['cut at the beginning', `${SECRET.slice(7)} is wrong`, '*** is wrong'],
  ['cut, and whole before it', `${SECRET} ${SECRET.slice(0, 14)}`, '*** ***'],
  ['not what is less than half of it', 'it says correct-h', 'it says correct-h'],
  ['not what goes on otherwise', 'it says correct-horse-box', 'it says correct-horse-box'],
])('a secret that is %s', (_, text, shown) => {
  expect(concealer([SECRET])(text)).toBe(shown)
})

test.each([
  ['a version', 'VERSION=2024.11.27', '2024.11.27'],
  ['a version within a tag', 'VERSION=2024.11.27', '2024.11.27-9fdc00e'],
  ['an environment', 'NODE_ENV=production', 'production'],
  ['a name at the end', 'orders-api=4711', 'rolling orders-api'],
])('%s that a run prints itself is no end of a line that holds it', (_, line, text) => {
  const names = ['2024.11.27', 'production', 'orders-api']
  expect(concealer([], [line], names)(text)).toBe(text)
  expect(concealer([], [line])(text)).not.toBe(text)
})

test.each(['p%40ss$w!rd/ü', 'p%40ss%24w!rd%2fü', 'p@ss$w%21rd%2F%C3%BC', 'p@ss%24w!rd/%c3%bc'])(
  'a secret of which an address encodes only some marks: %s',
  spelling => {
    expect(concealer(['p@ss$w!rd/ü'])(`https://shop:${spelling}@db`)).toBe('https://shop:***@db')
    expect(concealer(['p@ss$w!rd/ü'])(`no ${spelling} here`)).toBe('no *** here')
  },
)

test.each([
  ['in hex', SECRET, Buffer.from(SECRET).toString('hex')],
  ['in hex of capitals', SECRET, Buffer.from(SECRET).toString('hex').toUpperCase()],
  ['a UUID in capitals', '0f8fad5b-d9cb-469f-a165-70867728950e', '0F8FAD5B-D9CB-469F-A165-70867728950E'],
  ['hex in the other case', 'DEADBEEFCAFE0123', 'deadbeefcafe0123'],
])('a secret is hidden %s', (_, secret, spelling) => {
  expect(concealer([secret])(`it says ${spelling}.`)).toBe('it says ***.')
})

test.each([
  ['by itself', 'password zx81!', 'password ***!'],
  ['quoted', 'password="zx81"', 'password="***"'],
  ['in an address', 'redis://:zx81@db', 'redis://:***@db'],
  ['not within a word', 'zx81a azx81 zx81_b', 'zx81a azx81 zx81_b'],
])('a short secret is hidden as a word: %s', (_, text, shown) => {
  expect(concealer(['zx81'])(text)).toBe(shown)
})

test('what may be a secret stays where the run prints it itself, what surely is one does not', () => {
  expect(
    concealer(['shop-4711'], ['1.4.0-3f9c2d1'], ['app 1.4.0-3f9c2d1', 'shop-4711'])('1.4.0-3f9c2d1 shop-4711'),
  ).toBe('1.4.0-3f9c2d1 ***')
})

describe('nobody has to know of what its form tells:', () => {
  const hex = '0123456789abcdef'.repeat(2)
  const mixed = 'a1B2'.repeat(10)
  test.each([
    ['a token of GitHub', `ghs_${mixed}`],
    ['one of GitLab', `glpat-${mixed.slice(0, 20)}`],
    ['one of npm', `npm_${mixed.slice(0, 36)}`],
    ['one of Docker Hub', `dckr_pat_${mixed.slice(0, 27)}`],
    ['one of PyPI', `pypi-AgEIcHlwaS5vcmc${mixed}`],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['one of Google', `AIza${mixed.slice(0, 35)}`],
    ['one of Stripe', `rk_live_${mixed}`],
    ['the secret of a webhook of Stripe', `whsec_${mixed}`],
    ['a token of Slack', 'xoxb-123456789012-abcdefABCDEF'],
    ['one of a Slack app', 'xapp-1-A0123-456-abcdef0123'],
    ['a key of OpenAI', `sk-proj-${mixed}`],
    ['one of SendGrid', `SG.${mixed.slice(0, 22)}.${mixed}`],
    ['one of Mailgun', `key-${hex}`],
    ['one of Twilio', `SK${hex}`],
    ['one of Telegram', '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'],
    ['one of Vault', `hvs.${mixed}`],
    ['one of DigitalOcean', `dop_v1_${hex}${hex}`],
    ['one of Grafana', `glsa_${mixed.slice(0, 32)}_0123abcd`],
    ['one of Hugging Face', `hf_${'aBcD'.repeat(9)}`],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def'],
    ['a line of .htpasswd', '$apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00'],
    ['bcrypt', '$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC'],
    ['what LDAP keeps', '{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  ])('%s', (_, token) => {
    expect(concealer([])(`x ${token} y`)).toBe('x *** y')
    expect(concealer([])(`"shop:${token}"`)).toBe('"shop:***"')
  })

  test.each([
    [
      'a remote of git',
      'https://x-access-token:opensesame@github.com/a/b',
      'https://x-access-token:***@github.com/a/b',
    ],
    ['a proxy', 'proxyconnect http://shop:pa%40ss@proxy:3128: 407', 'proxyconnect http://shop:***@proxy:3128: 407'],
    ['no user', 'redis://:opensesame@[::1]:6379', 'redis://:***@[::1]:6379'],
    ['several hosts', 'mongodb://shop:opensesame@a:1,b:2/db', 'mongodb://shop:***@a:1,b:2/db'],
    ['a token alone', `git+https://${hex}@github.com/a/b`, 'git+https://***@github.com/a/b'],
    ['a DSN of Sentry', `https://${hex}@o1.ingest.sentry.io/1`, 'https://***@o1.ingest.sentry.io/1'],
    ['a Telegram bot', 'GET /bot123456:AbcDefGhiJklMnoPqrStu/sendMessage', 'GET /bot***/sendMessage'],
    [
      'a webhook',
      'POST https://hooks.slack.com/services/T0A/B0B/opensesame',
      'POST https://hooks.slack.com/services/***',
    ],
    ['a signed address', 'https://b/a?x=1&X-Amz-Signature=0123abcd&y=2', 'https://b/a?x=1&X-Amz-Signature=***&y=2'],
    ['in markup', 'https://b/a?x=1&amp;sig=ab%2Bcd%3D', 'https://b/a?x=1&amp;sig=***'],
    ['a fragment', 'https://b/a#access_token=opensesame', 'https://b/a#access_token=***'],
    ['a header', 'Authorization: Bearer opensesame', 'Authorization: Bearer ***'],
    ['in JSON', '{"authorization":"Basic c2hvcDpv"}', '{"authorization":"Basic ***"}'],
    ['in JSON within JSON', '{\\"authorization\\":\\"Basic c2hvcDpv\\"}', '{\\"authorization\\":\\"Basic ***\\"}'],
    ['encoded', 'proxy-authorization=Basic%20c2hvcDpv', 'proxy-authorization=Basic%20***'],
    ['a cookie', 'Set-Cookie: sid=opensesame; Path=/', 'Set-Cookie: sid=***; Path=/'],
    [
      'a private key in one line',
      'parse -----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBgkq\\n-----END RSA PRIVATE KEY-----',
      'parse -----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----',
    ],
  ])('%s', (_, text, told) => {
    expect(concealer([])(text)).toBe(told)
    expect(concealer([])(told)).toBe(told)
  })

  test.each([
    'LOG_LEVEL=info, listening on 0.0.0.0:8080',
    'arn:aws:ecs:eu-west-1:123456789012:task/shop/0123456789abcdef0123456789abcdef',
    'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-api:41',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:recipe-0123456789abcdef',
    `pulled shop/api@sha256:${hex}${hex}`,
    'commit 3f9c2d1e7a414c0f9d2b0a1b2c3d4e5f60718293',
    'GET https://shop.example.com:8080/health?mode=fast&key=orders 200',
    'connect postgres://shop@db.internal:5432/shop: connection refused',
    'git@github.com:acme/shop.git, ssh://git@github.com/acme/shop.git, support@example.com',
    'https://github.com/acme/shop/actions/runs/1234567890/attempts/1',
    'see https://example.com:443/@shop/sk-learn-inference-of-production',
    'authorization: token expired; authorization: Bearer is missing; authorization: Basic authentication failed',
    'subnet-0a1b2c3d4e5f60718, sg-0a1b2c3d4e5f60718, eni-0a1b2c3d4e5f60718',
    '-----BEGIN CERTIFICATE-----',
    'risk-api-production-with-a-long-name-1A ghp_short npm_config_registry=https://registry.npmjs.org/',
  ])('%s stays', text => {
    expect(concealer([])(text)).toBe(text)
  })
})

test.each([
  [
    'failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:a/b-AbCdEf from secrets manager',
    'failed to fetch secret a/b from secrets manager',
  ],
  ['no arn:aws:secretsmanager:eu-west-1:123456789012:secret:a/b-AbCdEf.', 'no secret a/b.'],
  ['no parameter arn:aws:ssm:eu-west-1:123456789012:parameter/shop/db', 'no parameter /shop/db'],
])('%s is told by its name', (text, told) => {
  expect(concealer([])(text)).toBe(told)
})
