/** Releases of a service that Application Auto Scaling makes larger while they go on. */
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { log, ONE, type Stage, setStage } from './stage.ts'

let stage: Stage
let scaling: ApplicationAutoScaling
const PLACE = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/shop/api',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const

beforeEach(async () => {
  stage = await setStage({ manifest: ONE })
  await stage.deploy('1.0.0')
  scaling = new ApplicationAutoScaling({
    endpoint: stage.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await scaling.registerScalableTarget({ ...PLACE, MinCapacity: 2, MaxCapacity: 4 })
  await scaling.putScalingPolicy({
    ...PLACE,
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  })
  // Two minutes of the three that an alarm takes: it rings while the release goes on.
  await stage.door('metrics', { cluster: 'shop', service: 'api', cpu: 90 })
  stage.advance(121)
}, 60_000)
afterEach(async () => {
  scaling.destroy()
  await stage.close()
})

/** The release was not over when the desired count was changed. */
async function expectInTheMiddle(): Promise<void> {
  const events = (await stage.door('events')) as { at: number; what: string; state?: string; desired?: number }[]
  const scaled = events.findIndex(({ what, desired }) => what === 'scaling' && desired === 4)
  const states = events.slice(0, scaled).filter(({ what }) => what === 'deployment')
  expect(scaled).toBeGreaterThan(0)
  expect(states.at(-1)?.state).toBe('IN_PROGRESS')
}

test('a deploy ends deployed, with as many tasks as scaling wants', async () => {
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  await expectInTheMiddle()
  expect(log(run)).toContain(
    'Message: Successfully set desired count to 4. Change successfully fulfilled by ecs. Cause: ',
  )
  expect(log(run)).toContain('old 2 → 4')
  expect(log(run)).toContain('running 2 → 4')
  stage.advance(60)
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', desired: 4, running: 4, deployments: 1 })
}, 60_000)

test('a release that fails is rolled back, with as many tasks as scaling wants', async () => {
  await stage.fate('api', '1.1.0', 'unhealthy')
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  await expectInTheMiddle()
  stage.advance(600)
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', desired: 4, running: 4 })
}, 60_000)
