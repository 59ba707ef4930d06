/** What is asked for before anything moves, and who is blamed afterwards. */
import { afterEach, expect, test } from '@jest/globals'
import { definitionOf, log, MANIFEST, ONE, type Options, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const open = async (options: Options = {}) => {
  stage = await setStage({ manifest: ONE, ...options })
}

const without = (...actions: string[]) =>
  stage.door('policy', {
    accessKeyId: 'test',
    role: 'deploy',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: actions, Resource: '*' }] },
  })

/** What docker was asked for besides what is there. */
const isWrite = (call: readonly string[]): boolean =>
  !/^(?:login|logout|version|info|buildx (?:ls|version|inspect|imagetools inspect))/.test(call.join(' '))

const UNGUARDED: Options = {
  service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } }),
}

test('no breaker, no alarm, and a role that may neither list nor describe tasks: one list, before anything moves', async () => {
  await open(UNGUARDED)
  await without('ecs:ListTasks', 'ecs:DescribeTasks')
  const before = await stage.truth('api')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const { faults } = run.report.failure
  expect(faults.map(({ code }: { code: string }) => code)).toEqual(['EVK-211', 'EVK-211'])
  expect(faults[0].fix).toContain('"Action":"ecs:ListTasks"')
  expect(faults[1].fix).toContain('"Action":"ecs:DescribeTasks"')
  for (const { fix } of faults) expect(run.summary).toContain(fix.slice(fix.indexOf('{')))
  expect(log(run)).toContain('::warning title=api is not guarded::')
  expect(await stage.requests('RegisterTaskDefinition')).toHaveLength(3)
  expect(stage.docker().filter(isWrite)).toEqual([])
  expect(await stage.requests('PutImage')).toEqual([])
  expect(await stage.requests('UpdateService')).toEqual([])
  expect(await stage.truth('api')).toEqual(before)
})

/** What is denied to a role, and how many red runs it takes to hear of all of it, where each time what is told is added. */
async function learned(denied: readonly string[], inputs: Record<string, string>): Promise<string[][]> {
  const told: string[][] = []
  let left = [...denied]
  for (let run = 0; left.length > 0 && run < 5; run++) {
    await without(...left)
    const { report } = await stage.run(inputs)
    const fixes: string[] = report.failure.faults.map(({ fix }: { fix: string }) => fix)
    const actions = fixes.flatMap(fix => [...fix.matchAll(/"Action":"(\w+:\w+)"/g)].map(([, action = '']) => action))
    told.push([...new Set(actions)].sort())
    left = left.filter(action => !actions.includes(action))
  }
  return told
}

const RECALLING = ['ListServiceDeployments', 'DescribeServiceDeployments', 'DescribeServiceRevisions'].map(
  each => `ecs:${each}`,
)

test.each<[string, Record<string, string>, string[]]>([
  [
    'a rollback',
    { command: 'rollback' },
    ['ecs:DescribeTaskDefinition', 'ecs:ListTasks', 'ecs:DescribeTasks', ...RECALLING],
  ],
  ['a rollback that may not recall', { command: 'rollback' }, ['ecs:ListTasks', ...RECALLING]],
  [
    'a deploy',
    {},
    ['ecs:DescribeTaskDefinition', 'ecs:ListTasks', 'ecs:DescribeTasks', 'ecr:BatchGetImage', ...RECALLING],
  ],
  ['a deploy that may see the shape', {}, ['ecs:ListTasks', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken']],
  ['a deploy that may not see the services', {}, ['ecs:DescribeServices', 'ecs:ListTasks', 'ecr:BatchGetImage']],
])('%s by a role that lacks many reads hears of them in one run', async (_, inputs, denied) => {
  await open()
  await stage.deploy('1.0.0')
  stage.commit('1.1.0')
  // a service that may not be described has no ARN by which its deployments could be asked for
  expect(await learned(denied, inputs)).toEqual([denied.toSorted()])
})

test('a role that lacks reads of three services hears of all three, and once of each read', async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  await without(...RECALLING)
  const run = await stage.run({ command: 'rollback' })
  const { failure } = run.report
  const arn = 'arn:aws:ecs:eu-west-1:123456789012'
  const of = (kind: string, end = '') => ['api', 'redis', 'web'].map(name => `${arn}:${kind}/shop/${name}${end}`)
  const statements = failure.faults.map(({ fix }: { fix: string }) => JSON.parse(fix.slice(fix.indexOf('{'))))
  expect(statements.map(({ Action, Resource }: Record<string, unknown>) => [Action, Resource])).toEqual([
    ['ecs:ListServiceDeployments', of('service')],
    ['ecs:DescribeServiceDeployments', of('service-deployment', '/*')],
    ['ecs:DescribeServiceRevisions', of('service-revision', '/*')],
  ])
  expect(run.summary).not.toContain('Permissions that were missing')
})

test.each([
  ['what a verdict cannot do without', ['ecs:ListTasks'], 'ListServiceDeployments'],
  ['what a release is built on', ['ecs:DescribeTaskDefinition', 'ecs:ListTasks'], 'ListServiceDeployments'],
  ['the tasks, of which one call is not answered', ['ecs:DescribeTasks'], 'ListTasks'],
])('what the role lacks of %s is told although another read is not answered', async (_, denied, operation) => {
  await open()
  await stage.deploy('1.0.0')
  stage.commit('1.1.0')
  await without(...denied)
  await stage.door('faults', { operation, kind: 'throttle', times: null })
  const { outcome, failure } = (await stage.run()).report
  expect(outcome).toBe('refused')
  for (const action of denied) expect(JSON.stringify(failure.faults)).toContain(action)
})

test('images of three repositories that may not be read: one statement for all of them', async () => {
  await open({ manifest: MANIFEST })
  await without('ecr:BatchGetImage')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const [{ fix }, ...others] = run.report.failure.faults
  expect(others).toEqual([])
  expect([...fix.matchAll(/repository\/(\w+)/g)].map(([, name]) => name)).toEqual(['api', 'redis', 'web'])
  expect(stage.docker().filter(isWrite)).toEqual([])
})

test('an explicit deny is told as one: a statement alone would not help', async () => {
  await open()
  await stage.deploy('1.0.0')
  stage.commit('1.1.0')
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:ListTasks', Resource: '*' },
  ]
  await stage.door('policy', { accessKeyId: 'test', role: 'deploy', document: { Version: '2012-10-17', Statement } })
  const run = await stage.run()
  const [{ fix }] = run.report.failure.faults
  expect(fix).toBe(
    `An explicit Deny in an identity-based policy forbids ecs:ListTasks, and no Allow outdoes it: take it out of there, or narrow it. If the role's policy does not allow it yet, add: ${fix.slice(fix.indexOf('{'))}`,
  )
})

test('a first image of ECR in a task definition without an execution role: refused before it is built', async () => {
  await open()
  const { executionRoleArn: _, ...rest } = definitionOf('api', { image: 'busybox:1', logConfiguration: undefined })
  await stage.ecs.registerTaskDefinition(rest)
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', taskDefinition: 'api' })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults[0]).toMatchObject({
    code: 'EVK-215',
    what: 'service "api": its task definition has no executionRoleArn, needed for an image in ECR',
  })
  expect(stage.docker().filter(isWrite)).toEqual([])
})

test('a service that is not there, a container, a size, a target and a repository: one list, and nothing is built', async () => {
  const services = {
    redis: '{ build: { context: redis, target: nope }, initial-count: 2 }',
    api: '{ build: api, repository: nowhere, initial-count: 2 }',
    web: '{ build: web, container: wbe, initial-count: 2, cpu: 256, memory: 9000 }',
    ghost: '{ build: web, repository: web, initial-count: 1 }',
  }
  const lines = Object.entries(services).map(([name, said]) => `  ${name}: ${said}\n`)
  await open({ manifest: `cluster: shop\nservices:\n${lines.join('')}` })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const codes = run.report.failure.faults.map(({ code }: { code: string }) => code)
  expect(codes.toSorted()).toEqual(['EVK-118', 'EVK-202', 'EVK-205', 'EVK-214', 'EVK-302'])
  expect(stage.docker().filter(isWrite)).toEqual([])
  expect(await stage.requests('UpdateService')).toEqual([])
})

const BY_ROUTER = { logConfiguration: { logDriver: 'awsfirelens' as const } }
const ROUTER = { name: 'router', image: 'fluent-bit:1', firelensConfiguration: { type: 'fluentbit' as const } }

test('several services lack several things: one list of faults, and each service warned of, before the build', async () => {
  await open({
    ...UNGUARDED,
    manifest: MANIFEST.replace('  web:\n', '  web:\n    container: wbe\n'),
    container: name => (name === 'api' ? BY_ROUTER : {}),
    beside: name => (name === 'api' ? [ROUTER] : []),
  })
  await without('ecs:ListTasks')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const { faults } = run.report.failure
  expect(faults.map(({ code }: { code: string }) => code)).toEqual(['EVK-205', 'EVK-211'])
  expect(faults[0].what).toContain('did you mean "web"?')
  expect(faults[1].fix).toContain('"Action":"ecs:ListTasks"')
  for (const name of ['redis', 'api', 'web']) expect(log(run)).toContain(`::warning title=${name} is not guarded::`)
  expect(log(run)).toContain('api  logs by awsfirelens, which cannot be read here: were it to fail')
  expect(log(run)).not.toContain('redis  logs by')
  expect(stage.docker().filter(isWrite)).toEqual([])
  expect(await stage.requests('UpdateService')).toEqual([])
})

test('a rollback of services without breaker, by a role that may not list tasks: refused, and warned of', async () => {
  await open(UNGUARDED)
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  const moved = (await stage.requests('UpdateService')).length
  await without('ecs:ListTasks')
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults).toHaveLength(1)
  expect(log(run)).toContain('::warning title=api is not guarded::')
  expect(run.summary).toContain('rollback')
  expect((await stage.requests('UpdateService')).length).toBe(moved)
})

test('the same of a rollback', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await without('ecs:ListTasks', 'ecs:DescribeTasks')
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults).toHaveLength(2)
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0' })
})

test('nothing moves and the tasks cannot be seen: refused with the statements, not called unchanged', async () => {
  await open()
  await stage.deploy('1.0.0')
  await without('ecs:ListTasks', 'ecs:DescribeTasks')
  const run = await stage.run({}, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults).toHaveLength(2)
})

test('a breaker that stops and does not roll back is warned of before the rollout', async () => {
  await open({
    service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } }),
  })
  const run = await stage.deploy('1.0.0')
  const warned = run.log.findIndex(line => line.startsWith('::warning title=api is not guarded::'))
  expect(run.log[warned]).toContain('do not roll it back')
  expect(warned).toBeGreaterThan(0)
  expect(warned).toBeLessThan(run.log.findIndex(line => line.includes('Roll out api')))
})

const lines = (name: string) => ({
  logDriver: 'awslogs' as const,
  options: { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': name },
})

test('a sidecar that crashes is blamed, and its own log is read', async () => {
  const agent = { name: 'agent', image: 'agent:1', essential: true, logConfiguration: lines('side') }
  // the first essential container is the one that ends
  await open({ container: name => ({ essential: name !== 'api' }), beside: name => (name === 'api' ? [agent] : []) })
  await stage.fate('api', '1.0.0', 'healthy')
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing', { exitCode: 7, logs: ['the agent has no token'] })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  const { cause, lost } = run.report.services.api.evidence
  expect(cause.sentence).toContain('exit code 7 (container agent)')
  expect(lost[0].culprit).toBe('agent')
  expect(lost[0].log.join()).toContain('the agent has no token')
  expect(run.summary).toContain('the agent has no token')
})

test('FireLens is named, since its lines cannot be read here', async () => {
  await open({ container: () => BY_ROUTER, beside: () => [ROUTER] })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing', { exitCode: 7 })
  const run = await stage.deploy('1.1.0')
  expect(run.report.services.api.evidence.logs).toEqual({ driver: 'awsfirelens' })
  expect(log(run)).toContain('api logs by awsfirelens, which cannot be read here.')
  expect(run.summary).toContain('api logs by awsfirelens, which cannot be read here.')
  expect(log(run)).not.toContain('Look at the last log lines')
})

test.each([
  ['access-denied', {}, 'is not authorized to perform'],
  ['error', { code: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' }, 'not exist.'],
] as const)('a log that could not be read (%s) is no log without lines', async (kind, more, why) => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing', { logs: ['nobody reads this'] })
  await stage.fault('GetLogEvents', kind, { times: null, status: 400, ...more })
  const run = await stage.deploy('1.1.0')
  for (const text of [log(run), run.summary]) {
    expect(text).toContain('Its log could not be read: ')
    expect(text).toContain(why)
    expect(text).not.toContain('no log line says why')
  }
})

test('container-logs: false: nothing is read, and that is said', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing', { logs: ['private words'] })
  const asked = (await stage.requests('GetLogEvents')).length
  const run = await stage.deploy('1.1.0', { 'container-logs': 'false' })
  expect(log(run)).toContain('What it logged is left out (container-logs: false).')
  expect(`${log(run)}${run.summary}${JSON.stringify(run.report)}`).not.toContain('private words')
  expect((await stage.requests('GetLogEvents')).length).toBe(asked)
})

test.each([
  [{ timeout: 'soon' }, 'rollback: refused'],
  [{ to: 'not a version!' }, 'rollback: refused'],
  [{ environment: 'nowhere' }, 'rollback: refused'],
])('a rollback that is refused (%j) is called a rollback', async (inputs, title) => {
  await open()
  stage.commit('1.0.0')
  const run = await stage.run({ command: 'rollback', ...inputs })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.summary).toContain(title)
  expect(run.summary).not.toContain('deploy')
  expect(run.report.command).toBe('rollback')
})

test.each([
  ['another account', 'arn:aws:ecs:eu-west-1:999999999999:cluster/shop', 'is of account 999999999999, and the'],
  [
    'another region',
    'arn:aws:ecs:us-east-1:123456789012:cluster/shop',
    'is in us-east-1, and this run acts in eu-west-1',
  ],
  ['another partition', 'arn:aws-cn:ecs:eu-west-1:123456789012:cluster/shop', 'is not in eu-west-1'],
])('a cluster of %s is refused', async (_, cluster, what) => {
  await open()
  stage.write({ 'evenkeel.yml': ONE.replace('cluster: shop', `cluster: ${cluster}`) })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults[0].what).toContain(what)
  expect(await stage.requests('UpdateService')).toEqual([])
  expect(stage.docker().filter(isWrite)).toEqual([])
})

test('allow-no-tasks, and another service is deployed: deployed, and the one at 0 is named', async () => {
  await open({ manifest: MANIFEST })
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', desiredCount: 0 })
  stage.advance(300)
  const run = await stage.deploy('1.1.0', { 'allow-no-tasks': 'true' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.services).toMatchObject({ api: { outcome: 'deployed' }, web: { outcome: 'no-tasks' } })
  expect(run.log.at(-1)).toContain('At 0 tasks, so nothing is proven: web.')
  expect(run.summary).toContain('At 0 tasks, so nothing is proven: web.')
})

const PLANTED = 'tok_V9xQ2mT7bL4zR8kW'

test('values of environment that a log line, an event and AWS’s own words repeat come out nowhere', async () => {
  const environment = [{ name: 'API_TOKEN', value: PLANTED }]
  await open({ container: name => (name === 'api' ? { environment } : {}) })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing', {
    exitCode: 3,
    logs: [`started with ${PLANTED}`, `url https://x/?t=${PLANTED}`],
  })
  await stage.door('capacity', { reason: `no room for ${PLANTED}`, forMs: 60_000 })
  const run = await stage.deploy('1.1.0')
  expect(run.outputs.outcome).toBe('rolled-back')
  expect(log(run)).toContain('no room for')
  expect(JSON.stringify(run.report)).toContain('started with ***')
  expect(shown(run)).not.toContain(PLANTED)
})

test('a message of AWS that echoes the request', async () => {
  const environment = [{ name: 'API_TOKEN', value: PLANTED }]
  await open({ container: name => (name === 'api' ? { environment } : {}) })
  await stage.fault('RegisterTaskDefinition', 'error', {
    code: 'ClientException',
    message: `Container.environment is invalid: ${PLANTED} \u202egnp.exe @octocat https://evil.example`,
    status: 400,
  })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
  expect(shown(run)).not.toContain(PLANTED)
  expect(run.summary).not.toContain('\u202e')
  expect(run.summary.replace(/`[^`]*`/g, '')).not.toMatch(/@octocat|https:\/\/evil/)
})

/** What people see: GitHub takes masked values out of the log, and out of nothing else. */
const shown = (run: Run) => {
  const masks = run.log.filter(line => line.startsWith('::add-mask::')).map(line => line.slice('::add-mask::'.length))
  const masked = run.log
    .filter(line => !line.startsWith('::add-mask::'))
    .map(line => masks.reduce((text, mask) => text.replaceAll(mask, '***'), line))
  return [...masked, run.summary, JSON.stringify(run.report), JSON.stringify(run.outputs)].join('\n')
}
