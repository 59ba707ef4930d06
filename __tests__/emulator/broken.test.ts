/** Answers that break off or are strange, before the operation is carried out and after it. */
import { UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const arm = (...faults: Fault[]) => stage.post('faults', faults)
const update = (abortSignal?: AbortSignal) =>
  stage.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, forceNewDeployment: true }), {
    ...(abortSignal && { abortSignal }),
  })

const KINDS = [
  ['500', { $metadata: { httpStatusCode: 500 } }],
  ['503-html', { $metadata: { httpStatusCode: 503 } }],
  ['408', { $metadata: { httpStatusCode: 408 } }],
  ['garbled', { name: 'SyntaxError', message: expect.stringContaining('"upstream c"') }],
  ['garbled-4xx', { $response: { statusCode: 400 } }],
  ['unknown-error', { name: 'BrandNewException', message: 'Nobody knows this one yet.' }],
  ['throttle', { name: 'ThrottlingException' }],
  ['half-body', { message: expect.stringContaining('aborted') }],
  ['truncated', { name: 'SyntaxError' }],
  ['reset', { message: expect.stringContaining('ECONNRESET') }],
] as const

describe.each(['before', 'after'] as const)('%s the operation', when => {
  test.each(KINDS)('%s', async (kind, error) => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'UpdateService', kind, when })
    await expect(update()).rejects.toMatchObject(error)
    expect(await stage.movements()).toHaveLength(when === 'before' ? 1 : 2)
    await update()
    expect(await stage.movements()).toHaveLength(when === 'before' ? 2 : 3)
  })

  test.each(['hang', 'headers-then-silence'] as const)('%s', async kind => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'UpdateService', kind, when })
    const begun = performance.now()
    await expect(update(AbortSignal.timeout(300))).rejects.toThrow(/abort/i)
    expect(performance.now() - begun).toBeGreaterThan(250)
    expect(await stage.movements()).toHaveLength(when === 'before' ? 1 : 2)
  })
})

test('headers-then-silence: status, headers and half of the body are there', async () => {
  stage = await settled({ service: { desiredCount: 0 } })
  await arm({ operation: 'DescribeServices', kind: 'headers-then-silence' })
  const { body, status } = await fetch(stage.emulator.url, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/ecs/aws4_request',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices',
    },
    body: JSON.stringify({ cluster: CLUSTER, services: [SERVICE] }),
  })
  expect(status).toBe(200)
  const reader = body?.getReader()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toMatch(/^\{"services":\[\{/)
  const silence = new Promise(resolve => setTimeout(resolve, 100, 'silence'))
  expect(await Promise.race([reader?.read(), silence])).toBe('silence')
  await reader?.cancel()
})

test('a fault that nobody could strike with is refused', async () => {
  stage = await settled({ service: { desiredCount: 0 } })
  await expect(stage.post('faults', { operation: '*', kind: 'reset', when: 'sometimes' })).rejects.toThrow('before')
  await expect(stage.post('faults', { operation: '*', kind: 'late' })).rejects.toThrow('seconds')
  await expect(stage.post('faults', { operation: '*', kind: 'page-size', size: 0 })).rejects.toThrow('size')
})
