/** Where the service-deployments API is denied, or empty as in other emulators, DescribeServices alone decides, twice. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
}, 60_000)
afterEach(() => stage.close())

const API = ['ListServiceDeployments', 'DescribeServiceDeployments', 'DescribeServiceRevisions']
/** As for a role that was written before 2025. */
const denyApi = async () => {
  for (const operation of API) await stage.fault(operation, 'access-denied', { times: null })
}

const expectFallback = (run: Run) => {
  expect(run.report.services.api.fallback).toBe(true)
  expect(run.log.join('\n')).toContain('the verdict will rest on DescribeServices, read twice')
}

test('denied: a good release is deployed, on two reads at least 5 s apart', async () => {
  await denyApi()
  const run = await stage.deploy('1.1.0')
  stage.expectTranscript('fallback-denied', run)
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expectFallback(run)
})

test('the list alone denied: the order itself named the deployment, which goes on telling', async () => {
  await stage.fault('ListServiceDeployments', 'access-denied', { times: null })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.report.services.api.fallback).toBe(false)
})

test('denied: a bad release is rolled back, and seen to be', async () => {
  await denyApi()
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.deploy('1.1.0')
  stage.expectTranscript('fallback-rolled-back', run)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expectFallback(run)
  await stage.calm()
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('denied: a breaker that trips and is done with it between two reads is no second deployer', async () => {
  await denyApi()
  await stage.fate('api', '1.1.0', 'crashing')
  let skipped = false
  const sha = stage.commit('1.1.0')
  const run = await stage.run(
    {},
    {
      env: { GITHUB_SHA: sha },
      onLine: line => {
        if (skipped || !/^api {2}running 0 {2}pending/.test(line)) return
        skipped = true
        stage.advance(600)
      },
    },
  )
  expect(skipped).toBe(true)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  await stage.calm()
  expect(await stage.truth('web')).toMatchObject({ version: '1.0.0' })
})

test('empty: after a minute without a sight of our deployment', async () => {
  await stage.fault('UpdateService', 'late-current', { seconds: 1_000_000, times: null })
  await stage.fault('ListServiceDeployments', 'answer', { fields: { serviceDeployments: [] }, times: null })
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expectFallback(run)
})

test('a rollback goes nowhere without it, and says which permission is missing', async () => {
  const before = await stage.truth('api')
  await stage.fault('ListServiceDeployments', 'access-denied', { times: 1000 })
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.advice).toContain('ecs:ListServiceDeployments')
  await stage.calm()
  expect(await stage.truth('api')).toEqual(before)
})
