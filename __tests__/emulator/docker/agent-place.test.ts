/** Where tasks find ECS's agent, and how they show there that they are themselves. */
import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type AgentPlace, listenForTasks } from '../../../src/emulator/docker/agent-place.ts'
import type { Network } from '../../../src/emulator/docker/network.ts'
import { ratesBetween } from '../../../src/emulator/docker/stats.ts'
import { subnet } from '../../../src/emulator/docker/subnet.ts'
import { createTaskCredentials } from '../../../src/emulator/docker/task-credentials.ts'
import { createSessions, refuseSession } from '../../../src/emulator/sessions.ts'
import { order } from './stage.ts'

const ROLE = 'arn:aws:iam::123456789012:role/shop-task'
const HOUR = 3_600_000

describe('the place', () => {
  const asked: string[] = []
  const range = { ...(subnet('10.0.0.0/24') as NonNullable<ReturnType<typeof subnet>>), gateway: '127.0.0.1' }
  const network: Network = {
    name: 'n',
    subnet: range,
    addAddress: async address => {
      asked.push(`add ${address}`)
      throw new Error('Operation not permitted')
    },
    removeAddress: async address => void asked.push(`remove ${address}`),
    remove: async () => {},
  }
  afterEach(() => {
    asked.length = 0
    delete process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
  })

  async function place(): Promise<AgentPlace> {
    const server = createServer()
    const found = await listenForTasks(server, network)
    await new Promise(resolve => server.close(resolve))
    return found
  }

  test('is the gateway where the link-local address cannot be had', async () => {
    expect(await place()).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), isLinkLocal: false })
    expect(asked).toEqual(['add 169.254.170.2', 'remove 169.254.170.2'])
  })

  test('is the gateway where this machine is a task itself, and needs what is at the link-local address', async () => {
    process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = '/v2/credentials/own'
    expect(await place()).toMatchObject({ isLinkLocal: false })
    expect(asked).toEqual([])
  })
})

describe('credentials', () => {
  const sessions = createSessions()
  const credentials = createTaskCredentials(task => sessions.of(task, 0))
  const task = order([{ name: 'app' }], { taskRoleArn: ROLE })

  test('are found by a path at the link-local address', () => {
    const place = { url: 'http://169.254.170.2', isLinkLocal: true }
    const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path = '', ...others } = credentials.environment(place, task)
    expect(others).toEqual({})
    expect(credentials.answer(place, path, undefined)).toMatchObject({ status: 200, value: { RoleArn: ROLE } })
    expect(credentials.answer(place, `${path}x`, undefined)).toMatchObject({
      status: 400,
      value: { code: 'InvalidIdInRequest' },
    })
  })

  test('are found by a URL at the gateway, and given for the token alone', () => {
    const place = { url: 'http://10.0.0.1:1', isLinkLocal: false }
    const variables = credentials.environment(place, task)
    const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url = '', AWS_CONTAINER_AUTHORIZATION_TOKEN: token = '' } = variables
    const path = new URL(url).pathname
    expect(credentials.answer(place, path, undefined).status).toBe(401)
    expect(credentials.answer(place, path, token).status).toBe(200)
    credentials.forget(task.taskId)
    expect(credentials.answer(place, path, token).status).toBe(400)
  })

  test('are none without a task role', () => {
    expect(credentials.environment({ url: '', isLinkLocal: true }, order([{ name: 'app' }]))).toEqual({})
  })

  test('are new ones an hour before the old ones end, and end', () => {
    const of = (now: number) => sessions.of({ taskId: 'a', roleArn: ROLE }, now)
    const first = of(0)
    expect(of(4 * HOUR)).toBe(first)
    const second = of(5 * HOUR)
    expect(second).not.toBe(first)
    const signed = { headers: { 'x-amz-security-token': first.token } } as never
    expect(() => refuseSession(signed, first, 6 * HOUR - 1)).not.toThrow()
    expect(() => refuseSession(signed, first, 6 * HOUR)).toThrow('is expired')
    expect(() => refuseSession(signed, second, 6 * HOUR)).toThrow('is invalid')
  })
})

test('rates of the network need two looks', () => {
  const look = (second: number, bytes: number) => ({
    read: new Date(second * 1000).toISOString(),
    networks: { eth0: { rx_bytes: bytes, tx_bytes: 2 * bytes } },
  })
  expect(ratesBetween(undefined, look(0, 100))).toEqual({ rx_bytes_per_sec: 0, tx_bytes_per_sec: 0 })
  expect(ratesBetween(look(0, 100), look(10, 300))).toEqual({ rx_bytes_per_sec: 20, tx_bytes_per_sec: 40 })
})
