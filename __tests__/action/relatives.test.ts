/**
 * Each kind of bad input, by its number, in other shapes than refusals.test.ts has: the very messages stand in
 * transcripts/bad-input.txt, which UPDATE=1 writes, and nothing is touched.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endpointIn } from '../../src/edge/world.ts'
import { definitionOf, ONE, type Run, type Stage, setStage } from './stage.ts'

interface Asked {
  readonly manifest?: string | Uint8Array
  /** The file `td.json` that the service is made of. */
  readonly definition?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** What the role may not do. */
  readonly denied?: readonly string[]
  /** On what it may not; everything, unless given. */
  readonly on?: string
  /** How STS refuses the role to the token of the job: code and message. */
  readonly sts?: readonly [string, string]
  /** What ECS says of the service. */
  readonly seen?: Readonly<Record<string, unknown>>
  /** The programs on PATH, where not all are there. */
  readonly path?: readonly string[]
  /** Whether something has to be built. */
  readonly isNew?: boolean
}

const api = (yaml: string, cluster = 'shop'): Asked => ({
  manifest: `cluster: ${cluster}\nservices:\n  api: {${yaml}}\n`,
})
const input = (name: string, value: string): Asked => ({ inputs: { [name]: value } })
const inputs = (given: Readonly<Record<string, string>>): Asked => ({ inputs: given })
const back = (to: string): Asked => inputs({ command: 'rollback', to })
const text = (definition: string): Asked => ({ ...api('build: api, task-definition: td.json'), definition })
const written = (change: object, container: object = {}): Asked =>
  text(JSON.stringify({ ...definitionOf('api', container), ...change }, undefined, 1))
const denied = (...actions: string[]): Asked => ({ denied: actions, isNew: true })
const arn = (rest: string) => `arn:aws:${rest}`
const HERE = 'eu-west-1:123456789012'
const KEYLESS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
const ROLE = { AWS_ROLE_ARN: arn('iam::123456789012:role/deploy') }
const { containerDefinitions, ...bare } = definitionOf('api')

const REFUSED: readonly [string, string, Asked][] = [
  ['V1', 'a space behind the name', api('build: api', '"shop "')],
  ['V1', 'a service behind the name', api('build: api', 'shop/api')],
  ['V1', 'an ARN', api('build: api', arn(`ecs:${HERE}:cluster/shpo`))],
  ['V1', 'a cluster of the service’s own', api('build: api, cluster: shpo')],
  ['V1', 'by input', input('cluster', 'prod')],
  ['V2', 'a space behind the name', api('build: api, service: "api "')],
  ['V2', 'the ARN of the service', api(`build: api, service: "${arn(`ecs:${HERE}:service/shop/api`)}"`)],
  ['V2', 'the ARN of a cluster', api(`build: api, service: "${arn(`ecs:${HERE}:cluster/shop`)}"`)],
  ['V2', 'a name like none', api('build: api, service: storefront')],
  ['V3', 'inactive, and to be rolled back', { ...back(''), seen: { status: 'INACTIVE' } }],
  ['V3', 'inactive, and to be restarted', { ...inputs({ command: 'restart' }), seen: { status: 'INACTIVE' } }],
  ['V4', 'draining, and to be rolled back', { ...back(''), ...api('build: api, service: leaving') }],
  [
    'V4',
    'draining, and to be restarted',
    { ...inputs({ command: 'restart' }), ...api('build: api, service: leaving') },
  ],
  ['V5', 'a region by what people call it', input('aws-region', 'Ireland')],
  ['V5', 'a region in capitals', input('aws-region', 'EU-WEST-1')],
  ['V5', 'no region', input('aws-region', '')],
  ['V5', 'a cluster by input', input('cluster', arn('ecs:us-east-1:123456789012:cluster/shop'))],
  ['V6', 'China', api('build: api', 'arn:aws-cn:ecs:cn-north-1:222222222222:cluster/shop')],
  ['V6', 'GovCloud', api('build: api', 'arn:aws-us-gov:ecs:us-gov-west-1:222222222222:cluster/shop')],
  ['V6', 'a repository', api('build: api, repository: 222222222222.dkr.ecr.eu-west-1.amazonaws.com/api')],
  ['V7', 'the ARN of a revision', api('build: api', arn(`ecs:${HERE}:task-definition/api:1`))],
  ['V7', 'an ARN that is cut off', api('build: api', arn(`ecs:${HERE}:shop`))],
  ['V7', 'a user for the role', { manifest: `role: ${arn('iam::123456789012:user/me')}\n${ONE}` }],
  ['V7', 'the name of the role', { manifest: `role: deploy\n${ONE}` }],
  ['V7', 'a service for the shape', api(`build: api, task-definition: "${arn(`ecs:${HERE}:service/shop/api`)}"`)],
  [
    'V8',
    'CODE_DEPLOY, and to be rolled back',
    { ...back(''), seen: { deploymentController: { type: 'CODE_DEPLOY' } } },
  ],
  [
    'V8',
    'EXTERNAL, and to be restarted',
    { ...inputs({ command: 'restart' }), seen: { deploymentController: { type: 'EXTERNAL' } } },
  ],
  ['V9', 'in capitals', api('build: api, container: API')],
  [
    'V9',
    'one of `containers`',
    {
      manifest:
        'cluster: shop\nimages:\n  app: {build: api, repository: api}\nservices:\n  api: {containers: {wep: app}}\n',
    },
  ],
  ['V9', 'in a file', written({}, { name: 'app' })],
  ['V10', 'tabs', { manifest: 'cluster: shop\nservices:\n\tapi: {build: api}\n' }],
  ['V10', 'UTF-16', { manifest: Buffer.from('\ufeffcluster: shop\n', 'utf16le') }],
  ['V10', 'a list', { manifest: '- api\n' }],
  [
    'V10',
    'a merge that is not done',
    { manifest: 'cluster: shop\n<<<<<<< HEAD\nservices:\n  api: {build: api}\n=======\n>>>>>>> topic\n' },
  ],
  [
    'V10',
    'a merge of a task definition',
    text('{\n "family": "api",\n<<<<<<< HEAD\n "cpu": "256"\n=======\n "cpu": "512"\n>>>>>>> topic\n}'),
  ],
  ['V10', 'JSON in single quotes', text("{'family': 'api'}")],
  ['V10', 'JSON that is cut off', text('{"family": "api"')],
  ['V10', 'an empty task definition', text('')],
  ['V10', 'null for a task definition', text('null')],
  ['V10', 'a list of task definitions', text('[{}]')],
  ['V10', 'brackets without end', { manifest: `cluster: ${'['.repeat(60)}${']'.repeat(60)}\n` }],
  ['V11', 'in capitals', api('build: api, Needs: []')],
  ['V11', 'at the top', { manifest: 'clusters: shop\nservices:\n  api: {build: api}\n' }],
  ['V11', 'a prototype', api('build: api, __proto__: {a: 1}')],
  ['V11', 'of a container', written({}, { Image: 'x' })],
  [
    'V11',
    'the containers of a task definition',
    text(JSON.stringify({ ...bare, containerDefinition: containerDefinitions })),
  ],
  ['V11', 'beside what the CLI prints', text(JSON.stringify({ taskDefinition: definitionOf('api'), cpu: '512' }))],
  ['V11', 'an input', { env: { INPUT_CLUTER: 'shop' } }],
  ['V11', 'an input of the official action', { env: { 'INPUT_WAIT-FOR-SERVICE-STABILITY': 'true' } }],
  ['V12', 'a list of variables', api('build: api, environment: [{name: A, value: b}]')],
  ['V12', 'a list of services', { manifest: 'cluster: shop\nservices:\n  - api\n' }],
  ['V12', 'a number for a cluster', { manifest: 'cluster: 12\nservices:\n  api: {build: api}\n' }],
  ['V12', 'a number in a task definition', written({ cpu: 256 })],
  ['V12', 'a text in a task definition', written({}, { portMappings: [{ containerPort: '8080' }] })],
  ['V12', 'a mapping in a task definition', written({}, { environment: { A: 'b' } })],
  [
    'V13',
    'all that describe prints',
    {
      ...written({
        taskDefinitionArn: arn(`ecs:${HERE}:task-definition/api:4`),
        registeredAt: 1.5,
        registeredBy: 'me',
        compatibilities: ['FARGATE'],
        requiresAttributes: [],
      }),
      ...api('build: api, container: ap, task-definition: td.json'),
    },
  ],
  [
    'V13',
    'of a revision that is gone',
    {
      ...written({ deregisteredAt: 'x', status: 'INACTIVE' }),
      ...api('build: api, container: ap, task-definition: td.json'),
    },
  ],
  ['V14', 'too much memory', api('build: api, cpu: 256, memory: 4096')],
  ['V14', 'no such cpu', api('build: api, cpu: 300, memory: 1024')],
  ['V14', 'in words', api('build: api, cpu: "0.5 vCPU", memory: "0.5 GB"')],
  ['V14', 'in words of nobody', api('build: api, cpu: "half", memory: "1 TB"')],
  ['V14', 'in a file', written({ cpu: '1024', memory: '512' })],
  ['V14', 'a file without memory', written({ memory: undefined })],
  ['V14', 'a file without both', written({ cpu: undefined, memory: undefined })],
  ['V15', 'bridge', written({ networkMode: 'bridge' })],
  ['V15', 'host', written({ networkMode: 'host' })],
  [
    'V15',
    'secrets without an execution role',
    written(
      { executionRoleArn: undefined },
      { logConfiguration: undefined, secrets: [{ name: 'A', valueFrom: '/a' }] },
    ),
  ],
  [
    'V32',
    'a secret and a log group that are not there',
    written(
      {},
      {
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/none', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
        },
        secrets: [{ name: 'A', valueFrom: '/a' }],
      },
    ),
  ],
  ['V18', 'services', denied('ecs:DescribeServices')],
  ['V18', 'task definitions', denied('ecs:DescribeTaskDefinition')],
  ['V18', 'a login', denied('ecr:GetAuthorizationToken')],
  ['V18', 'images', denied('ecr:BatchGetImage')],
  ['V18', 'everything', denied('*')],
  ['V19', 'half a key', { env: { AWS_SECRET_ACCESS_KEY: '' } }],
  ['V19', 'a profile that nobody wrote', { env: { ...KEYLESS, AWS_PROFILE: 'nobody' } }],
  ['V20', 'a token that is not there', { env: { ...KEYLESS, ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' } }],
  [
    'V20',
    'the role’s policy refuses the token',
    { sts: ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'] },
  ],
  ['V20', 'the provider refuses the token', { sts: ['InvalidIdentityToken', 'Incorrect token audience'] }],
  ['V20', 'a folder for a token', { env: { ...KEYLESS, ...ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/' } }],
  ['V21', 'with its host', api('build: api, repository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/nowhere')],
  ['V21', 'nearly', api('build: api, repository: apii')],
  ['V23', 'a letter', input('version', 'v')],
  ['V23', 'a pre-release with a leading zero', input('version', '1.2.3-01')],
  ['V23', 'four numbers', input('version', '1.2.3.4')],
  ['V23', 'a word', input('version', 'latest')],
  ['V23', 'a command', input('version', '$(id)')],
  ['V24', 'a long part behind +', input('version', `1.2.3+${'b'.repeat(130)}`)],
  ['V24', 'a tag that begins with a hyphen', api('build: api, also-tag: "-latest"')],
  ['V24', 'a tag with an umlaut', api('image: "api:grün"')],
  ['V24', 'a tag that is too long', api(`image: "api:${'a'.repeat(129)}"`)],
  ['V24', 'no tag', api('image: api')],
  ['V25', 'a tag behind it', api('build: api, repository: "api:latest"')],
  ['V25', 'an address', api('build: api, repository: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/api"')],
  ['V25', 'a slash behind it', api('build: api, repository: "api/"')],
  ['V25', 'one letter', api('build: api, repository: a')],
  ['V25', 'by input', inputs({ service: 'api', repository: 'Shop/API' })],
  ['V26', 'a folder that is not there', input('working-directory', 'nowhere')],
  [
    'V26',
    'and no manifest',
    inputs({ 'working-directory': 'nowhere', cluster: 'shop', service: 'api', context: 'api' }),
  ],
  ['V27', 'nothing', input('timeout', '0m')],
  ['V27', 'less than nothing', input('timeout', '-1m')],
  ['V27', 'other digits', input('timeout', '١٠m')],
  ['V27', 'a word', input('timeout', 'abc')],
  ['V27', 'too long', input('timeout', '7h')],
  ['V27', 'a word for a count', inputs({ service: 'api', 'desired-count': 'two' })],
  ['V27', 'a count below nothing', inputs({ service: 'api', 'desired-count': '-1' })],
  ['V27', 'half a task', api('build: api, desired-count: 1.5')],
  ['V28', 'on', input('container-logs', 'on')],
  ['V28', '1', input('allow-no-tasks', '1')],
  ['V28', 'a slip', input('allow-no-tasks', 'ture')],
  ['V28', 'where empty means no', input('force-new-deployment', 'yes')],
  ['V29', 'a Dockerfile', api('build: {context: api, dockerfile: Dockerfil}')],
  ['V29', 'a task definition of another name', api('build: api, task-definition: tdd.json')],
  ['V29', 'a task definition of another ending', api('build: api, task-definition: tasks/td.yml')],
  ['V29', 'a folder for a task definition', api('build: api, task-definition: folder.json')],
  ['V29', 'a manifest of the machine', input('manifest', '/etc/passwd')],
  ['V29', 'a folder that leads out', input('working-directory', '../x')],
  ['V30', 'itself', api('build: api, needs: api')],
  [
    'V30',
    'one service twice',
    {
      manifest: 'cluster: shop\nservices:\n  api: {build: api}\n  other: {build: api, service: api, repository: api}\n',
    },
  ],
  ['V30', 'names with a semicolon', input('services', 'api;redis')],
  ['V30', 'a name like none', input('service', 'storefront')],
  ['V31', 'three', api('build: api, service: three')],
  ['V31', 'none above', api('build: api, service: full')],
  ['V33', 'one that the task definition has not', inputs({ service: 'api', platforms: 'linux/arm64' })],
  ['V33', 'without its system', inputs({ service: 'api', platforms: 'arm64' })],
  ['V33', 'a slip', inputs({ service: 'api', platforms: 'linux/amd46' })],
  ['V35', 'the ARN of a service', back(arn(`ecs:${HERE}:service/shop/api`))],
  ['V35', 'the revision 0', back('api:0')],
  ['V35', 'less than nothing', back('-1')],
  ['V35', 'a version that never was', back('9.9.9')],
  ['V35', 'a word', back('latest')],
  ['V35', 'nothing before', back('previous')],
  ['V35', 'of a deploy', input('to', '41')],
  ['V36', 'no docker', { isNew: true, path: ['git'] }],
]

/** What is known only once it is tried: images may be there already, and no service has moved. */
const TRIED: readonly [string, string, Asked][] = [
  ['V16', 'the execution role', denied('iam:PassRole')],
  [
    'V16',
    'the task role alone',
    {
      ...written({ taskRoleArn: arn('iam::123456789012:role/app') }),
      denied: ['iam:PassRole'],
      on: arn('iam::123456789012:role/app'),
    },
  ],
  ['V18', 'to register', denied('ecs:RegisterTaskDefinition')],
  ['V18', 'to push', denied('ecr:PutImage')],
  ['V18', 'to move', denied('ecs:UpdateService')],
  ['V19', 'the key has expired', { env: { AWS_SESSION_TOKEN: 'of-yesterday' } }],
  [
    'V36',
    'a docker without buildx',
    { isNew: true, env: { DOCKER_FAILS_LAST: "docker: 'buildx' is not a docker command." } },
  ],
  ['V36', 'an old buildx', { isNew: true, env: { DOCKER_FAILS_LAST: 'unknown flag: --metadata-file' } }],
  [
    'V36',
    'a cache that the engine’s own builder cannot keep',
    {
      isNew: true,
      env: {
        DOCKER_FAILS_LAST:
          'ERROR: failed to build: Cache export is not supported for the docker driver. Switch to a different driver, or turn on the containerd image store, and try again.',
      },
    },
  ],
  [
    'V36',
    'an engine that is not there',
    {
      isNew: true,
      env: {
        DOCKER_FAILS_LAST:
          'ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      },
    },
  ],
]

let stage: Stage
let programs: string
beforeAll(async () => {
  programs = mkdtempSync(join(tmpdir(), 'evenkeel-programs-'))
  stage = await setStage({ manifest: ONE })
  const others = { leaving: [100, 200, 1], three: [100, 120, 3], full: [50, 100, 1] } as const
  for (const [serviceName, [minimumHealthyPercent, maximumPercent, desiredCount]] of Object.entries(others)) {
    await stage.ecs.createService({
      cluster: 'shop',
      serviceName,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      taskDefinition: 'api',
      desiredCount,
      deploymentConfiguration: { minimumHealthyPercent, maximumPercent },
    })
  }
  await stage.ecs.deleteService({ cluster: 'shop', service: 'leaving', force: true })
  stage.commit('1.0.0', { 'folder.json/kept': '' })
})
afterAll(async () => {
  await stage.close()
  rmSync(programs, { recursive: true, force: true })
  if (process.env.UPDATE) writeFileSync(TRANSCRIPT, [...seen].map(([row, told]) => `${row}\n${told}\n`).join('\n'))
})

const TRANSCRIPT = resolve('__tests__/action/transcripts/bad-input.txt')
const known = new Map(
  readFileSync(TRANSCRIPT, 'utf8')
    .split('\n\n')
    .map(each => [each.split('\n', 1)[0] ?? '', each.trimEnd().replace(/^.*\n/, '')] as const),
)
const seen = new Map<string, string>()
const READS = /^(Describe|List|Get|BatchGet|BatchCheck)/

/** Runs it, and gives it with what was asked for besides reads. */
async function attempt({ manifest = ONE, definition = '', ...asked }: Asked) {
  stage.write({ 'td.json': definition })
  writeFileSync(join(stage.folder, 'evenkeel.yml'), manifest)
  if (asked.isNew) stage.write({ 'api/api': `${seen.size}\n` })
  if (asked.seen) {
    const { services: [found] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['api'] })
    await stage.fault('DescribeServices', 'merge', {
      times: null,
      fields: { services: [{ ...wire(found), ...asked.seen }] },
    })
  }
  if (asked.denied) await stage.door('policy', policy(asked.denied, asked.on))
  if (asked.env?.AWS_SESSION_TOKEN) await stage.fault('*', 'expired-token', { times: null })
  const [before, called] = [(await stage.requests()).length, stage.docker().length]
  const path = asked.path ? { PATH: pathOf(asked.path) } : {}
  const sts = asked.sts ? await refuse(asked.sts) : undefined
  const run = await stage.run(asked.inputs, { env: { ...path, ...sts?.env, ...asked.env } })
  sts?.server.close()
  await stage.calm()
  await fetch(`${stage.url}/_internal/policy`, { method: 'DELETE' })
  const writes = (await stage.requests())
    .slice(before)
    .flatMap(({ operation }) => (READS.test(operation) ? [] : [operation]))
  return { run, writes, docker: stage.docker().slice(called) }
}

/** A job whose credentials are a token of GitHub's form, and an STS that does not take it. */
async function refuse([code, message]: readonly [string, string]) {
  const server = createServer((_, response) => {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
    response.writeHead(code === 'AccessDenied' ? 403 : 400, { 'content-type': 'text/xml' })
    response.end(`<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const claims = {
    sub: 'repo:acme@7/shop@12:environment:prod',
    aud: 'sts.amazonaws.com',
    repository_id: '12',
    jti: 'x',
  }
  const token = join(programs, 'token')
  writeFileSync(
    token,
    ['{}', JSON.stringify(claims), 'sign'].map(part => Buffer.from(part).toString('base64url')).join('.'),
  )
  const endpoint = { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}`, AWS_WEB_IDENTITY_TOKEN_FILE: token }
  return { server, env: { ...KEYLESS, ...ROLE, ...endpoint } }
}

/** Times as they are on the wire. */
const wire = (found: object | undefined) =>
  JSON.parse(JSON.stringify(found), (_, value) => (/^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) / 1000 : value))

const policy = (actions: readonly string[], on = '*') => ({
  accessKeyId: 'test',
  role: 'deploy',
  document: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: actions, Resource: '*' },
      ...(on === '*' ? [] : [{ Effect: 'Allow', Action: actions, NotResource: on }]),
    ],
  },
})

/** A PATH on which nothing is but these. */
function pathOf(names: readonly string[]): string {
  const path = mkdtempSync(join(programs, 'path-'))
  symlinkSync(process.execPath, join(path, 'node'))
  for (const name of ['env', ...names])
    symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(path, name))
  return path
}

function expectTold(row: string, told: readonly string[]): void {
  const text = told.map(each => `  ${each.replaceAll('\n', '\n    ')}`).join('\n')
  seen.set(row, text.replace(/127\.0\.0\.1:\d+/g, '<local ECS>'))
  if (!process.env.UPDATE) expect(seen.get(row)).toBe(known.get(row))
}

interface Told {
  readonly code: string
  readonly what: string
  readonly fix: string
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
}

function toldBy({ report: { failure, services } }: Run): string[] {
  if (!failure) return [`${services.api.outcome}: ${services.api.reason}`]
  const { code, message, advice, faults } = failure
  const all: Told[] = faults.length > 0 ? faults : [{ code, what: message, fix: advice }]
  return all.map(({ code, what, fix, place }) => {
    const where = place ? `${place.file}:${place.line}:${place.column} ` : ''
    return `${code} ${where}${what} | ${fix}`.replaceAll(stage.folder, '<ws>')
  })
}

test.each(REFUSED)('%s, %s', async (number, what, asked) => {
  const { run, writes, docker } = await attempt(asked)
  expectTold(`${number}, ${what}`, toldBy(run))
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.log.join('\n')).not.toMatch(/EVK-500|^ +at .*\.js:\d/m)
  expect({ writes, docker }).toEqual({ writes: [], docker: [] })
})

test.each(TRIED)('%s, %s: tried, and nothing has moved', async (number, what, asked) => {
  const before = await stage.truth('api')
  const { run, writes } = await attempt(asked)
  expectTold(`${number}, ${what}`, toldBy(run))
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
  expect(run.log.join('\n')).not.toMatch(/EVK-500|^ +at .*\.js:\d/m)
  expect(writes.filter(each => each === 'UpdateService').length).toBe(what === 'to move' ? 1 : 0)
  expect(await stage.truth('api')).toMatchObject({ revision: before.revision, running: before.running })
})

test('V22, a release tag that was put on another commit: refused by the registry’s own image', async () => {
  await stage.deploy('2.0.0')
  const { digest } = (await stage.deploy('2.0.0-rc.1')).services.api
  const sha = stage.commit(undefined, { 'api/api': 'another 2.0.0\n' })
  stage.git('tag', '-f', 'v2.0.0')
  const run = await stage.run({}, { env: { GITHUB_SHA: sha } })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.code).toBe('EVK-312')
  expect((await stage.truth('api')).version).toBe('2.0.0-rc.1')
  expect(digest).toMatch(/^sha256:/)
})

/** V37: what is left of a trial with a local ECS is said at once, whatever comes of the run. */
test.each<[string, Asked]>([
  ['a run that is refused', api('build: api', 'shpo')],
  ['init, which only reads', inputs({ command: 'init', cluster: 'shop', service: 'api' })],
])('V37, %s', async (_, asked) => {
  const { run } = await attempt(asked)
  const said = run.log.filter(line => !/^::(?:add-mask|debug)::/.test(line))
  expect(said[0]).toBe(`using the endpoint ${stage.url} (not AWS)`)
})

test.each([
  [{}, undefined],
  [{ AWS_ENDPOINT_URL: '' }, undefined],
  [{ AWS_ENDPOINT_URL: 'http://all' }, 'http://all'],
  [{ AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_ECS: 'http://ecs' }, 'http://ecs'],
  [{ AWS_ENDPOINT_URL_ECR: 'http://ecr' }, 'http://ecr'],
  [{ AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs' }, 'http://logs'],
  [{ AWS_ENDPOINT_URL_S3: 'http://s3' }, undefined],
])('V37, %j: the endpoint is %s', (env, endpoint) => {
  expect(endpointIn(env)).toBe(endpoint)
})
