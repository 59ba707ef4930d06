/** A registration whose answer is lost. */
import { expect, test } from '@jest/globals'
import type { Recorded } from '../../src/revision/document.ts'
import { revive } from '../../src/revision/register.ts'
import { arnOf } from '../rollout/scene.ts'

test('of a revision that is registered again where none of its family is ACTIVE: it is made again', async () => {
  let asked = 0
  const lost = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })
  const none = Object.assign(new Error('Unable to describe task definition.'), {
    name: 'ClientException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, requestId: 'r' },
  })
  const ecs = {
    registerTaskDefinition: async (input: object) => {
      if (++asked === 1) throw lost
      return { taskDefinition: { ...input, taskDefinitionArn: arnOf('app:43'), revision: 43 }, tags: [] }
    },
    describeTaskDefinition: async () => Promise.reject(none),
  }
  const inactive: Recorded = {
    definition: {
      taskDefinitionArn: arnOf('app:41'),
      family: 'app',
      revision: 41,
      status: 'INACTIVE',
      containerDefinitions: [{ name: 'app', image: 'x' }],
    },
    tags: [],
  }
  let now = 0
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const limits = { clock, deadline: 600_000, signal: new AbortController().signal }
  const registering = { aws: { ecs, region: 'eu-west-1' }, ...limits }
  expect(await revive(registering as never, inactive, { container: 'app' })).toMatchObject({ name: 'app:43' })
  expect(asked).toBe(2)
})
