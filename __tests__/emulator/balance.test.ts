/** Whatever happens to single tasks: never more than the ceiling, never fewer healthy ones than the floor by ECS's own doing. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { paceAt } from '../../src/emulator/pace.ts'
import { balance, bounds } from '../../src/emulator/scheduler/balance.ts'
import { isPresent } from '../../src/emulator/scheduler/count.ts'
import { begin, scaleTo } from '../../src/emulator/scheduler/deployment.ts'
import { isHealthy } from '../../src/emulator/scheduler/health.ts'
import { tick } from '../../src/emulator/scheduler.ts'
import type { Service } from '../../src/emulator/services/ecs/state/service.ts'
import type { Definition } from '../../src/emulator/services/ecs/state.ts'
import { BEHAVIOURS } from '../../src/emulator/simulated/script.ts'
import { createSimulatedFate } from '../../src/emulator/simulated.ts'
import { emptyWorld, type World } from '../../src/emulator/world.ts'

describe('bounds', () => {
  test.each([
    [4, 100, 200, 4, 8],
    [4, 50, 100, 2, 4],
    [3, 50, 150, 2, 4],
    [1, 0, 100, 0, 1],
    [5, 33, 133, 2, 6],
    [0, 100, 200, 0, 0],
  ])('%i tasks with %i/%i: floor %i, ceiling %i', (desired, least, most, floor, ceiling) => {
    expect(bounds({ minimumHealthyPercent: least, maximumPercent: most }, desired)).toEqual({ floor, ceiling })
  })
})

describe('one balance', () => {
  const census = fc
    .record({
      desired: fc.nat(20),
      least: fc.nat(100),
      most: fc.integer({ min: 100, max: 200 }),
      fresh: fc.nat(30),
      freshSick: fc.nat(30),
      old: fc.nat(30),
      oldSick: fc.nat(30),
      oldStarting: fc.nat(10),
      lost: fc.nat(10),
      leaving: fc.nat(10),
    })
    .map(({ desired, least, most, fresh, freshSick, old, oldSick, oldStarting, lost, leaving }) => ({
      desired,
      bounds: bounds({ minimumHealthyPercent: least, maximumPercent: most }, desired),
      fresh,
      freshHealthy: Math.max(0, fresh - freshSick),
      old,
      oldHealthy: Math.max(0, old - oldSick),
      oldStarting: Math.min(oldStarting, oldSick, old),
      lost,
      held: false,
      leaving,
    }))

  test('starts only under the ceiling and stops healthy old tasks only above the floor', () => {
    fc.assert(
      fc.property(census, given => {
        const { start, startOld, stopOld, stopStarting, stopFresh } = balance(given)
        const { ceiling, floor } = given.bounds
        expect(start).toBeGreaterThanOrEqual(0)
        if (start + startOld > 0)
          expect(given.fresh + given.old + given.leaving + start + startOld).toBeLessThanOrEqual(ceiling)
        expect(startOld).toBeLessThanOrEqual(given.lost)
        expect(stopStarting).toBeLessThanOrEqual(given.oldStarting)
        if (startOld > 0) expect(stopStarting).toBe(0)
        expect(given.fresh - stopFresh + start).toBeLessThanOrEqual(given.desired)
        if (stopOld > 0)
          expect(given.freshHealthy - stopFresh + given.oldHealthy - stopOld).toBeGreaterThanOrEqual(floor)
      }),
      { numRuns: 2000 },
    )
  })
})

function definition(world: World, revision: number, checked: boolean): Definition {
  const arn = `arn:aws:ecs:ap-south-1:123456789012:task-definition/api:${revision}`
  const made: Definition = {
    arn,
    family: 'api',
    revision,
    status: 'ACTIVE',
    registeredAt: 0,
    registeredBy: 'test',
    tags: [],
    recipe: {
      taskDefinitionArn: arn,
      family: 'api',
      networkMode: 'awsvpc',
      containerDefinitions: [
        {
          name: 'app',
          image: `example/api:${revision}`,
          essential: true,
          ...(checked && { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 2 } }),
        },
      ],
    },
  }
  world.definitions[arn] = made
  return made
}

interface Play {
  desired: number
  least: number
  most: number
  checked: boolean
  behaviours: (typeof BEHAVIOURS)[number][]
  scales: number[]
  seed: number
}

/** Two deployments one after the other, with scripted fates, watched at every tick. */
function play({ desired, least, most, checked, behaviours, scales, seed }: Play): void {
  const world = emptyWorld({ region: 'ap-south-1', account: '123456789012', seed })
  const pace = paceAt(1)
  const lookup = {
    digest: () => `sha256:${'0'.repeat(64)}`,
    tags: () => [],
    revisionTags: () => ({}),
    registered: () => '',
  }
  const fate = createSimulatedFate({ seed, speed: 1, lookup })
  const service: Service = {
    arn: 'arn:aws:ecs:ap-south-1:123456789012:service/shop/api',
    name: 'api',
    cluster: 'shop',
    status: 'ACTIVE',
    desiredCount: desired,
    createdAt: 0,
    createdBy: 'test',
    deploymentConfiguration: {
      minimumHealthyPercent: least,
      maximumPercent: most,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    healthCheckGracePeriodSeconds: 0,
    setting: {
      taskDefinition: definition(world, 1, checked).arn,
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      loadBalancers: [],
      serviceRegistries: [],
      volumeConfigurations: [],
    },
    extras: {},
    deployments: [],
    tasks: [],
    revisions: [],
    history: [],
    completed: [],
    events: [],
    steady: false,
    owed: 0,
    tags: [],
  }
  world.services[service.arn] = service
  let now = 0
  const step = (): void => {
    now += 1000
    const healthy = () => Object.values(world.tasks).filter(task => isHealthy(task, now, pace))
    const present = () => Object.values(world.tasks).filter(isPresent).length
    const { floor, ceiling } = bounds(service.deploymentConfiguration, service.desiredCount)
    const facts = fate.facts(now)
    const crowd = present()
    const orders = tick(world, facts, now, pace)
    fate.carryOut(orders, now)
    // Scaling in may leave more tasks than the new ceiling; then at least none are added.
    expect(present()).toBeLessThanOrEqual(Math.max(ceiling, crowd))
    const stoppedWell = Object.values(world.tasks).some(
      task =>
        task.stoppingAt === now &&
        task.stoppedReason?.startsWith('Scaling activity') &&
        isHealthy({ ...task, status: 'RUNNING', desired: 'RUNNING' }, now, pace) &&
        task.startedAt !== undefined,
    )
    if (stoppedWell) expect(healthy().length).toBeGreaterThanOrEqual(floor)
  }
  begin(world, service, now)
  for (let i = 0; i < 120; i++) step()
  for (const [i, behaviour] of behaviours.entries()) {
    fate.prepend([{ match: { tag: String(i + 2) }, behaviour }])
    service.setting = { ...service.setting, taskDefinition: definition(world, i + 2, checked).arn }
    begin(world, service, now)
    for (let t = 0; t < 300; t++) {
      if (t === 60 && scales[i] !== undefined) {
        scaleTo(service, scales[i] ?? 0)
      }
      step()
    }
  }
  const primaries = service.deployments.filter(({ status }) => status === 'PRIMARY')
  expect(primaries).toHaveLength(1)
  expect(service.history.filter(({ finishedAt }) => finishedAt === undefined).length).toBeLessThanOrEqual(1)
}

test('many rollouts keep the floor and the ceiling at every tick', () => {
  fc.assert(
    fc.property(
      fc.record({
        desired: fc.nat(8),
        least: fc.constantFrom(0, 25, 50, 66, 100),
        most: fc.constantFrom(100, 125, 150, 200),
        checked: fc.boolean(),
        behaviours: fc.array(fc.constantFrom(...BEHAVIOURS), { minLength: 1, maxLength: 3 }),
        scales: fc.array(fc.nat(10), { maxLength: 3 }),
        seed: fc.nat(1000),
      }),
      play,
    ),
    { numRuns: 60 },
  )
})
