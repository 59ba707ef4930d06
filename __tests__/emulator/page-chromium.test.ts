/** The live page in a real Chromium: what is seen, what can be done with it, and what cannot be done to it. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import * as inThePage from './in-the-page.js'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const CHROMIUM = process.env.EVENKEEL_CHROMIUM ?? '/usr/bin/chromium'

let browser: Browser
let stage: Stage
let page: Page
/** What the console complained of; a test that expects complaints takes them away. */
let complaints: string[] = []

beforeAll(async () => {
  if (!existsSync(CHROMIUM))
    throw new Error(`No Chromium at ${CHROMIUM}: script/test brings one; EVENKEEL_CHROMIUM names another.`)
  browser = await chromium.launch({ executablePath: CHROMIUM })
})
afterAll(() => browser.close())
afterEach(async () => {
  await page.context().close()
  await stage.close()
  expect(complaints.splice(0)).toEqual([])
})

async function look(options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => complaints.push(`dialog ${dialog.message()}`))
  await page.goto(`${stage.emulator.url}/_internal/`)
  await page.getByText('live', { exact: true }).waitFor()
}

const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const revision = (name: RegExp) => page.getByRole('article', { name })
const tiles = (name: RegExp, word: string) =>
  revision(name).getByRole('button', { name: new RegExp(`^Task \\w+ ${word}$`) })
const rollout = () => page.getByRole('region', { name: 'Rollout' })
const text = async () => (await rollout().textContent()) ?? ''
const seen = (words: string) => rollout().getByText(words).first().waitFor()

/** Presses until it is seen; how often it was pressed. */
async function pressUntil(button: string, isSeen: () => Promise<boolean>): Promise<number> {
  for (let pressed = 0; pressed < 60; pressed++) {
    if (await isSeen()) return pressed
    const before = await page.locator('#now').getAttribute('datetime')
    await press(button)
    await page.waitForFunction(inThePage.isNoLonger, before)
  }
  throw new Error(`${button} was pressed 60 times: ${await text()}`)
}

describe('a rollout', () => {
  test('that goes well is seen from the first new task to the end of the last old one', async () => {
    stage = await settled({ service: { loadBalancers: [] } })
    await look()
    await seen('successful')
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    await seen('pending')
    await press('+1 s')
    const phases = new Set<string>()
    await pressUntil('+1 s', async () => {
      for (const tile of await revision(/^new revision api:2 \(1\.1\.0\)/)
        .locator('.state')
        .allInnerTexts())
        phases.add(tile)
      return phases.has('running')
    })
    expect([...phases]).toEqual(['provisioning', 'pending', 'activating', 'running'])
    expect(await tiles(/^old revision api:1 \(1\.0\.0\)/, 'healthy').count()).toBe(2)
    await pressUntil('+10 s', async () => (await tiles(/revision api:2/, 'healthy').count()) === 2)
    await pressUntil('+10 s', async () => (await text()).includes('successful'))
    await pressUntil('+10 s', async () => (await revision(/./).count()) === 1)
    const [newest = ''] = await page
      .getByRole('region', { name: 'Service deployments' })
      .getByRole('listitem')
      .allInnerTexts()
    expect(newest).toContain('api:1 (1.0.0) → api:2 (1.1.0)')
  })

  test('that fails by a fate set in the page is rolled back, and a failed task says why', async () => {
    stage = await openStage()
    const logs = new CloudWatchLogsClient(stage.settings)
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/shop' }))
    logs.destroy()
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    stage.pass(120)
    await look()
    const fates = page.getByRole('region', { name: 'Fates' })
    await fates.getByLabel('of version').fill('1.2.0')
    await fates.getByLabel('are').selectOption('crashing')
    await fates.getByRole('button', { name: 'Set fate' }).click()
    await fates.getByText('version 1.2.0: crashing').waitFor()
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    await pressUntil('+1 min', async () => (await text()).includes('rolled back'))
    await seen('3 of 3 failures, triggered')
    await seen('Service deployment rolled back because the circuit breaker threshold was exceeded.')
    await tiles(/^failed revision api:2/, 'failed')
      .first()
      .click()
    const task = page.getByRole('region', { name: 'Task', exact: true })
    await task.getByText('Essential container in task exited').waitFor()
    await task.getByText('exit code 1').waitFor()
    await fates.getByRole('button', { name: 'Clear fates' }).click()
    await fates.getByText('No fates.').waitFor()
  })

  test('with a strategy shows its stage and its weights, and an alarm that is rung here turns it back', async () => {
    stage = await openStage()
    const [blue, green] = [await stage.targetGroup({ name: 'blue' }), await stage.targetGroup({ name: 'green' })]
    const create = {
      deploymentConfiguration: {
        strategy: 'CANARY' as const,
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
        alarms: { enable: true, rollback: true, alarmNames: ['5xx'] },
      },
      loadBalancers: [
        {
          targetGroupArn: blue,
          containerName: 'app',
          containerPort: 8080,
          advancedConfiguration: {
            alternateTargetGroupArn: green,
            productionListenerRule: await stage.rule(blue, green),
            roleArn: 'arn:aws:iam::123456789012:role/ecs',
          },
        },
      ],
    }
    await stage.create({ taskDefinition: await stage.register('1.0.0'), ...create })
    stage.pass(3600)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    await look()
    await pressUntil('+10 s', async () => (await text()).includes('90 % old, 10 % new'))
    const stages = rollout().getByRole('list', { name: 'Lifecycle stages' }).locator('[aria-current=step]')
    expect(await stages.textContent()).toBe('production traffic shift')
    await page.getByRole('region', { name: 'Target health' }).getByText('green').waitFor()
    await rollout()
      .getByRole('button', { name: /^Alarm 5xx\W+OK$/ })
      .click()
    await rollout()
      .getByRole('button', { name: /^Alarm 5xx\W+ALARM$/ })
      .waitFor()
    await pressUntil('+10 s', async () => /rolling back|rolled back/.test(await text()))
    await seen('100 % old, 0 % new')
  })
})

/** A scalable target of 1 to 10 tasks, with a policy that tracks the processor. */
async function scalesByCpu(): Promise<void> {
  const scaling = new ApplicationAutoScaling(stage.settings)
  const place = {
    ServiceNamespace: 'ecs',
    ResourceId: `service/${CLUSTER}/${SERVICE}`,
    ScalableDimension: 'ecs:service:DesiredCount',
  } as const
  await scaling.registerScalableTarget({ ...place, MinCapacity: 1, MaxCapacity: 10 })
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
}

test('what scales a service is seen as it does, and an alarm can be rung that sets a policy going', async () => {
  stage = await settled()
  await look()
  const scaling = page.getByRole('region', { name: 'Scaling and alarms' })
  await scaling.getByText('Nothing scales this service').waitFor()
  await scalesByCpu()
  await press('+1 s')
  await scaling.getByText('2 desired, from 1 to 10').waitFor()
  await scaling.getByText('policy cpu: target tracking at 50').waitFor()
  await scaling.getByText('CPUUtilization > 50 → cpu').waitFor()
  await stage.post('metrics', { cluster: CLUSTER, service: SERVICE, cpu: 90 })
  await pressUntil('+1 min', async () => (await scaling.textContent())?.includes('4 desired') === true)
  await scaling.getByRole('button', { name: /^Alarm AlarmHigh\W+ALARM$/, pressed: true }).waitFor()
  const activities = scaling.getByRole('list', { name: 'Scaling activities, newest first' })
  await activities.getByText('Setting desired count to 4.').waitFor()
  await activities.getByText('monitor alarm AlarmHigh in state ALARM triggered policy cpu').waitFor()
  await stage.post('metrics', { cluster: CLUSTER, service: SERVICE, cpu: 48 })
  await pressUntil('+1 min', async () => (await scaling.textContent())?.includes(' successful') === true)
  await scaling.getByRole('button', { name: /^Alarm AlarmLow\W/ }).click()
  await scaling.getByRole('button', { name: /^Alarm AlarmLow\W+ALARM$/, pressed: true }).waitFor()
  expect(stage.emulator.world.alarms).toMatchObject({
    [(await scaling.getByRole('button', { name: /AlarmLow/ }).getAttribute('title')) ?? '']: 'ALARM',
  })
})

describe('time', () => {
  const now = async () => new Date((await page.locator('#now').getAttribute('datetime')) ?? '').getTime()

  test('is moved by a second, ten, a minute', async () => {
    stage = await settled()
    await look()
    for (const [button, seconds] of [
      ['+1 s', 1],
      ['+10 s', 10],
      ['+1 min', 60],
    ] as const) {
      const before = stage.emulator.engine.now()
      await press(button)
      await page.waitForFunction(inThePage.isPast, before + seconds * 1000)
      expect(await now()).toBe(before + seconds * 1000)
      expect(stage.emulator.engine.now()).toBe(before + seconds * 1000)
    }
  })

  test('runs by itself until it is paused', async () => {
    stage = await settled()
    await look()
    const before = stage.emulator.engine.now()
    await page.getByLabel('Time that passes in a second').selectOption('60')
    await press('Run')
    await page.getByRole('button', { name: 'Pause', pressed: true }).waitFor()
    await page.waitForFunction(inThePage.isPast, before + 120_000)
    await press('Pause')
    await page.getByRole('button', { name: 'Run', pressed: false }).waitFor()
    const stopped = stage.emulator.engine.now()
    await page.waitForTimeout(1300)
    expect(stage.emulator.engine.now() - stopped).toBeLessThanOrEqual(60_000)
  })

  test('that is moved from elsewhere is followed, and so is a service that is new', async () => {
    stage = await openStage()
    await look()
    await page.getByText('no services').waitFor()
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    await page.getByRole('link', { name: 'api' }).waitFor()
    stage.pass(120)
    await tiles(/current revision/, 'healthy')
      .nth(1)
      .waitFor()
    await stage.post('reset', {})
    await page.getByText('No cluster yet').waitFor()
  })

  test('of a real clock cannot be moved', async () => {
    stage = await openStage({ clock: 'real' })
    await look()
    expect(await page.getByRole('button', { name: '+1 s' }).count()).toBe(0)
  })
})

test('a fault that is set here hits the next call, and can be taken back', async () => {
  stage = await settled()
  await look()
  const faults = page.getByRole('region', { name: 'Faults' })
  await faults.getByLabel('Calls of').fill('DescribeServices')
  await faults.getByLabel('meet').selectOption('throttle')
  await faults.getByRole('button', { name: 'Set fault' }).click()
  await faults.getByText('DescribeServices: throttle × 1, hit 0').waitFor()
  await expect(stage.service()).rejects.toMatchObject({ name: 'ThrottlingException' })
  await press('+1 s')
  await faults.getByText('DescribeServices: throttle × 1, hit 1').waitFor()
  await page.getByRole('cell', { name: 'ThrottlingException, fault throttle' }).waitFor()
  await faults.getByLabel('Calls of').fill('Nothing')
  await faults.getByRole('button', { name: 'Set fault' }).click()
  await page.getByRole('alert').getByText('No service here knows Nothing.').waitFor()
  complaints = complaints.filter(text => !text.includes('400'))
  await faults.getByRole('button', { name: 'Clear faults' }).click()
  await faults.getByText('No faults.').waitFor()
})

describe('nobody else', () => {
  let elsewhere: Server
  afterEach(() => new Promise(resolve => elsewhere.close(resolve)))

  test('reads, listens, writes or frames it from another origin, nor writes from its own without the token', async () => {
    stage = await settled()
    elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
    await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve))
    await look()
    const token = await page.locator('meta[name=local-ecs-token]').getAttribute('content')
    const before = stage.emulator.engine.now()
    expect(await page.evaluate(inThePage.writeWithoutToken)).toBe(403)
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`)
    const got = await page.evaluate(inThePage.tryEverything, { url: stage.emulator.url, token: token ?? '' })
    expect(got).toEqual({ read: 'refused', write: 'refused', simple: 'opaque', listens: false })
    expect(await page.frames()[1]?.locator('main').count()).toBe(0)
    expect(stage.emulator.engine.now()).toBe(before)
    complaints = []
  })
})

test('a name, tag, image, alarm, reason or log line with markup stays text', async () => {
  const HOSTILE = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=2</script>'
  stage = await openStage()
  const logs = new CloudWatchLogsClient(stage.settings)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/shop' }))
  logs.destroy()
  await stage.fates({ match: {}, behaviour: 'crashing', logs: [HOSTILE], reason: HOSTILE, exitCode: 3 })
  const options = { 'awslogs-group': '/shop', 'awslogs-region': 'ap-south-1', 'awslogs-stream-prefix': 'ecs' }
  const taskDefinition = await stage.register('1.0.0', { logConfiguration: { logDriver: 'awslogs', options } })
  const definition = stage.emulator.world.definitions[taskDefinition]
  if (definition) definition.tags = [{ key: 'version', value: HOSTILE }]
  await stage.create({
    taskDefinition,
    deploymentConfiguration: { alarms: { enable: true, rollback: false, alarmNames: [HOSTILE] } },
  })
  // ECS refuses such names; the world of a later version, or one behind, may have them.
  for (const service of Object.values(stage.emulator.world.services)) Object.assign(service, { name: HOSTILE })
  await stage.post('capacity', { reason: HOSTILE })
  stage.pass(10)
  await stage.post('capacity', {})
  stage.pass(60)
  await look()
  await page
    .getByRole('button', { name: /^Task .* failed$/ })
    .first()
    .click()
  await page.getByRole('list', { name: 'Log lines' }).getByText(HOSTILE).waitFor()
  for (const name of ['Rollout', 'Events', 'Task'])
    expect(await page.getByRole('region', { name, exact: true }).textContent()).toContain(HOSTILE)
  await page.getByRole('navigation').getByText(HOSTILE).waitFor()
  expect(await page.locator('img, main script, nav script, aside script').count()).toBe(0)
  expect(await page.evaluate('globalThis.ran')).toBeUndefined()
})

test('what turns a text round, or cannot be seen, is shown by its number', async () => {
  stage = await settled()
  await stage.fates({ match: {}, behaviour: 'crashing', reason: 'it is \u202eevil\u202c \u001b[31mred\u0000' })
  const alarms = { enable: true, rollback: false, alarmNames: ['\u2067evil'] }
  await stage.update({ taskDefinition: await stage.register('1.1.0'), deploymentConfiguration: { alarms } })
  stage.pass(60)
  await look()
  await rollout().getByRole('button', { name: 'Alarm \\u2067evil : OK' }).waitFor()
  await page
    .getByRole('button', { name: /^Task .* failed$/ })
    .first()
    .click()
  await page.getByText('it is \\u202eevil\\u202c \\u001b[31mred\\u0000').first().waitFor()
})

describe('services, where there are many', () => {
  const search = () => page.getByRole('searchbox', { name: 'Services with' })
  const links = () => page.getByRole('navigation').getByRole('link')

  test('can be narrowed down by a part of their name, and stay so while the page changes', async () => {
    stage = await settled()
    const taskDefinition = await stage.register('1.1.0')
    for (let i = 1; i < 60; i++) await stage.create({ serviceName: `web-${i}`, taskDefinition, desiredCount: 0 })
    await look()
    expect(await links().count()).toBe(60)
    await search().fill('WEB-2')
    expect(await links().count()).toBe(11)
    await page.getByText('11 of 60 services').waitFor()
    await search().press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'web-2', exact: true }).waitFor()
    await search().focus()
    const { now } = (await stage.post('clock', { advanceMs: 5000 })) as { now: number }
    await page.waitForFunction(inThePage.isPast, now)
    await stage.update({ desiredCount: 3 })
    await page.getByRole('status').getByText('11 of 60 services').waitFor()
    expect(await search().inputValue()).toBe('WEB-2')
    expect(await search().evaluate(inThePage.isFocused)).toBe(true)
    expect(await links().count()).toBe(11)
    await search().fill('none')
    await page.getByText('0 of 60 services').waitFor()
    await search().fill('')
    expect(await links().count()).toBe(60)
    await page.evaluate(AXE)
    expect(await page.evaluate(inThePage.barriers)).toEqual([])
  })

  test('and not where there are few', async () => {
    stage = await settled()
    await look()
    expect(await search().count()).toBe(0)
  })
})

describe('who does not see or point', () => {
  test('finds no barrier and no motion, in light and dark, wide and narrow', async () => {
    const alarms = { enable: true, rollback: true, alarmNames: ['5xx'] }
    stage = await settled({ service: { deploymentConfiguration: { alarms } } })
    await stage.fates({ match: { version: '1.1.0' }, behaviour: 'unhealthy' })
    await stage.post('faults', { operation: 'UpdateCluster', kind: 'slow' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    await scalesByCpu()
    await stage.post('metrics', { cluster: CLUSTER, service: SERVICE, cpu: 90 })
    stage.pass(180)
    await look({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: /^Task/ }).first().click()
    await page.getByText('End its first container').waitFor()
    await page.evaluate(AXE)
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1440, 360]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        expect(await page.evaluate(inThePage.barriers)).toEqual([])
        expect(await page.evaluate(inThePage.widthOfAll)).toBe(width)
      }
    expect(await page.locator('.task').first().evaluate(inThePage.motionOf)).toBe('none')
  })

  test('reaches and uses everything by the keyboard, and keeps the focus while the page changes', async () => {
    stage = await settled()
    await look()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.locator('main:focus').count()).toBe(1)
    await page.goto(page.url())
    await page.getByRole('button', { name: /^Task/ }).first().waitFor()
    const wanted = await page
      .locator('button:visible, a:visible, input:visible, select:visible, summary:visible')
      .count()
    const reached = new Set<string>()
    for (let i = 0; i < wanted + 20; i++) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate(inThePage.focused)
      if (focus === undefined) continue
      expect(focus.outlined).toBe(true)
      if (focus.at >= 0) reached.add(String(focus.at))
    }
    expect(reached.size).toBe(wanted)
    await page.getByRole('button', { name: /^Task/ }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Task/, pressed: true }).waitFor()
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(30)
    await revision(/^new revision/).waitFor()
    expect(await page.evaluate(inThePage.focusedText)).toMatch(/Task \w+healthy$/)
  })

  test('is told of events politely', async () => {
    stage = await settled()
    await look()
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5)
    const said = page.locator('[aria-live=polite]')
    await said.getByText('api has started 2 tasks').waitFor({ state: 'attached' })
  })
})
