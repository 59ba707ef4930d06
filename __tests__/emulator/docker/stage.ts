/** The docker fate on a stage of its own: a server for its door, a plain list for ECR, and tasks written in Python. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs'
import { connectEngine } from '../../../src/emulator/docker/engine.ts'
import { createDockerFate, type DockerOptions, type PushedManifest } from '../../../src/emulator/docker/index.ts'
import type { ConnectName, Fact, TaskOrder } from '../../../src/emulator/fate.ts'

const execute = promisify(execFile)

export async function missing(): Promise<string | undefined> {
  if (!process.env.EVENKEEL_REGISTRY) return 'no registry (EVENKEEL_REGISTRY); run it under script/with-setup'
  const engine = connectEngine()
  try {
    await engine.call('GET', '/version')
    return undefined
  } catch (error) {
    return `no Docker engine answers: ${error instanceof Error ? error.message : error}`
  } finally {
    engine.close()
  }
}

export async function openStage(options: Partial<DockerOptions> = {}) {
  const pushed: PushedManifest[] = []
  const server = createServer((request, response) => side.door(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const side = await createDockerFate({
    speed: 30,
    registry: process.env.EVENKEEL_REGISTRY ?? '',
    port: () => port,
    password: 'open sesame',
    now: Date.now,
    images: {
      repository: name => (name.startsWith('shop/') ? { mutability: 'IMMUTABLE' } : undefined),
      tagTaken: (repository, tag, digest) =>
        pushed.some(image => image.repository === repository && image.tag === tag && image.digest !== digest),
      pushed: image => pushed.push(image),
    },
    ...options,
  })
  const seen: Fact[] = []
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-docker-'))
  const env = { ...process.env, DOCKER_CONFIG: home }

  return {
    ...side,
    port,
    pushed,
    docker: (...args: string[]) => execute('docker', args, { env }),
    facts: () => {
      seen.push(...side.fate.facts(Date.now()))
      return seen
    },
    /** The first fact of a task that is as wanted; fails with all that came instead. */
    async until(taskId: string, wanted: Record<string, unknown>, seconds = 20): Promise<Fact> {
      for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(25)) {
        const facts = this.facts().filter(fact => fact.kind !== 'traffic' && fact.taskId === taskId)
        const found = facts.find(fact => fits(fact, wanted))
        if (found) return found
        if (facts.some(({ kind }) => kind === 'gone')) break
      }
      const came = seen
        .filter(fact => fact.kind !== 'traffic' && fact.taskId === taskId)
        .map(fact => JSON.stringify(fact))
      throw new Error(`no ${JSON.stringify(wanted)} within ${seconds} s, but:\n${came.join('\n')}`)
    },
    async end() {
      await side.close()
      const ours = await execute('docker', ['images', '--format', '{{.Repository}}:{{.Tag}}'], { env })
      const named = ours.stdout.split('\n').filter(name => name.startsWith(`127.0.0.1:${port}/`))
      if (named.length > 0) await execute('docker', ['rmi', ...named], { env })
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await rm(home, { recursive: true })
    },
  }
}

function fits(fact: Fact, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const got = (fact as unknown as Record<string, unknown>)[key]
    return value instanceof RegExp ? value.test(String(got)) : got === value
  })
}

/** An image with Python, as flask-app's Dockerfile names it or as its stand-in is called here. */
export async function pythonImage(): Promise<string> {
  const contexts = (process.env.EVENKEEL_BUILD_CONTEXTS ?? '').split('\n')
  const standIn = contexts.find(line => line.startsWith('python'))?.split('docker-image://')[1]
  if (standIn) return standIn
  const dockerfile = await readFile('services/flask-app/Dockerfile', 'utf8')
  return /^FROM (python\S+)/m.exec(dockerfile)?.[1] ?? 'python:3.13-slim'
}

let last = 0

export function order(
  containers: ContainerDefinition[],
  { names = [], secrets = {}, ...more }: Partial<TaskDefinition> & Partial<Pick<TaskOrder, 'names' | 'secrets'>> = {},
): TaskOrder {
  const taskId = (++last).toString(16).padStart(32, '0')
  return {
    taskId,
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/prod/${taskId}`,
    cluster: 'prod',
    service: 'web',
    secrets,
    names: names as ConnectName[],
    taskDefinition: {
      family: 'web',
      revision: 7,
      cpu: '256',
      memory: '512',
      containerDefinitions: containers,
      ...more,
    },
  }
}
