/** A rollback leads back, also when it is made again, and says of services that it is not about how they are. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serviceIn, violations } from './invariants.ts'
import { type Plan, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const standsOn = (name: string) => serviceIn(stage.world, name).setting.taskDefinition.split('/').at(-1)
const was = () => structuredClone({ services: stage.world.services, definitions: Object.keys(stage.world.definitions) })
const HANGS: Plan['faults'] = [{ operation: 'UpdateService', kind: 'hang-after-apply' }]
const SLOW: Plan['fates'] = [{ match: { version: '1.0.0' }, behaviour: 'slow', pullSeconds: 40 }]

test.each([1, 2])('of %i services, cut off and run again at once: it goes on', async services => {
  const lost = await stage.play({ command: 'rollback', services, dies: true, faults: HANGS })
  const run = await stage.play({ command: 'rollback', services, again: lost })
  expect({ outcome: run.outcome, violations: violations(run) }).toEqual({
    outcome: expect.stringMatching(/^(deployed|unchanged)$/),
    violations: [],
  })
  expect(['db', 'api'].slice(0, services).map(standsOn)).toEqual(['db:1', 'api:1'].slice(0, services))
})

test('its time was up, and it is run again: it goes on', async () => {
  const first = await stage.play({ command: 'rollback', timeoutMs: 10_000, fates: SLOW })
  expect(first.outcome).toBe('timed-out')
  const run = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(run.outcome).toMatch(/^(deployed|unchanged)$/)
  expect(standsOn('db')).toBe('db:1')
})

test('it ended well, and is run again without a target: never forward', async () => {
  await stage.play({ command: 'rollback' })
  stage.emulator.advance(300_000)
  const run = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(run.failure).toMatchObject({ code: 'EVK-330', advice: expect.stringContaining('1.1.0') })
  expect(standsOn('db')).toBe('db:1')
})

test.each([
  ['well', false, 'unchanged'],
  ['ill', true, 'not-started'],
])('a service that is no part of it is %s: left as it is, and told so', async (_, ill, outcome) => {
  const run = await stage.play({
    command: 'rollback',
    services: 2,
    together: true,
    to: 'db:1',
    prepared: async () => {
      if (!ill) return
      await stage.door('fates', [
        { match: { repository: 'api' }, behaviour: 'crashing', exitSeconds: 1, stopSeconds: 1 },
        { match: {}, behaviour: 'healthy' },
      ])
      const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })
      for (const task of taskArns) await stage.ecs.stopTask({ cluster: 'shop', task })
      stage.emulator.advance(30_000)
    },
  })
  expect(run.outcome).toBe('deployed')
  expect(run.results.find(({ name }) => name === 'api')).toMatchObject({ outcome })
})

test('ECS has forgotten the first deployment of what runs now: never forward', async () => {
  const DAY_MS = 24 * 3_600_000
  await stage.play({ command: 'deploy', prepared: () => stage.emulator.advance(20 * DAY_MS) })
  stage.emulator.advance(10 * DAY_MS)
  await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(standsOn('db')).toBe('db:1')
  stage.emulator.advance(65 * DAY_MS)
  const { serviceDeployments = [] } = await stage.ecs.listServiceDeployments({ cluster: 'shop', service: 'db' })
  expect(serviceDeployments).toHaveLength(2)
  const run = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(run.failure).toMatchObject({ code: 'EVK-330' })
  expect(standsOn('db')).toBe('db:1')
})

test('what ran for longer than ECS remembers, until a minute ago: it can be gone back to', async () => {
  await stage.play({ command: 'deploy', prepared: () => stage.emulator.advance(95 * 24 * 3_600_000) })
  const { serviceDeployments = [] } = await stage.ecs.listServiceDeployments({ cluster: 'shop', service: 'db' })
  expect(serviceDeployments).toHaveLength(1)
  const run = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(run.outcome).toBe('deployed')
  expect(standsOn('db')).toBe('db:1')
})

test('and while its tasks are being replaced', async () => {
  const fates: Plan['fates'] = [{ match: { version: '1.1.0' }, behaviour: 'slow', pullSeconds: 300 }]
  const prepared = () => stage.emulator.advance(95 * 24 * 3_600_000)
  await stage.play({ command: 'deploy', timeoutMs: 20_000, fates, prepared })
  const run = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(run.outcome).toBe('deployed')
  expect(standsOn('db')).toBe('db:1')
})

test('a revision that was deregistered and is registered again is the one that it was', async () => {
  const prepared = async () => {
    await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'db:1' })
  }
  await stage.play({ command: 'rollback', prepared })
  expect(standsOn('db')).toBe('db:3')
  stage.emulator.advance(300_000)
  const again = await stage.play({ command: 'rollback', again: { was: was(), asked: [] } })
  expect(again.failure).toMatchObject({ code: 'EVK-330' })
  const named = await stage.play({ command: 'rollback', to: 'db:1', again: { was: was(), asked: [] } })
  expect(named.outcome).toBe('unchanged')
  expect(standsOn('db')).toBe('db:3')
})

test('the image of a container that no manifest names is gone: not led there', async () => {
  const prepared = () => {
    for (const { recipe } of Object.values(stage.world.definitions)) {
      const [main] = recipe.containerDefinitions ?? []
      const image = `${main?.image?.split('@')[0]}@sha256:${'0'.repeat(64)}`
      recipe.containerDefinitions?.push({ name: 'agent', essential: false, image })
    }
  }
  const run = await stage.play({ command: 'rollback', prepared })
  expect(run.failure).toMatchObject({ code: 'EVK-330' })
  expect(standsOn('db')).toBe('db:2')
})
