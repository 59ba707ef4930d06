/** What ECS is told of a strategy, and what not. */
import type { Service } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { parse, stringify } from '../../src/edge/exact.ts'
import type { Shift, Strategy } from '../../src/rollout/strategy.ts'
import { changeOf, leastMinutes, ownMinutes, stepMinutes } from '../../src/rollout/strategy.ts'

const shift = (type: Shift['type'], step: Shift['step'] = undefined, bakeMinutes = 10): Shift => ({
  type,
  step,
  bakeMinutes,
  alternateTargetGroup: 'green',
  productionListenerRule: 'rule',
  testListenerRule: undefined,
  role: 'role',
})
const canary = shift('canary', { percent: 5, minutes: 10 })

const advancedConfiguration = { alternateTargetGroupArn: 'green', productionListenerRule: 'rule', roleArn: 'role' }
const plain = { targetGroupArn: 'blue', containerName: 'web', containerPort: 80 }
const placed = { ...plain, advancedConfiguration }
const kept = {
  maximumPercent: 150,
  minimumHealthyPercent: 100,
  deploymentCircuitBreaker: { enable: true, rollback: true },
  alarms: { alarmNames: ['5xx'], enable: true, rollback: true },
  lifecycleHooks: [{ hookTargetArn: 'lambda' }],
}
const CANARY = {
  ...kept,
  strategy: 'CANARY' as const,
  bakeTimeInMinutes: 10,
  canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 },
}
const service = (more: Partial<Service>): Service => ({
  loadBalancers: [placed],
  deploymentConfiguration: kept,
  ...more,
})
const order = (strategy: Strategy | undefined, more: Partial<Service>) => changeOf(strategy, service(more), 'web').order

describe('nothing is sent', () => {
  test.each<[string, Strategy | undefined, Partial<Service>]>([
    ['without a strategy in the manifest', undefined, { deploymentConfiguration: CANARY }],
    ['for rolling, where the service never had another', { type: 'rolling' }, {}],
    ['for rolling, where it says ROLLING', { type: 'rolling' }, { deploymentConfiguration: { strategy: 'ROLLING' } }],
    ['where the service has it all', canary, { deploymentConfiguration: CANARY }],
    [
      'whatever the order of its keys',
      canary,
      { deploymentConfiguration: Object.fromEntries(Object.entries(CANARY).reverse()) },
    ],
  ])('%s', (_, strategy, more) => {
    expect(changeOf(strategy, service(more), 'web')).toEqual({ order: {}, words: undefined })
  })
})

/** As ECS wrote it. */
const written = (text: string): Service => parse(text) as Service

describe('numbers as ECS wrote them', () => {
  const said = JSON.stringify(service({ deploymentConfiguration: CANARY }))

  test('5.0 is 5: nothing is sent, and a field beside it changes nothing', () => {
    const doubles = said.replace('"canaryPercent":5,', '"canaryPercent":5.0,"newLimit":9007199254740993,')
    expect(doubles).not.toBe(said)
    expect(changeOf(canary, service({}), 'web', written(doubles))).toEqual({ order: {}, words: undefined })
    const { order } = changeOf(shift('canary', { percent: 7, minutes: 10 }), service({}), 'web', written(doubles))
    expect(stringify(order)).toContain('"canaryPercent":7,"newLimit":9007199254740993,')
  })

  test('what is not ours to change is sent back with every digit', () => {
    const more = said.replace('"maximumPercent":150', '"maximumPercent":150.0,"newLimit":[9007199254740993,1e400]')
    const { order } = changeOf({ type: 'rolling' }, service({}), 'web', written(more))
    expect(stringify(order)).toContain('"maximumPercent":150.0,"newLimit":[9007199254740993,1e400]')
  })
})

describe('what is sent', () => {
  test('first target group, rules and role alone, with a rolling deployment', () => {
    expect(order(canary, { loadBalancers: [plain] })).toEqual({ loadBalancers: [placed] })
  })

  test('then the strategy, over what the service has', () => {
    expect(order(canary, {})).toEqual({ deploymentConfiguration: CANARY })
  })

  test('another rule for a service that shifts already: only that', () => {
    const other = { ...placed, advancedConfiguration: { ...advancedConfiguration, productionListenerRule: 'old' } }
    expect(order(canary, { deploymentConfiguration: CANARY, loadBalancers: [other] })).toEqual({
      loadBalancers: [placed],
    })
  })

  test('from canary to linear: the canary’s steps do not come along', () => {
    const { canaryConfiguration: _, ...rest } = CANARY
    expect(order(shift('linear', { percent: 20, minutes: 3 }, 0), { deploymentConfiguration: CANARY })).toEqual({
      deploymentConfiguration: {
        ...rest,
        strategy: 'LINEAR',
        bakeTimeInMinutes: 0,
        linearConfiguration: { stepPercent: 20, stepBakeTimeInMinutes: 3 },
      },
    })
  })

  test('early success is for rolling deployments only', () => {
    const criteria = { healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' as const }
    const early = { ...kept, earlySuccessCriteria: { ...criteria, enable: true } }
    const { deploymentConfiguration = {} } = order(shift('blue-green'), { deploymentConfiguration: early })
    // left out it would stay on, and be refused
    expect(deploymentConfiguration).toEqual({
      ...kept,
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 10,
      earlySuccessCriteria: { ...criteria, enable: false },
    })
    // and is described as it was sent, which is no difference
    expect(order(shift('blue-green'), { deploymentConfiguration })).toEqual({})
  })

  test('back to rolling: the load balancers stay as they are', () => {
    const { canaryConfiguration: _, ...rest } = CANARY
    expect(order({ type: 'rolling' }, { deploymentConfiguration: CANARY })).toEqual({
      deploymentConfiguration: { ...rest, strategy: 'ROLLING' },
    })
  })
})

test.each<[string, Service['deploymentConfiguration'], number]>([
  ['rolling', { strategy: 'ROLLING', bakeTimeInMinutes: 0 }, 0],
  ['none', undefined, 0],
  ['blue-green', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 }, 60],
  ['canary', CANARY, 20],
  [
    'linear',
    {
      strategy: 'LINEAR',
      bakeTimeInMinutes: 10,
      linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6 },
    },
    64,
  ],
])('a service that is %s by itself waits', (_, deploymentConfiguration, minutes) => {
  expect(ownMinutes({ deploymentConfiguration })).toBe(minutes)
})

test.each<[string, Service['deploymentConfiguration'], number, number]>([
  ['a canary’s', { strategy: 'CANARY', bakeTimeInMinutes: 5 }, 10, 15],
  ['linear steps’', { strategy: 'LINEAR', bakeTimeInMinutes: 5 }, 6, 59],
  ['no step’s', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }, 0, 5],
])('ECS’s defaults are read one way: %s', (_, deploymentConfiguration, step, whole) => {
  expect(stepMinutes(deploymentConfiguration ?? {})).toBe(step)
  expect(ownMinutes({ deploymentConfiguration })).toBe(whole)
})

test.each<[Strategy | undefined, number]>([
  [undefined, 0],
  [{ type: 'rolling' }, 0],
  [shift('blue-green'), 10],
  [canary, 20],
  [shift('canary', { percent: 100, minutes: 10 }), 10],
  [shift('linear', { percent: 10, minutes: 6 }), 64],
  [shift('linear', { percent: 30, minutes: 5 }, 0), 15],
  [shift('linear', { percent: 3.3, minutes: 1 }, 0), 30],
])('%j waits %i minutes', (strategy, minutes) => {
  expect(leastMinutes(strategy)).toBe(minutes)
})

test('what the SDK does not know of a service goes back as ECS sent it', () => {
  const more = { advancedConfiguration: { ...advancedConfiguration, roleArn: 'old', newThing: 3 }, newPlace: [1] }
  const described = {
    loadBalancers: [{ ...plain, ...more }],
    deploymentConfiguration: { ...kept, strategy: 'CANARY' as const, newGuard: { after: 1763640000.5 } },
  }
  const known = service({ loadBalancers: [placed], deploymentConfiguration: { ...kept, strategy: 'CANARY' } })
  expect(changeOf(canary, known, 'web', described as Partial<Service>).order).toEqual({
    loadBalancers: [{ ...plain, ...more, advancedConfiguration: { ...advancedConfiguration, newThing: 3 } }],
    deploymentConfiguration: { ...CANARY, newGuard: { after: 1763640000.5 } },
  })
})
