import { createHash } from 'node:crypto'
import { DescribeServicesCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { VIRTUAL_START } from '../../src/emulator/engine.ts'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

/** A rollout that works, one that is rolled back, a scaling, a dead task; in steps of so many seconds. */
async function story(seed: number, step: number): Promise<string> {
  stage = await settled({ emulator: { seed } })
  const pass = (seconds: number) => {
    for (let i = 0; i < seconds / step; i++) stage.pass(step)
  }
  await stage.fates({ match: { tag: '1.2.0' }, behaviour: 'crashing' })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  pass(300)
  await stage.update({ desiredCount: 30 })
  pass(300)
  await stage.update({ taskDefinition: await stage.register('1.2.0') })
  pass(1800)
  const log = JSON.stringify(await stage.get('events'))
  await stage.close()
  return createHash('sha256').update(log).digest('hex')
}

describe('the event log', () => {
  test('is the same for the same seed and script, however the clock was moved', async () => {
    const first = await story(7, 300)
    expect(await story(7, 300)).toBe(first)
    expect(await story(7, 1)).toBe(first)
    expect(await story(8, 300)).not.toBe(first)
  })
})

describe('a virtual clock', () => {
  test('looks at every tick at the tasks that there are, not at those that have stopped', async () => {
    stage = await settled({ service: { desiredCount: 10 } })
    await stage.fates({ match: {}, behaviour: 'late-crash' })
    await stage.update({ forceNewDeployment: true })
    stage.pass(1200)
    const { world } = stage.emulator
    const living = Object.values(world.tasks).filter(({ status }) => status !== 'STOPPED').length
    expect(Object.keys(world.tasks).length).toBeGreaterThan(10 * living)
    let looks = 0
    world.tasks = new Proxy(world.tasks, {
      get(tasks, id) {
        looks++
        return Reflect.get(tasks, id)
      },
    })
    stage.pass(1)
    expect(looks).toBeGreaterThan(0)
    expect(looks).toBeLessThan(6 * living)
  })

  test('stands still on its own, and can be moved at the control door', async () => {
    stage = await settled()
    const now = () => stage.get('clock') as Promise<{ now: number }>
    const before = (await now()).now
    expect((await now()).now).toBe(before)
    await stage.post('clock', { advanceMs: 1500 })
    expect((await now()).now).toBe(before + 1500)
    await stage.post('clock', { untilMs: before + 10_000 })
    expect((await now()).now).toBe(before + 10_000)
    await expect(stage.post('clock', { advanceMs: -1 })).rejects.toThrow('number')
  })

  test('can move on with every call', async () => {
    stage = await openStage()
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    await stage.post('clock', { perRequestMs: 10_000 })
    let calls = 0
    while ((await stage.movements())[0]?.status !== 'SUCCESSFUL' && calls < 20) calls++
    expect(calls).toBeGreaterThan(1)
    expect(calls).toBeLessThan(10)
  })

  test('jumps over idle time: a quiet year costs next to nothing', async () => {
    stage = await settled()
    const started = performance.now()
    stage.pass(365 * 24 * 3600)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(await stage.service()).toMatchObject({ runningCount: 2 })
  })

  test.each([1, 7, 60])(
    'goes on from where a jump led, at a speed of %d: what is ordered then begins then',
    async speed => {
      stage = await settled({ emulator: { speed } })
      stage.pass(91 * 24 * 3600 + 0.4321)
      const { now } = (await stage.get('clock')) as { now: number }
      await stage.update({ taskDefinition: await stage.register('1.1.0') })
      const started = performance.now()
      stage.pass(300)
      expect(performance.now() - started).toBeLessThan(5000)
      const [newest] = await stage.movements()
      expect(newest).toMatchObject({ status: 'SUCCESSFUL' })
      for (const at of [newest?.createdAt, newest?.startedAt, newest?.finishedAt])
        expect(Number(at)).toBeGreaterThanOrEqual(now - 1)
    },
  )

  test('lets others in while it is moved, whatever there is to do', async () => {
    stage = await settled({ service: { desiredCount: 50 } })
    await stage.fates({ match: {}, behaviour: 'late-crash' })
    await stage.update({ forceNewDeployment: true })
    const seen = new Set<number>()
    let isMoving = true
    const look = () => {
      seen.add(stage.emulator.engine.now())
      if (isMoving) setImmediate(look)
    }
    look()
    const { now } = (await stage.post('clock', { advanceMs: 2 * 3600_000 })) as { now: number }
    isMoving = false
    expect(seen.size).toBeGreaterThan(10)
    expect(now).toBe(VIRTUAL_START + (120 + 2 * 3600) * 1000)
  })

  test('that is still moved when it is set back stays there', async () => {
    stage = await settled()
    await stage.fates({ match: {}, behaviour: 'late-crash' })
    await stage.update({ forceNewDeployment: true })
    const moved = stage.post('clock', { advanceMs: 10 * 24 * 3600_000 })
    while (stage.emulator.engine.now() === VIRTUAL_START + 120_000) await new Promise(setImmediate)
    await stage.post('reset', {})
    await moved
    expect(await stage.get('clock')).toMatchObject({ now: VIRTUAL_START })
  })

  test('is set back by reset, with everything else', async () => {
    stage = await settled()
    await stage.post('reset', {})
    expect(await stage.get('clock')).toMatchObject({ now: VIRTUAL_START })
    await expect(
      stage.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] })),
    ).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
    expect(await stage.get('events')).toEqual([])
  })
})

describe('a real clock', () => {
  test('goes by itself, as fast as --speed says', async () => {
    stage = await openStage({ clock: 'real', speed: 1000 })
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    const limit = Date.now() + 10_000
    while ((await stage.movements())[0]?.status !== 'SUCCESSFUL' && Date.now() < limit)
      await new Promise(resolve => setTimeout(resolve, 10))
    expect(await stage.movements()).toMatchObject([{ status: 'SUCCESSFUL' }])
    await expect(stage.post('clock', { advanceMs: 1 })).rejects.toThrow('virtual')
  })
})

test('a service of 2000 tasks rolls over', async () => {
  stage = await settled({ service: { desiredCount: 2000 } })
  expect(await stage.service()).toMatchObject({ runningCount: 2000 })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  stage.pass(200)
  expect(await stage.movements()).toMatchObject([{ status: 'SUCCESSFUL' }, { status: 'SUCCESSFUL' }])
})
