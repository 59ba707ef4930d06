/** Bad releases: what ran before still serves, what comes later is left alone, and the report says why. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
}, 30_000)
afterAll(() => stage.close())

const KINDS = [
  ['1.1.0', 'unhealthy', 'never-healthy', 'failed their container health check'],
  ['1.2.0', 'crashing', 'exits', 'exit code 3'],
  ['1.3.0', 'unpullable', 'image-not-pulled', 'could not be pulled'],
  ['1.4.0', 'out-of-memory', 'out-of-memory', 'ran out of memory'],
] as const

test.each(KINDS)('%s, %s: rolled back, and told apart', async (version, behaviour, kind, words) => {
  await stage.fate('api', version, behaviour, {
    ...(behaviour === 'unhealthy' ? {} : { exitCode: 3, exitSeconds: 5 }),
    logs: [`last words of ${version}`],
  })
  const web = await stage.truth('web')
  const run = await stage.deploy(version)
  stage.expectTranscript(`breaker-${behaviour}`, run)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back', version } })
  expect(run.services.api).toMatchObject({
    outcome: 'rolled-back',
    previousRevision: 'api:2',
    currentRevision: 'api:2',
  })
  expect(run.services.web.outcome).toBe('not-started')
  expect(await stage.truth('web')).toEqual(web)
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2, desired: 2, deployments: 1 })
  const { cause, lost } = run.report.services.api.evidence
  expect(cause.kind).toBe(kind)
  expect(cause.sentence).toContain(words)
  expect(lost.length).toBeGreaterThanOrEqual(3)
  expect(run.summary).toContain(words)
  if (behaviour === 'crashing') {
    expect(lost[0].containers[0].exitCode).toBe(3)
    expect(lost[0].log.join()).toContain('last words')
    expect(run.summary).toContain('last words')
  }
})

test('without rollback the breaker stops the deployment, and the old version serves on', async () => {
  await stage.ecs.updateService({
    cluster: 'shop',
    service: 'api',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
  })
  await stage.fate('api', '1.5.0', 'crashing')
  const run = await stage.deploy('1.5.0')
  stage.expectTranscript('breaker-without-rollback', run)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
})
