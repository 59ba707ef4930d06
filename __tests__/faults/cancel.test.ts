/** Cancelled at many points, as GitHub does it: SIGINT, SIGTERM after 7.5 s, SIGKILL after 10 s, to the node process alone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from '../action/stage.ts'

const LIMIT_SECONDS = 7
let serial = 0

interface Cancelled {
  readonly run: Run
  /** From the first signal to the end. */
  readonly seconds: number
  /** What is left in the folder for temporary files. */
  readonly left: string[]
}

/** `at`: the log lines at which SIGINT is sent. */
async function cancel(stage: Stage, version: string, at: RegExp, env: Record<string, string> = {}): Promise<Cancelled> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-cancel-'))
  let since: number | undefined
  const run = await stage.run(
    {},
    {
      cancelAt: at,
      onLine: line => {
        if (at.test(line)) since ??= performance.now()
      },
      env: { GITHUB_SHA: stage.commit(version), RUNNER_TEMP: folder, DOCKER_PIDS: join(folder, 'pids'), ...env },
    },
  )
  const seconds = (performance.now() - (since ?? Number.NaN)) / 1000
  const left = readdirSync(folder)
  const pids = existsSync(join(folder, 'pids')) ? readFileSync(join(folder, 'pids'), 'utf8').trim().split(/\s+/) : []
  rmSync(folder, { recursive: true, force: true })
  expect(pids.slice(1).filter(isAlive)).toEqual([])
  return { run, seconds, left }
}

/** In time, told, and nothing left behind. */
function expectTidy({ run, seconds, left }: Cancelled) {
  expect(run).toMatchObject({ exitCode: 1, signal: null, outputs: { outcome: 'cancelled' } })
  expect(run.report.outcome).toBe('cancelled')
  expect(run.summary).toContain('cancelled')
  expect(seconds).toBeLessThan(LIMIT_SECONDS)
  expect(left.filter(name => !/^pids$|^evenkeel-report-\d+\.json$/.test(name))).toEqual([])
}

function isAlive(pid: string): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const HANGING = { PATH: `${resolve('__tests__/faults/bin')}:${process.env.PATH}` }

describe('while docker hangs', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage()
  }, 30_000)
  afterAll(() => stage.close())

  test.each([
    ['the login', { DOCKER_HANGS_AT: 'login' }, /What runs in/],
    ['a build', { DOCKER_HANGS_AT: 'buildx' }, /#1 hanging/],
    ['a build, SIGINT twice', { DOCKER_HANGS_AT: 'buildx' }, /Build redis|#1 hanging/],
    ['a build that does not listen', { DOCKER_HANGS_AT: 'buildx', DOCKER_STUBBORN: '1' }, /#1 hanging/],
  ])('%s', async (_, env, at) => {
    const cancelled = await cancel(stage, `1.${serial++}.0`, at, { ...HANGING, ...env })
    expectTidy(cancelled)
    expect(cancelled.run.report.failure.code).toBe('EVK-504')
    expect((await stage.truth('redis')).history).toHaveLength(1)
  })
})

describe('on the way', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage()
    await stage.deploy('1.0.0')
  }, 30_000)
  afterAll(() => stage.close())

  test.each([
    ['at the start', /^version /, 'before'],
    ['while looking', /What runs in/, 'before'],
    ['while building', /Build web/, 'before'],
    ['before the first update', /Roll out redis/, 'either'],
    ['after a registration', /^api {2}registered/, 'either'],
    ['while waiting', /^api {2}running 0 {2}old/, 'after'],
    ['SIGINT at every change', /^api {2}running/, 'after'],
    ['between two services', /^api {2}deployed/, 'between'],
  ] as const)('%s', async (_, at, when) => {
    const before = { api: await stage.truth('api'), web: await stage.truth('web') }
    const cancelled = await cancel(stage, `2.${serial++}.0`, at)
    const { run } = cancelled
    const api = await stage.truth('api')
    if (when === 'between') {
      expect(run).toMatchObject({
        exitCode: 1,
        services: { api: { outcome: 'deployed' } },
      })
    } else expectTidy(cancelled)
    if (when === 'before') expect(api).toEqual(before.api)
    if (when === 'after') expect(api.history).toHaveLength(before.api.history.length + 1)
    if (run.services.api) expect(run.services.api.currentRevision).toBe(api.revision)
    if (when !== 'between') expect(await stage.truth('web')).toEqual(before.web)
    stage.advance(1800)
  })
})

describe('while reads lag', () => {
  test.each([
    ['before the first update', /Roll out redis/],
    ['while waiting', /^api {2}running 0 {2}old/],
  ])('%s: ours is stopped, or nothing', async (_, at) => {
    const stage = await setStage()
    await stage.deploy('1.0.0')
    for (const [operation, kind] of [
      ['DescribeServices', 'stale'],
      ['DescribeServiceDeployments', 'stale'],
      ['ListServiceDeployments', 'late'],
    ] as const)
      await stage.fault(operation, kind, {
        times: null,
        ...(kind === 'late' ? { seconds: 90 } : { behindSeconds: 20 }),
      })
    const cancelled = await cancel(stage, `3.${serial++}.0`, at)
    expectTidy(cancelled)
    await stage.calm()
    expect(await stage.requests('StopServiceDeployment')).toEqual([])
    for (const name of ['redis', 'api', 'web'] as const) {
      const { revision } = await stage.truth(name)
      const { [name]: told } = cancelled.run.services
      if (told?.outcome === 'not-started') expect(told.currentRevision).toBe(revision)
    }
    await stage.close()
  })
})

describe('while AWS hangs', () => {
  test('nothing is waited for longer than a few seconds, and nothing is claimed that is not known', async () => {
    const points = [
      ['DescribeServices', 'hang', /What runs in/, 0],
      ['RegisterTaskDefinition', 'hang', /Roll out redis/, 0],
      ['UpdateService', 'hang-after-apply', /^redis {2}registered/, 0],
      // the first asks whether the role may; the next comes with the look that would tell of the running task
      ['ListTasks', 'hang', /^redis {2}running 0/, 1],
    ] as const
    const runs = points.map(async ([operation, kind, at, afterCalls]) => {
      const stage = await setStage()
      await stage.fault(operation, kind, { times: null, afterCalls })
      const cancelled = await cancel(stage, '1.0.0', at)
      await fetch(`${stage.url}/_internal/faults`, { method: 'DELETE' })
      const { history } = await stage.truth('redis')
      await stage.close()
      return { operation, cancelled, deployments: history.length - 1 }
    })
    for (const { operation, cancelled, deployments } of await Promise.all(runs)) {
      const { run, seconds } = cancelled
      expect([operation, seconds < LIMIT_SECONDS, run.exitCode, run.signal]).toEqual([operation, true, 1, null])
      // cancelled before or after ECS was told; in between nobody knows
      const claims = deployments === 0 ? ['cancelled'] : ['cancelled', 'unknown']
      expect(claims).toContain(run.outputs.outcome)
      if (run.report.failure || run.services.redis?.reason.includes('Nothing was changed')) expect(deployments).toBe(0)
    }
  }, 60_000)
})
