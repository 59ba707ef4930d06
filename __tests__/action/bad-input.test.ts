/** All that is wrong with what was asked is refused at once, and neither AWS nor docker hears of it. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ONE, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
let before: number
beforeAll(async () => {
  stage = await setStage({ manifest: ONE })
  stage.commit('1.0.0')
  symlinkSync('/etc', join(stage.folder, 'upwards'))
  symlinkSync('/etc/hostname', join(stage.folder, 'api/linked.Dockerfile'))
  before = (await stage.requests()).length
})
afterAll(() => stage.close())

const codesOf = (run: Run): string[] => run.report.failure.faults.map(({ code }: { code: string }) => code)
const service = (yaml: string) => `cluster: shop\nservices:\n  api: ${yaml}\n`

test.each<[string, string, Record<string, string>, string[]]>([
  [
    'five inputs, the manifest and its environment',
    service('{ build: { context: ../api }, image: x, initial-count: many, strategy: blue }'),
    {
      timeout: '30',
      'on-cancel': 'stop',
      version: 'v1',
      'build-contexts': 'nonsense',
      to: '1.0.0',
      environment: 'prod',
    },
    [
      ...['EVK-100', 'EVK-102', 'EVK-104', 'EVK-106', 'EVK-108', 'EVK-113'],
      ...['EVK-110', 'EVK-110', 'EVK-110', 'EVK-110', 'EVK-110'],
    ],
  ],
  [
    'inputs and contexts that lead out by links, of two services',
    `${service('{ build: upwards }')}  web: { build: { context: web, dockerfile: api/linked.Dockerfile } }\n`,
    { 'on-pause': 'never', 'aws-region': 'Ireland' },
    ['EVK-100', 'EVK-101', 'EVK-105', 'EVK-105'],
  ],
  ['a repository of git', service('{ build: github.com/acme/shop }'), {}, ['EVK-110']],
  ['a repository of git by ssh', service('{ build: "git@github.com:acme/shop.git" }'), {}, ['EVK-110']],
  ['a host by ssh', service('{ build: "user@host:shop.git#main:api" }'), {}, ['EVK-110']],
  ['an address', service('{ build: "https://example.com/context.tar.gz" }'), {}, ['EVK-110']],
  ['a Dockerfile elsewhere', service('{ build: { context: api, dockerfile: ../../Dockerfile } }'), {}, ['EVK-110']],
  ['an option for a context', service('{ build: --push }'), {}, ['EVK-110']],
  ['a named context that leads out', service('{ build: api }'), { 'build-contexts': 'a=upwards' }, ['EVK-105']],
  ['a manifest that leads out', service('{ build: api }'), { manifest: 'upwards/hostname' }, ['EVK-109']],
  [
    'no manifest at all, and a wrong input',
    service('{}'),
    { manifest: 'none.yml', timeout: 'x' },
    ['EVK-104', 'EVK-109'],
  ],
  [
    'another command, misspelt',
    service('{ build: api }'),
    { command: 'rolback', timeout: '0s' },
    ['EVK-100', 'EVK-104'],
  ],
])('%s', async (_, manifest, inputs, codes) => {
  stage.write({ 'evenkeel.yml': manifest })
  const run = await stage.run(inputs)
  expect({ codes: codesOf(run).sort(), exit: run.exitCode, outcome: run.outputs.outcome }).toEqual({
    codes: [...codes].sort(),
    exit: 1,
    outcome: 'refused',
  })
  for (const { what, fix } of run.report.failure.faults) {
    expect(run.summary).toContain(what.slice(0, 40).split('"')[0])
    expect(fix).toMatch(/\S/)
  }
  expect(stage.docker()).toEqual([])
  expect((await stage.requests()).length).toBe(before)
})
