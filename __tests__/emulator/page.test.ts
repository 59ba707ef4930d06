/** The live page's door: who may read and write, what is told as it happens, and what never is. */
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Snapshot } from '../../src/emulator/live-page/snapshot.ts'
import { openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const open = (method: string, path: string, headers: OutgoingHttpHeaders = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port } = stage.emulator
    const asked = request({ host: '127.0.0.1', port, method, path: `/_internal${path}`, headers }, resolve)
    asked.once('error', reject)
    asked.end(method === 'POST' ? '{}' : undefined)
  })

async function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}) {
  const response = await open(method, path, headers)
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

const tokenOf = (page: string): string => /name="local-ecs-token" content="([\w-]{32})"/.exec(page)?.[1] ?? ''

describe('who may come', () => {
  type Asking = (own: string, token: string) => OutgoingHttpHeaders
  const OWN = { 'sec-fetch-site': 'same-origin' }
  const rows: [string, string, string, Asking, number][] = [
    ['a program reads', 'GET', '/state', () => ({}), 200],
    ['a program writes', 'POST', '/clock', () => ({}), 200],
    ['an address typed in', 'GET', '/', () => ({ 'sec-fetch-site': 'none' }), 200],
    ['the page reads', 'GET', '/view', () => OWN, 200],
    ['the page reads, with an Origin', 'GET', '/view', own => ({ ...OWN, origin: own }), 200],
    ['the page writes', 'POST', '/clock', (origin, token) => ({ ...OWN, origin, 'x-local-ecs-token': token }), 200],
    ['an address typed in, of the state', 'GET', '/state', () => ({ 'sec-fetch-site': 'none' }), 403],
    ['a form that was opened by nobody', 'POST', '/reset', () => ({ 'sec-fetch-site': 'none' }), 403],
    ['a link on another page', 'GET', '/', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['a page at another port', 'GET', '/view', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['a page at another port listens', 'GET', '/events', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['an Origin at another port', 'GET', '/view', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['an Origin that is none', 'GET', '/view', () => ({ origin: 'null' }), 403],
    ['an Origin by another name', 'GET', '/view', own => ({ origin: own.replace('127.0.0.1', 'localhost') }), 403],
    ['a foreign name', 'GET', '/', () => ({ host: 'rebound.example' }), 403],
    ['a name that begins well', 'GET', '/', () => ({ host: 'localhost.rebound.example' }), 403],
    ['a write without the token', 'POST', '/clock', origin => ({ ...OWN, origin }), 403],
    ['a deletion without the token', 'DELETE', '/faults', origin => ({ ...OWN, origin }), 403],
    ['a token of another length', 'POST', '/clock', origin => ({ origin, 'x-local-ecs-token': 'x' }), 403],
    ['a wrong token', 'POST', '/clock', origin => ({ origin, 'x-local-ecs-token': 'x'.repeat(32) }), 403],
    [
      'the token in another page',
      'POST',
      '/clock',
      (_, token) => ({ origin: 'http://example.com', 'x-local-ecs-token': token }),
      403,
    ],
  ]

  test.each(rows)('%s: %s %s', async (_, method, path, asking, status) => {
    stage = await openStage()
    const token = tokenOf((await ask('GET', '/')).body)
    expect(await ask(method, path, asking(stage.emulator.url, token))).toMatchObject({ status })
  })

  test('the page is no frame, runs only its own files, and is not kept', async () => {
    stage = await openStage()
    const { headers } = await ask('GET', '/')
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    const policy = headers['content-security-policy']
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
  })

  test('each emulator has a token of its own, and gives nothing but its files', async () => {
    stage = await openStage()
    const first = tokenOf((await ask('GET', '/')).body)
    await stage.close()
    stage = await openStage()
    expect(tokenOf((await ask('GET', '/')).body)).not.toBe(first)
    for (const path of [
      '/page/',
      '/page/index.html',
      '/page/../files.ts',
      '/page/%2e%2e/files.ts',
      '/page/constructor',
    ])
      expect(await ask('GET', path)).toMatchObject({ status: 404 })
    expect(await ask('GET', '')).toMatchObject({ status: 308, headers: { location: '/_internal/' } })
  })
})

describe('the journal as a stream', () => {
  /** Until `enough` says so. */
  async function listen(headers: OutgoingHttpHeaders, enough: (told: string) => boolean, path = '/events') {
    const response = await open('GET', path, { accept: 'text/event-stream', ...headers })
    let told = ''
    const reading = (async () => {
      for await (const chunk of response) {
        told += chunk
        if (enough(told)) break
      }
      response.destroy()
      return told
    })()
    return { response, told: reading }
  }
  const idsIn = (told: string) => [...told.matchAll(/event: journal\nid: (\d+)/g)].map(([, id]) => Number(id))

  test('tells what comes next, and goes on where somebody was', async () => {
    stage = await settled()
    const before = (await stage.get('events')) as unknown[]
    const { told } = await listen({}, text => text.includes('"status":"RUNNING"'))
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(60)
    const entries = idsIn(await told)
    expect(entries[0]).toBe(before.length + 1)
    expect(entries).toEqual(entries.map((_, i) => before.length + 1 + i))
    for (const [headers, path] of [
      [{ 'last-event-id': '3' }, '/events'],
      [{}, '/events?after=3'],
    ] as const) {
      const again = await listen(headers, text => idsIn(text).length > 2, path)
      expect(idsIn(await again.told).slice(0, 2)).toEqual([4, 5])
    }
  })

  test('tells of a reset, and of a clock that moved', async () => {
    stage = await settled()
    const { told, response } = await listen({}, text => /event: reset[\s\S]*event: clock/.test(text))
    expect(response.headers['content-type']).toBe('text/event-stream')
    await stage.post('reset', {})
    stage.pass(1)
    expect(await told).toContain(`"now":${stage.emulator.engine.now()}`)
  })

  test('without the wish for one, the journal is a list as ever', async () => {
    stage = await settled()
    expect(await stage.get('events')).toEqual(stage.emulator.world.journal)
  })

  test('does not keep a closing emulator', async () => {
    stage = await openStage()
    const { told } = await listen({}, () => false)
    await stage.close()
    await expect(told).rejects.toThrow('aborted')
  })
})

describe('what the page reads', () => {
  const view = async (query: Record<string, string> = {}) =>
    (await stage.get(`view?${new URLSearchParams(query)}`)) as Snapshot
  const arnOf = async () => (await stage.service()).serviceArn ?? ''

  test('a rollout that is rolled back: roles, phases, breaker', async () => {
    stage = await settled()
    const service = await arnOf()
    await stage.fates({ match: { version: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(30)
    const under = (await view({ service })).service
    expect(under?.revisions.map(({ role, label }) => [role, label])).toEqual([
      ['old', 'api:1 (1.0.0)'],
      ['new', 'api:2 (1.1.0)'],
    ])
    expect(under?.revisions[0]?.tasks.map(({ phase }) => phase)).toEqual(['HEALTHY', 'HEALTHY'])
    expect(under?.movements[0]).toMatchObject({
      status: 'IN_PROGRESS',
      from: ['api:1 (1.0.0)'],
      to: 'api:2 (1.1.0)',
      breaker: { status: 'MONITORING', failures: 2, threshold: 3 },
    })
    stage.pass(1200)
    const over = (await view({ service })).service
    expect(over?.movements[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      breaker: { status: 'TRIGGERED', failures: 3 },
      rollback: { to: 'api:1 (1.0.0)' },
    })
    expect(over?.revisions.map(({ role }) => role)).toEqual(['current', 'failed'])
    expect(over?.revisions[1]?.tasks[0]).toMatchObject({ phase: 'STOPPED', failed: true })
  })

  test('a chosen task with its log; nobody for what is not there', async () => {
    stage = await openStage()
    const logs = new CloudWatchLogsClient(stage.settings)
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/shop' }))
    logs.destroy()
    await stage.fates({ match: {}, behaviour: 'healthy', logs: ['first', 'second'] })
    const options = { 'awslogs-group': '/shop', 'awslogs-region': 'ap-south-1', 'awslogs-stream-prefix': 'ecs' }
    const logConfiguration = { logDriver: 'awslogs', options } as const
    await stage.create({ taskDefinition: await stage.register('1.0.0', { logConfiguration }) })
    stage.pass(120)
    const [task = ''] = Object.keys(stage.emulator.world.tasks)
    const shown = (await view({ task })).task
    expect(shown).toMatchObject({ id: task, phase: 'HEALTHY', definition: 'api:1' })
    expect(shown?.log?.map(({ container, message }) => [container, message])).toEqual([
      ['app', 'first'],
      ['app', 'second'],
    ])
    for (const nothing of ['constructor', '__proto__', 'x'])
      expect(await view({ task: nothing, service: nothing })).not.toMatchObject({ task: expect.anything() })
  })

  test('what scales a service, its alarms, and what they did', async () => {
    const alarms = { enable: true, rollback: true, alarmNames: ['5xx'] }
    stage = await settled({ service: { deploymentConfiguration: { alarms } } })
    const service = await arnOf()
    expect((await view({ service })).service?.scaling).toEqual({
      policies: [],
      scheduled: [],
      alarms: [{ name: '5xx', state: 'OK', policies: [] }],
      activities: [],
    })
    const scaling = new ApplicationAutoScaling(stage.settings)
    const place = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/shop/${SERVICE}`,
      ScalableDimension: 'ecs:service:DesiredCount',
    } as const
    await scaling.registerScalableTarget({ ...place, MinCapacity: 1, MaxCapacity: 10 })
    await scaling.putScheduledAction({ ...place, ScheduledActionName: 'night', Schedule: 'cron(0 22 * * ? *)' })
    await scaling.putScalingPolicy({
      ...place,
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
    })
    scaling.destroy()
    await stage.cloudwatch.putMetricAlarm({
      ...{ AlarmName: 'of-nobody-here', Namespace: 'Shop', MetricName: 'Backlog', Statistic: 'Sum', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    })
    await stage.post('metrics', { cluster: 'shop', service: SERVICE, cpu: 90 })
    stage.pass(180)
    const shown = (await view({ service })).service?.scaling
    expect(shown).toMatchObject({
      target: { min: 1, max: 10, desired: 4 },
      policies: [{ name: 'cpu', type: 'TargetTrackingScaling', goal: 50 }],
      scheduled: [{ name: 'night', next: Date.parse('2026-01-01T22:00:00Z') }],
      alarms: [
        { name: '5xx' },
        { state: 'ALARM', metric: { name: 'CPUUtilization', threshold: 50 }, policies: ['cpu'] },
        { state: expect.stringMatching(/OK|INSUFFICIENT_DATA/), metric: { threshold: 45 }, policies: ['cpu'] },
      ],
      activities: [{ description: 'Setting desired count to 4.', status: 'InProgress' }],
    })
    expect(shown?.activities[0]?.cause).toMatch(/AlarmHigh.* triggered policy cpu$/)
  })

  test('no secret, parameter or environment, nor does any other door tell the first two', async () => {
    stage = await openStage()
    const ssm = new SSMClient(stage.settings)
    await ssm.send(new PutParameterCommand({ Name: '/shop/db', Type: 'SecureString', Value: 'value-of-a-parameter' }))
    ssm.destroy()
    await fetch(stage.emulator.url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'secretsmanager.CreateSecret',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/secretsmanager/aws4_request',
      },
      body: JSON.stringify({ Name: 'shop', SecretString: 'value-of-a-secret' }),
    })
    expect(Object.values(stage.emulator.world.secrets)).toMatchObject([{ value: 'value-of-a-secret' }])
    await stage.create({
      taskDefinition: await stage.register('1.0.0', {
        secrets: [{ name: 'DB', valueFrom: '/shop/db' }],
        environment: [{ name: 'MODE', value: 'value-of-a-variable' }],
      }),
    })
    stage.pass(120)
    const [task = ''] = Object.keys(stage.emulator.world.tasks)
    const seen = JSON.stringify(await view({ service: await arnOf(), task }))
    expect(seen).toContain(`"name":"${SERVICE}"`)
    expect(seen).not.toContain('value-of-')
    for (const door of ['state', 'events', 'requests', 'permissions'])
      expect(JSON.stringify(await stage.get(door))).not.toMatch(/value-of-a-(secret|parameter)/)
  })

  test('fates can be taken back', async () => {
    stage = await openStage()
    await stage.fates({ match: {}, behaviour: 'crashing' })
    expect((await view()).fates).toHaveLength(1)
    expect(await ask('DELETE', '/fates')).toMatchObject({ status: 200 })
    expect((await view()).fates).toEqual([])
  })
})
