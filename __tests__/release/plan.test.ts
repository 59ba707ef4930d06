import type { Service, Tag } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import type { PushedImage } from '../../src/image/reference.ts'
import { type Goal, type Part, planFor, planOf, withImages } from '../../src/release/plan.ts'
import { type Recorded, revisionOf } from '../../src/revision/document.ts'
import type { Release } from '../../src/revision/history.ts'
import { type Standing, underWay } from '../../src/rollout/standing.ts'

const URI = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app'
const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const image: PushedImage = {
  repository: { name: 'shop/app', uri: URI },
  digest: digest('b'),
  tags: [],
  origin: 'built',
}
const provenance = { version: '1.1.0', commit: 'c'.repeat(40), run: 'octo/shop/7' }
const ours: Tag[] = [{ key: 'evenkeel:version', value: '1.0.0' }]

function recorded(
  revision: number,
  image: string,
  { tags = ours, memory = '512', status = 'ACTIVE' as 'ACTIVE' | 'INACTIVE' } = {},
): Recorded {
  return {
    definition: {
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${revision}`,
      revision,
      status,
      family: 'app',
      memory,
      containerDefinitions: [{ name: 'app', image }],
    },
    tags,
  }
}

const onA = recorded(1, `${URI}@${digest('a')}`)
const onB = recorded(2, `${URI}@${digest('b')}`)
const ofThis = recorded(2, `${URI}@${digest('b')}`, {
  tags: Object.entries(provenance).map(([key, value]) => ({ key: `evenkeel:${key}`, value })),
})
const FULL: Tag[] = Array.from({ length: 50 }, (_, i) => ({ key: `team-${i}`, value: 'shop' }))
const terraforms = recorded(1, `${URI}:latest`, { tags: [] })

const running: Service = {
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
  events: [],
}
const at0: Service = { ...running, desiredCount: 0, runningCount: 0 }

const entry: Part['entry'] = {
  name: 'app',
  service: 'app',
  container: 'app',
  images: new Map([
    [
      'app',
      {
        kind: 'build',
        name: 'app',
        at: 'services.app',
        alsoTag: [],
        rebuild: false,
        repository: 'shop/app',
        build: { context: '.', dockerfile: './Dockerfile', target: undefined, args: {} },
      },
    ],
  ]),
  needs: [],
  initialCount: 3,
  cluster: undefined,
  definition: undefined,
  override: {},
  desiredCount: undefined,
  mayStandAtZero: false,
  imageParameter: undefined,
  strategy: undefined,
}
const place = {
  name: 'app',
  cluster: 'prod',
  service: 'app',
  container: 'app',
  strategy: undefined,
  mayStandAtZero: false,
}

function standing(live: Recorded, service: Service = running, more: Partial<Standing> = {}): Standing {
  return { place, service, live, liveRevision: revisionOf(live, { container: 'app' }), latest: live, past: [], ...more }
}
const past = (...arns: string[]) => ({
  past: arns.map(arn => ({ arn, status: 'SUCCESSFUL', target: '', createdAt: 0, finishedAt: 1 })),
})

function stepTo(goal: Goal, given: Standing, mayStandAtZero: boolean, more: Partial<Part['entry']> = {}) {
  const part: Part = { entry: { ...entry, mayStandAtZero, ...more }, goal, standing: given }
  return planFor(part, [part]).step
}
const toImage: Goal = { kind: 'image', images: new Map([['app', image]]), provenance }

describe('to an image:', () => {
  test.each([
    ['another image: a new revision', standing(onA), false, { kind: 'register' }],
    [
      'the same image, settled',
      standing(onB),
      false,
      { kind: 'unchanged', reason: 'already runs this image, since 1.0.0' },
    ],
    [
      'the same image on a revision without a version',
      standing({ ...onB, tags: [] }),
      false,
      { kind: 'unchanged', reason: 'already runs this image' },
    ],
    [
      'the same image, and its rollout goes on',
      standing(onB, { ...running, deployments: [{ rolloutState: 'IN_PROGRESS' }] }),
      false,
      { kind: 'adopt' },
    ],
    [
      'the same image, and an older deployment still drains',
      standing(onB, { ...running, deployments: [{ rolloutState: 'COMPLETED' }, { rolloutState: 'COMPLETED' }] }),
      false,
      { kind: 'adopt' },
    ],
    ['the same image, and a task is missing', standing(onB, { ...running, runningCount: 1 }), false, { kind: 'adopt' }],
    ['the same image, and a task is pending', standing(onB, { ...running, pendingCount: 1 }), false, { kind: 'adopt' }],
    [
      'the same image, and its rollout failed',
      standing(onB, { ...running, deployments: [{ rolloutState: 'FAILED' }] }),
      false,
      { kind: 'adopt' },
    ],
    [
      'the same image, and no deployment is shown',
      standing(onB, { ...running, deployments: [] }),
      false,
      { kind: 'adopt' },
    ],
    [
      'the latest revision has it as this release, the live one not',
      standing(onA, running, { latest: ofThis }),
      false,
      { kind: 'use', revision: revisionOf(ofThis, { container: 'app' }) },
    ],
    [
      'the latest revision has it as another release, which a rollback would know it as',
      standing(onA, running, { latest: onB }),
      false,
      { kind: 'register' },
    ],
    [
      'the latest revision has it, and no version: a task of it was run beside',
      standing(onA, running, { latest: { ...onB, tags: [] } }),
      false,
      { kind: 'register' },
    ],
    [
      'the latest revision has it, and so many tags that none of ours has room',
      standing(onA, running, { latest: { ...onB, tags: FULL } }),
      false,
      { kind: 'register' },
    ],
    [
      'the latest revision has it, and the tags of another tool',
      standing(onA, running, { latest: { ...onB, tags: [{ key: 'version', value: '1.1.0' }] } }),
      false,
      { kind: 'register' },
    ],
    [
      'never run, and a task of the image was run beside',
      standing(terraforms, at0, { latest: { ...onB, tags: [] } }),
      false,
      { kind: 'register', count: 3 },
    ],
    [
      'the live revision has it and another shape',
      standing(onB, running, { latest: recorded(3, `${URI}@${digest('a')}`, { memory: '1024' }) }),
      false,
      { kind: 'register' },
    ],
    ['scaled to 0 by somebody', standing(onA, at0), false, { kind: 'no-tasks' }],
    ['scaled to 0 by somebody, with the same image', standing(onB, at0), false, { kind: 'no-tasks' }],
    ['scaled to 0 and allowed', standing(onA, at0), true, { kind: 'register' }],
    [
      'scaled to 0, allowed, with the same image: nothing runs that could prove it',
      standing(onB, at0),
      true,
      { kind: 'no-tasks' },
    ],
    ['never run', standing(terraforms, at0), false, { kind: 'register', count: 3 }],
    ['never run, and it has the image already', standing({ ...onB, tags: [] }, at0), false, { kind: 'use', count: 3 }],
    [
      'never run, its first deployment is listed',
      standing(terraforms, at0, past('a')),
      false,
      { kind: 'register', count: 3 },
    ],
    [
      'never run, deployments cannot be listed',
      standing(terraforms, at0, { past: undefined }),
      false,
      { kind: 'register', count: 3 },
    ],
    [
      'at 0 with a second deployment in its past',
      standing(terraforms, at0, past('b', 'a')),
      false,
      { kind: 'no-tasks' },
    ],
    [
      'at 0 with started tasks in its past',
      standing(terraforms, { ...at0, events: [{ message: '(service app) has started 1 tasks: (task x).' }] }),
      false,
      { kind: 'no-tasks' },
    ],
    [
      'at 0 with other events in its past',
      standing(terraforms, { ...at0, events: [{ message: '(service app) has reached a steady state.' }] }),
      false,
      { kind: 'register', count: 3 },
    ],
    [
      'at 0 while its last task still stops',
      standing(terraforms, { ...at0, runningCount: 1 }),
      false,
      { kind: 'no-tasks' },
    ],
    [
      'at 0 while one task stops and one starts',
      standing(terraforms, { ...at0, runningCount: 1, pendingCount: 1 }),
      false,
      { kind: 'no-tasks' },
    ],
    ['no count at all is 0', standing(onA, {}), false, { kind: 'no-tasks' }],
    ['at 0 while a task still starts', standing(terraforms, { ...at0, pendingCount: 1 }), false, { kind: 'no-tasks' }],
    ['Terraform’s revision with tasks', standing(terraforms), false, { kind: 'register' }],
  ])('%s', (_, given, mayStandAtZero, step) => {
    const found = stepTo(toImage, given, mayStandAtZero)
    expect(found).toMatchObject(step)
    if (!('count' in step)) expect(found).not.toHaveProperty('count')
  })

  test.each([
    ['may not stand at 0', false, standing(terraforms, at0), { kind: 'no-tasks' }],
    ['may stand at 0: it moves at 0', true, standing(terraforms, at0), { kind: 'register' }],
    ['may stand at 0, and is there already', true, standing(onB, at0), { kind: 'no-tasks' }],
  ])('initial-count 0, never run, %s', (_, mayStandAtZero, given, step) => {
    const found = stepTo(toImage, given, mayStandAtZero, { initialCount: 0 })
    expect(found).toMatchObject(step)
    expect(found).not.toHaveProperty('count')
  })

  test('what is registered is the latest shape with the image by digest', () => {
    const latest = recorded(3, `${URI}:terraform`, { memory: '1024', tags: [{ key: 'team', value: 'shop' }] })
    const step = stepTo(toImage, standing(onA, running, { latest }), false)
    expect(step).toEqual({
      kind: 'register',
      document: {
        family: 'app',
        memory: '1024',
        containerDefinitions: [{ name: 'app', image: `${URI}@${digest('b')}` }],
        tags: [
          { key: 'team', value: 'shop' },
          { key: 'evenkeel:version', value: '1.1.0' },
          { key: 'evenkeel:commit', value: 'c'.repeat(40) },
          { key: 'evenkeel:run', value: 'octo/shop/7' },
          { key: 'evenkeel:service', value: 'prod/app' },
        ],
      },
    })
  })
})

describe('to a release:', () => {
  const release = (recorded: Recorded): Release => ({
    recorded,
    revision: revisionOf(recorded, { container: 'app' }),
    provenance: {},
    first: 0,
    at: 0,
    imageHeld: true,
  })
  const go = (recorded: Recorded) => ({ kind: 'go', release: release(recorded) }) as const
  const inactive = recorded(1, `${URI}@${digest('a')}`, { status: 'INACTIVE' })

  test.each([
    [
      'an ACTIVE revision is used',
      standing(onB),
      go(onA),
      false,
      { kind: 'use', revision: revisionOf(onA, { container: 'app' }) },
    ],
    ['an INACTIVE one is revived', standing(onB), go(inactive), false, { kind: 'revive', recorded: inactive }],
    [
      'a service that stays says why',
      standing(onB),
      { kind: 'stay', reason: 'already on 1.0.0' } as const,
      false,
      { kind: 'unchanged', reason: 'already on 1.0.0', proven: false },
    ],
    [
      'one that stays at 0 is no failure',
      standing(onB, at0),
      { kind: 'stay', reason: 'r' } as const,
      false,
      { kind: 'unchanged', reason: 'r', proven: false },
    ],
    ['scaled to 0', standing(onB, at0), go(onA), false, { kind: 'no-tasks' }],
    [
      'scaled to 0 and allowed',
      standing(onB, at0),
      go(onA),
      true,
      { kind: 'use', revision: revisionOf(onA, { container: 'app' }) },
    ],
  ])('%s', (_, given, choice, mayStandAtZero, step) => {
    expect(stepTo({ kind: 'release', choice }, given, mayStandAtZero)).toEqual(step)
  })
})

describe('something of somebody else’s is under way:', () => {
  const leading = (rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED', desiredCount = 2): Service => ({
    ...running,
    desiredCount,
    deployments: [
      { status: 'ACTIVE', rolloutState: 'IN_PROGRESS' },
      { status: 'PRIMARY', rolloutState },
    ],
  })

  test.each([
    ['the primary deployment goes on', leading('IN_PROGRESS'), 'app:1'],
    ['it is complete', leading('COMPLETED'), undefined],
    ['it failed', leading('FAILED'), undefined],
    ['nothing is wanted', leading('IN_PROGRESS', 0), undefined],
    ['no count is known', { deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }] } as Service, undefined],
    ['nothing is known', {}, undefined],
  ])('%s', (_, service, name) => {
    expect(underWay(standing(onA, service))).toBe(name)
  })
})

describe('a plan', () => {
  const part = (name: string, needs: string[], given: Standing, goal: Goal = toImage): Part => ({
    entry: { ...entry, name, needs },
    goal,
    standing: { ...given, place: { ...place, name } },
  })

  test('has waves in the order of the needs', () => {
    const { waves } = planOf([part('web', ['api'], standing(onA)), part('api', [], standing(onA))])
    expect(waves.map(wave => wave.map(each => each.entry.name))).toEqual([['api'], ['web']])
  })

  test('knows before the build what stands against it, all of it', () => {
    const unbuilt: Goal = { ...toImage, images: undefined } as Goal
    const other = recorded(3, `${URI}:x`)
    const noContainer = { ...other, definition: { ...other.definition, containerDefinitions: [{ name: 'nginx' }] } }
    const plan = planOf([
      part('api', [], standing(onA, running, { latest: undefined }), unbuilt),
      part('web', [], standing(noContainer), unbuilt),
      part('job', [], standing(onA), unbuilt),
    ])
    expect(plan.faults.map(({ code }) => code)).toEqual(['EVK-210', 'EVK-205'])
    expect(plan.waves.flat().map(({ step }) => step.kind)).toEqual(['build', 'build', 'build'])
  })

  test('tells what changes besides the image, and says no value of a variable', () => {
    const latest: Recorded = {
      ...onA,
      definition: {
        ...onA.definition,
        memory: '1024',
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/app:9',
        containerDefinitions: [{ name: 'app', image: `${URI}:x`, environment: [{ name: 'NEW', value: 'hush' }] }],
      },
    }
    const [planned] = planOf([part('app', [], standing(onA, running, { latest }))]).waves.flat()
    expect(planned?.alsoChanges).toBe('memory 512 → 1024, environment + NEW')
  })

  test('leaves each service of one family its own shape', () => {
    const own = (memory: string, revision: number) => recorded(revision, `${URI}@${digest('a')}`, { memory })
    const newest = own('2048', 9)
    const parts = [
      part('api', [], standing(own('512', 4), running, { latest: newest })),
      part('jobs', [], standing(own('1024', 5), running, { latest: newest })),
    ]
    const memories = parts.map(each => {
      const { step } = planFor(each, parts)
      return step.kind === 'register' && step.document.memory
    })
    expect(memories).toEqual(['512', '1024'])
  })

  test('starts from the origin where that is not the latest, and says which service it is for', () => {
    const [origin, latest] = ['1024', '2048'].map(memory => recorded(9, `${URI}@${digest('a')}`, { memory }))
    const stands = standing(recorded(4, `${URI}@${digest('a')}`), running, { latest, origin })
    const { step } = planFor(part('app', [], stands), [])
    if (step.kind !== 'register') throw new Error(step.kind)
    expect(step.document.memory).toBe('1024')
    expect(step.document.tags).toContainEqual({ key: 'evenkeel:service', value: 'prod/app' })
  })

  test('moves the containers of one image together, and names one that stays behind', () => {
    const latest: Recorded = {
      ...onA,
      definition: {
        ...onA.definition,
        containerDefinitions: [
          { name: 'app', image: `${URI}@${digest('a')}` },
          { name: 'migrate', image: `${URI}@${digest('a')}`, essential: false },
          { name: 'cron', image: `${URI}@${digest('c')}` },
        ],
      },
    }
    const [planned] = planOf([part('app', [], standing(onA, running, { latest }))]).waves.flat()
    const { step } = planned ?? {}
    const images = step?.kind === 'register' && step.document.containerDefinitions?.map(each => each.image)
    expect(images).toEqual([`${URI}@${digest('b')}`, `${URI}@${digest('b')}`, `${URI}@${digest('c')}`])
    expect(planned?.leftBehind).toEqual(['cron'])
  })
})

test.each([
  [undefined, { count: 3 }],
  ['REPLICA' as const, { count: 3 }],
  ['DAEMON' as const, {}],
])('the first release of a %s service: a desired count is for those that have one', (schedulingStrategy, raised) => {
  const service = { ...at0, ...(schedulingStrategy && { schedulingStrategy }) }
  const step = stepTo(toImage, standing(terraforms, service), false)
  expect(step.kind).toBe('register')
  expect('count' in step ? { count: step.count } : {}).toEqual(raised)
})

test.each([
  ['a running service', running],
  ['one at 0', at0],
])('no task is wanted of %s, and it is not said that it may have none: refused', (_, service) => {
  const planned = (more: Partial<Part['entry']>, goal: Goal = toImage) => {
    const part: Part = { entry: { ...entry, desiredCount: 0, ...more }, goal, standing: standing(onA, service) }
    return planFor(part, [part]).faults.map(({ code }) => code)
  }
  expect(planned({})).toEqual(['EVK-217'])
  expect(planned({ mayStandAtZero: true })).toEqual([])
  // a rollback leaves the count as it is
  const back: Goal = { kind: 'release', choice: { kind: 'stay', reason: '' } }
  expect(planned({}, back)).toEqual([])
  expect(planned({}, { ...back, counted: true })).toEqual(['EVK-217'])
})

describe('a shape of another platform, registered after the images were made:', () => {
  const [app] = entry.images.values()
  const builtFor = (...platforms: string[]) =>
    app?.kind === 'build' ? { ...app, build: { ...app.build, ...(platforms.length > 0 && { platforms }) } } : app
  const onArm: Recorded = { ...onB, definition: { ...onB.definition, runtimePlatform: { cpuArchitecture: 'ARM64' } } }
  test.each<[string, unknown, string[]]>([
    ['built for the one it had', builtFor(), ['EVK-313']],
    ['built for others', builtFor('linux/amd64', 'linux/arm/v7'), ['EVK-313']],
    ['built for both', builtFor('linux/amd64', 'linux/arm64'), []],
    ['built for a variant of it', builtFor('linux/amd64', 'linux/arm64/v8'), []],
    ['that is only named', { ...app, kind: 'reference', reference: 'shop/app:1' }, []],
  ])('of an image %s', (_, given, codes) => {
    const images = new Map([['app', given]]) as Part['entry']['images']
    const part = { entry: { ...entry, images }, goal: toImage, standing: standing(onA) }
    const made = withImages([part], new Map([['app', image]])).map(each => ({
      ...each,
      standing: { ...standing(onA), latest: onArm },
    }))
    expect(planOf(made).faults.map(({ code }) => code)).toEqual(codes)
  })
})
