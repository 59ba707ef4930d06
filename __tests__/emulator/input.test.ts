/** Nonsense is the caller's fault: it gets a 4xx, whatever it is, and the local ECS goes on. */
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { checkedForm, checkedInput } from '../../src/emulator/input-kinds.ts'
import { inputOf } from '../../src/emulator/input-model.ts'
import { needsOf } from '../../src/emulator/policy/needs.ts'
import { Refusal } from '../../src/emulator/refusal.ts'
import type { Room } from '../../src/emulator/room.ts'
import { SERVICES } from '../../src/emulator/services/index.ts'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await settled()
})
afterEach(() => stage.close())

const VALUES = [5, -1, 'x', '', true, null, {}, { a: 1 }, [], [5], ['x'], [{}], [null], [{ name: 5 }]]
const FORMS = ['x', '', '-1', {}, [], ['x'], [{}]]
const REGION = { region: 'ap-south-1', account: '123456789012' }
const CONTAINER = { name: 'app', image: 'public.example/a:1', portMappings: [{ containerPort: 80 }] }
const SANE: Readonly<Record<string, object>> = {
  RegisterTaskDefinition: { family: 'f', memory: '512', containerDefinitions: [CONTAINER] },
  UpdateService: { cluster: CLUSTER, service: SERVICE },
  CreateService: {
    cluster: CLUSTER,
    serviceName: 'other',
    desiredCount: 1,
    taskDefinition: SERVICE,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  },
  RunTask: { cluster: CLUSTER, taskDefinition: SERVICE },
  DescribeServices: { cluster: CLUSTER, services: [SERVICE] },
  PutImage: { repositoryName: 'shop/api', imageManifest: '{}' },
}

/** What breaks the operation, if anything but a refusal does. */
async function broken(service: string, operation: string, input: object, form: boolean): Promise<string | undefined> {
  const { world, engine } = stage.emulator
  const room: Room = {
    world,
    now: engine.now(),
    pace: engine.pace,
    host: 'local',
    password: '',
    caller: 'x',
    hooks: {},
  }
  try {
    const checked = (form ? checkedForm : checkedInput)(service, operation, input as Record<string, unknown>)
    needsOf(world, service, operation, checked)
    await SERVICES.find(({ name }) => name === service)?.operations[operation]?.(room, checked)
    return undefined
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return undefined
    return `${service}:${operation} ${JSON.stringify(input)}: ${(error as Error).stack?.slice(0, 300)}`
  }
}

/** Which fields of a request an operation looks at: all, where it passes the rest of them on. */
async function readBy(service: string, operation: string): Promise<(name: string) => boolean> {
  const read = new Set<string | symbol>()
  const spy = (input: object) =>
    new Proxy(input, {
      get(target, key) {
        read.add(key)
        return Reflect.get(target, key)
      },
      ownKeys(target) {
        read.add('*')
        return Reflect.ownKeys(target)
      },
    })
  const { world, engine } = stage.emulator
  const room: Room = {
    world,
    now: engine.now(),
    pace: engine.pace,
    host: 'local',
    password: '',
    caller: 'x',
    hooks: {},
  }
  const run = SERVICES.find(({ name }) => name === service)?.operations[operation]
  for (const input of [{}, SANE[operation] ?? { cluster: CLUSTER, service: SERVICE }]) {
    const copy = { ...room, world: structuredClone(world) }
    await Promise.resolve(copy)
      .then(() => run?.(copy, spy(input)))
      .catch(() => {})
  }
  return name => read.has(name) || read.has('*')
}

const operations = SERVICES.flatMap(({ name, operations, protocol }) =>
  Object.keys(operations).map(operation => [name, operation, protocol.kind === 'query'] as const),
)

test.each(operations)('%s:%s takes no wrong types', async (service, operation, form) => {
  const names = Object.keys(inputOf(service, operation)?.shape.members ?? {})
  const found: string[] = []
  const isRead = await readBy(service, operation)
  const sane = SANE[operation] ?? { cluster: CLUSTER, service: SERVICE }
  for (const name of names.filter(isRead)) {
    for (const value of form ? FORMS : VALUES) {
      const one = await broken(service, operation, { ...sane, [name]: value }, form)
      if (one !== undefined) found.push(one)
    }
  }
  expect(found.slice(0, 5)).toEqual([])
  stage.emulator.advance(600_000)
})

async function ask(target: string, input: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(stage.emulator.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION.region}/ecs/aws4_request`,
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${target}`,
    },
    body: JSON.stringify(input),
  })
  return { status: answer.status, body: await answer.json() }
}

describe('over the wire', () => {
  test.each([
    ['UpdateService', { cluster: 5, service: SERVICE }, 'NUMBER_VALUE can not be converted to a String'],
    ['UpdateService', { cluster: CLUSTER, service: SERVICE, desiredCount: '3' }, 'STRING_VALUE can not be converted'],
    ['UpdateService', { service: SERVICE, forceNewDeployment: 'no' }, 'STRING_VALUE can not be converted to a Boolean'],
    ['DescribeServices', { cluster: CLUSTER, services: SERVICE }, 'Expected list or null'],
    ['DescribeServices', { cluster: [CLUSTER], services: [] }, 'Start of list found where not expected'],
    ['RegisterTaskDefinition', { family: {} }, 'Start of structure or map found where not expected'],
  ])('%s %j is refused in AWS’s words', async (target, input, words) => {
    expect(await ask(target, input)).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException', message: expect.stringContaining(words) },
    })
  })

  test('null is as good as absent', async () => {
    const input = { cluster: CLUSTER, service: SERVICE, desiredCount: null, loadBalancers: null }
    expect(await ask('UpdateService', input)).toMatchObject({ status: 200, body: { service: { desiredCount: 2 } } })
  })

  test.each([5001, 10_000_000])('a desired count of %d is refused', async desiredCount => {
    const answer = await ask('UpdateService', { cluster: CLUSTER, service: SERVICE, desiredCount })
    expect(answer).toMatchObject({ status: 400, body: { __type: 'InvalidParameterException' } })
  })

  test.each(['//[?X-Amz-Credential=a', '//[', '/_internal//[', '//[/_internal'])(
    'the path %s is no breakdown',
    async path => {
      const status = await new Promise(resolve => {
        const asked = request({ port: stage.emulator.port, host: '127.0.0.1', method: 'POST', path }, answer => {
          answer.resume()
          resolve(answer.statusCode)
        })
        asked.end()
      })
      expect([400, 403, 404]).toContain(status)
    },
  )
})
