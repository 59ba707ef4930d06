/** The other ways a rollout can end. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
}, 30_000)
afterEach(() => stage.close())

test('a first release that is broken has nothing to go back to, and ends all the same', async () => {
  await stage.fate('redis', '1.0.0', 'crashing')
  const run = await stage.deploy('1.0.0')
  stage.expectTranscript('first-release-broken', run)
  expect(run.exitCode).toBe(1)
  expect(run).toMatchObject({ outputs: { outcome: 'failed-on-old' } })
  expect(run.services.redis.reason).toContain('nothing runs now')
  expect(run.report.services.redis.evidence.cause.kind).toBe('exits')
  expect(run.services.api.outcome).toBe('not-started')
})

test('an image that never finishes pulling: the time is up, and the rollout is left to ECS', async () => {
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'stuck-pulling')
  const run = await stage.deploy('1.1.0', { timeout: '10m' })
  stage.expectTranscript('timed-out', run)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'timed-out' } })
  expect(run.report.seconds).toBeGreaterThanOrEqual(600)
  expect(run.report.seconds).toBeLessThanOrEqual(610)
})

test('no capacity: no task, no breaker; the event is told at once', async () => {
  await stage.deploy('1.0.0')
  await stage.door('capacity', { reason: 'Capacity is unavailable at this time.' })
  const run = await stage.deploy('1.1.0', { timeout: '5m' })
  expect(run.outputs.outcome).toBe('timed-out')
  expect(run.log.join('\n')).toContain('was unable to place a task')
  expect(run.report.services.api.evidence.cause.kind).toBe('not-placed')
})

test('another deployment takes over', async () => {
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'slow')
  const sha = stage.commit('1.1.0')
  await stage.ecs.registerTaskDefinition({
    family: 'other',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'api', image: 'public.ecr.aws/docker/library/busybox:1', essential: true }],
  })
  let other: Promise<unknown> | undefined
  const run = await stage.run(
    {},
    {
      env: { GITHUB_SHA: sha },
      onLine: line => {
        if (/^api {2}running 0/.test(line)) {
          other ??= stage.ecs.updateService({ cluster: 'shop', service: 'api', taskDefinition: 'other' })
        }
      },
    },
  )
  await other
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'superseded' } })
  expect(run.services.api.reason).toContain('other:1')
})

test('a service that somebody scaled to 0 stays there', async () => {
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
  stage.advance(600)
  const refused = await stage.deploy('1.1.0')
  stage.expectTranscript('no-tasks', refused)
  expect(refused).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', desired: 0 })
  const allowed = await stage.deploy('1.2.0', { 'allow-no-tasks': 'true' })
  expect(allowed).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(allowed.services.api.outcome).toBe('no-tasks')
  expect(allowed.log.at(-1)).toContain('At 0 tasks, so nothing is proven: api.')
  expect(await stage.truth('api')).toMatchObject({ version: '1.2.0', desired: 0, running: 0 })
  expect(await stage.truth('web')).toMatchObject({ version: '1.2.0', running: 2 })
})

test.each(['leave', 'rollback'])('cancelled, with on-cancel: %s', async onCancel => {
  await stage.deploy('1.0.0')
  const sha = stage.commit('1.1.0')
  const run = await stage.run({ 'on-cancel': onCancel }, { env: { GITHUB_SHA: sha }, cancelAt: /^api {2}running 0/ })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'cancelled' } })
  expect(run.services.web.outcome).toBe('not-started')
  stage.advance(1800)
  const rolledBack = onCancel === 'rollback'
  expect(await stage.truth('api')).toMatchObject({ version: rolledBack ? '1.0.0' : '1.1.0', running: 2 })
  expect((await stage.truth('api')).history[0]).toBe(rolledBack ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL')
})

test('a run that was lost is taken up by the next one: no second deployment', async () => {
  await stage.deploy('1.0.0')
  const sha = stage.commit('1.1.0')
  const killed = await stage.run({}, { env: { GITHUB_SHA: sha }, cancelAt: /^api {2}running 0/, signal: 'SIGKILL' })
  expect(killed.signal).toBe('SIGKILL')
  const again = await stage.run({}, { env: { GITHUB_SHA: sha } })
  // how far the rollout is when the killed run is gone is up to the machine
  const steady = again.log.filter(line => !/^\w+ {2}(running|waiting)/.test(line))
  stage.expectTranscript('taken-up', { ...again, log: steady })
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', revisions: 3 })
  expect((await stage.truth('api')).history).toHaveLength(3)
})

test('a rollback that was lost is taken up as well, and never called unchanged half-way', async () => {
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.fate('api', '1.0.0', 'slow')
  const back = { command: 'rollback', to: '1.0.0', services: 'api' }
  const killed = await stage.run(back, { cancelAt: /^api {2}running 0/, signal: 'SIGKILL' })
  expect(killed.signal).toBe('SIGKILL')
  const again = await stage.run(back)
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(again.log.join('\n')).toContain('is already being rolled out; watching how that ends')
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('a service that stands on the release and has lost its tasks is no unchanged one', async () => {
  await stage.deploy('1.0.0')
  await stage.door('capacity', { reason: 'Capacity is unavailable at this time.' })
  const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })
  for (const taskId of taskArns) await stage.door('kill-task', { taskId })
  stage.advance(60)
  const run = await stage.run({ timeout: '3m' }, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(run).toMatchObject({
    exitCode: 1,
    outputs: { outcome: 'partial' },
    services: { api: { outcome: 'timed-out' } },
  })
  expect(run.log.join('\n')).toContain('api  already stands on api:2, with tasks missing; watching whether they come')
  await stage.door('capacity', { reason: null })
  const better = await stage.run({}, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(better.exitCode).toBe(0)
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('a second try of what is live in part is partial again, and names both', async () => {
  await stage.deploy('1.0.0')
  await stage.fate('web', '1.1.0', 'crashing')
  const sha = stage.commit('1.1.0')
  for (const api of ['deployed', 'unchanged']) {
    const run = await stage.run({}, { env: { GITHUB_SHA: sha } })
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' }, services: { api: { outcome: api } } })
    expect(run.summary).toMatch(/(?:On 1\.1\.0|Unchanged): (?:redis, )?api\. .*Not: web \(rolled-back\)\./)
  }
  await stage.deploy('1.2.0')
  await stage.fate('web', '1.0.0', 'crashing')
  for (const api of ['deployed', 'unchanged']) {
    const back = await stage.run({ command: 'rollback', to: '1.0.0' })
    expect(back).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' }, services: { api: { outcome: api } } })
  }
}, 60_000)
