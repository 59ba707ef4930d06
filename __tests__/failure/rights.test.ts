/** A right that is missing is told with those that the same deed asks for. */
import { describe, expect, test } from '@jest/globals'
import { type Fault, Refusal } from '../../src/failure/failure.ts'
import { byAction, lackOf, mendOf } from '../../src/failure/permission.ts'
import { statementsOf } from '../../src/failure/rights.ts'

const AWS = 'eu-west-1:123456789012'
const ROLE = 'arn:aws:iam::123456789012:role'
const denied = (action: string, resource: string) =>
  Object.assign(new Error(`not authorized to perform: ${action} on resource: ${resource} because no`), {
    name: 'AccessDeniedException',
  })
const lackFor = (action: string, resource: string, deed = '') => {
  const lack = lackOf(denied(action, resource), deed)
  if (lack === undefined) throw new Error('it is none')
  return lack
}
const PUSH = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
]
const REGISTERING = 'register a revision of "api"'
const API = `arn:aws:ecs:${AWS}:task-definition/api:*`

test.each<[string, string, string | string[]]>([
  ['ecr:InitiateLayerUpload', '', PUSH.map(each => `ecr:${each}`)],
  ['ecr:PutImage', '', PUSH.map(each => `ecr:${each}`)],
  ['ecr:BatchGetImage', '', 'ecr:BatchGetImage'],
  ['ssm:GetParameter', 'GetParameter', ['ssm:GetParameter', 'ssm:PutParameter']],
  ['ssm:PutParameter', 'PutParameter', ['ssm:GetParameter', 'ssm:PutParameter']],
  ['ecs:RegisterTaskDefinition', REGISTERING, ['ecs:RegisterTaskDefinition', 'ecs:TagResource']],
  ['ecs:TagResource', 'RegisterTaskDefinitionCommand', ['ecs:RegisterTaskDefinition', 'ecs:TagResource']],
  ['ecs:TagResource', 'TagResourceCommand', 'ecs:TagResource'],
  ['ecs:UpdateService', '', 'ecs:UpdateService'],
])('%s, lacked by "%s"', (action, deed, actions) => {
  expect(JSON.parse(lackFor(action, 'arn:aws:x', deed).statement)).toEqual({
    Effect: 'Allow',
    Action: actions,
    Resource: 'arn:aws:x',
  })
  expect(lackFor(action, 'arn:aws:x', deed).action).toBe(action)
})

test('where AWS names no resource, only what was denied is given of all of them', () => {
  const error = Object.assign(new Error('User: x is not authorized to perform: ecs:RegisterTaskDefinition'), {
    name: 'AccessDeniedException',
  })
  expect(JSON.parse(lackOf(error, REGISTERING)?.statement ?? '')).toEqual({
    Effect: 'Allow',
    Action: 'ecs:RegisterTaskDefinition',
    Resource: '*',
  })
})

describe('a registration', () => {
  const passing = (Resource: string | string[]) => ({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource,
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  })
  const REGISTER = { Effect: 'Allow', Action: ['ecs:RegisterTaskDefinition', 'ecs:TagResource'], Resource: API }
  const roles = { executionRoleArn: `${ROLE}/execution`, taskRoleArn: `${ROLE}/task` }
  const both = passing([`${ROLE}/execution`, `${ROLE}/task`])

  test.each<[string, string, string, object, object[]]>([
    ['the registration', 'ecs:RegisterTaskDefinition', API, roles, [REGISTER, both]],
    ['the tags', 'ecs:TagResource', API, roles, [REGISTER, both]],
    ['one role', 'iam:PassRole', `${ROLE}/task`, roles, [both, REGISTER]],
    ['the tags, without roles', 'ecs:TagResource', API, {}, [REGISTER]],
    [
      'the tags, with one role',
      'ecs:TagResource',
      API,
      { taskRoleArn: `${ROLE}/task` },
      [REGISTER, passing(`${ROLE}/task`)],
    ],
    [
      'a role by its name alone',
      'iam:PassRole',
      `${ROLE}/task`,
      { taskRoleArn: 'task' },
      [passing(`${ROLE}/task`), REGISTER],
    ],
    [
      'a role by its name alone, beside another in full',
      'iam:PassRole',
      `${ROLE}/task`,
      { executionRoleArn: `${ROLE}/execution`, taskRoleArn: 'task' },
      [both, REGISTER],
    ],
  ])('lacking %s', (_, action, resource, named, statements) => {
    const { statement } = lackFor(action, resource, REGISTERING)
    const found = statementsOf(statement, { family: 'api', ...named }, 'eu-west-1')
    expect(found.map(each => JSON.parse(each))).toEqual(statements)
  })
})

test('what is missing of several repositories is one fault with one statement', () => {
  const at = (name: string) => `arn:aws:ecr:${AWS}:repository/${name}`
  const faultOf = (name: string, action = 'ecr:BatchGetImage'): Fault => {
    const lack = lackFor(action, at(name))
    return { code: 'EVK-501', what: `could not look into ${name}`, fix: mendOf(lack), lack }
  }
  const other: Fault = { code: 'EVK-201', what: 'no cluster', fix: 'Correct it.' }
  const { faults } = new Refusal([
    faultOf('web'),
    other,
    faultOf('api'),
    faultOf('redis'),
    faultOf('api', 'ecr:PutImage'),
  ])
  const statement = `{"Effect":"Allow","Action":"ecr:BatchGetImage","Resource":["${at('api')}","${at('redis')}","${at('web')}"]}`
  expect(faults.map(({ what }) => what)).toEqual(['could not look into web', 'no cluster', 'could not look into api'])
  expect(faults[0]?.fix).toBe(`Add to the role's policy: ${statement}`)
  // a refusal is told with others, once more
  expect(new Refusal([...faults, faultOf('redis')]).faults[0]?.fix).toBe(`Add to the role's policy: ${statement}`)
})

test('roles to pass are named, however many: by a prefix one could pass a role that may do more', () => {
  const roles = Array.from({ length: 20 }, (_, i) => `${ROLE}/shop-${'service'.repeat(4)}-${i}`)
  const [joined] = byAction(roles.map(role => lackFor('iam:PassRole', role, REGISTERING)))
  expect(JSON.parse(joined?.statement ?? '').Resource).toEqual(roles.toSorted())
})

test('the statement of a refusal is never cut', () => {
  const names = Array.from({ length: 40 }, (_, i) => `${'abcdefgh'[i % 8]}${i}-repository`)
  const faults = names.map((name): Fault => {
    const lack = lackFor('ecr:BatchGetImage', `arn:aws:ecr:${AWS}:repository/${name}`)
    return { code: 'EVK-501', what: `Could not look into ${name}`, fix: mendOf(lack), lack }
  })
  const [{ fix } = { fix: '' }] = new Refusal(faults).faults
  expect(fix.length).toBeGreaterThan(900)
  expect(JSON.parse(fix.slice(fix.indexOf('{'))).Resource).toHaveLength(40)
})
