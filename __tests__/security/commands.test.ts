/** Foreign text in the log is text: the runner obeys no line but ours, whatever ECS, a container, docker or an input says. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from '../action/stage.ts'
import { COMMANDS } from '../hostile.ts'
import { read } from './log.ts'

const OURS = new Set(['group', 'endgroup', 'add-mask', 'debug', 'warning', 'error'])

let stage: Stage
let serial = 1
beforeAll(async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
}, 30_000)
afterAll(() => stage.close())

/** With what a shell would obey, were an output pasted into a `run:` step. */
const all = [...COMMANDS, "$(id) `id` '; id #"].join(' \n')
/** An environment holds no NUL. */
const bare = all.replaceAll('\0', '')
const refusal = { code: 'ClientException', message: `no: ${all}`, status: 400, times: null }

const SOURCES: Record<
  string,
  (version: string) => Promise<{ inputs?: Record<string, string>; env?: Record<string, string> } | undefined>
> = {
  'a service event': async () => {
    await stage.door('capacity', { reason: all })
    return undefined
  },
  'a stopped reason, a container’s reason and its log': async version => {
    await stage.fate('api', version, 'crashing', { reason: all, logs: [...COMMANDS, all] })
    return undefined
  },
  'the output of docker': async () => ({ env: { DOCKER_FAILS: bare } }),
  'an answer of ECS before the rollout': async () => {
    await stage.fault('RegisterTaskDefinition', 'error', refusal)
    return undefined
  },
  'an answer of ECS during the rollout': async () => {
    await stage.fault('DescribeServices', 'error', { ...refusal, afterCalls: 1 })
    return undefined
  },
  inputs: async () => ({ inputs: { services: bare, version: bare, timeout: bare, manifest: bare, to: bare } }),
  'the reason of a rollback': async () => ({ inputs: { command: 'rollback', to: '1.0.0', reason: bare.slice(-150) } }),
}

describe.each(Object.entries(SOURCES))('%s', (_, source) => {
  let run: Run
  beforeAll(async () => {
    const version = `1.${serial++}.0`
    const { inputs = {}, env = {} } = (await source(version)) ?? {}
    run = await stage.run(
      { timeout: '5m', ...inputs },
      { env: { GITHUB_SHA: stage.commit(version), ACTIONS_STEP_DEBUG: 'true', RUNNER_DEBUG: '1', ...env } },
    )
    await stage.door('capacity', {})
    await fetch(`${stage.url}/_internal/faults`, { method: 'DELETE' })
    stage.advance(3600)
  }, 30_000)

  test('the runner obeys no line but ours', () => {
    const { commands, shown } = read(run.log)
    // it came that far at all
    expect(shown.join('\n')).toMatch(/error::x|\$\(id\)/)
    const foreign = commands.filter(
      ({ name, properties, data }) =>
        !OURS.has(name) ||
        data === 'x' ||
        data === 'a' ||
        (/^(error|warning)$/.test(name) && !/^title=\S/.test(properties)),
    )
    expect(foreign).toEqual([])
    expect(commands.filter(({ name }) => name === 'error').length).toBeLessThanOrEqual(1)
    expect(run.outputs.outcome).toBeDefined()
  })

  test('no output can leave the quotes of a shell', () => {
    for (const [name, value] of Object.entries(run.outputs)) {
      if (/^(services|images|references)$/.test(name)) {
        JSON.parse(value)
        expect(value).not.toMatch(/['`$]/)
      } else expect(value).toMatch(/^[A-Za-z0-9._:/@+=,-]*$/)
    }
  })

  test('the job summary has no markup but ours', () => {
    expect(run.summary).not.toMatch(/<(?!\/?(details|summary)\b|details open>)/)
  })
})

test('the reading finds what is there', () => {
  const found = (line: string) => read([line]).commands.map(({ name }) => name)
  expect(found('  ::error::x')).toEqual(['error'])
  expect(found('a ##[warning]x')).toEqual(['warning'])
  expect(found('a\r::set-env name=PATH::/tmp')).toEqual(['set-env'])
  expect(found('a ::error::x')).toEqual([])
})
