import { expect, test } from '@jest/globals'
import { subjectsOf, type Trusted } from '../../src/init/trust.ts'

const TRUSTED: Trusted = {
  partition: 'aws',
  account: '123456789012',
  repository: { name: 'acme/shop', id: '700', ownerId: '7' },
  environment: 'prod',
  branch: 'trunk',
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
