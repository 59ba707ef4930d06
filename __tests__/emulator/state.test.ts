/** What is kept in a file with --state, and which files are refused. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateClusterCommand } from '@aws-sdk/client-ecs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Options } from '../../src/emulator/options.ts'
import { startServer } from '../../src/emulator/server.ts'
import { VERSION } from '../../src/emulator/version.ts'
import { openStage, type Stage } from './stage.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-ecs-state-'))
  file = join(folder, 'state')
})
afterEach(() => rm(folder, { recursive: true }))

/** A rollout that fails, as far as its first crashes. */
async function halfWay(options: Partial<Options>): Promise<Stage> {
  const stage = await openStage(options)
  const revision = (version: string) => stage.register(version, { image: `shop/web:${version}` })
  await stage.create({ taskDefinition: await revision('1') })
  stage.pass(90)
  await stage.fates({ match: { version: '2' }, behaviour: 'crashing', times: 9 })
  await stage.update({ taskDefinition: await revision('2') })
  stage.pass(40.5)
  return stage
}

/** The same emulator, started again. */
const again = (options: Partial<Options> = {}) => startServer({ clock: 'virtual', state: file, ...options })

test('what was half-way goes on as if nothing had been', async () => {
  const whole = await halfWay({})
  whole.pass(2000)
  const wanted = JSON.stringify(whole.emulator.world.journal)
  expect(wanted).toContain('ROLLBACK_SUCCESSFUL')
  const before = await halfWay({ state: file })
  const seen = before.emulator.world.journal.length
  const stoodAt = before.emulator.engine.instants()
  await Promise.all([before.close(), whole.close()])
  const after = await again()
  expect([after.world.journal.length, after.engine.instants()]).toEqual([seen, stoodAt])
  after.advance(2_000_000)
  expect(JSON.stringify(after.world.journal)).toBe(wanted)
  await after.close()
})

test.each(['constructor', '__proto__', '$book', 'hasOwnProperty'])(
  'a name like %s is one like any other',
  async name => {
    const stage = await openStage({ state: file })
    const ssm = new SSMClient(stage.settings)
    await ssm.send(new PutParameterCommand({ Name: name, Value: '{"$book":[1]}', Type: 'String' }))
    ssm.destroy()
    if (/^\w+$/.test(name)) await stage.ecs.send(new CreateClusterCommand({ clusterName: name }))
    const { clusters, parameters } = stage.emulator.world
    await stage.close()
    const emulator = await again()
    expect([emulator.world.clusters, emulator.world.parameters]).toEqual([clusters, parameters])
    expect(Object.keys(emulator.world.clusters)).toEqual(Object.keys(clusters))
    expect(Object.getPrototypeOf(emulator.world.clusters)).toBeNull()
    await emulator.close()
  },
)

test('the door saves it at once, for its owner alone, and leaves nothing beside it', async () => {
  const stage = await openStage({ state: file })
  expect(await stage.post('state/save', {})).toEqual({ file, bytes: (await stat(file)).size })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['state'])
  await stage.emulator.close()
  const without = await startServer()
  const answer = await fetch(`${without.url}/_internal/state/save`, { method: 'POST' })
  expect([answer.status, await answer.json()]).toEqual([409, { error: 'It was started without --state FILE.' }])
  await without.close()
})

test('what cannot be written in the end is said, and the old file stays', async () => {
  const emulator = await again()
  await rm(folder, { recursive: true })
  await expect(emulator.close()).rejects.toThrow(`--state ${file} cannot be written: ENOENT`)
  folder = await mkdtemp(join(tmpdir(), 'local-ecs-state-'))
})

describe('refused, and left as it is', () => {
  const header = (change: object) => (text: string) => {
    const [first = '', ...rest] = text.split('\n')
    return [JSON.stringify({ ...JSON.parse(first), ...change }), ...rest].join('\n')
  }
  test.each<[string, (text: string) => string, Partial<Options>, string]>([
    ['an empty file', () => '', {}, 'is no state of a local ECS: it begins with ""'],
    ['no JSON', () => 'hello', {}, 'is no state of a local ECS: it begins with "hello"'],
    ['other JSON', () => '{"clusters":{}}\n{}\n', {}, 'is no state of a local ECS'],
    ['null', () => 'null\n', {}, 'is no state of a local ECS'],
    [
      'another version',
      header({ version: '9.9.9' }),
      {},
      `was saved by version "9.9.9", and this is version ${VERSION}`,
    ],
    ['no version', header({ version: undefined }), {}, `was saved by version undefined`],
    ['half of it', text => text.slice(0, text.length / 2), {}, 'is not as it was saved at 20'],
    ['the header alone', text => text.split('\n')[0] ?? '', {}, 'is not as it was saved'],
    ['without its end', text => text.slice(0, -1), {}, 'is not as it was saved'],
    ['one letter changed', text => text.replace('shop', 'shap'), {}, 'is not as it was saved'],
    [
      'another ground',
      text => text,
      { region: 'eu-west-1', seed: 7 },
      'was saved with --region ap-south-1, not eu-west-1, and with --seed 1, not 7',
    ],
    ['another clock', text => text, { clock: 'real' }, 'was saved with --clock virtual, not real'],
    ['a ground that is none', header({ ground: null }), {}, 'was saved with --region undefined'],
  ])('%s', async (_, spoil, options, words) => {
    await (await openStage({ state: file })).close()
    const spoilt = spoil(await readFile(file, 'utf8'))
    await writeFile(file, spoilt)
    await expect(again(options)).rejects.toThrow(`--state ${file} ${words}`)
    expect(await readFile(file, 'utf8')).toBe(spoilt)
  })

  test.each([
    ['a folder', () => folder, /cannot be used: EISDIR/],
    ['a file in no folder', () => join(folder, 'none', 'state'), /cannot be used: ENOENT/],
  ])('%s', async (_, at, words) => {
    await expect(again({ state: at() })).rejects.toThrow(words)
  })

  test.each<Partial<Options>>([{ tasks: 'docker', clock: 'real' }, { behind: 'http://127.0.0.1:1' }])(
    '%j',
    async more => {
      await expect(again(more)).rejects.toThrow('--state needs simulated tasks and no --behind')
    },
  )
})
