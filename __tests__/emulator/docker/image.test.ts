/** The image: built as its Dockerfile says, and asked from another container by its name. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { missing } from './stage.ts'

const lacking = await missing()
if (lacking) console.warn(`skipped: ${lacking}`)
jest.setTimeout(120_000)
const execute = promisify(execFile)
const docker = async (...args: string[]) => (await execute('docker', args)).stdout.trim()

;(lacking ? describe.skip : describe)('the image of the local ECS', () => {
  const run = `local-ecs-${randomUUID().slice(0, 8)}`
  const image = `${run}:test`
  const containers: string[] = []

  const start = async (name: string, options: string[] = [], args: string[] = []) => {
    const network = ['--network', run, '--network-alias', name]
    const id = await docker('run', '-d', ...network, ...options, image, ...args)
    containers.push(id)
    for (const end = Date.now() + 40_000; Date.now() < end; await sleep(200)) {
      const state = await docker('inspect', '-f', '{{.State.Status}} {{.State.Health.Status}}', id)
      if (state === 'running healthy') return id
      if (!state.startsWith('running')) break
    }
    throw new Error(`${name} did not become healthy: ${await docker('logs', id)}`)
  }
  /** From a container of its own, as a job's steps ask a service container. */
  const ask = async (url: string) => {
    const code = `fetch(${JSON.stringify(url)}).then(async r => console.log(r.status, await r.text()))`
    return docker('run', '--rm', '--network', run, '--entrypoint', 'node', image, '-e', code)
  }

  beforeAll(async () => {
    const contexts = (process.env.EVENKEEL_BUILD_CONTEXTS ?? '').split('\n').filter(line => line.startsWith('node:'))
    const bases = contexts.flatMap(context => ['--build-context', context])
    await docker('buildx', 'build', '--load', ...bases, '-f', 'src/emulator/Dockerfile', '-t', image, '.')
    await docker('network', 'create', run)
  })
  afterAll(async () => {
    if (containers.length > 0) await docker('rm', '-f', '-v', ...containers)
    await docker('network', 'rm', run).catch(() => undefined)
    await docker('rmi', '-f', image)
  })

  test('is nobody in particular, and holds the bundle and its licence alone', async () => {
    const config = JSON.parse(await docker('inspect', '-f', '{{json .Config}}', image))
    expect(config).toMatchObject({ User: '10001:10001', ExposedPorts: { '4566/tcp': {} } })
    const listed = await docker('run', '--rm', '--entrypoint', 'ls', image, '/local-ecs')
    expect(listed.split('\n')).toEqual(expect.arrayContaining(['LICENSE', 'index.js', 'package.json']))
    expect(listed).not.toMatch(/node_modules|src/)
  })

  test('answers another container by a name it was given, and by its address', async () => {
    const id = await start('local-ecs', ['-e', 'EVENKEEL_ECS_ALLOW_HOST=local-ecs'], ['--clock', 'virtual'])
    const address = await docker('inspect', '-f', `{{(index .NetworkSettings.Networks "${run}").IPAddress}}`, id)
    expect(await ask('http://local-ecs:4566/_internal/clock')).toMatch(/^200 .*"kind":"virtual"/)
    expect(await ask(`http://${address}:4566/_localstack/health`)).toMatch(/^200 .*"ecs":"available"/)
    expect(await docker('exec', id, 'id', '-u')).toBe('10001')
  })

  test('refuses a name it was not given', async () => {
    await start('somebody')
    expect(await ask('http://somebody:4566/_internal/health')).toMatch(/^403 .*--allow-host/)
  })

  test('ends at once when it is stopped', async () => {
    const id = await start('leaving')
    await docker('stop', '-t', '20', id)
    expect(await docker('inspect', '-f', '{{.State.ExitCode}}', id)).toBe('0')
  })

  test('starts in whatever working directory it is given, as act gives one', async () => {
    expect(await docker('run', '--rm', '--workdir', '/tmp', image, '--help')).toContain('--clock')
  })

  test('says what is wrong with an option, and ends', async () => {
    const failed = docker('run', '--rm', image, '--clok', 'virtual')
    await expect(failed).rejects.toThrow('There is no option --clok, did you mean --clock?')
  })
})
