/** A role that lacks something: what the run can do without, it does without, and says which statement is missing. */
import { afterEach, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const without = (action: string) =>
  stage.door('policy', {
    accessKeyId: 'test',
    role: 'deploy',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', NotAction: action, Resource: '*' }],
    },
  })

const HERE = 'eu-west-1:123456789012'

const PUSH = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
]

const warning = ({ log }: Run, action: string) =>
  log.find(line => line.startsWith(`::warning title=The deploy role lacks ${action.replace(':', '%3A')}::`))

test.each([
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
])('%s: docker says it, and the error as well', async action => {
  stage = await setStage()
  await without(action)
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
  const all = ['api', 'redis', 'web'].map(name => `"arn:aws:ecr:${HERE}:repository/${name}"`)
  const statement = `{"Effect":"Allow","Action":[${PUSH.map(each => `"ecr:${each}"`).join()}],"Resource":[${all.join()}]}`
  expect(run.report.failure).toMatchObject({ code: 'EVK-501', title: `The deploy role lacks ${action}` })
  expect(run.report.failure.advice).toContain(statement)
  expect(run.log.find(line => line.startsWith('::error'))).toContain(action)
})

test.each(['ecs:TagResource', 'iam:PassRole'])('%s: all that a registration needs, in one run', async action => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  await without(action)
  const run = await stage.deploy('1.1.0', { services: 'api' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
  const registering = `{"Effect":"Allow","Action":["ecs:RegisterTaskDefinition","ecs:TagResource"],"Resource":"arn:aws:ecs:${HERE}:task-definition/api:*"}`
  expect(run.report.services.api.reason).toContain(registering)
  expect(run.report.services.api.reason).toContain(
    '"Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/',
  )
  expect(warning(run, action)).toBeUndefined()
})

test('what is missing of several repositories is one line with one statement', async () => {
  stage = await setStage()
  await without('ecr:BatchGetImage')
  const run = await stage.deploy('1.0.0')
  expect(run.report.failure.faults).toHaveLength(1)
  const all = ['api', 'redis', 'web'].map(name => `"arn:aws:ecr:${HERE}:repository/${name}"`)
  expect(run.report.failure.advice).toContain(`"Action":"ecr:BatchGetImage","Resource":[${all.join()}]`)
})

test('a builder that hides why a push was refused: the error names all that a push needs', async () => {
  stage = await setStage()
  const refusal = 'ERROR: failed to push 127.0.0.1/redis: unexpected status from POST request: 403 Forbidden'
  const run = await stage.deploy('1.0.0', {}, { DOCKER_FAILS_LAST: refusal })
  expect(run.report.failure.advice).toContain('"Action":["ecr:BatchCheckLayerAvailability","ecr:InitiateLayerUpload"')
})

test('the log of a failed task: the cause is told without it', async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  await without('logs:GetLogEvents')
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  const statement = `{"Effect":"Allow","Action":"logs:GetLogEvents","Resource":"arn:aws:logs:${HERE}:log-group:/ecs/api:log-stream:*"}`
  expect(warning(run, 'logs:GetLogEvents')).toContain(statement)
  expect(run.summary).toContain('### Permissions that were missing')
  expect(run.summary).toContain(statement)
})

test('the service-deployments API: the verdict rests on DescribeServices', async () => {
  stage = await setStage()
  await without('ecs:DescribeServiceDeployments')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.report.services.api.fallback).toBe(true)
  const resources = ['api', 'redis', 'web'].map(name => `"arn:aws:ecs:${HERE}:service-deployment/shop/${name}/*"`)
  expect(warning(run, 'ecs:DescribeServiceDeployments')).toContain(`"Resource":[${resources.join()}]`)
})

test('moving a service: nothing runs the revision that was registered, and the error says so', async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  const before = await stage.truth('api')
  await without('ecs:UpdateService')
  const run = await stage.deploy('1.1.0', { services: 'api' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
  const error = run.log.find(line => line.startsWith('::error'))
  expect(error).toContain(`"Action":"ecs:UpdateService","Resource":"arn:aws:ecs:${HERE}:service/shop/api"`)
  expect(error).toContain('Nothing runs api:3, which was registered; the service is as it was.')
  expect(error).not.toContain('Nothing was changed')
  expect(warning(run, 'ecs:UpdateService')).toBeUndefined()
  expect(await stage.truth('api')).toEqual({ ...before, revisions: (before.revisions ?? 0) + 1 })
})

test('the clusters there are: the mistyped one is refused all the same', async () => {
  stage = await setStage()
  await without('ecs:ListClusters')
  stage.write({ 'evenkeel.yml': 'cluster: shopp\nservices:\n  api:\n    build: api\n' })
  const run = await stage.deploy('1.0.0')
  expect(run.report.failure.code).toBe('EVK-201')
  expect(warning(run, 'ecs:ListClusters')).toContain('{"Effect":"Allow","Action":"ecs:ListClusters","Resource":"*"}')
})

const ALARMS = { alarmNames: ['api-5xx', 'api-latency'], enable: true, rollback: true }
const guarded = () =>
  setStage({
    service: name =>
      name === 'api'
        ? {
            deploymentConfiguration: {
              alarms: ALARMS,
              deploymentCircuitBreaker: { enable: true, rollback: true },
            },
          }
        : {},
  })

test('the state of the alarms: the rollout goes on', async () => {
  stage = await guarded()
  await without('cloudwatch:DescribeAlarms')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(warning(run, 'cloudwatch:DescribeAlarms')).toContain(`"Resource":"arn:aws:cloudwatch:${HERE}:alarm:api-5xx"`)
})

test('an alarm that rings before the rollout guards nothing, and a warning says so', async () => {
  stage = await guarded()
  await stage.deploy('1.0.0')
  await stage.door('alarms', { 'api-latency': 'ALARM' })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const warned = run.log.filter(line => line.startsWith('::warning'))
  expect(warned).toEqual([
    expect.stringMatching(/^::warning title=api is not guarded.*In ALARM already: api-latency\./),
  ])
})

test('an alarm that begins to ring takes the rollout back', async () => {
  stage = await guarded()
  await stage.deploy('1.0.0')
  let rung = Promise.resolve<unknown>(undefined)
  const sha = stage.commit('1.1.0')
  const run = await stage.run(
    {},
    {
      env: { GITHUB_SHA: sha },
      onLine: line => {
        if (line.startsWith('api') && line.includes('1.1.0')) rung = stage.door('alarms', { 'api-5xx': 'ALARM' })
      },
    },
  )
  await rung
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.services.api.reason).toMatch(/alarms were triggered \(api-5xx\)$/)
})
