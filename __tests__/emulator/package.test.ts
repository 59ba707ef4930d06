/** The package as somebody gets it: its tarball alone, in a folder that knows nothing of this repository. */
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { VERSION } from '../../src/emulator/version.ts'

jest.setTimeout(300_000)
const run = promisify(execFile)
const tsc = resolve('node_modules/.bin/tsc')

let folder: string
let tarball: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-ecs-package-'))
  const { stdout } = await run('script/package', [folder])
  tarball = stdout.trim()
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: folder })
})
afterAll(() => rm(folder, { recursive: true }))

const installed = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))

test('has the version of the project, needs nothing else, and carries its licence', async () => {
  const own = await installed('node_modules/@evenkeel/local-ecs/package.json')
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  expect([own.version, VERSION, tarball]).toEqual([version, version, `evenkeel-local-ecs-${version}.tgz`])
  expect(Object.keys((await installed('package-lock.json')).packages)).toEqual(['', 'node_modules/@evenkeel/local-ecs'])
  const licence = await readFile(join(folder, 'node_modules/@evenkeel/local-ecs/lib/LICENSE'), 'utf8')
  expect(licence).toContain('Apache License')
})

test('starts by npx from the tarball, and ends on SIGTERM', async () => {
  const env = { ...process.env, npm_config_cache: join(folder, 'cache') }
  const child = spawn('npx', ['-y', '--offline', `./${tarball}`, '--port=0', '--region', 'eu-west-1'], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('exit', code => reject(new Error(`it ended with ${code}`)))
    })
    const told = JSON.parse(line)
    expect(told).toMatchObject({ region: 'eu-west-1', clock: 'real' })
    const health = await fetch(`${told.endpoint}/_internal/health`)
    expect(await health.json()).toMatchObject({ status: 'running', version: VERSION })
    const page = await (await fetch(`${told.endpoint}/_internal/`)).text()
    for (const [, file] of page.matchAll(/(?:href|src)="(page\/[\w.]+)"/g))
      expect(await fetch(`${told.endpoint}/_internal/${file}`)).toMatchObject({ status: 200 })
    expect(page).toContain('src="page/main.js"')
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await ended
  }
})

const SCENARIO = `
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CreateClusterCommand, CreateServiceCommand, DescribeServicesCommand, ECSClient, ListClustersCommand,
  RegisterTaskDefinitionCommand, UpdateServiceCommand, waitUntilServicesStable } from '@aws-sdk/client-ecs'
import { startLocalEcs } from '@evenkeel/local-ecs'

const [local, other] = [await startLocalEcs({ region: 'eu-west-1' }), await startLocalEcs()]
const ecs = new ECSClient({ ...local.clientConfig, maxAttempts: 1 })
const register = async version => (await ecs.send(new RegisterTaskDefinitionCommand({
  family: 'api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512',
  containerDefinitions: [{ name: 'app', image: 'shop/api:' + version }],
  tags: [{ key: 'version', value: version }],
}))).taskDefinition.taskDefinitionArn
const states = async () => {
  const { services } = await ecs.send(new DescribeServicesCommand({ services: ['api'] }))
  return services[0].deployments.map(({ rolloutState, taskDefinition }) => [rolloutState, taskDefinition.split('/')[1]])
}
const told = {}
await ecs.send(new CreateClusterCommand({ clusterName: 'default' }))
await ecs.send(new CreateServiceCommand({
  serviceName: 'api', desiredCount: 2, taskDefinition: await register('1'), launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
}))
await local.advance(120_000)
told.good = await states()
await local.fates({ match: { version: '2' }, behaviour: 'crashing' })
await ecs.send(new UpdateServiceCommand({ service: 'api', taskDefinition: await register('2') }))
await local.advance(1_800_000)
told.bad = await states()
const place = { ServiceNamespace: 'ecs', ResourceId: 'service/default/api', ScalableDimension: 'ecs:service:DesiredCount' }
const scaling = new ApplicationAutoScaling(local.clientConfig)
await scaling.registerScalableTarget({ ...place, MinCapacity: 1, MaxCapacity: 4 })
await scaling.putScalingPolicy({
  ...place, PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 50, PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
})
await local.metrics({ service: 'api', cpu: 90 })
await local.advance(240_000)
const { services: [scaled] } = await ecs.send(new DescribeServicesCommand({ services: ['api'] }))
told.scaled = scaled.desiredCount
await local.metrics({ service: 'api', cpu: null })
await scaling.deregisterScalableTarget(place)
scaling.destroy()
await local.faults({ operation: 'DescribeServices', kind: 'throttle' })
told.fault = await states().catch(error => error.name)
await local.advanceWithEveryCall(20_000)
await ecs.send(new UpdateServiceCommand({ service: 'api', desiredCount: 3 }))
told.waited = (await waitUntilServicesStable({ client: ecs, maxWaitTime: 60, minDelay: 0.01, maxDelay: 0.01 },
  { services: ['api'] })).state
told.wrong = await Promise.all([
  local.fates({ match: {}, behaviour: 'crashs' }).catch(error => error.message),
  local.faults({ operation: 'Nothing', kind: 'reset' }).catch(error => error.message),
  local.metrics({ service: 'none', cpu: 1 }).catch(error => error.message),
  startLocalEcs({ prot: 1 }).catch(error => error.message),
])
await local.reset()
told.after = (await ecs.send(new ListClustersCommand({}))).clusterArns
told.beside = await (await fetch(other.url + '/_internal/requests')).json()
await local.stop()
await local.stop()
await other.stop()
told.gone = await fetch(local.url).then(() => 'still there', () => 'gone')
ecs.destroy()
console.log(JSON.stringify(told))
`

test('is steered from a test in Node, through the real SDK', async () => {
  // of this repository, because nobody needs another copy of the SDK
  await mkdir(join(folder, 'node_modules/@aws-sdk'), { recursive: true })
  for (const client of ['client-ecs', 'client-application-auto-scaling'])
    await symlink(resolve(`node_modules/@aws-sdk/${client}`), join(folder, `node_modules/@aws-sdk/${client}`))
  await writeFile(join(folder, 'scenario.js'), SCENARIO)
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const { stdout } = await run(process.execPath, ['scenario.js'], { cwd: folder, env })
  expect(JSON.parse(stdout)).toEqual({
    good: [['COMPLETED', 'api:1']],
    bad: [['COMPLETED', 'api:1']],
    scaled: 4,
    fault: 'ThrottlingException',
    waited: 'SUCCESS',
    wrong: [
      expect.stringMatching(/^local ECS: .*behaviours healthy, slow/),
      'local ECS: No service here knows Nothing.',
      'local ECS: No service service/default/none.',
      'There is no option --prot, did you mean --port?',
    ],
    after: [],
    beside: [],
    gone: 'gone',
  })
})

const TYPED = `
import { type Fate, type LocalEcs, startLocalEcs } from '@evenkeel/local-ecs'
const fate: Fate = { match: { service: 'api' }, behaviour: 'crashing', times: 2 }
const local: LocalEcs = await startLocalEcs({ port: 0, clock: 'virtual', speed: 2, region: 'eu-west-1' })
await local.fates(fate, { match: {}, behaviour: 'slow' })
await local.faults({ operation: '*', kind: 'late', seconds: 5, times: null })
await local.metrics({ service: 'api', cpu: { total: 90 } }, { namespace: 'Shop', metricName: 'Backlog', value: null })
const { endpoint }: { endpoint: string } = local.clientConfig
// @ts-expect-error a behaviour that does not exist
await local.fates({ match: {}, behaviour: endpoint })
// @ts-expect-error an option that does not exist
await startLocalEcs({ prot: 1 })
`

test('its types are whole without those of Node and of the SDK', async () => {
  await writeFile(join(folder, 'typed.ts'), TYPED)
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    types: [],
    lib: ['ES2023'],
    target: 'ES2023',
    module: 'NodeNext',
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
  const { stdout } = await run(tsc, [], { cwd: folder }).catch(error => error)
  expect(stdout).toBe('')
})
