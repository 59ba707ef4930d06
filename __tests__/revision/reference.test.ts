import { expect, test } from '@jest/globals'
import { newReferences } from '../../src/revision/reference.ts'

const HOME = { region: 'eu-west-1', account: '123456789012' }
const secrets = (...from: string[]) => ({
  containerDefinitions: [{ name: 'api', secrets: from.map((valueFrom, i) => ({ name: `S${i}`, valueFrom })) }],
})
const logs = (options: Record<string, string>, logDriver: 'awslogs' | 'splunk' = 'awslogs') => ({
  containerDefinitions: [{ name: 'api', logConfiguration: { logDriver, options } }],
})
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf'
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter'

test.each<[string, string, string[]]>([
  ['a name', '/shop/db', ['parameter eu-west-1 /shop/db']],
  ['a name without a path', 'db', ['parameter eu-west-1 db']],
  ['a name with a version', '/shop/db:3', ['parameter eu-west-1 /shop/db']],
  ['an ARN with a path', `${PARAMETER}/shop/db`, ['parameter eu-west-1 /shop/db']],
  ['an ARN without one', `${PARAMETER}/db`, ['parameter eu-west-1 db /db']],
  ['an ARN with a label', `${PARAMETER}/shop/db:live`, ['parameter eu-west-1 /shop/db']],
  [
    'an ARN of another region',
    PARAMETER.replace('eu-west-1', 'us-east-1').concat('/shop/db'),
    ['parameter us-east-1 /shop/db'],
  ],
  ['a secret', SECRET, [`secret eu-west-1 ${SECRET}`]],
  ['a field of a secret', `${SECRET}:password::`, [`secret eu-west-1 ${SECRET}`]],
  ['a secret of China', SECRET.replace('aws', 'aws-cn'), [`secret eu-west-1 ${SECRET.replace('aws', 'aws-cn')}`]],
  ['a parameter of AWS', '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended', []],
  ['a secret by way of a parameter', `${PARAMETER}/aws/reference/secretsmanager/shop/api`, []],
  ['what another account has', SECRET.replace('123456789012', '210987654321'), []],
  ['what is of no such service', 'arn:aws:s3:::bucket/key', []],
])('a secret of a container from %s', (_, from, found) => {
  const references = newReferences(secrets(from), {}, HOME)
  expect(references.map(({ kind, region, names }) => [kind, region, ...names].join(' '))).toEqual(found)
})

test.each([
  [{ 'awslogs-group': '/ecs/api', 'awslogs-region': 'us-east-1' }, 'awslogs', ['us-east-1 /ecs/api']],
  [{ 'awslogs-group': '/ecs/api' }, 'awslogs', ['eu-west-1 /ecs/api']],
  [{ 'awslogs-group': '/ecs/api', 'awslogs-create-group': 'true' }, 'awslogs', []],
  [{ 'awslogs-group': '/ecs/api', 'awslogs-create-group': 'false' }, 'awslogs', ['eu-west-1 /ecs/api']],
  [{ 'splunk-url': 'x' }, 'splunk', []],
] as const)('the log group of %j by %s', (options, driver, found) => {
  const references = newReferences(logs(options, driver), {}, HOME)
  expect(references.map(({ region, names }) => `${region} ${names[0]}`)).toEqual(found)
})

test('what the options of a log and the login to a registry come from', () => {
  const document = {
    containerDefinitions: [
      {
        name: 'api',
        logConfiguration: {
          logDriver: 'splunk' as const,
          secretOptions: [{ name: 'splunk-token', valueFrom: '/splunk' }],
        },
        repositoryCredentials: { credentialsParameter: SECRET },
      },
    ],
  }
  expect(newReferences(document, {}, HOME).map(({ use }) => use)).toEqual([
    'the log option splunk-token of the container api',
    "the registry's login of the container api",
  ])
})

test('what runs asks for it already: it is not asked for again, whatever asks and in whichever spelling', () => {
  const live = secrets('/shop/db', `${SECRET}:user::`)
  expect(newReferences(secrets(`${PARAMETER}/shop/db`, `${SECRET}:password::`, '/shop/new'), live, HOME)).toMatchObject(
    [{ names: ['/shop/new'], use: 'the secret S2 of the container api' }],
  )
})

const login = (credentialsParameter: string) => ({
  containerDefinitions: [{ name: 'proxy', repositoryCredentials: { credentialsParameter } }],
})
const LOGIN = SECRET.replace('shop/api', 'dockerhub')

test("a registry's login by its name is a secret, and never a parameter", () => {
  expect(newReferences(login('dockerhub'), {}, HOME)).toEqual([
    { kind: 'secret', names: ['dockerhub'], region: 'eu-west-1', use: "the registry's login of the container proxy" },
  ])
  expect(newReferences(secrets('dockerhub'), login('dockerhub'), HOME)).toMatchObject([{ kind: 'parameter' }])
})

test.each<[string, object, object, boolean]>([
  ['a name, where the ARN is there', login('dockerhub'), login(LOGIN), false],
  ['an ARN, where the name is there', login(LOGIN), login('dockerhub'), false],
  ['another name', login('docker'), login(LOGIN), true],
  ['a name that ends as an ARN does', login('dockerhub-AbCdEf'), login('dockerhub'), true],
  ['an ARN of the secret that was made anew', login(LOGIN.replace('AbCdEf', 'GhIjKl')), login(LOGIN), true],
  ['a parameter without a path by its ARN', secrets(`${PARAMETER}/db`), secrets('db'), false],
])('%s', (_, document, live, isNew) => {
  expect(newReferences(document, live, HOME)).toHaveLength(isNew ? 1 : 0)
})
