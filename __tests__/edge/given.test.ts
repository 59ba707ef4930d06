/** Variables that a workflow hands over in one secret. */
import { expect, test } from '@jest/globals'
import { givenIn } from '../../src/edge/given.ts'
import { surroundingsOf } from '../../src/edge/surroundings.ts'

test.each<[string, string | undefined, Record<string, string>]>([
  ['nothing', undefined, {}],
  ['an empty secret', '', {}],
  ['one', 'NPM_TOKEN=opensesame', { NPM_TOKEN: 'opensesame' }],
  ['several, and lines between', '\nNPM_TOKEN=a\n\n  PIP_TOKEN=b\n', { NPM_TOKEN: 'a', PIP_TOKEN: 'b' }],
  ['as Windows writes it', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
  ['a value with =, spaces and quotes', 'URL=postgres://a:b=c@d/e f "g"', { URL: 'postgres://a:b=c@d/e f "g"' }],
  ['an empty value', 'A=', { A: '' }],
  ['what setup-node calls the token of npm', 'NODE_AUTH_TOKEN=a\nNODE_ENV=b', { NODE_AUTH_TOKEN: 'a', NODE_ENV: 'b' }],
  ['a name of the prototype', '__proto__x=1\nconstructor=2', { __proto__x: '1', constructor: '2' }],
])('%s', (_, text, values) => {
  expect(givenIn({ BUILD_VARIABLES: text })).toEqual({ values, wrong: [] })
})

const LINE = 'line 1 of the secret BUILD_VARIABLES'

test.each([
  ['opensesame', `${LINE} is not NAME=value`],
  ['=opensesame', `${LINE} is not NAME=value`],
  ['NPM-TOKEN=opensesame', `${LINE} is not NAME=value`],
  ['export A=opensesame', `${LINE} is not NAME=value`],
  ['A=1\nA=opensesame', 'line 2 of the secret BUILD_VARIABLES sets A once more'],
  ...['PATH', 'LD_PRELOAD', 'NODE_OPTIONS', 'GITHUB_ENV', 'INPUT_COMMAND', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL'].map(
    name => [`${name}=opensesame`, `${LINE} sets ${name}, which programs obey`],
  ),
  ...['no_proxy', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'XDG_CONFIG_HOME'].map(
    name => [`${name}=opensesame`, `${LINE} sets ${name}, which programs obey`],
  ),
  ...['ACTIONS_RUNTIME_TOKEN', 'DOCKER_HOST', 'GIT_SSH_COMMAND', 'BASH_ENV', 'https_proxy', 'BUILD_VARIABLES'].map(
    name => [`${name}=opensesame`, `${LINE} sets ${name}, which programs obey`],
  ),
])('refused without a word of its value: %j', (text, line) => {
  const { wrong, values } = givenIn({ BUILD_VARIABLES: text })
  expect(wrong).toEqual([line])
  expect(JSON.stringify([wrong, values])).not.toContain('opensesame')
})

test('docker and git get what is in it, and not the whole', () => {
  expect(surroundingsOf({ BUILD_VARIABLES: 'A=1', A: '1' })).toEqual({ A: '1' })
})
