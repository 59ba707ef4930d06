/** `command: init`: from a service that somebody made in the console to its first green deploy, in one look. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { log, type Run, type Stage, setStage } from './stage.ts'

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const SECRET = 'hunter2-is-no-password'
const LOGGED = {
  logDriver: 'awslogs' as const,
  options: { 'awslogs-group': '/ecs/td-shop', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
}
const DEFINITION = {
  family: 'td-shop',
  networkMode: 'awsvpc' as const,
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  taskRoleArn: 'arn:aws:iam::123456789012:role/shop-task',
  containerDefinitions: [
    {
      name: 'datadog',
      image: 'public.ecr.aws/datadog/agent:7',
      essential: false,
      environment: [{ name: 'DD_API_KEY', value: SECRET }],
    },
    {
      name: 'backend',
      image: `${HOST}/shop/backend:latest`,
      essential: true,
      environment: [{ name: 'TOKEN', value: SECRET }],
      logConfiguration: LOGGED,
    },
  ],
}
const ASKED = { command: 'init', cluster: 'Legacy', services: 'Shop_API', environment: 'prod' }
const LATEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${'1'.repeat(64)}`, size: 2 },
  layers: [],
})

let stage: Stage
beforeEach(async () => {
  stage = await setStage({ manifest: '' })
  const { ecs, ecr, logs } = stage
  await ecr.createRepository({ repositoryName: 'shop/backend', imageTagMutability: 'IMMUTABLE' })
  await ecr.putImage({ repositoryName: 'shop/backend', imageTag: 'latest', imageManifest: LATEST })
  await logs.createLogGroup({ logGroupName: '/ecs/td-shop' })
  await ecs.createCluster({ clusterName: 'Legacy' })
  await ecs.registerTaskDefinition(DEFINITION)
  await ecs.createService({
    cluster: 'Legacy',
    serviceName: 'Shop_API',
    taskDefinition: 'td-shop',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: {
      alarms: { alarmNames: ['shop-5xx'], enable: true, rollback: true },
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
  })
  await stage.advance(600)
  stage.write({ 'backend/Dockerfile': 'FROM scratch\nCOPY backend /\n', 'backend/backend': 'one\n' })
})
afterEach(() => stage.close())

const init = async (inputs: Record<string, string> = {}, env: Record<string, string> = {}) =>
  await stage.run(
    { ...ASKED, ...inputs },
    { env: { GITHUB_REPOSITORY_ID: '700', GITHUB_REPOSITORY_OWNER_ID: '7', ...env } },
  )

interface Statement {
  readonly Sid?: string
  readonly Action: readonly string[]
  readonly Effect?: string
  readonly Resource?: string | readonly string[]
}
const statementsIn = ({ outputs }: Run): Statement[] => JSON.parse(outputs.policy ?? '').Statement

const restrict = async (accessKeyId: string, statements: readonly object[]) =>
  await stage.door('policy', {
    accessKeyId,
    role: 'deploy',
    document: { Version: '2012-10-17', Statement: statements },
  })

/** As the role of that policy, with the manifest that was printed. */
async function deployer(introduced: Run, without = '') {
  stage.write({ 'evenkeel.yml': `${introduced.outputs.manifest}\n` })
  await restrict(
    'deployer',
    statementsIn(introduced).filter(({ Sid }) => Sid !== without),
  )
  return async (version: string, inputs: Record<string, string> = {}) => {
    stage.write({ 'backend/backend': `${version}\n` })
    const env = { AWS_ACCESS_KEY_ID: 'deployer' }
    return await stage.deploy(version, { environment: 'prod', ...inputs }, env)
  }
}

const rollBack = async () =>
  await stage.run(
    { environment: 'prod', command: 'rollback', to: '1.0.0', reason: 'too slow' },
    { env: { AWS_ACCESS_KEY_ID: 'deployer' } },
  )

test('what it prints is enough: the first deploy is green, and so are the way back and what fails', async () => {
  const introduced = await init()
  expect(introduced.exitCode).toBe(0)
  const deploy = await deployer(introduced)
  const first = await deploy('1.0.0')
  expect(first).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(first.log.filter(line => line.startsWith('::warning'))).toEqual([])
  expect((await deploy('1.1.0')).outputs.outcome).toBe('deployed')
  expect(await rollBack()).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

test('it reads, and shows no value of a variable', async () => {
  const before = (await stage.requests()).length
  const run = await init()
  const asked = (await stage.requests()).slice(before).map(({ operation }) => operation)
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter(each => !/^(Describe|List|Get)/.test(each))).toEqual([])
  expect([...run.log, run.summary, ...Object.values(run.outputs)].join('\n')).not.toContain(SECRET)
  stage.expectTranscript('init', run)
})

test('the manifest of docs/getting-started.md is what it prints', async () => {
  const { manifest = '' } = (await init()).outputs
  expect(readFileSync('docs/getting-started.md', 'utf8')).toContain(manifest.replace(/^/gm, '   '))
})

test('two programs of one Dockerfile and one repository stay two', async () => {
  const { ecs } = stage
  for (const name of ['api', 'worker']) {
    const image = `${HOST}/shop/backend:${name}-17`
    await ecs.registerTaskDefinition({
      ...DEFINITION,
      family: name,
      containerDefinitions: [{ name, image, essential: true }],
    })
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } }
    const service = { serviceName: name, taskDefinition: name, desiredCount: 0, networkConfiguration }
    await ecs.createService({ cluster: 'Legacy', ...service })
  }
  const stages = ['FROM scratch AS base', 'FROM base AS worker', 'LABEL of=worker', 'FROM base AS api', 'LABEL of=api']
  for (const each of ['api', 'worker', 'backend']) rmSync(join(stage.folder, each), { recursive: true, force: true })
  stage.write({ Dockerfile: stages.join('\n') })
  const introduced = await init({ services: 'api, worker' })
  expect(introduced.log.filter(line => line.startsWith('before the first deploy'))).toEqual([])
  stage.write({ 'evenkeel.yml': `${introduced.outputs.manifest}\n` })
  const run = await stage.deploy('1.0.0', { command: 'build', environment: 'prod' })
  expect(run.exitCode).toBe(0)
  expect(stage.builds().map(([, { target }]) => target)).toEqual([undefined, 'worker'])
})

test('a proxy and a program in two containers: the first deploy moves all three', async () => {
  const { ecs, ecr } = stage
  for (const repositoryName of ['shop/proxy', 'shop/front']) {
    await ecr.createRepository({ repositoryName, imageTagMutability: 'IMMUTABLE' })
    await ecr.putImage({ repositoryName, imageTag: 'latest', imageManifest: LATEST })
  }
  const [PROXY, FRONT] = [`${HOST}/shop/proxy:latest`, `${HOST}/shop/front:latest`]
  await ecs.registerTaskDefinition({
    ...DEFINITION,
    family: 'trio',
    containerDefinitions: [
      { name: 'proxy', image: PROXY, essential: true, logConfiguration: LOGGED },
      { name: 'app', image: FRONT, essential: true },
      { name: 'worker', image: FRONT, essential: false },
    ],
  })
  await ecs.createService({
    cluster: 'Legacy',
    serviceName: 'trio',
    taskDefinition: 'trio',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  })
  await stage.advance(600)
  stage.write({
    'proxy/Dockerfile': 'FROM scratch\nCOPY conf /\n',
    'proxy/conf': 'one\n',
    Dockerfile: 'FROM scratch\nCOPY src /\n',
    'src/main': 'one\n',
  })
  const introduced = await init({ services: 'trio' })
  expect(introduced.log.filter(line => line.startsWith('before the first deploy'))).toEqual([])
  stage.write({ 'evenkeel.yml': `${introduced.outputs.manifest}\n` })
  const run = await stage.deploy('1.0.0', { environment: 'prod' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: 'trio' })
  const [proxy = '', app = '', worker] = (taskDefinition?.containerDefinitions ?? []).map(({ image }) => image)
  expect(proxy).toContain('/shop/proxy@sha256:')
  expect(app).toContain('/shop/front@sha256:')
  expect(worker).toBe(app)
  expect(log(run)).not.toContain('stays on')
})

/** A run that needs what the statement gives. */
const NEEDING: Record<string, (deploy: Awaited<ReturnType<typeof deployer>>) => Promise<Run>> = {
  TaskDefNote: async deploy => {
    await deploy('1.0.0')
    await deploy('1.1.0')
    return await rollBack()
  },
  Logs: async deploy => {
    await deploy('1.0.0')
    await stage.door('fates', { match: { service: 'Shop_API', version: '1.1.0' }, behaviour: 'crashing' })
    return await deploy('1.1.0')
  },
  DiagnoseClusters: async deploy => {
    stage.write({
      'wrong.yml':
        'cluster: Legacyy\nservices: { Shop_API: { container: backend, repository: shop/backend, build: backend } }\n',
    })
    return await deploy('1.0.0', { manifest: 'wrong.yml', environment: '' })
  },
}

test.each([
  ['EcrLogin', 'ecr:GetAuthorizationToken'],
  ['EcrPush', 'ecr:BatchGetImage'],
  ['TaskDefWrite', 'ecs:RegisterTaskDefinition'],
  ['TaskDefTag', 'ecs:TagResource'],
  ['TaskDefNote', 'ecs:TagResource'],
  ['TaskDefRead', 'ecs:DescribeTaskDefinition'],
  ['Service', 'ecs:DescribeServices'],
  ['Deployment', 'ecs:DescribeServiceDeployments'],
  ['DiagnoseTasks', 'ecs:DescribeTasks'],
  ['DiagnoseLists', 'ecs:ListTasks'],
  ['DiagnoseClusters', 'ecs:ListClusters'],
  ['PassRole', 'iam:PassRole'],
  ['Alarms', 'cloudwatch:DescribeAlarms'],
  ['Logs', 'logs:GetLogEvents'],
])('and no more: without %s a run says that it lacks %s', async (sid, action) => {
  const introduced = await init()
  expect(statementsIn(introduced).map(({ Sid }) => Sid)).toContain(sid)
  const deploy = await deployer(introduced, sid)
  const run = await (NEEDING[sid] ?? (each => each('1.0.0')))(deploy)
  const told = run.log.filter(line => /^::(error|warning)/.test(line)).join('\n')
  expect(told.replaceAll('%3A', ':')).toContain(action)
})

test('it names no statement that these rows leave out', async () => {
  const sids = statementsIn(await init()).map(({ Sid }) => Sid)
  expect(sids).toHaveLength(14)
})

/** The policy of AWS's own deploy action, as its README has it. */
const CLASSIC = [
  { Effect: 'Allow', Action: 'ecs:RegisterTaskDefinition', Resource: '*' },
  { Effect: 'Allow', Action: 'iam:PassRole', Resource: DEFINITION.executionRoleArn },
  { Effect: 'Allow', Action: ['ecs:UpdateService', 'ecs:DescribeServices'], Resource: '*' },
]

describe('with the role that the service is deployed with today', () => {
  test('which cannot read a task definition: everything that reading takes is told at once', async () => {
    await restrict('classic', CLASSIC)
    const run = await init({}, { AWS_ACCESS_KEY_ID: 'classic' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    const { faults } = run.report.failure
    expect(faults).toEqual([expect.objectContaining({ code: 'EVK-216' })])
    const [, statement = ''] = /give them: (.*)$/.exec(faults[0].fix) ?? []
    await restrict('classic', [...CLASSIC, JSON.parse(statement)])
    const again = await init({}, { AWS_ACCESS_KEY_ID: 'classic' })
    expect(again.exitCode).toBe(0)
    expect(log(again)).not.toContain('these credentials lack')
  })

  test('which can: what else a deploy asks for is one line', async () => {
    await restrict('classic', [...CLASSIC, { Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' }])
    const run = await init({}, { AWS_ACCESS_KEY_ID: 'classic' })
    expect(run.exitCode).toBe(0)
    expect(statementsIn(run)).toEqual(statementsIn(await init()))
    expect(run.log.find(line => line.includes('these credentials lack'))).toContain(
      [
        'cloudwatch:DescribeAlarms, ecr:DescribeRepositories, ecr:GetAuthorizationToken, ecs:DescribeServiceDeployments',
        'ecs:DescribeTasks, ecs:ListServiceDeployments, ecs:ListTasks',
      ].join(', '),
    )
  })
})

test.each<[string, Record<string, string>, string[]]>([
  [
    'a cluster that is not there',
    { cluster: 'Legacyy' },
    ['EVK-201 cluster "Legacyy" is not in eu-west-1, did you mean "Legacy"?'],
  ],
  [
    'services that are not there',
    { services: 'Shop_APY, worker' },
    [
      'EVK-202 service "Shop_APY" is not in cluster "Legacy", did you mean "Shop_API"?',
      'EVK-202 service "worker" is not in cluster "Legacy"',
    ],
  ],
  [
    'nothing that is named',
    { cluster: '', services: '', to: '1.0.0' },
    [
      'EVK-100 input cluster is empty, and command is init',
      'EVK-100 input services is empty, and command is init',
      'EVK-106 input to is "1.0.0", but command is init',
    ],
  ],
  [
    'an ARN of a service, an environment that cannot be one, a cluster of another region',
    { services: 'arn:aws:ecs:eu-west-1:123456789012:service/Legacy/Shop_API', environment: 'a b' },
    [
      'EVK-100 input services is "arn:aws:ecs:eu-west-1:123456789012:service/Legacy/Shop_API"',
      'EVK-100 input environment is "a b"',
    ],
  ],
  [
    'a cluster of another region',
    { cluster: 'arn:aws:ecs:eu-west-2:123456789012:cluster/Legacy' },
    [
      'EVK-209 cluster "arn:aws:ecs:eu-west-2:123456789012:cluster/Legacy" is in eu-west-2, and this run acts in eu-west-1',
    ],
  ],
  ['an input of another command', { image: 'nginx:1' }, ['EVK-106 input image is "nginx:1", but command is init']],
])('refused: %s', async (_, inputs, expected) => {
  const run = await init(inputs)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.outputs.manifest).toBeUndefined()
  const told = run.report.failure.faults.map(({ code, what }: { code: string; what: string }) => `${code} ${what}`)
  expect(told).toEqual(expect.arrayContaining(expected))
  if (inputs.command === undefined) expect(told).toHaveLength(expected.length)
})

const update = async (changes: object) =>
  await stage.ecs.updateService({ cluster: 'Legacy', service: 'Shop_API', ...changes })
const register = async (changes: object) => {
  await stage.ecs.registerTaskDefinition({ ...DEFINITION, ...changes })
}
const [SIDECAR, BACKEND] = DEFINITION.containerDefinitions

test.each<[string, () => Promise<unknown>, string]>([
  [
    'no repository',
    () => stage.ecr.deleteRepository({ repositoryName: 'shop/backend', force: true }),
    'before the first deploy  the ECR repository "shop/backend" does not exist.',
  ],
  [
    'tags that move',
    () => stage.ecr.putImageTagMutability({ repositoryName: 'shop/backend', imageTagMutability: 'MUTABLE' }),
    'good to know  the tags of "shop/backend" can be moved.',
  ],
  [
    'no breaker and no alarm',
    () =>
      update({
        deploymentConfiguration: {
          alarms: { alarmNames: [], enable: false, rollback: false },
          deploymentCircuitBreaker: { enable: false, rollback: false },
        },
      }),
    'good to know  service "Shop_API": It has no deployment circuit breaker and no deployment alarm',
  ],
  [
    'no room to roll out',
    () =>
      update({
        deploymentConfiguration: { minimumHealthyPercent: 99, maximumPercent: 100 },
        availabilityZoneRebalancing: 'DISABLED',
      }),
    'before the first deploy  service "Shop_API" can never roll out',
  ],
  ['scaled to 0', () => update({ desiredCount: 0 }), 'before the first deploy  service "Shop_API" was scaled to 0'],
  [
    'an alarm that rings',
    () => stage.door('alarms', { 'shop-5xx': 'ALARM' }),
    'good to know  in ALARM already: shop-5xx.',
  ],
  [
    'no execution role',
    () =>
      register({
        executionRoleArn: undefined,
        containerDefinitions: [{ ...BACKEND, image: 'nginx:1.29', logConfiguration: undefined }],
      }),
    'before the first deploy  service "Shop_API" has no execution role',
  ],
  [
    'no log',
    () => register({ containerDefinitions: [SIDECAR, { ...BACKEND, logConfiguration: undefined }] }),
    'good to know  service "Shop_API": backend has no log configuration',
  ],
  [
    'an image of everybody’s',
    () => register({ containerDefinitions: [{ ...BACKEND, image: 'nginx:latest' }] }),
    'before the first deploy  the ECR repository "shop-api" does not exist.',
  ],
  [
    'another account’s registry',
    () => register({ containerDefinitions: [{ ...BACKEND, image: `${HOST.replace('1234', '9999')}/shop/backend:1` }] }),
    'before the first deploy  the repository "999956789012.dkr.ecr.eu-west-1.amazonaws.com/shop/backend" is of account',
  ],
  [
    'another registry',
    () => register({ containerDefinitions: [{ ...BACKEND, image: 'ghcr.io/acme/shop:1' }] }),
    'before the first deploy  the repository "ghcr.io/acme/shop" is not of ECR. Run docker/login-action for ghcr.io',
  ],
  [
    'ARM64',
    () => register({ runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } }),
    'good to know  service "Shop_API" runs on ARM64.',
  ],
  [
    'no Dockerfile',
    async () => rmSync(join(stage.folder, 'backend'), { recursive: true }),
    'before the first deploy  services.Shop_API.build.dockerfile "./Dockerfile"',
  ],
])('in the way: %s', async (_, change, line) => {
  await change()
  const run = await init()
  expect(run.exitCode).toBe(0)
  expect(run.log.filter(each => each.includes(line))).toHaveLength(1)
  expect(log(run)).not.toContain('::error')
})
