/** Faults that do not follow from each other are told in one list, each once: every pair of these. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import { Refusal } from '../../src/failure/failure.ts'
import { readAsked } from '../../src/request/read.ts'
import { DEFAULTS } from './defaults.ts'

type Values = Readonly<Record<string, unknown>>
interface Wrong {
  readonly inputs?: Readonly<Record<string, string>>
  readonly top?: Values
  readonly services?: Values
  /** Part of the one fault it is. */
  readonly told: string
}

const WRONG: Readonly<Record<string, Wrong>> = {
  'a timeout': { inputs: { timeout: 'soon' }, told: 'input timeout is "soon"' },
  'a choice': { inputs: { 'on-pause': 'x' }, told: 'input on-pause is "x"' },
  'a version': { inputs: { version: 'x' }, told: 'input version is "x"' },
  'a region': { inputs: { 'aws-region': 'Europe' }, told: 'input aws-region is "Europe"' },
  'a service asked for': { inputs: { services: 'nope' }, told: 'input services: "nope"' },
  'an environment asked for': { inputs: { environment: 'nope' }, told: 'input environment: "nope"' },
  'an input context that leads out': {
    inputs: { 'build-contexts': 'x=out' },
    told: 'build-contexts: "x=out" leads out',
  },
  'an unknown key': { top: { clutser: 'x' }, told: 'unknown key "clutser"' },
  'a role': { top: { role: 'x' }, told: 'evenkeel.yml: role is "x"' },
  'an environment': {
    top: { environments: { dev: { region: 'Europe' } } },
    told: 'environments.dev.region is "Europe"',
  },
  'a need of none': { services: { a1: { build: 'api', needs: 'nope' } }, told: '"nope" is not a service here' },
  'a circle': {
    services: { a2: { build: 'api', needs: 'a3' }, a3: { build: 'api', needs: 'a2' } },
    told: 'circle: a2 → a3 → a2',
  },
  'a circle of one': { services: { a6: { build: 'api', needs: 'a6' } }, told: 'circle: a6 → a6' },
  'one ECS service twice': { services: { a4: { build: 'api', service: 'api' } }, told: 'are one ECS service' },
  'a context that leads out': {
    services: { web: { build: 'out' } },
    told: 'services.web.build.context "out" leads out',
  },
  'a context that is not there': {
    services: { a7: { build: 'gone' } },
    told: 'build.context "gone": there is no such',
  },
  'a secret that leads out': {
    services: { a8: { build: { context: 'api', secrets: { npm: 'out/token' } } } },
    told: 'secrets.npm "out/token" leads out',
  },
  'a count': { services: { a5: { build: 'api', 'initial-count': -1 } }, told: 'initial-count is the number -1' },
  'an argument': {
    services: { a9: { build: { context: 'api', args: { A: 1 } } } },
    told: 'build.args.A is the number 1',
  },
}

let workspace: string
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pairs-'))
  workspace = join(folder, 'workspace')
  mkdirSync(join(workspace, 'api'), { recursive: true })
  mkdirSync(join(folder, 'elsewhere'))
  writeFileSync(join(workspace, 'api/Dockerfile'), 'FROM scratch\n')
  for (const name of ['Dockerfile', 'token', '.dockerignore']) writeFileSync(join(folder, 'elsewhere', name), '')
  symlinkSync(join(folder, 'elsewhere'), join(workspace, 'out'))
})
afterAll(() => rmSync(join(workspace, '..'), { recursive: true, force: true }))

async function told(...wrong: readonly Wrong[]): Promise<string[]> {
  const inputs = Object.assign({}, DEFAULTS, ...wrong.map(each => each.inputs)) as Record<string, string>
  const good = Object.fromEntries(
    ['api', 'web', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9'].map(name => [name, { build: 'api' }]),
  )
  const services = Object.assign(good, ...wrong.map(each => each.services))
  if (inputs.services) inputs.services = `${Object.keys(services).join(',')},nope`
  const manifest = Object.assign({ cluster: 'shop', region: 'eu-west-1', services }, ...wrong.map(each => each.top))
  writeFileSync(join(workspace, 'evenkeel.yml'), JSON.stringify(manifest))
  const runner = { input: (name: string) => inputs[name] ?? '', run: { workspace } } as unknown as Runner
  try {
    await readAsked(runner, {})
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ what }) => what)
    throw error
  }
  return []
}

const pairs = Object.entries(WRONG).flatMap(([name, one], i) =>
  Object.entries(WRONG)
    .slice(i + 1)
    .map(([other, two]) => [name, other, one, two] as const),
)

test('nothing', async () => expect(await told()).toEqual([]))

test.each(Object.entries(WRONG))('%s alone', async (_, wrong) => {
  expect(await told(wrong)).toEqual([expect.stringContaining(wrong.told)])
})

test.each(pairs)('%s and %s', async (_, __, one, two) => {
  const found = await told(one, two)
  expect(found).toHaveLength(2)
  for (const each of [one, two]) expect(found).toContainEqual(expect.stringContaining(each.told))
})
