/** EventBridge Scheduler: schedules that start tasks on the virtual clock. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, CLUSTER_ARN, type ReadyStage, ready, STARTER, ask as send } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready()
})
afterEach(() => stage.close())

const ask = (method: string, path: string, input?: object, key = 'test') =>
  send(stage, 'scheduler', { method, path, key }, input)

const target = (more: object = {}) => ({
  Arn: CLUSTER_ARN,
  RoleArn: STARTER,
  EcsParameters: {
    TaskDefinitionArn: stage.taskDefinition,
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'] } },
  },
  ...more,
})
const schedule = (ScheduleExpression: string, more: object = {}) => ({
  ScheduleExpression,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target(),
  ...more,
})
const times = async () => (await stage.invocations()).map(({ at }) => new Date(at).toISOString().slice(5, 16))

describe('is due', () => {
  test('by cron, in its time zone', async () => {
    const zone = { ScheduleExpressionTimezone: 'Asia/Kolkata' }
    await ask('POST', '/schedules/nightly', schedule('cron(30 20 * * ? *)', zone))
    stage.pass(2 * 24 * 3600)
    expect(await times()).toEqual(['01-01T15:00', '01-02T15:00'])
  })

  test('by rate, at once without a start date', async () => {
    await ask('POST', '/schedules/often', schedule('rate(1 hour)'))
    stage.pass(2.5 * 3600)
    expect(await times()).toEqual(['01-01T00:00', '01-01T01:00', '01-01T02:00'])
  })

  test('within its dates', async () => {
    const [StartDate, EndDate] = ['2026-01-01T03:30:00Z', '2026-01-01T05:30:00Z'].map(one => Date.parse(one) / 1000)
    await ask('POST', '/schedules/often', schedule('rate(1 hour)', { StartDate, EndDate }))
    await ask('POST', '/schedules/cron', schedule('cron(0 * * * ? *)', { StartDate, EndDate }))
    stage.pass(24 * 3600)
    expect(await times()).toEqual(['01-01T03:30', '01-01T04:00', '01-01T04:30', '01-01T05:00', '01-01T05:30'])
  })

  test('once, and goes then where that was asked for', async () => {
    await ask('POST', '/schedules/once', schedule('at(2026-01-01T06:00:00)', { ActionAfterCompletion: 'DELETE' }))
    await ask('POST', '/schedules/kept', schedule('at(2026-01-01T07:00:00)'))
    stage.pass(24 * 3600)
    expect(await times()).toEqual(['01-01T06:00', '01-01T07:00'])
    expect((await ask('GET', '/schedules')).Schedules).toMatchObject([{ Name: 'kept' }])
  })

  test('not while it is disabled, and as it was changed', async () => {
    await ask('POST', '/schedules/nightly', schedule('cron(0 1 * * ? *)', { State: 'DISABLED' }))
    stage.pass(3 * 3600)
    await ask('PUT', '/schedules/nightly', schedule('cron(0 4 * * ? *)'))
    stage.pass(3 * 3600)
    expect(await times()).toEqual(['01-01T04:00'])
    await ask('DELETE', '/schedules/nightly?groupName=default&clientToken=x')
    stage.pass(48 * 3600)
    expect(await times()).toHaveLength(1)
  })
})

test('starts a task with overrides, which know of their schedule', async () => {
  const Input = JSON.stringify({
    containerOverrides: [
      {
        name: 'app',
        command: ['report', '<aws.scheduler.scheduled-time>'],
        environment: [{ name: 'WHO', value: '<aws.scheduler.schedule-arn> <aws.scheduler.attempt-number>' }],
      },
    ],
    memory: '1024',
  })
  const { ScheduleArn } = await ask(
    'POST',
    '/schedules/nightly',
    schedule('at(2026-01-01T03:00:00)', { Target: target({ Input }) }),
  )
  expect(ScheduleArn).toBe('arn:aws:scheduler:ap-south-1:123456789012:schedule/default/nightly')
  stage.pass(3 * 3600 + 60)
  const { taskArns } = await stage.ecs.listTasks({ cluster: CLUSTER })
  const { tasks } = await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: taskArns })
  expect(tasks).toMatchObject([
    {
      lastStatus: 'RUNNING',
      startedBy: 'chronos-schedule/nightly',
      memory: '1024',
      overrides: {
        containerOverrides: [
          { command: ['report', '2026-01-01T03:00:00Z'], environment: [{ name: 'WHO', value: `${ScheduleArn} 1` }] },
        ],
      },
    },
  ])
})

describe('without capacity', () => {
  const RetryPolicy = { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 }

  test('it is tried again, until there is some', async () => {
    await ask('POST', '/schedules/once', schedule('at(2026-01-01T01:00:00)', { Target: target({ RetryPolicy }) }))
    stage.pass(3590)
    await stage.post('capacity', { reason: 'Capacity is unavailable at this time.', forMs: 90_000 })
    stage.pass(600)
    const said = (await stage.invocations()).map(({ outcome }) => outcome)
    expect(said).toEqual([
      'Capacity is unavailable at this time.',
      'Capacity is unavailable at this time.',
      'started 1 tasks',
    ])
  })

  test('it is tried as often as it may be, and as long', async () => {
    await stage.post('capacity', { reason: 'Capacity is unavailable at this time.' })
    await ask('POST', '/schedules/often', schedule('at(2026-01-01T01:00:00)', { Target: target({ RetryPolicy }) }))
    const short = { RetryPolicy: { MaximumEventAgeInSeconds: 60 } }
    await ask('POST', '/schedules/short', schedule('at(2026-01-01T02:00:00)', { Target: target(short) }))
    stage.pass(3 * 3600)
    expect(await times()).toEqual(['01:00', '01:01', '01:02', '01:03', '02:00', '02:01'].map(time => `01-01T${time}`))
  })

  test('what ECS refuses is not tried again', async () => {
    const EcsParameters = { ...target().EcsParameters, TaskDefinitionArn: 'nothing' }
    await ask('POST', '/schedules/once', schedule('rate(1 day)', { Target: target({ EcsParameters }) }))
    stage.pass(3600)
    expect(await stage.invocations()).toMatchObject([{ outcome: 'ClientException: TaskDefinition not found.' }])
  })
})

test('the same calls and times give the same events, however the clock is moved', async () => {
  const script = async (step: number) => {
    await stage.close()
    stage = await ready()
    await ask('POST', '/schedules/often', schedule('rate(11 minutes)'))
    for (let passed = 0; passed < 3600; passed += step) stage.pass(step)
    return stage.get('events')
  }
  expect(await script(3600)).toEqual(await script(25))
})

describe('kept and told again', () => {
  test('a schedule, as Terraform asks for it', async () => {
    const given = schedule('rate(1 day)', { Description: 'x', State: 'DISABLED', ClientToken: 'once' })
    await ask('POST', '/schedules/a', given)
    await ask('POST', '/schedules/a', given)
    await expect(ask('POST', '/schedules/a', { ...given, ClientToken: 'again' })).rejects.toThrow(
      '409 ConflictException: Schedule a already exists.',
    )
    const { ClientToken, ...told } = { ...given } as Record<string, unknown>
    expect(await ask('GET', '/schedules/a')).toEqual({
      ...told,
      Name: 'a',
      GroupName: 'default',
      Arn: 'arn:aws:scheduler:ap-south-1:123456789012:schedule/default/a',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
      Target: target({ RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } }),
      CreationDate: 1_767_225_600,
      LastModificationDate: 1_767_225_600,
    })
    await expect(ask('GET', '/schedules/b')).rejects.toThrow(
      '404 ResourceNotFoundException: Schedule b does not exist.',
    )
  })

  test('groups, and what is in them', async () => {
    const { ScheduleGroupArn } = await ask('POST', '/schedule-groups/jobs', { Tags: [{ Key: 'a', Value: 'b' }] })
    await ask('POST', '/schedules/a', schedule('rate(1 day)', { GroupName: 'jobs' }))
    await ask('POST', '/schedules/a', schedule('rate(1 day)'))
    expect((await ask('GET', '/schedules?ScheduleGroup=jobs&MaxResults=1')).Schedules).toMatchObject([
      { Name: 'a', GroupName: 'jobs' },
    ])
    const tags = `/tags/${encodeURIComponent(ScheduleGroupArn)}`
    await ask('POST', tags, { Tags: [{ Key: 'c', Value: 'd' }] })
    await ask('DELETE', `${tags}?TagKeys=a`)
    expect(await ask('GET', tags)).toEqual({ Tags: [{ Key: 'c', Value: 'd' }] })
    expect((await ask('GET', '/schedule-groups')).ScheduleGroups).toMatchObject([{ Name: 'default' }, { Name: 'jobs' }])
    await ask('DELETE', '/schedule-groups/jobs')
    expect((await ask('GET', '/schedules')).Schedules).toMatchObject([{ GroupName: 'default' }])
    await expect(ask('GET', '/schedule-groups/jobs')).rejects.toThrow('Schedule group jobs does not exist.')
  })

  test.each<[string, object, string]>([
    ['an expression that is none', { ScheduleExpression: 'every day' }, 'Invalid Schedule Expression every day.'],
    ['a zone that is none', { ScheduleExpressionTimezone: 'Mars/Olympus' }, 'Mars/Olympus'],
    ['a group that is none', { GroupName: 'none' }, 'Schedule group none does not exist.'],
    ['a window without a size', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes'],
    ['a cluster without a task', { Target: { Arn: `arn:aws:ecs:r:1:cluster/x`, RoleArn: STARTER } }, 'EcsParameters'],
    ['a target that is none', { Target: { Arn: 'x', RoleArn: STARTER } }, 'Provided Arn is not in correct format.'],
    ['no target', { Target: undefined }, "Value null at 'target'"],
    ['a state that is none', { State: 'ASLEEP' }, 'failed to satisfy constraint'],
  ])('refused: %s', async (_, change, words) => {
    await expect(ask('POST', '/schedules/a', schedule('rate(1 day)', change))).rejects.toThrow(words)
  })

  test('what it does not know is refused by name', async () => {
    await expect(ask('GET', '/elsewhere')).rejects.toThrow('The local ECS does not know scheduler: GET /elsewhere.')
  })

  test('roles have to be passed', async () => {
    await stage.post('policy', { document: { Statement: [{ Effect: 'Allow', Action: 'scheduler:*', Resource: '*' }] } })
    await expect(ask('POST', '/schedules/a', schedule('rate(1 day)'))).rejects.toThrow(
      `is not authorized to perform: iam:PassRole on resource: ${STARTER}`,
    )
    await ask('POST', '/schedules/a', schedule('rate(1 day)'), 'admin')
  })
})
