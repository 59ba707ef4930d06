import { expect, test } from '@jest/globals'
import { secretsOf } from '../../src/image/login.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each<[string, Parameters<typeof secretsOf>[0], string[]]>([
  [
    'a login',
    { auths: { 'ghcr.io': { auth: base64('shop:open:sesame') } } },
    [base64('shop:open:sesame'), 'open:sesame'],
  ],
  ['one in plain text', { auths: { 'ghcr.io': { username: 'shop', password: 'opensesame' } } }, ['opensesame']],
  ['a token', { auths: { 'acme.azurecr.io': { auth: '', identitytoken: 'opensesame' } } }, ['opensesame']],
  ['another', { auths: { 'quay.io': { registrytoken: 'opensesame', email: 'shop@example.com' } } }, ['opensesame']],
  ['a proxy', { proxies: { default: { httpsProxy: 'http://shop:opensesame@proxy:3128' } } }, ['opensesame']],
  ['one without a password', { proxies: { default: { httpProxy: 'http://proxy:3128', noProxy: 'a,b' } } }, []],
  ['what a store keeps', { auths: { 'ghcr.io': {}, 'quay.io': null } }, []],
  ['nothing', {}, []],
  ['what is none', JSON.parse('{"auths":null,"proxies":[1,"a",{"b":2}]}'), []],
])('of docker’s configuration is hidden: %s', (_, configuration, secrets) => {
  expect(secretsOf(configuration)).toEqual(secrets)
})
