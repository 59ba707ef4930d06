/** One table of statements: the module deploy-role and docs/permissions.md are held against it. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { policyFor, type Statement } from '../../src/init/policy.ts'

const REACH = {
  partition: 'aws',
  region: 'ap-south-1',
  account: '123456789012',
  cluster: 'shop',
  services: ['api'],
  families: ['shop-api'],
  repositories: ['arn:aws:ecr:ap-south-1:123456789012:repository/api'],
  roles: ['arn:aws:iam::123456789012:role/shop-api-execution', 'arn:aws:iam::123456789012:role/shop-api-task'],
  alarms: ['shop-api-5xx'],
  logGroups: ['arn:aws:logs:ap-south-1:123456789012:log-group:/ecs/shop/api'],
}
const { Statement: STATEMENTS } = policyFor(REACH)

/** By Sid: actions, and the condition keys. */
const shown = (statements: readonly Pick<Statement, 'Sid' | 'Action' | 'Condition'>[]) =>
  Object.fromEntries(
    statements.map(({ Sid, Action, Condition = {} }) => [
      Sid,
      { actions: [...Action].sort(), keys: Object.values(Condition).flatMap(each => Object.keys(each)) },
    ]),
  )

test('the module deploy-role gives the same, statement by statement', () => {
  const text = readFileSync('infra/modules/deploy-role/policy.tf', 'utf8')
  // of a condition what is there where deploys push
  const written = text.split(/^ {2}(?:dynamic "statement"|statement) \{/m).slice(1)
  const statements = written
    .filter(each => !each.includes('for_each'))
    .map(each => ({
      Sid: /sid\s*=\s*(?:var\.\S+ \? )?"(\w+)"/.exec(each)?.[1] ?? '',
      Action: [...(/actions\s*=\s*(?:var\.\S+ \? )?\[([^\]]*)\]/.exec(each)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
        ([, action = '']) => action,
      ),
      Condition: {
        any: Object.fromEntries([...each.matchAll(/variable = "([^"]+)"/g)].map(([, key = '']) => [key, ''])),
      },
    }))
  // a manifest that init prints names no parameter
  expect(shown(statements.filter(({ Sid }) => Sid !== 'ImageParam'))).toEqual(shown(STATEMENTS))
})

interface Loose {
  readonly Action: string | string[]
  readonly Resource: string | string[]
}
const grants = (statements: readonly Loose[]) => [
  ...new Set(
    statements.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap(action => [Resource].flat().map(each => `${action} ${each}`)),
    ),
  ),
]

test('docs/permissions.md, made of what the action was seen to ask, asks for nothing else', () => {
  const [, page = ''] = /```json\n([\s\S]*?)\n```/.exec(readFileSync('docs/permissions.md', 'utf8')) ?? []
  const seen = grants(JSON.parse(page).Statement).filter(each => !each.startsWith('ssm:'))
  const given = grants(STATEMENTS as unknown as Loose[])
  expect(seen.filter(each => !given.includes(each))).toEqual([])
  expect([...new Set(given.map(each => each.split(' ')[0]))].sort()).toEqual(
    [...new Set(seen.map(each => each.split(' ')[0]))].sort(),
  )
})

test('what a service does not have is not asked for', () => {
  const { Statement } = policyFor({ ...REACH, repositories: [], alarms: [], logGroups: [], roles: [] })
  const left = STATEMENTS.map(({ Sid }) => Sid).filter(sid => !Statement.some(({ Sid }) => Sid === sid))
  expect(left).toEqual(['EcrLogin', 'EcrPush', 'PassRole', 'Alarms', 'Logs'])
})
