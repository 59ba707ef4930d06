import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { concealer } from '../../src/edge/mask.ts'
import { Failure } from '../../src/failure/failure.ts'
import { redacted, shownIn } from '../../src/report/redact.ts'
import { failureReport, type Report } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { variablesIn } from '../../src/revision/exposed.ts'
import { secretsIn } from '../../src/revision/known-secret.ts'
import type { Variable } from '../../src/revision/looks.ts'
import { hostile, runs } from '../hostile.ts'
import { broken, evidence, rolledBack } from './scene.ts'

const redactor = (environment: readonly Variable[], shown: readonly string[] = []) =>
  concealer([], secretsIn(environment), shown)

describe('may be a secret', () => {
  test.each([
    ['DATABASE', 'postgres://shop:Canary"Pass<word>&1@db/shop'],
    ['REDIS', 'redis://:s3cr3tpw@cache:6379'],
    ['X', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'],
    ['X', 'hunter2hunter2'],
    ['X', 'Password123'],
    ['X', '3f9c2d1e-7a41-4c0f-9d2b-0a1b2c3d4e5f'],
    ['X', 'p@ssw0rd!'],
    ['X', 'aB3$xZ'],
    ['X', 'correcthorsebatterystaple'],
    ['HOOK', 'https://hooks.example.com/services/T0AB12CD3/B0EF45GH6/x9Yw8Vu7Ts6Rq5Po4Nm3Lk2J'],
    ['LINK', 'https://example.com/a?token=abcdef'],
    ['DB_PASSWORD', 'supersecret'],
    ['API_TOKEN', 'abcdef'],
    ['SIGNING_KEY', 'correct-horse-battery'],
    ['X', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def'],
    ['DB_PASSWORD', 'shop1'],
    ['DB_PASSWORD', 'zx81'],
    ['DB_PASSWORD', 'k9x'],
    ['SECRET_PLAID', 'opensesame'],
    ['JWT_SIGNINGKEY', 'opensesame'],
    ['ENCRYPTIONKEY', 'opensesame'],
  ])('%s=%s', (name, value) => {
    expect(secretsIn([{ name, value }])).toContain(value)
  })
})

describe('is none', () => {
  test.each([
    ...[
      ['STAGE', 'production'],
      ['DEBUG', 'true'],
      ['LOG_LEVEL', 'information'],
      ['X', ''],
      ['X', 'short'],
    ],
    ...[
      ['REGION', 'eu-west-1'],
      ['LANG', 'en_US.UTF-8'],
      ['TZ', 'Europe/Berlin'],
      ['LISTEN', '0.0.0.0:8080'],
    ],
    ...[
      ['LOG_DIR', '/var/log/app'],
      ['TYPE', 'application/json'],
      ['DB_HOST', 'db01.internal.example.com'],
    ],
    ...[
      ['URL', 'https://shop.example.com/health'],
      ['QUEUE', 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders'],
    ],
    ...[
      ['SECRET_NAME', 'shop-database'],
      ['DB_PASSWORD', 'true'],
      ['DB_PASSWORD', 'prod'],
      ['DB_PASSWORD', '5432'],
      ['DB_PASSWORD', 'admin'],
      ['DB_PASSWORD', 'x1'],
      ['S3_KEY', 'data'],
      ['AUTH', 'oidc'],
      ['SORT_KEY', 'created'],
      ['PRIVATE_KEY', '/etc/ssl/server.pem'],
      ['TOKEN_TYPE', 'bearer'],
      ['AUTHOR', 'octocat'],
      ['PASSENGERS', 'twelve'],
    ],
  ])('%s=%s', (name, value) => {
    expect(secretsIn([{ name, value }])).toEqual([])
  })
})

test.each([
  ['the password of an address', { value: 'amqp://shop:tr0ub%21dor@mq' }, ['tr0ub%21dor', 'tr0ub!dor']],
  ['a field of a document', { value: '{"db":{"password":"opensesame","host":"db"}}' }, ['opensesame']],
  ['a field of a connection string', { value: 'Server=db;Password=opensesame;User=shop' }, ['opensesame']],
  ['a line', { value: '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----' }, ['MIIEvQIBADANBgkq']],
])('%s is one as well', (_, variable, secrets) => {
  expect(secretsIn([variable])).toEqual(expect.arrayContaining(secrets))
})

describe('the secret part of a value is one as well', () => {
  const basic = Buffer.from('shop:opensesame').toString('base64')
  test.each([
    ['X', 'shop:opensesame@tcp(db:3306)/shop?parseTime=true', 'opensesame'],
    ['X', 'shop:open@sesame@unix(/run/db.sock)/shop', 'open@sesame'],
    ['X', 'shop:opensesame@db:3306/shop', 'opensesame'],
    ['DSN', 'shop:opensesame@db', 'opensesame'],
    ['X', 'jdbc:mysql://shop:opensesame@db/shop', 'opensesame'],
    ['X', 'jdbc:postgresql://db/shop?user=shop&password=opensesame', 'opensesame'],
    ['X', `Basic ${basic}`, basic],
    ['X', `Basic ${basic}`, 'opensesame'],
    ['X', `Authorization: Basic ${basic}`, 'opensesame'],
    ['X', basic, 'opensesame'],
    ['X', 'Bearer opensesame', 'opensesame'],
    ['X', 'Authorization: Bearer opensesame', 'opensesame'],
    ['X', 'authorization: ApiKey opensesame', 'opensesame'],
    ['X', 'X-Api-Key: opensesame', 'opensesame'],
    ['X', "host=db user=shop password='open sesame' dbname=shop", 'open sesame'],
    ['X', "host=db password = 'open\\'sesame'", "open'sesame"],
    ['X', "host=db password='open\\'sesame'", "open\\'sesame"],
    ['X', 'Server=db;Password="open;sesame";User=shop', 'open;sesame'],
    ['X', '-Xmx1g -Djavax.net.ssl.keyStorePassword=opensesame -jar app.jar', 'opensesame'],
    ['X', 'database:\n  host: db\n  password: opensesame\n', 'opensesame'],
    ['X', 'database:\n  password: "open sesame"\n', 'open sesame'],
    ['X', 'urls:\n  - postgres://shop:opensesame@db/shop', 'opensesame'],
    ['X', 'urls:\n  - shop:opensesame@tcp(db)/shop', 'opensesame'],
    ['X', 'redis://:opensesame@a:6379,redis://:opensesame@b:6379', 'opensesame'],
    ['X', '--url postgres://shop:opensesame@db/shop --wait', 'opensesame'],
    ['X', '{"url":"postgres://shop:opensesame@db/shop"}', 'opensesame'],
    ['X', `{"auths":{"ghcr.io":{"auth":"${basic}"}}}`, 'opensesame'],
    ['X', Buffer.from('{"password":"opensesame"}').toString('base64'), 'opensesame'],
    ['X', '{"pin":48151623}', '48151623'],
    ['X', 'A=1\nDB_PASSWORD=opensesame\n', 'opensesame'],
    ['X', "{password: 'opensesame', host: db}", 'opensesame'],
    [
      'GITHUB_APP_KEY',
      '-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0\\n-----END PRIVATE KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0',
    ],
    ['X', '-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0 -----END PRIVATE KEY-----', 'MIIEvQIBADANBgkqhkiG9w0'],
    ['SECRETS', 'a1b2c3,opensesame', 'opensesame'],
    ['SECRETS', 'a1b2c3, opensesame', 'a1b2c3'],
    ['API_KEYS', 'opensesame;shut-sesame', 'shut-sesame'],
    ['PASSWORDS', 'opensesame shutsesame', 'shutsesame'],
    ['DB_PASSWORD', 'a1b2c3|d4e5f6', 'd4e5f6'],
    ['AUTH_TOKENS', 'alice:opensesame,bob:shutsesame', 'opensesame'],
    ['TOKENS', '["opensesame","shutsesame"]', 'shutsesame'],
    ['X', '{"tokens":["opensesame"],"hosts":["a","b"]}', 'opensesame'],
    ['X', '{"secrets":{"one":"opensesame"}}', 'opensesame'],
    ['CREDENTIALS', 'opensesame-1\nshut-sesame-1', 'shut-sesame-1'],
    ['X', `npm config set ${`npm_${'a1B2'.repeat(9)}`}`, `npm_${'a1B2'.repeat(9)}`],
    ['SECRETS', 'one=opensesame,two=shutsesame', 'shutsesame'],
  ])('%s=%s', (name, value, secret) => {
    expect(secretsIn([{ name, value }])).toContain(secret)
  })
})

describe('and what is harmless in it is none', () => {
  test.each([
    ['X', 'debug: true\nport: 8080\nstage: production\n'],
    ['X', '{"debug":"true","port":"8080","stage":"production","retries":100000}'],
    ['X', 'debug=true;port=8080;stage=production'],
    ['X', '-Dspring.profiles.active=production -Dserver.port=8080'],
    ['X', 'mailto:support@example.com'],
    ['X', 'contact:support@example.com'],
    ['X', 'node:22-alpine@sha256:1234'],
    ['X', 'Basic information'],
    ['X', 'Content-Type: application/json'],
    ['X', 'https://shop.example.com:8080/health?mode=production'],
    ['DB_PASSWORD', 'production'],
    ['API_KEY', 'staging'],
    ['X', 'password: true'],
    ['SECRETS', 'true,8080,production,staging'],
    ['DB_PASSWORD', 'information of production'],
    ['FEATURES', 'debug,information,production'],
    ['SECRET_NAMES', 'production,information'],
    ['TOKEN_HOSTS', 'production,information'],
  ])('%s=%s', (name, value) => {
    const harmless = [
      'true',
      '8080',
      'production',
      'support',
      '22-alpine',
      'information',
      'staging',
      '100000',
      'application/json',
    ]
    expect(secretsIn([{ name, value }]).filter(each => harmless.includes(each) || each === 'shop')).toEqual([])
  })
})

describe('of a task definition what may hold a secret besides variables is looked through:', () => {
  const hidden = (container: object) =>
    secretsIn(variablesIn([{ containerDefinitions: [{ name: 'app', ...container }] }]))
  test.each<[string, object]>([
    ['an argument', { command: ['serve', '--password=opensesame'] }],
    ['one in two words', { command: ['serve', '--api-token', 'opensesame', '--port', '8080'] }],
    ['one of the entry point', { entryPoint: ['/run', '--db-password', 'opensesame'] }],
    ['a line for a shell', { command: ['sh', '-c', 'DB_PASSWORD=opensesame exec serve --workers 2'] }],
    ['an option in a line for a shell', { command: ['sh', '-c', 'serve --secret-key opensesame --debug'] }],
    ['an address', { command: ['worker', '--broker', 'redis://:opensesame@cache:6379/0'] }],
    ['an address in a line', { command: ['sh', '-c', 'worker --broker=amqp://shop:opensesame@mq && echo'] }],
    ['a header', { healthCheck: { command: ['CMD-SHELL', "curl -fH 'Authorization: Bearer opensesame' localhost"] } }],
    ['another header', { healthCheck: { command: ['CMD', 'curl', '-H', 'X-Api-Key: opensesame', 'localhost'] } }],
    [
      'an option of the log driver',
      { logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'opensesame' } } },
    ],
    [
      'that of FireLens',
      { logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'datadog', apikey: 'opensesame' } } },
    ],
    [
      'another',
      { logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'forward', Shared_Key: 'opensesame' } } },
    ],
    ['of the router', { firelensConfiguration: { type: 'fluentbit', options: { http_passwd: 'opensesame' } } }],
    [
      'a flag of mysql',
      { healthCheck: { command: ['CMD-SHELL', 'mysqladmin ping -h localhost -popensesame || exit 1'] } },
    ],
    ['a flag of curl', { healthCheck: { command: ['CMD', '/usr/bin/curl', '-fsu', 'shop:opensesame', 'localhost'] } }],
    ['attached to it', { command: ['sh', '-c', 'exec curl -ushop:opensesame http://localhost'] }],
    ['a flag of redis', { healthCheck: { command: ['CMD-SHELL', 'redis-cli -a opensesame ping | grep PONG'] } }],
    ['a flag of mongo', { command: ['sh', '-c', `bash -c 'mongosh -u root -p "opensesame" --eval 1'`] }],
    ['a header in one word', { command: ['curl', '--header=X-Token: opensesame', 'localhost'] }],
    ['that of a shell', { command: ['sh', '-c', "curl --header='X-Token: opensesame' localhost"] }],
    ['attached to its flag', { command: ['curl', '-HX-Token: opensesame', 'localhost'] }],
    ['a pass phrase', { command: ['openssl', 'rsa', '-passin', 'pass:opensesame'] }],
    ['a flag of Java', { command: ['keytool', '-storepass', 'opensesame', '-list'] }],
    ['a property', { command: ['java', '-Dspring.datasource.password=opensesame', '-jar', 'app.jar'] }],
    ['a property of a proxy', { proxyConfiguration: { properties: [{ name: 'ApiToken', value: 'opensesame' }] } }],
    ['a label', { dockerLabels: { 'traefik.middlewares.auth.basicauth.users': 'admin:opensesame' } }],
    ['a label that is an address', { dockerLabels: { upstream: 'https://shop:opensesame@example.com' } }],
  ])('%s', (_, container) => expect(hidden(container)).toContain('opensesame'))

  test('a quoted one with blanks', () => {
    for (const line of [
      'serve --password "let mein" --wait',
      "serve --password='let mein'",
      'serve --password let\\ mein',
    ])
      expect(hidden({ command: ['sh', '-c', line] })).toContain('let mein')
    expect(hidden({ command: ['serve', '--password', 'let mein'] })).toContain('let mein')
  })

  test('the options of a volume, and a token by its form', () => {
    const driverOpts = { o: 'username=shop,password=opensesame' }
    const token = `ghp_${'a1B2'.repeat(9)}`
    const container = { name: 'app', command: ['agent', token] }
    const volumes = [{ name: 'data', dockerVolumeConfiguration: { driverOpts } }]
    const found = secretsIn(variablesIn([{ volumes, containerDefinitions: [container] }]))
    expect(found).toEqual(expect.arrayContaining(['opensesame', token]))
  })

  test.each<[string, object]>([
    [
      'flags of one letter',
      { command: ['sh', '-c', 'nginx -p /srv -u www-data:www-data && docker run -p 8080:80 shop'] },
    ],
    ['who runs it', { command: ['serve', '--auth', 'google', '--user', 'shop:staff'], user: '1000:1000' }],
    ['a flag of mysql that has no value', { command: ['mysql', '-p', 'shopdatabase1'] }],
    [
      'what is stored elsewhere',
      {
        secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop-1/db' }],
        repositoryCredentials: { credentialsParameter: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-1' },
        image: 'registry.example.com:5000/shop/app:1.2.3-a1b2c3d4',
      },
    ],
    ['a revision', { dockerLabels: { 'org.opencontainers.image.revision': '3f9c2d1e7a414c0f9d2b0a1b2c3d4e5f' } }],
    ['what starts it', { command: ['gunicorn', '--bind=0.0.0.0:8000', '--workers', '2', 'app.main:create_app()'] }],
    [
      'where a secret is',
      { command: ['serve', '--password-file', '/run/secrets/database', '--token-url=https://auth.example.com/token'] },
    ],
    [
      'a line for a shell',
      { command: ['sh', '-c', 'exec python -m flask --app app.main run --host 0.0.0.0 --port 5000'] },
    ],
    ['a flag that has no value', { command: ['serve', '--token-auth', '--verbose'] }],
    ['a health check', { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'] } }],
    [
      'options of awslogs',
      {
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/production', 'awslogs-region': 'eu-west-1' },
        },
      },
    ],
    ['labels', { dockerLabels: { 'com.example.team': 'payments-platform-1', 'prometheus.io/port': '9102' } }],
  ])('and %s is none', (_, container) => expect(hidden(container)).toEqual([]))
})

test('the variables of every container of a task definition', () => {
  const environment = [{ name: 'A', value: '1' }]
  const definitions = [{ containerDefinitions: [{ name: 'app', environment }, { name: 'proxy' }] }, {}]
  expect(variablesIn(definitions)).toEqual(environment)
})

describe('in a text', () => {
  const redact = redactor([
    { name: 'DB_PASSWORD', value: 'hunter"2/hunter' },
    { name: 'URL', value: 'postgres://shop:tr0ubador@db/shop' },
    { name: 'PASSWORD', value: 'a>>>b???c' },
    { name: 'STAGE', value: 'production' },
  ])

  test.each([
    ['as it is', 'KeyError: hunter"2/hunter!', 'KeyError: ***!'],
    ['in JSON', '{"password":"hunter\\"2/hunter"}', '{"password":"***"}'],
    ['in an address', 'GET /?p=hunter%222%2Fhunter', 'GET /?p=***'],
    ['in base64', 'Basic aHVudGVyIjIvaHVudGVy', 'Basic ***'],
    ['in base64 after a user', `Basic ${Buffer.from('me:tr0ubador').toString('base64')}`, 'Basic bWU6***'],
    ['in base64 of an address', Buffer.from('a/tr0ubador=?>').toString('base64url'), 'YS9***I9Pz4'],
    ['in base64 of an address, by itself', 'token YT4-PmI_Pz9j', 'token ***'],
    ['in an address of small letters', 'GET /?p=hunter%222%2fhunter', 'GET /?p=***'],
    ['the whole before its part', 'no host in postgres://shop:tr0ubador@db/shop', 'no host in ***'],
    ['the part alone', 'password tr0ubador is wrong', 'password *** is wrong'],
    ['not what is none', 'starting in production', 'starting in production'],
  ])('%s', (_, text, told) => {
    expect(redact(text)).toBe(told)
  })

  test.each([
    [
      'a secret',
      'from arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-Xy12Zq: denied',
      'from secret shop/db denied',
    ],
    [
      'a key of one',
      '(arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-Xy12Zq:password::)',
      '(secret shop/db)',
    ],
    ['at the end', 'no arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:db-Xy12Zq.', 'no secret db.'],
    [
      'a parameter',
      'of arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key, denied',
      'of parameter /shop/key, denied',
    ],
    [
      'one in a statement to add',
      '{"Resource":"arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key"}',
      '{"Resource":"arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key"}',
    ],
    [
      'in a statement of several',
      '{"Resource": ["arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf"]}',
      '{"Resource": ["arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf"]}',
    ],
    [
      'in a list that is no statement',
      '["arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key","arn:aws:ssm:eu-west-1:123456789012:parameter/shop/b"]',
      '["parameter /shop/key","parameter /shop/b"]',
    ],
    [
      'another ARN',
      'arn:aws:ecs:eu-west-1:123456789012:service/shop/api',
      'arn:aws:ecs:eu-west-1:123456789012:service/shop/api',
    ],
  ])('of AWS: %s is named, and not its ARN', (_, text, told) => {
    expect(redact(text)).toBe(told)
    expect(redactor([])(text)).toBe(told)
  })

  test('a name that the run prints itself stays', () => {
    const environment = [{ name: 'IMAGE_TAG', value: '1.4.0-3f9c2d1' }]
    expect(redactor(environment)('runs 1.4.0-3f9c2d1')).toBe('runs ***')
    expect(redactor(environment, ['shop/api:1.4.0-3f9c2d1'])('runs 1.4.0-3f9c2d1')).toBe('runs 1.4.0-3f9c2d1')
  })

  test('whatever the values and the text are', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (value, before, after) => {
        const [secret] = secretsIn([{ name: 'PASSWORD', value }])
        fc.pre(secret !== undefined && !'***'.includes(secret))
        expect(redactor([{ name: 'PASSWORD', value }])(`${before} ${secret} ${after}`)).not.toContain(` ${secret} `)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    'https://a:',
    '//a:b@',
    '-----BEGIN PRIVATE KEY-----',
    'cookie:a=',
    'sk-',
    '?sig=',
    '$1$',
    'arn:aws',
    'arn:aws:ssm:',
    'arn:aws:ssm::123456789012:parameter',
    'hunter"2/hunte',
    '.',
    ':',
  ])('1 MiB of %j does not take for ever', piece => {
    const begun = performance.now()
    redact(piece.repeat(2 ** 20 / piece.length))
    expect(performance.now() - begun).toBeLessThan(15_000)
  })
})

test('nothing of a report that others wrote holds it, and all of ours stays', () => {
  const secret = 'S3cret-of-the-shop'
  const echo = `it says ${secret} of it`
  const [lost] = evidence.lost
  const given: Report = {
    ...broken,
    version: '1.1.0-S3',
    failure: failureReport(new Failure({ code: 'EVK-500', title: echo, message: echo, advice: echo })),
    services: {
      app: {
        ...rolledBack,
        reason: echo,
        alsoChanges: echo,
        evidence: {
          ...evidence,
          cause: { ...evidence.cause, sentence: echo },
          lost: lost
            ? [
                {
                  ...lost,
                  stoppedReason: echo,
                  log: [echo],
                  containers: [{ name: 'app', exitCode: 1, reason: echo, health: '' }],
                },
              ]
            : [],
          events: [echo],
          logs: { unread: echo },
        },
      },
    },
  }
  const told = redacted(given, redactor([{ value: secret }, { value: '1.1.0-S3' }], shownIn(given)))
  expect(JSON.stringify(told)).not.toContain(secret)
  expect(summaryOf(told)).not.toContain(secret)
  expect(JSON.parse(JSON.stringify(given).replaceAll(secret, '***'))).toEqual(JSON.parse(JSON.stringify(told)))
})

test('where a fault stands is kept: its line is shown in a pull request', () => {
  const place = { file: 'evenkeel.yml', line: 7, column: 3 }
  const failure = {
    ...failureReport(new Failure({ code: 'EVK-110', title: 't', message: 'm', advice: 'a' })),
    faults: [{ code: 'EVK-110' as const, what: 'x hunter"2/hunter', fix: 'f', place }],
  }
  const hidden = redacted({ ...broken, failure }, redactor([{ name: 'PASSWORD', value: 'hunter"2/hunter' }]))
  expect(hidden.failure?.faults).toEqual([{ code: 'EVK-110', what: 'x ***', fix: 'f', place }])
})

test.each([
  ['Go', 'p\\u0026ssw\\u003crd\\u003e-1/2'],
  ['HTML', 'p&amp;ssw&lt;rd&gt;-1/2'],
  ['PHP', 'p&ssw<rd>-1\\/2'],
])('as %s writes it', (_, written) => {
  expect(redactor([{ name: 'DB_PASSWORD', value: 'p&ssw<rd>-1/2' }])(`x ${written} y`)).toBe('x *** y')
})
