// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** The manifest says what a release changes of the shape: variables, sizes, the task definition itself, the count, the cluster. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { log, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const one = (more: string) =>
  `cluster: shop\nservices:\n  api:\n    build: api\n    initial-count: 2\n${more.replace(/^/gm, '    ')}\n`
async function definition() {
  const { services: [service] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['api'] })
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: service?.taskDefinition ?? '' })
  return taskDefinition as NonNullable<typeof taskDefinition>
}
const again = async () => expect(await stage.run()).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })

test('variables, secrets, sizes and command: told by name, never by value, and the same run again is unchanged', async () => {
  stage = await setStage({
    manifest: one(
      'environment: { FEATURE: "on", BUILD: "${version}", HIDDEN: "${env.HIDDEN}", OLD: }\nsecrets: { KEY: /shop/key }\ncpu: 512\nmemory: 1 GB\ncommand: [serve, --fast]',
    ),
    container: () => ({
      environment: [
        { name: 'OLD', value: 'x' },
        { name: 'KEPT', value: 'y' },
      ],
    }),
  })
  await stage.ssm.putParameter({ Name: '/shop/key', Value: 'v', Type: 'String' })
  const run = await stage.deploy('1.0.0', {}, { HIDDEN: 'f00-b4r-s3cr3t' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const { cpu, memory, containerDefinitions: [app] = [] } = await definition()
  expect({ cpu, memory }).toEqual({ cpu: '512', memory: '1024' })
  expect(app?.command).toEqual(['serve', '--fast'])
  expect(app?.environment).toEqual([
    { name: 'KEPT', value: 'y' },
    { name: 'FEATURE', value: 'on' },
    { name: 'BUILD', value: '1.0.0' },
    { name: 'HIDDEN', value: 'f00-b4r-s3cr3t' },
  ])
  expect(app?.secrets).toEqual([{ name: 'KEY', valueFrom: '/shop/key' }])
  expect(log(run)).toContain(
    'api  also changes: cpu 256 → 512, memory 512 → 1024, command changed, environment + BUILD + FEATURE + HIDDEN - OLD, secrets + KEY',
  )
  expect(log(run).replaceAll(/::add-mask::.*/g, '')).not.toContain('f00-b4r-s3cr3t')
  expect(await stage.run({}, { env: { HIDDEN: 'f00-b4r-s3cr3t' } })).toMatchObject({
    exitCode: 0,
    outputs: { outcome: 'unchanged' },
  })
}, 60_000)

test('an environment takes away what the top says: the command is the image’s own, count and sizes are as they were', async () => {
  const top =
    'cluster: shop\nservices:\n  api: { build: api, command: [serve], cpu: 512, memory: 1 GB, desired-count: 3 }\nenvironments:\n'
  const own = '  prod: { services: { api: { command: , cpu: , memory: , desired-count: } } }\n'
  stage = await setStage({ manifest: `${top}${own}  other: {}\n`, container: () => ({ command: ['before'] }) })
  expect(await stage.deploy('1.0.0', { environment: 'prod' })).toMatchObject({
    exitCode: 0,
    outputs: { outcome: 'deployed' },
  })
  const taken = await definition()
  expect(taken).toMatchObject({ cpu: '256', memory: '512' })
  expect(taken.containerDefinitions?.[0]).not.toHaveProperty('command')
  const count = async () =>
    (await stage.ecs.describeServices({ cluster: 'shop', services: ['api'] })).services?.[0]?.desiredCount
  const before = await count()
  expect(before).not.toBe(3)
  expect(await stage.run({ environment: 'prod' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  expect(await stage.run({ environment: 'other' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(await definition()).toMatchObject({
    cpu: '512',
    memory: '1024',
    containerDefinitions: [{ command: ['serve'] }],
  })
  expect(await count()).toBe(3)
}, 60_000)

test('a service that an environment is without is neither built nor moved, and nobody waits for it', async () => {
  stage = await setStage({
    manifest:
      'cluster: shop\nservices:\n  redis: { build: redis }\n  api: { build: api, needs: redis, initial-count: 1 }\nenvironments:\n  small: { services: { redis: { absent: true } } }\n  whole: {}\n',
  })
  const run = await stage.deploy('1.0.0', { environment: 'small' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(Object.keys(JSON.parse(run.outputs.services ?? ''))).toEqual(['api'])
  expect(stage.docker().join('\n')).not.toContain('redis')
  const named = await stage.run({ environment: 'small', services: 'redis' })
  expect(named.outputs.outcome).toBe('refused')
  expect(log(named)).toContain('input services: "redis" is absent in this environment')
}, 60_000)

test('a variable that the job has not, and a size that Fargate has not: refused before anything is built', async () => {
  stage = await setStage({ manifest: one('environment: { A: "${env.NONE}" }') })
  const unset = await stage.deploy('1.0.0')
  expect(unset.outputs.outcome).toBe('refused')
  expect(log(unset)).toContain('services.api.environment.A: the job has no variable NONE')
  stage.write({ 'evenkeel.yml': one('cpu: 512\nmemory: 512') })
  const size = await stage.run()
  expect(size.outputs.outcome).toBe('refused')
  expect(log(size)).toContain('Fargate has no size of cpu 512 and memory 512')
  expect(stage.docker()).toEqual([])
}, 60_000)

describe('task-definition', () => {
  const written = (more: object = {}) => ({
    family: 'something-else',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    revision: 7,
    containerDefinitions: [
      {
        name: 'api',
        image: '<IMAGE>',
        portMappings: [{ containerPort: 8080 }],
        environment: [
          { name: 'B', value: '${version}' },
          { name: 'A', value: 'x' },
        ],
      },
      { name: 'agent', image: 'public.ecr.aws/agent:1', essential: false },
    ],
    ...more,
  })

  test('a file of the repository, with placeholders: a revision of the service’s own family, unchanged when run again', async () => {
    stage = await setStage({ manifest: one('task-definition: deploy/api.json') })
    stage.write({ 'deploy/api.json': JSON.stringify(written()) })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    const { family, containerDefinitions = [] } = await definition()
    expect(family).toBe('api')
    expect(containerDefinitions.map(({ name }) => name)).toEqual(['api', 'agent'])
    expect(containerDefinitions[0]?.image).toMatch(/\/api@sha256:/)
    expect(containerDefinitions[0]?.environment).toContainEqual({ name: 'B', value: '1.0.0' })
    await again()
  }, 60_000)

  test('keys that nobody here knows and ECS keeps: sent, and no change in the next run', async () => {
    stage = await setStage({ manifest: one('task-definition: api.json') })
    const { containerDefinitions: [api, ...others] = [], ...rest } = written()
    const strange = { ...rest, sandbox: 'on', containerDefinitions: [{ ...api, note: 'by hand' }, ...others] }
    stage.write({ 'api.json': JSON.stringify(strange) })
    expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    const run = await stage.run()
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
    expect(log(run)).not.toContain('also changes')
    expect(log(run)).not.toContain('ECS does not know')
    stage.write({ 'api.json': JSON.stringify({ ...strange, memory: '1024' }) })
    expect(await stage.run()).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  }, 60_000)

  test('the same in YAML, and as `aws ecs describe-task-definition` prints it', async () => {
    stage = await setStage({ manifest: one('task-definition: api.yml') })
    stage.write({
      'api.yml':
        'cpu: "256"\nmemory: "512"\nexecutionRoleArn: arn:aws:iam::123456789012:role/execution\nnetworkMode: awsvpc\nrequiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n- name: api\n  image: x\n',
    })
    expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    await again()
    stage.write({
      'evenkeel.yml': one('task-definition: api.json'),
      'api.json': JSON.stringify({ taskDefinition: written({ status: 'ACTIVE' }) }),
    })
    expect(await stage.run()).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  }, 60_000)

  test.each<[string, string, string, number]>([
    ['broken JSON', '{\n  "containerDefinitions": [,]\n}', 'Unexpected', 2],
    ['no containers', '{\n"cpu": "256" }', 'has no containerDefinitions', 0],
    [
      'a misspelt key',
      '{\n"memmory": "1",\n"containerDefinitions": [{"name": "api"}]}',
      'unknown key "memmory", did you mean "memory"?',
      2,
    ],
    [
      'a truth in quotes',
      '{"containerDefinitions": [{"name": "api",\n"essential": "true"}]}',
      'essential is "true"',
      2,
    ],
    [
      'variables as a map',
      '{"containerDefinitions": [{"name": "api",\n"environment": {"A": "b"}}]}',
      'environment is no list',
      2,
    ],
    [
      'a number as a value',
      '{"containerDefinitions": [{"name": "api", "environment": [\n{"name": "A", "value": 8080}]}]}',
      '.value is a number',
      2,
    ],
    ['a size as a number', '{\n"cpu": 256, "containerDefinitions": [{"name": "api"}]}', 'cpu is a number', 2],
    [
      'a port as a text',
      '{"containerDefinitions": [{"name": "api", "portMappings": [{\n"containerPort": "8080"}]}]}',
      'containerPort is a text',
      2,
    ],
    ['a command as a text', '{"containerDefinitions": [{"name": "api", \n"command": "sh"}]}', 'command is a text', 2],
    [
      'a log option as a number',
      '{"containerDefinitions": [{"name": "api", "logConfiguration": {"options": {\n"max": 1}}}]}',
      'max is a number',
      2,
    ],
    [
      'a limit deep within',
      '{"containerDefinitions": [{"name": "api", "healthCheck": {"command": ["x"], \n"interval": "5"}}]}',
      'interval is a text',
      2,
    ],
    [
      'a variable that the job has not',
      '{"containerDefinitions": [{"name": "api", "environment": [\n{"name": "A", "value": "${env.NOPE}"}]}]}',
      'environment[0].value: the job has no variable NOPE',
      2,
    ],
    [
      'a misspelt placeholder',
      '{"containerDefinitions": [{"name": "api",\n"command": ["${verison}"]}]}',
      'command[0]: "${verison}" is not filled',
      2,
    ],
    [
      'a template of ecspresso',
      '{"containerDefinitions": [{"name": "api",\n"cpu": {{ must_env `CPU` }}}]}',
      'the template {{ … }} is not filled',
      2,
    ],
  ])(
    '%s: refused with its line',
    async (_, text, words, line) => {
      stage = await setStage({ manifest: one('task-definition: api.json') })
      stage.write({ 'api.json': text })
      const run = await stage.deploy('1.0.0')
      expect(run.outputs.outcome).toBe('refused')
      const fault = run.report.failure.faults.find(({ what }: { what: string }) => what.includes(words))
      expect(fault?.what ?? log(run)).toContain(words)
      if (line > 0) expect(log(run)).toContain(`line=${line}`)
      expect(stage.docker()).toEqual([])
    },
    60_000,
  )

  test('a file that is not there, or leads out of the workspace', async () => {
    stage = await setStage({ manifest: one('task-definition: none.json') })
    expect(log(await stage.deploy('1.0.0'))).toContain('the task definition "none.json" is not in')
  }, 60_000)

  test('another family, from its latest revision', async () => {
    stage = await setStage({ manifest: one('task-definition: api-template') })
    const missing = await stage.deploy('1.0.0')
    expect(log(missing)).toContain('services.api.task-definition: no revision of the family "api-template" is ACTIVE')
    await stage.ecs.registerTaskDefinition({
      ...(written() as object),
      family: 'api-template',
      memory: '1024',
      containerDefinitions: [{ name: 'api', image: 'x' }],
    })
    expect(await stage.deploy('1.0.1')).toMatchObject({ exitCode: 0 })
    expect(await definition()).toMatchObject({ family: 'api', memory: '1024' })
    await again()
  }, 60_000)

  test('the ARN of a revision: as it is, without a build', async () => {
    stage = await setStage()
    const { taskDefinition } = await stage.ecs.registerTaskDefinition({
      ...(written() as object),
      family: 'api',
      containerDefinitions: [{ name: 'api', image: 'public.ecr.aws/api:9' }],
    })
    stage.write({
      'evenkeel.yml': one(`task-definition: ${taskDefinition?.taskDefinitionArn}\ndesired-count: 1`).replace(
        '    build: api\n',
        '',
      ),
    })
    await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 1 })
    const run = await stage.deploy('1.0.0')
    expect(stage.docker()).toEqual([])
    expect((await definition()).taskDefinitionArn).toBe(taskDefinition?.taskDefinitionArn)
    expect(run.log.join('\n')).not.toContain('registered')
    expect(log(run)).toContain('api  is to run api:2 as it is; nothing is built for it')
  }, 60_000)
})

describe('desired-count', () => {
  test('with a release, and alone: told, and the tasks are waited for', async () => {
    stage = await setStage({ manifest: one('desired-count: 3') })
    const first = await stage.deploy('1.0.0')
    expect(first).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(await stage.truth('api')).toMatchObject({ desired: 3, running: 3 })
    await again()
    stage.write({ 'evenkeel.yml': one('desired-count: 1') })
    const fewer = await stage.run()
    expect(fewer).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(log(fewer)).toContain('api  desired count 3 → 1')
    expect(await stage.truth('api')).toMatchObject({ desired: 1, running: 1, revisions: 2 })
    await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
    const back = await stage.run()
    expect(back).toMatchObject({ exitCode: 0 })
    expect(await stage.truth('api')).toMatchObject({ desired: 1, running: 1 })
  }, 60_000)
})

test('a cluster of its own', async () => {
  stage = await setStage({ manifest: one('') })
  await stage.ecs.createCluster({ clusterName: 'workers' })
  await stage.ecs.createService({ ...(await service()), cluster: 'workers', serviceName: 'web' })
  stage.write({
    'evenkeel.yml': `${one('')}  web: { build: web, cluster: workers, container: web, initial-count: 1 }\n`,
  })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed' }, web: { outcome: 'deployed' } } })
  const { services: [there] = [] } = await stage.ecs.describeServices({ cluster: 'workers', services: ['web'] })
  expect(there).toMatchObject({ desiredCount: 1, runningCount: 1 })
  expect((await stage.truth('web')).running).toBe(0)
}, 60_000)

test('a cluster of each service, and none of all: deployed, rolled back, and named', async () => {
  stage = await setStage({ manifest: one('') })
  await stage.ecs.createCluster({ clusterName: 'workers' })
  await stage.ecs.createService({ ...(await service()), cluster: 'workers', serviceName: 'web' })
  stage.write({
    'evenkeel.yml':
      'services:\n  api: { build: api, cluster: shop, initial-count: 2 }\n  web: { build: web, cluster: workers, container: web, initial-count: 1, needs: api }\n',
  })
  const placed = await stage.run({ command: 'locate' })
  expect(placed.outputs.cluster).toBe('shop,workers')
  for (const version of ['1.0.0', '1.1.0']) {
    const run = await stage.deploy(version)
    expect(run).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed' }, web: { outcome: 'deployed' } } })
    expect(run.report.cluster).toBe('shop, workers')
    expect(run.summary).toContain('cluster `shop, workers`')
  }
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { version: '1.0.0' }, services: { web: { outcome: 'deployed' } } })
  const alone = await stage.run({ service: 'web', cluster: 'shop', command: 'restart' })
  expect(alone.report).toMatchObject({ cluster: 'shop', services: { web: { running: [] } } })
}, 60_000)

async function service() {
  const { services: [found] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['web'] })
  return {
    taskDefinition: found?.taskDefinition,
    desiredCount: 0,
    launchType: 'FARGATE' as const,
    networkConfiguration: found?.networkConfiguration,
  }
}

test('a rollback hides what only the revision holds that it goes back to', async () => {
  stage = await setStage({ manifest: one('environment: { DB_PASSWORD: "oldPassw0rd-1" }') })
  expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0 })
  stage.write({ 'evenkeel.yml': one('environment: { DB_PASSWORD: "newPassw0rd-2" }') })
  expect(await stage.deploy('1.1.0')).toMatchObject({ exitCode: 0 })
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { version: '1.0.0' } })
  for (const secret of ['oldPassw0rd-1', 'newPassw0rd-2']) expect(log(run)).toContain(`::add-mask::${secret}`)
}, 60_000)
