import { expect, test } from '@jest/globals'
import { secretsOfFile } from '../../src/image/secret-file.ts'

test.each([
  [
    '.netrc',
    'machine a.example login me password hunter2-x\n',
    ['hunter2-x', 'machine a.example login me password hunter2-x'],
  ],
  ['.npmrc', '//r.example/:_authToken=npm_abcdefgh\n', ['npm_abcdefgh', '//r.example/:_authToken=npm_abcdefgh']],
  ['JSON', '{"apiKey": "k-12345678"}', ['k-12345678', '{"apiKey": "k-12345678"}']],
  ['a token alone', 'tok-12345678\r\n', ['tok-12345678']],
  [
    'a header',
    'Authorization: Bearer abcdef0123456789\n',
    ['abcdef0123456789', 'Bearer abcdef0123456789', 'Authorization: Bearer abcdef0123456789'],
  ],
  [
    'a header that names its kind alone',
    'X-Auth: token abcdef01',
    ['abcdef01', 'token abcdef01', 'X-Auth: token abcdef01'],
  ],
  ['short lines', 'a\n{\n}\n', []],
])('what a step may print of a secret file: %s', (_, text, secrets) => {
  expect(secretsOfFile(text)).toEqual(secrets)
})

const X = 'Zq8vPlainW0rdX'
test.each([
  ['Maven', `<server>\n  <id>nexus</id>\n  <password>${X}</password>\n</server>`],
  ['Maven, on one line', `<server><username>ci</username><password>${X}</password></server>`],
  ['NuGet', `<add key="ClearTextPassword" value="${X}" />`],
  ['pip', `index-url = https://ci:${X}@pypi.example.com/simple`],
  ['git', `https://ci:${X}@github.com`],
  ['git, by a token alone', `https://${X}@github.com`],
  ['an address of a database', `DB=postgres://shop:${X}@db.example.com/shop`],
  ['composer', `"gitlab.com": "${X}"`],
  ['Bundler', `BUNDLE_GEMS__EXAMPLE__COM: "ci:${X}"`],
  ['cargo', `token = "${X}"`],
  ['pypi', `password: ${X}`],
  ['PostgreSQL', `db.example.com:5432:shop:ci:${X}`],
  ['docker', JSON.stringify({ auths: { 'ghcr.io': { auth: Buffer.from(`ci:${X}`).toString('base64') } } })],
  ['variables', `export SHOP_PW=${X}`],
  ['variables in quotes', `SHOP_PW='${X}'`],
  ['YAML in single quotes', `shop: '${X}'`],
  ['a key of several lines in JSON', JSON.stringify({ private_key: `-----BEGIN KEY-----\n${X}\n-----END KEY-----\n` })],
  ['marks by their number in JSON', `"db": "${X.replace('P', '\\u0050')}"`],
  ['npm, in Base64', `//r.example.com/:_password="${Buffer.from(X).toString('base64')}"`],
  ['an argument of an address', `PIP_URL=https://h.example.com/simple?token=${X}&v=2`],
  ['a variable in lower case', `npm_conf=${X}`],
  ['a short word for it', `npm_pwd=${X.slice(0, 6)}${X.slice(6)}`],
])('the value alone is one: %s', (_, text) => {
  expect(secretsOfFile(text)).toContain(X)
})

test.each([
  ['blanks and marks of JSON', '{"password": "Zq8v Passw0rdX;yy"}', 'Zq8v Passw0rdX;yy'],
  ['escaped in JSON', JSON.stringify({ password: 'a"b\\c/d' }), 'a"b\\c/d'],
  ['escaped in XML', '<password>a&amp;b&lt;c</password>', 'a&b<c'],
  ['blanks in XML', '<password>Zq8v Passw0rdX</password>', 'Zq8v Passw0rdX'],
  [
    'a part of an address',
    'FEED=https://pypi.example.com/Xk29dkeT0KENxyz123/acme/',
    'https://pypi.example.com/Xk29dkeT0KENxyz123/acme/',
  ],
  ['a part of an address alone', 'FEED=https://pypi.example.com/Xk29dkeT0KENxyz123/acme/', 'Xk29dkeT0KENxyz123'],
  ['two words in YAML', 'password: two words', 'two words'],
  ['a short number', 'PIN=4711x', '4711x'],
  ['encoded in an address', 'https://ci:a%40b%2Fc@github.com', 'a@b/c'],
])('the value is one as it is read: %s', (_, text, value) => {
  expect(secretsOfFile(text)).toContain(value)
})

test.each([
  ['what a run says of itself', 'running\nSUCCESSFUL\n', ['running', 'SUCCESSFUL']],
  ['an address without a login', 'registry="https://registry.example.com/"', ['https://registry.example.com/']],
  [
    'everyday words',
    '.npmrc=true\nalways-auth=true\nTOKEN_TTL=3600\nNODE_ENV=production\n',
    ['true', '3600', 'production'],
  ],
  ['names', '{"gitlab-token": {"gitlab.com": "x"}}', ['gitlab-token', 'gitlab.com']],
])('no secret is made of %s', (_, text, words) => {
  for (const word of words) expect(secretsOfFile(text)).not.toContain(word)
})
