/** What counts as success, and what it is called: read off the revision that moves, and off its tasks. */
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, expect, test } from '@jest/globals'
import { definitionOf, log, ONE, type Options, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const open = async (options: Options = {}) => {
  stage = await setStage({ manifest: ONE, ...options })
}

const CHECK = { command: ['CMD', 'true'], interval: 10, timeout: 5, retries: 3, startPeriod: 10 }
const UNCHECKED = { healthCheck: undefined }

test('a rollback past the release that added the health check: its tasks have none, and need none', async () => {
  await open({ container: () => UNCHECKED })
  await stage.deploy('1.0.0')
  await stage.ecs.registerTaskDefinition(definitionOf('api'))
  const added = await stage.deploy('1.1.0')
  expect(added).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed' } } })
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(back.report.seconds).toBeLessThan(300)
})

test('a rollback past the release that took the check away: its tasks have to be HEALTHY', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.ecs.registerTaskDefinition(definitionOf('api', UNCHECKED))
  await stage.deploy('1.1.0')
  await stage.fate('api', '1.0.0', 'unhealthy')
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(back.report.services.api.evidence.cause.kind).toBe('never-healthy')
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', running: 2 })
})

const sidecar = (more: object) => [
  { name: 'agent', image: 'public.ecr.aws/docker/library/busybox:2', essential: false, healthCheck: CHECK, ...more },
]

test('the only check is on a container that is not essential: ECS calls the tasks UNKNOWN, and they are well', async () => {
  await open({ container: () => UNCHECKED, beside: name => (name === 'api' ? sidecar({}) : []) })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.report.seconds).toBeLessThan(300)
  expect((await stage.truth('api')).history[0]).toBe('SUCCESSFUL')
})

/** A target group whose drain of a minute keeps old tasks running. */
async function draining(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const elb = new ElasticLoadBalancingV2Client({ endpoint, region: 'eu-west-1', credentials })
  const settings = {
    Name: 'api',
    Port: 8080,
    Protocol: 'HTTP',
    TargetType: 'ip',
    HealthCheckIntervalSeconds: 5,
  } as const
  const { TargetGroups = [] } = await elb.send(new CreateTargetGroupCommand(settings))
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? ''
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }]
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }))
  const { LoadBalancers = [] } = await elb.send(new CreateLoadBalancerCommand({ Name: 'shop' }))
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn }]
  const { LoadBalancerArn } = LoadBalancers[0] ?? {}
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions }))
  return TargetGroupArn
}

const early = (
  healthyPercent: number,
  sourceServiceRevisionCleanup: 'BLOCKING' | 'DEFERRED',
  desiredCount = 24,
): Options => ({
  manifest: ONE.replace('2', String(desiredCount)),
  service: async (name, url) => ({
    ...(name === 'api' && {
      loadBalancers: [{ targetGroupArn: await draining(url), containerName: name, containerPort: 8080 }],
    }),
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 50,
      maximumPercent: 200,
      earlySuccessCriteria: { enable: true, healthyPercent, sourceServiceRevisionCleanup },
    },
  }),
})

test.each(['BLOCKING', 'DEFERRED'] as const)(
  'early success, %s: half of the tasks are as many as the service asks',
  async cleanup => {
    await open(early(50, cleanup))
    await stage.deploy('1.0.0')
    stage.advance(1800)
    await stage.fate('api', '1.1.0', 'stuck-pulling')
    await stage.fate('api', '1.1.0', 'healthy', { times: 12 })
    const run = await stage.deploy('1.1.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(run.services.api.reason).toContain('12 of 24 tasks run api:3 and are healthy, as the service')
    expect(run.report.seconds).toBeLessThan(600)
    const old = run.report.services.api.running.find((each: { version: string }) => each.version === '1.0.0')
    expect(old !== undefined).toBe(cleanup === 'DEFERRED')
    expect(run.services.api.reason.includes('older still stop')).toBe(cleanup === 'DEFERRED')
  },
)

test('early success asks for more than are healthy: not deployed, and the number is told', async () => {
  await open(early(50, 'BLOCKING', 4))
  await stage.deploy('1.0.0')
  stage.advance(1800)
  await stage.fate('api', '1.1.0', 'stuck-pulling')
  await stage.fate('api', '1.1.0', 'healthy', { times: 1 })
  const run = await stage.deploy('1.1.0', { timeout: '10m' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
  expect(run.services.api.reason).toContain('1 of 4 tasks to run')
})

test('early success that is switched off: every task counts', async () => {
  const off = early(50, 'BLOCKING', 4)
  await open({
    ...off,
    service: () => ({
      deploymentConfiguration: {
        earlySuccessCriteria: { enable: false, healthyPercent: 50, sourceServiceRevisionCleanup: 'BLOCKING' },
      },
    }),
  })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'stuck-pulling')
  await stage.fate('api', '1.1.0', 'healthy', { times: 2 })
  const run = await stage.deploy('1.1.0', { timeout: '10m' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
})

const IMAGE = '/shop/api/image'
const told = async () =>
  await stage.ssm.getParameter({ Name: IMAGE }).then(
    ({ Parameter }) => Parameter?.Value,
    () => 'nothing',
  )
const sameCommit = () => stage.run({ timeout: '3m' }, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })

const INFORMED = { manifest: `${ONE}    image-parameter: ${IMAGE}\n` }

test('the image is live and its tasks are UNHEALTHY: not unchanged, and Terraform is not told', async () => {
  await open(INFORMED)
  await stage.deploy('1.0.0')
  await stage.ssm.deleteParameter({ Name: IMAGE })
  await stage.fault('DescribeTasks', 'merge', {
    times: null,
    fields: { tasks: await unwell({ healthStatus: 'UNHEALTHY' }) },
  })
  const run = await sameCommit()
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
  expect(log(run)).toContain('is not well')
  expect(await told()).toBe('nothing')
  await stage.calm()
  expect(await sameCommit()).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  expect(await told()).toContain('sha256:')
})

test('the image is live in name, and the tasks run another digest: not unchanged', async () => {
  await open(INFORMED)
  await stage.deploy('1.0.0')
  await stage.ssm.deleteParameter({ Name: IMAGE })
  const containers = [{ name: 'api', imageDigest: `sha256:${'0'.repeat(64)}` }]
  await stage.fault('DescribeTasks', 'merge', { times: null, fields: { tasks: await unwell({ containers }) } })
  const run = await sameCommit()
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
  expect(run.services.api.reason).toContain(`it runs sha256:${'0'.repeat(64)}`)
  expect(await told()).toBe('nothing')
})

test.each([
  ['false', 1],
  ['true', 0],
] as const)(
  'the image is live and the service at 0 (allow-no-tasks: %s): no-tasks, and Terraform is not told',
  async (allowed, exitCode) => {
    await open(INFORMED)
    await stage.deploy('1.0.0')
    await stage.ssm.deleteParameter({ Name: IMAGE })
    await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
    stage.advance(300)
    const run = await stage.run({ 'allow-no-tasks': allowed }, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
    expect(run).toMatchObject({ exitCode, outputs: { outcome: 'no-tasks' } })
    expect(await told()).toBe('nothing')
  },
)

test('a rollback to what is live while its tasks are not well: not unchanged either', async () => {
  await open(INFORMED)
  await stage.deploy('1.0.0')
  await stage.fault('DescribeTasks', 'merge', {
    times: null,
    fields: { tasks: await unwell({ healthStatus: 'UNHEALTHY' }) },
  })
  const run = await stage.run({ command: 'rollback', to: '1.0.0', timeout: '3m' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
})

/** The tasks of api as they are, with this changed. */
async function unwell(changed: object) {
  const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })
  const { tasks = [] } = await stage.ecs.describeTasks({ cluster: 'shop', tasks: taskArns })
  return tasks.map(({ taskArn, taskDefinitionArn, lastStatus, healthStatus, containers }) => ({
    taskArn,
    taskDefinitionArn,
    lastStatus,
    healthStatus,
    containers,
    ...changed,
  }))
}

const slow = async () => await stage.door('breaker', { rollbackDelaySeconds: 40 })

test('a tripped breaker whose rollback comes 40 s later: waited for', async () => {
  await open()
  await stage.deploy('1.0.0')
  await slow()
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('the same where DescribeServices alone can be asked', async () => {
  await open()
  await stage.deploy('1.0.0')
  await slow()
  await stage.fault('ListServiceDeployments', 'access-denied', { times: null })
  await stage.fault('DescribeServiceDeployments', 'access-denied', { times: null })
  await stage.fate('api', '1.1.0', 'unhealthy')
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.report.services.api.fallback).toBe(true)
})

test('nothing to go back to: the wait for a rollback ends', async () => {
  await open()
  await slow()
  await stage.fate('api', '1.0.0', 'crashing')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
})
