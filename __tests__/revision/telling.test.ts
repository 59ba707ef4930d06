import { expect, test } from '@jest/globals'
import { isPlainlyTelling, isTelling } from '../../src/revision/telling.ts'

test.each([
  ...[
    'DB_PASSWORD',
    'dbPassword',
    'DBPASSWORD',
    'DB_PASS',
    'DBPASS',
    'PGPASSWORD',
    'MYSQL_PWD',
    'PASSPHRASE',
    'PASSWORD_2',
  ],
  ...['SECRET_PLAID', 'SECRET_GRID', 'SECRET_MILD', 'TOKEN_PROFILE', 'SECRET_KEY_BASE', 'CLIENT_SECRET', 'SECRETS'],
  ...['JWT_SIGNINGKEY', 'ENCRYPTIONKEY', 'APIKEY', 'apiKeys', 'API_KEYS', 'Shared_Key', 'x-api-key', 'splunk-token'],
  ...['GITHUB_PAT', 'SENTRY_DSN', 'SENTRYDSN', 'DB_CREDS', 'PASSWORD_HASHSALT', 'HTTP_BASICAUTH', 'OTP', 'passcode'],
])('%s says that its value is a secret', name => {
  expect(isTelling(name)).toBe(true)
})

test.each([
  ...[
    'SECRET_ARN',
    'SECRETARN',
    'DB_SECRET_ARNS',
    'SECRET_NAME',
    'TOKEN_URL',
    'TOKENURL',
    'PASSWORDFILE',
    'AWS_ACCESS_KEY_ID',
  ],
  ...['TOKEN_TYPE', 'KEY_PATH', 'TOKEN_TTL', 'PASSWORD_MIN_LENGTH', 'JWT_ALGORITHM', 'TOKEN_ISSUER', 'API_KEY_HEADER'],
  ...['SORT_KEY', 'SORTKEY', 'PARTITION_KEY', 'PUBLIC_KEY', 'log_key', 'CACHE_KEYS', 'MONKEY', 'HOTKEYS', 'BYPASS'],
  ...[
    'AUTHOR',
    'PASSENGERS',
    'COMPASS',
    'SECRETARY',
    'TOKENIZERS_PARALLELISM',
    'PINNED',
    'DESCRIPTION',
    'KEYSPACE',
    '',
  ],
])('%s does not', name => {
  expect(isTelling(name)).toBe(false)
})

test.each([
  ['auth', false],
  ['PASS', false],
  ['key', false],
  ['API_KEY', true],
  ['AUTH_TOKEN', true],
  ['PASSWORD', true],
])('%s says it plainly: %s', (name, told) => {
  expect(isPlainlyTelling(name)).toBe(told)
})
