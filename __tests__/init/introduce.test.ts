/** What `command: init` prints of services as AWS describes them. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import { introduce } from '../../src/init/introduce.ts'
import type { Init } from '../../src/request/request.ts'
import { type Answer, openWire, says, type Wire } from '../edge/wire.ts'

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const arn = (resource: string) => `arn:aws:ecs:eu-west-1:123456789012:${resource}`

let wire: Wire
beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())

const runner = {
  run: {
    repository: 'acme/shop',
    url: 'https://ghe.acme.com/acme/shop/actions/runs/1',
    workspace: mkdtempSync(join(tmpdir(), 'evenkeel-init-')),
    trusted: { repository: { name: 'acme/shop', id: '700', ownerId: '7' }, branch: 'main' },
  },
  say: () => {},
  mask: () => {},
  group: (_: string, body: () => unknown) => body(),
  patiently: (_: unknown, work: unknown) => work,
} as unknown as Runner

const service = (serviceName: string, more: object = {}) => ({
  serviceName,
  clusterArn: arn('cluster/shop'),
  status: 'ACTIVE',
  desiredCount: 1,
  runningCount: 1,
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }],
  taskDefinition: arn(`task-definition/${serviceName}:1`),
  ...more,
})

/** Of these services, whose revisions have these roles. */
async function introduced(services: readonly { readonly serviceName: string }[], roles: object = {}) {
  const answer: Answer = (response, asked) => {
    const { taskDefinition = '' } = asked.body as { taskDefinition?: string }
    const name = taskDefinition.replace(/^.*\/|:\d+$/g, '')
    const containerDefinitions = [{ name, image: `${HOST}/${name}:1`, essential: true }]
    if (asked.operation === 'DescribeTaskDefinition' && name === '') {
      return void response.writeHead(400).end('{"__type":"InvalidParameterException"}')
    }
    const answers: Record<string, unknown> = {
      DescribeServices: { services },
      DescribeTaskDefinition: {
        taskDefinition: {
          taskDefinitionArn: arn(`task-definition/${name}:1`),
          family: name,
          containerDefinitions,
          ...roles,
        },
      },
      GetAuthorizationToken: {
        authorizationData: [{ authorizationToken: btoa('AWS:word'), proxyEndpoint: `https://${HOST}` }],
      },
      DescribeRepositories: { repositories: [{ imageTagMutability: 'IMMUTABLE' }] },
    }
    says(answers[asked.operation] ?? {})(response, asked)
  }
  wire.answers(answer)
  const names = services.map(({ serviceName }) => serviceName)
  const asked = { command: 'init' as const, cluster: 'shop', services: names, environment: 'prod' }
  return await introduce({ aws: wire.aws(), runner }, asked as unknown as Init)
}

test('a role that a task definition gives by its name is one that IAM knows', async () => {
  const roles = { taskRoleArn: 'path/task', executionRoleArn: 'arn:aws:iam::123456789012:role/exec' }
  const { policy } = await introduced([service('api')], roles)
  expect(policy.Statement.find(({ Sid }) => Sid === 'PassRole')?.Resource).toEqual([
    'arn:aws:iam::123456789012:role/exec',
    'arn:aws:iam::123456789012:role/path/task',
  ])
  const resources = policy.Statement.flatMap(({ Resource }) => Resource)
  expect(resources.filter(each => each !== '*' && !each.startsWith('arn:'))).toEqual([])
})

test('who may take the role is told by the GitHub that the job is of', async () => {
  const { trustPolicy } = await introduced([service('api')])
  expect(JSON.stringify(trustPolicy)).toContain('oidc-provider/ghe.acme.com/_services/token"')
})

const EXTERNAL = {
  deploymentController: { type: 'EXTERNAL' },
  deployments: [],
  taskDefinition: undefined,
  taskSets: [],
}

test('a service that stands on nothing is in the way, and the others are told all the same', async () => {
  const { manifest, policy, obstacles } = await introduced([service('api'), service('old', EXTERNAL)])
  expect(obstacles[0]).toMatchObject({ stops: true, what: 'service "old" has the deployment controller EXTERNAL' })
  expect(manifest).toContain('  api:\n')
  expect(`${manifest}${JSON.stringify(policy)}`).not.toContain('old')
})

test('of such services alone there is nothing to print', async () => {
  await expect(introduced([service('old', EXTERNAL)])).rejects.toMatchObject({
    faults: [{ code: 'EVK-206', what: 'service "old" has the deployment controller EXTERNAL' }],
  })
})
