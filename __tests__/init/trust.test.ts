import { expect, test } from '@jest/globals'
import { providerOf, subjectsOf, type Trusted, trustPolicyFor } from '../../src/init/trust.ts'

const TRUSTED: Trusted = {
  partition: 'aws',
  account: '123456789012',
  repository: { name: 'acme/shop', id: '700', ownerId: '7' },
  environment: 'prod',
  branch: 'trunk',
  url: 'https://github.com/acme/shop/actions/runs/1',
}

test.each<[string, Partial<Trusted>, string[]]>([
  ['an environment', {}, ['repo:acme/shop:environment:prod', 'repo:acme@7/shop@700:environment:prod']],
  [
    'a branch',
    { environment: '' },
    ['repo:acme/shop:ref:refs/heads/trunk', 'repo:acme@7/shop@700:ref:refs/heads/trunk'],
  ],
  ['no ids', { repository: { name: 'acme/shop', id: '', ownerId: '' } }, ['repo:acme/shop:environment:prod']],
  ['half of them', { repository: { name: 'acme/shop', id: '700', ownerId: '' } }, ['repo:acme/shop:environment:prod']],
])('%s', (_, changes, expected) => {
  expect(subjectsOf({ ...TRUSTED, ...changes })).toEqual(expected)
})

test.each([
  ['https://github.com/acme/shop', 'token.actions.githubusercontent.com'],
  ['https://ghe.acme.com/acme/shop', 'ghe.acme.com/_services/token'],
  ['https://acme.ghe.com/acme/shop', 'token.actions.acme.ghe.com'],
])('the provider of %s is %s', (url, provider) => {
  expect(providerOf(url)).toBe(provider)
  const policy = JSON.stringify(trustPolicyFor({ ...TRUSTED, url }))
  expect(policy).toContain(`:oidc-provider/${provider}"`)
  expect([...policy.matchAll(/"([^"]+):(?:aud|sub)"/g)].map(([, key]) => key)).toEqual([provider, provider])
})
