/** A stage for scenarios: the local ECS on a virtual clock, a user's repository, and the bundle run as GitHub runs it. */
import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { type ContainerDefinition, type CreateServiceCommandInput, ECS } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import { expect } from '@jest/globals'
import { runAction } from '../../script/lib/demo/github.mjs'
import { startServer } from '../../src/emulator/server.ts'

const CLUSTER = 'shop'
const REGION = 'eu-west-1'
const SERVICES = ['redis', 'api', 'web'] as const
export type Name = (typeof SERVICES)[number]

export const MANIFEST = `cluster: shop
services:
  redis:
    build: redis
  api:
    needs: redis
    build: { context: api, args: { VERSION: "\${version}" } }
    initial-count: 2
  web:
    needs: api
    build: { context: web, args: { VERSION: "\${version}" } }
    initial-count: 2
`

/** One service alone. */
export const ONE = `cluster: shop
services:
  api:
    build: api
    initial-count: 2
`

export type Run = Awaited<ReturnType<typeof runAction>>
export const log = (run: Run) => run.log.join('\n')
type Inputs = Record<string, string>

/** How a run is disturbed. */
interface More {
  readonly env?: Inputs
  readonly onLine?: (line: string) => void
  /** The first log line at which the process gets `signal`. */
  readonly cancelAt?: RegExp
  readonly signal?: NodeJS.Signals
}

export interface Options {
  /** Changes to what a service is created with; `url` is the local ECS’s. */
  readonly service?: (
    name: Name,
    url: string,
  ) => Partial<CreateServiceCommandInput> | Promise<Partial<CreateServiceCommandInput>>
  /** Changes to the container of a service's first revision, and containers beside it. */
  readonly container?: (name: Name) => Partial<ContainerDefinition>
  readonly beside?: (name: Name) => ContainerDefinition[]
  readonly manifest?: string
}

/** A target of a bake file. */
export interface Target {
  readonly context: string
  readonly dockerfile: string
  readonly target?: string
  readonly args: Readonly<Record<string, string>>
  readonly contexts: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly platforms: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: readonly string[]
  readonly secret: readonly string[]
  readonly ssh: readonly string[]
  readonly 'cache-from': readonly string[]
  readonly 'cache-to': readonly string[]
}

export type Stage = Awaited<ReturnType<typeof setStage>>

export async function setStage({
  service = () => ({}),
  container = () => ({}),
  beside = () => [],
  manifest = MANIFEST,
}: Options = {}) {
  const emulator = await startServer({ clock: 'virtual', region: REGION, seed: 7 })
  const settings = {
    endpoint: emulator.url,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const ecs = new ECS(settings)
  const ecr = new ECR(settings)
  const logs = new CloudWatchLogs(settings)
  const ssm = new SSM(settings)
  await ecs.createCluster({ clusterName: CLUSTER })
  for (const name of SERVICES) {
    await ecr.createRepository({ repositoryName: name, imageTagMutability: 'IMMUTABLE' })
    await logs.createLogGroup({ logGroupName: `/ecs/${name}` })
    await ecs.registerTaskDefinition(definitionOf(name, container(name), beside(name)))
    await ecs.createService({ ...serviceOf(name), ...(await service(name, emulator.url)) })
  }

  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-stage-'))
  const journal = join(folder, '..', `${folder.split('/').at(-1)}.docker`)
  const door = async (path: string, body?: unknown): Promise<unknown> => {
    const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${emulator.url}/_internal/${path}`, body === undefined ? {} : post)
    if (!answer.ok) throw new Error(await answer.text())
    return await answer.json()
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: { ...process.env, ...GIT } }).trim()
  git('init', '-q', '-b', 'main')
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  write({ 'evenkeel.yml': manifest })
  for (const name of SERVICES)
    write({ [`${name}/Dockerfile`]: `FROM scratch\nCOPY ${name} /\n`, [`${name}/${name}`]: 'one\n' })

  const run = async (inputs: Inputs = {}, { env, onLine, cancelAt, signal = 'SIGINT' }: More = {}): Promise<Run> => {
    let child: ChildProcess | undefined
    return await runAction({
      workspace: folder,
      inputs: { 'aws-region': REGION, ...inputs },
      node: ['--no-warnings', '--import', resolve('__tests__/action/virtual-clock.mjs')],
      env: {
        PATH: `${resolve('__tests__/action/bin')}:${process.env.PATH}`,
        AWS_ENDPOINT_URL: emulator.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        DOCKER_JOURNAL: journal,
        ...env,
      },
      onStart: started => {
        child = started
      },
      onLine: line => {
        onLine?.(line)
        if (cancelAt?.test(line)) child?.kill(signal)
      },
    })
  }

  const written = (): string[][] =>
    existsSync(journal)
      ? readFileSync(journal, 'utf8')
          .trim()
          .split('\n')
          .map(line => JSON.parse(line))
      : []
  const stage = {
    ecs,
    ecr,
    logs,
    ssm,
    url: emulator.url,
    folder,
    door,
    git,
    write,
    run,
    /** A commit with this version as its tag; returns its SHA. */
    commit(version: string | undefined, files: Record<string, string> = {}): string {
      write({ ...(version ? { 'api/api': `${version}\n`, 'web/web': `${version}\n` } : {}), ...files })
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', `release ${version ?? 'none'}`)
      if (version) git('tag', `v${version}`)
      return git('rev-parse', 'HEAD')
    },
    async deploy(version: string, inputs: Inputs = {}, env: Inputs = {}): Promise<Run> {
      const sha = stage.commit(version)
      return await run(inputs, { env: { GITHUB_SHA: sha, ...env } })
    },
    /** What becomes of the tasks of one service's release. */
    fate: async (service: Name, version: string, behaviour: string, more: object = {}) =>
      await door('fates', { match: { service, version }, behaviour, ...more }),
    fault: async (operation: string, kind: string, more: object = {}) =>
      await door('faults', { operation, kind, times: 1, ...more }),
    calm: async () => await fetch(`${emulator.url}/_internal/faults`, { method: 'DELETE' }),
    advance: (seconds: number) => emulator.advance(seconds * 1000),
    requests: async (operation?: string) =>
      ((await door('requests')) as { operation: string; input: Record<string, unknown> }[]).filter(
        each => operation === undefined || each.operation === operation,
      ),
    /** What docker was called with. */
    docker: (): string[][] => written().filter(([first]) => first !== 'target'),
    /** The targets that docker was asked to build, by name and in that order. */
    builds: (): [string, Target][] =>
      written().flatMap(each => (each[0] === 'target' ? [[each[1] as string, each[2] as unknown as Target]] : [])),
    /** What the local ECS itself says of a service. */
    async truth(name: Name) {
      const { services: [found] = [] } = await ecs.describeServices({ cluster: CLUSTER, services: [name] })
      const { tags = [] } = await ecs.describeTaskDefinition({
        taskDefinition: found?.taskDefinition ?? '',
        include: ['TAGS'],
      })
      const { taskDefinitionArns = [] } = await ecs.listTaskDefinitions({ familyPrefix: name })
      const { serviceDeployments = [] } = await ecs.listServiceDeployments({ cluster: CLUSTER, service: name })
      return {
        version: tags.find(({ key }) => key === 'evenkeel:version')?.value,
        revision: found?.taskDefinition?.split('/').at(-1),
        desired: found?.desiredCount,
        running: found?.runningCount,
        deployments: found?.deployments?.length,
        revisions: taskDefinitionArns.length,
        history: serviceDeployments.map(({ status }) => status),
      }
    },
    async close() {
      for (const client of [ecs, ecr, logs, ssm]) client.destroy()
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
      rmSync(journal, { force: true })
    },
    /** Compares a run's log with the transcript of that name; UPDATE=1 writes it. */
    expectTranscript(name: string, { log }: Run) {
      const path = resolve('__tests__/action/transcripts', `${name}.txt`)
      const text = `${readable(log, folder)}\n`
      if (process.env.UPDATE) writeFileSync(path, text)
      expect(text).toBe(readFileSync(path, 'utf8'))
    },
  }
  return stage
}

/** What differs from run to run and tells nothing. */
function readable(log: readonly string[], folder: string): string {
  return log
    .filter(line => !line.startsWith('::add-mask::') && !line.startsWith('::debug::'))
    .join('\n')
    .replaceAll(folder, '<workspace>')
    .replace(/\/tmp\/evenkeel-run-\w+/g, '<temp>')
    .replace(/127\.0\.0\.1:\d+/g, '<local ECS>')
}

/** The same content gives the same commit. */
const GIT = {
  GIT_AUTHOR_NAME: 'octocat',
  GIT_AUTHOR_EMAIL: 'octocat@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'octocat',
  GIT_COMMITTER_EMAIL: 'octocat@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}

export function definitionOf(
  name: Name,
  container: Partial<ContainerDefinition> = {},
  beside: readonly ContainerDefinition[] = [],
) {
  return {
    family: name,
    networkMode: 'awsvpc' as const,
    requiresCompatibilities: ['FARGATE' as const],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name,
        image: `public.ecr.aws/docker/library/busybox:1`,
        essential: true,
        portMappings: [{ name, containerPort: 8080 }],
        environment: [{ name: 'MODE', value: 'prod' }],
        healthCheck: { command: ['CMD', 'true'], interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: {
            'awslogs-group': `/ecs/${name}`,
            'awslogs-region': REGION,
            'awslogs-stream-prefix': 'ecs',
          },
        },
        ...container,
      },
      ...beside,
    ],
  }
}

const serviceOf = (name: Name): CreateServiceCommandInput => ({
  cluster: CLUSTER,
  serviceName: name,
  taskDefinition: name,
  desiredCount: 0,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  },
})
