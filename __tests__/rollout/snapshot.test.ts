import type { Service, Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eventsSince, idOf, missing, others, ours, primary, type Rollout } from '../../src/rollout/snapshot.ts'
import { runs } from '../hostile.ts'
import {
  arnOf,
  complete,
  deployment,
  moving,
  NEW,
  NEW_DIGEST,
  OLD,
  OLD_DIGEST,
  revision,
  rollout,
  snapshot,
  task,
  withCheck,
} from './scene.ts'

const withService = (more: Service) => snapshot(0, { service: { ...complete, ...more } })
const withTasks = (...tasks: Task[]) => snapshot(0, { tasks })
const [one, two] = [task(NEW, {}, 'a1'), task(NEW, {}, 'a2')]

test('nothing is missing of a complete rollout', () => {
  expect(missing(rollout, snapshot(0))).toEqual([])
})

/** Each row breaks one clause of the success predicate and leaves all others whole. */
describe('one clause alone keeps a rollout from being complete:', () => {
  test.each([
    [
      'the service stands on another revision',
      withService({ taskDefinition: OLD.arn }),
      ['the service to stand on app:2'],
    ],
    [
      'another deployment is primary',
      withService({
        deployments: [deployment(NEW, { status: 'ACTIVE' }), deployment(OLD, { runningCount: 0 })],
      }),
      ['app:2 to be primary'],
    ],
    [
      'no deployment is primary',
      withService({ deployments: [deployment(NEW, { status: 'ACTIVE' })] }),
      ['app:2 to be primary'],
    ],
    [
      'nothing is wanted',
      snapshot(0, {
        service: { ...complete, desiredCount: 0, runningCount: 0, deployments: [deployment(NEW, { runningCount: 0 })] },
        tasks: [],
      }),
      ['a desired count of at least 1'],
    ],
    [
      'fewer tasks of ours run than are wanted',
      withService({ deployments: [deployment(NEW, { runningCount: 1 })] }),
      ['1 of 2 tasks to run'],
    ],
    [
      'an older task still runs',
      withService({ deployments: [deployment(NEW), deployment(OLD, { status: 'ACTIVE', runningCount: 1 })] }),
      ['1 older task to stop'],
    ],
    [
      'an older task is still pending',
      withService({
        deployments: [deployment(NEW), deployment(OLD, { status: 'ACTIVE', runningCount: 0, pendingCount: 2 })],
      }),
      ['2 older tasks to stop'],
    ],
    [
      'an older task still drains and its deployment is not shown any more',
      withService({ runningCount: 3 }),
      ['3 running tasks to become 2'],
    ],
    [
      'more tasks of ours run than are wanted',
      snapshot(0, {
        service: { ...complete, runningCount: 3, deployments: [deployment(NEW, { runningCount: 3 })] },
        tasks: [one, two, task(NEW, {}, 'a3')],
      }),
      ['3 running tasks to become 2'],
    ],
    ['a task is pending', withService({ pendingCount: 1 }), ['1 pending task']],
    ['two tasks are pending', withService({ pendingCount: 2 }), ['2 pending tasks']],
    ['the tasks were not read', snapshot(0, { tasks: undefined }), ['the tasks to be read']],
    ['a task is not listed', withTasks(one), ['2 tasks to be listed, not 1']],
    ['no task is listed', withTasks(), ['2 tasks to be listed, not 0']],
    [
      'a listed task is of another revision',
      withTasks(one, two, task(OLD, {}, 'b1')),
      ['task b1 to stop: it is app:1'],
    ],
    [
      'a task only starts',
      withTasks(one, task(NEW, { lastStatus: 'PENDING' }, 'a2')),
      ['task a2 to be RUNNING, not PENDING'],
    ],
    [
      'a task is being stopped',
      withTasks(one, two, task(NEW, { lastStatus: 'DEACTIVATING' }, 'a3')),
      ['task a3 to be RUNNING, not DEACTIVATING'],
    ],
    [
      'a task runs another image',
      withTasks(one, task(NEW, { containers: [{ name: 'app', imageDigest: OLD_DIGEST }] }, 'a2')),
      [`task a2 to run ${NEW_DIGEST}: it runs ${OLD_DIGEST}`],
    ],
    [
      'a task does not tell its digest, and its image names another',
      withTasks(one, task(NEW, { containers: [{ name: 'app', image: `shop/app@${OLD_DIGEST}` }] }, 'a2')),
      [`task a2 to run ${NEW_DIGEST}: it runs ${OLD_DIGEST}`],
    ],
    [
      'a task does not tell its digest yet, and ECS has not called it the end',
      snapshot(0, {
        deployment: undefined,
        service: { ...complete, deployments: [deployment(NEW, { rolloutState: 'IN_PROGRESS' })] },
        tasks: [one, task(NEW, { containers: [{ name: 'app' }] }, 'a2')],
      }),
      ['task a2 to tell the image that it runs'],
    ],
    [
      'a task shows no container yet, and ECS has not called it the end',
      snapshot(0, {
        deployment: undefined,
        service: { ...complete, deployments: [deployment(NEW, { rolloutState: 'IN_PROGRESS' })] },
        tasks: [one, task(NEW, { containers: [] }, 'a2')],
      }),
      ['task a2 to tell the image that it runs'],
    ],
    [
      'a task is unhealthy',
      withTasks(one, task(NEW, { healthStatus: 'UNHEALTHY' }, 'a2')),
      ['task a2 to be HEALTHY, not UNHEALTHY'],
    ],
    [
      'a task with a health check has no health yet',
      withTasks(one, task(NEW, { healthStatus: 'UNKNOWN' }, 'a2')),
      ['task a2 to be HEALTHY, not UNKNOWN'],
    ],
    [
      'a task with a health check says nothing of its health',
      withTasks(one, { ...task(NEW, {}, 'a2'), healthStatus: undefined }),
      ['task a2 to be HEALTHY, not UNKNOWN'],
    ],
  ])('%s', (_, given, wants) => {
    expect(missing(rollout, given)).toEqual(wants)
  })
})

test.each([
  [
    'nothing of ours',
    { ...complete, desiredCount: 1, deployments: [] },
    [task(NEW)],
    ['app:2 to be primary', '1 of 1 tasks to run'],
  ],
  ['no count at all', { taskDefinition: NEW.arn }, [], ['app:2 to be primary', 'a desired count of at least 1']],
])('ECS shows %s', (_, service, tasks, wants) => {
  expect(missing(rollout, snapshot(0, { service, tasks }))).toEqual(wants)
})

describe('what does not keep it from being complete:', () => {
  const unchecked: Rollout = { ...rollout, revision: withCheck(false) }
  const early = (cleanup: string, enable = true) =>
    ({ earlySuccessCriteria: { enable, sourceServiceRevisionCleanup: cleanup } }) as Service['deploymentConfiguration']
  const oldRemains: Service = {
    ...complete,
    runningCount: 3,
    deployments: [deployment(NEW), deployment(OLD, { status: 'ACTIVE', runningCount: 1 })],
  }
  const withOld = [one, two, task(OLD, {}, 'b1')]

  test.each([
    [
      'no health where there is no health check',
      unchecked,
      withTasks(one, task(NEW, { healthStatus: 'UNKNOWN' }, 'a2')),
    ],
    [
      'silence on health where there is no health check',
      unchecked,
      withTasks(one, { ...two, healthStatus: undefined }),
    ],
    [
      'another image in a container that is not ours',
      rollout,
      withTasks(one, { ...two, containers: [...(two?.containers ?? []), { name: 'envoy', imageDigest: OLD_DIGEST }] }),
    ],
    ['a digest that ECS does not tell', rollout, withTasks(one, { ...two, containers: [{ name: 'app' }] })],
    [
      'a digest that the image of the task names',
      rollout,
      withTasks(one, { ...two, containers: [{ name: 'app', image: `shop/app@${NEW_DIGEST}` }] }),
    ],
    [
      'another digest where the revision names its image by tag',
      { ...rollout, revision: revision('app:2', '1.1.0', undefined) },
      withTasks(one, { ...two, containers: [{ name: 'app', imageDigest: OLD_DIGEST }] }),
    ],
    [
      'a revision that names its image by tag',
      { ...rollout, revision: revision('app:2', '1.1.0', undefined) },
      snapshot(0),
    ],
    [
      'an older deployment with no tasks left',
      rollout,
      withService({ deployments: [deployment(NEW), deployment(OLD, { status: 'ACTIVE', runningCount: 0 })] }),
    ],
    [
      'older tasks that early success leaves for later',
      rollout,
      snapshot(0, { service: { ...oldRemains, deploymentConfiguration: early('DEFERRED') }, tasks: withOld }),
    ],
  ] as const)('%s', (_, given, seen) => {
    expect(missing(given, seen)).toEqual([])
  })

  test.each([
    ['early success is off', early('DEFERRED', false)],
    ['early success waits for the clean-up', early('BLOCKING')],
    ['nothing is said of early success', {}],
  ])('older tasks count when %s', (_, deploymentConfiguration) => {
    const seen = snapshot(0, { service: { ...oldRemains, deploymentConfiguration }, tasks: withOld })
    expect(missing(rollout, seen)).toEqual(['1 older task to stop', 'task b1 to stop: it is app:1'])
  })

  test('without a health check an unhealthy task still counts', () => {
    const seen = withTasks(one, task(NEW, { healthStatus: 'UNHEALTHY' }, 'a2'))
    expect(missing(unchecked, seen)).toEqual(['task a2 to be HEALTHY, not UNHEALTHY'])
  })

  test('early success forgives older tasks and nothing else', () => {
    const deploymentConfiguration = early('DEFERRED')
    const three = [one, two, task(NEW, {}, 'a3')]
    const deployments = [deployment(NEW, { runningCount: 3 }), deployment(OLD, { status: 'ACTIVE', runningCount: 1 })]
    const tooMany = { ...oldRemains, runningCount: 4, deployments, deploymentConfiguration }
    expect(missing(rollout, snapshot(0, { service: tooMany, tasks: three }))).not.toEqual([])
    const unhealthy = [one, task(NEW, { healthStatus: 'UNHEALTHY' }, 'a2'), task(OLD, {}, 'b1')]
    const seen = snapshot(0, { service: { ...oldRemains, deploymentConfiguration }, tasks: unhealthy })
    expect(missing(rollout, seen)).toEqual(['task a2 to be HEALTHY, not UNHEALTHY'])
  })
})

test('the predicate agrees with its definition, whatever the counts', () => {
  const count = fc.integer({ min: 0, max: 3 })
  const arn = fc.constantFrom(NEW.arn, OLD.arn)
  const health = fc.constantFrom('HEALTHY', 'UNHEALTHY', 'UNKNOWN')
  const anyTask = fc
    .record({
      of: fc.constantFrom(NEW, NEW, NEW, OLD),
      health,
      lastStatus: fc.constantFrom('RUNNING', 'RUNNING', 'PENDING'),
    })
    .map(({ of, health, lastStatus }) => task(of, { healthStatus: health as 'HEALTHY', lastStatus }))
  const scene = fc.record({
    desired: count,
    taskDefinition: arn,
    primary: arn,
    mine: count,
    minePending: fc.constantFrom(0, 0, 1),
    old: fc.constantFrom(0, 0, 1),
    tasks: fc.oneof(
      fc.array(anyTask, { maxLength: 3 }),
      count.map(n => Array.from({ length: n }, () => task(NEW))),
    ),
    hasHealthCheck: fc.boolean(),
  })
  let complete = 0
  fc.assert(
    fc.property(scene, ({ desired, taskDefinition, primary, mine, minePending, old, tasks, hasHealthCheck }) => {
      const service: Service = {
        taskDefinition,
        desiredCount: desired,
        runningCount: mine + old,
        pendingCount: minePending,
        deployments: [
          deployment(NEW, {
            status: primary === NEW.arn ? 'PRIMARY' : 'ACTIVE',
            runningCount: mine,
            pendingCount: minePending,
          }),
          deployment(OLD, { status: primary === OLD.arn ? 'PRIMARY' : 'ACTIVE', runningCount: old }),
        ],
      }
      const holds =
        taskDefinition === NEW.arn &&
        primary === NEW.arn &&
        old === 0 &&
        mine === desired &&
        desired >= 1 &&
        minePending === 0 &&
        tasks.length >= desired &&
        tasks.every(
          each =>
            each.taskDefinitionArn === NEW.arn &&
            each.lastStatus === 'RUNNING' &&
            (each.healthStatus === 'HEALTHY' || (each.healthStatus === 'UNKNOWN' && !hasHealthCheck)),
        )
      if (holds) complete++
      expect(
        missing({ ...rollout, revision: withCheck(hasHealthCheck) }, snapshot(0, { service, tasks })).length === 0,
      ).toBe(holds)
    }),
    { numRuns: runs(2000) },
  )
  expect(complete).toBeGreaterThan(0)
})

describe('what can be read off a snapshot', () => {
  test('our deployment is the one of our revision, whatever its status', () => {
    expect(ours(rollout, snapshot(0, { service: moving }))?.id).toBe('ecs-svc/2')
    expect(ours(rollout, snapshot(0, { service: { ...moving, deployments: [deployment(OLD)] } }))).toBeUndefined()
    expect(ours(rollout, snapshot(0, { service: {} }))).toBeUndefined()
  })

  test('the primary one is the one of that status', () => {
    expect(primary(snapshot(0, { service: moving }))?.id).toBe('ecs-svc/2')
    expect(primary({ service: {} })).toBeUndefined()
  })

  test('others are running and pending tasks of every other revision', () => {
    const deployments = [
      deployment(NEW),
      deployment(OLD, { status: 'ACTIVE', runningCount: 2, pendingCount: 1 }),
      { taskDefinition: arnOf('app:0'), runningCount: 1 },
    ]
    expect(others(rollout, snapshot(0, { service: { ...complete, deployments } }))).toBe(4)
    expect(others(rollout, snapshot(0, { service: {} }))).toBe(0)
  })

  test.each([
    ['arn:aws:ecs:eu-west-1:123456789012:task/prod/abc', 'abc'],
    ['ecs-svc/123', '123'],
    ['plain', 'plain'],
    [undefined, ''],
  ])('the id of %s is %j', (arn, id) => {
    expect(idOf(arn)).toBe(id)
  })

  const events = [
    { id: 'e3', message: 'third' },
    { id: 'e2', message: 'second' },
    { id: 'e1', message: 'first' },
  ]
  test.each([
    ['the start is known', 'e1', ['second', 'third']],
    ['nothing is new', 'e3', []],
    ['there was none at the start', undefined, ['first', 'second', 'third']],
    ['the one at the start has been pushed out', 'e0', ['first', 'second', 'third']],
  ])('events since the start, oldest first, when %s', (_, lastEvent, expected) => {
    expect(eventsSince({ ...rollout, lastEvent }, snapshot(0, { service: { ...complete, events } }))).toEqual(expected)
  })
})
