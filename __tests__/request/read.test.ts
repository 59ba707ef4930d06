// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** What is wrong with inputs, manifest and paths is told together. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import { Refusal } from '../../src/failure/failure.ts'
import { readAsked } from '../../src/request/read.ts'
import { PLACED } from './defaults.ts'

let workspace: string
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'evenkeel-asked-'))
  mkdirSync(join(workspace, 'api'))
  writeFileSync(join(workspace, 'api/Dockerfile'), 'FROM scratch\n')
  writeFileSync(join(workspace, 'evenkeel.yml'), 'cluster: shop\nservices: { api: { build: api } }\n')
  writeFileSync(join(workspace, 'odd.yml'), 'cluster: shop\nservices: { api: { bild: api } }\n')
  writeFileSync(
    join(workspace, 'arn.yml'),
    'cluster: arn:aws:ecs:eu-west-1:123456789012:cluster/shop\nservices: { api: { build: nowhere } }\n',
  )
  writeFileSync(
    join(workspace, 'command.yml'),
    'cluster: shop\nservices: { api: { build: api, command: [run, "${env.UNSET}", "${env.AWS_SECRET_ACCESS_KEY}"] } }\n',
  )
  writeFileSync(
    join(workspace, 'there.yml'),
    'services: { api: { build: nowhere } }\nenvironments: { prod: { cluster: shop, services: { api: { absent: false } } } }\n',
  )
  writeFileSync(join(workspace, 'td.json'), '{"memmory": "1", "containerDefinitions": [{"name": "api"}]}')
  writeFileSync(join(workspace, 'api/stages'), 'FROM scratch AS app\nFROM scratch AS test\n')
  writeFileSync(
    join(workspace, 'files.yml'),
    'cluster: shop\nservices: { api: { build: { context: api, dockerfile: api/stages, target: tset }, task-definition: td.json } }\n',
  )
  writeFileSync(join(workspace, 'gone.yml'), 'cluster: shop\nservices: { api: { build: nowhere } }\n')
})
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

async function codesOf(inputs: Record<string, string>): Promise<string[]> {
  const input = (name: string) => inputs[name] ?? PLACED[name] ?? ''
  const runner = { input, run: { workspace } } as unknown as Runner
  const refusal = await readAsked(runner, {}).then(
    () => undefined,
    error => error,
  )
  if (refusal === undefined) return []
  expect(refusal).toBeInstanceOf(Refusal)
  return (refusal as Refusal).faults.map(({ code }) => code)
}

test.each<[string, Record<string, string>, string[]]>([
  ['nothing', {}, []],
  ['an input', { timeout: 'soon' }, ['EVK-104']],
  ['an input and the manifest', { timeout: 'soon', manifest: 'odd.yml' }, ['EVK-104', 'EVK-110']],
  ['an input and a context', { timeout: 'soon', manifest: 'gone.yml' }, ['EVK-104', 'EVK-116']],
  ['an input, and no manifest', { 'on-cancel': 'x', manifest: 'none.yml' }, ['EVK-100', 'EVK-109']],
  ['no region, and a context', { 'aws-region': '', manifest: 'gone.yml' }, ['EVK-116', 'EVK-101']],
  [
    'a cluster of another region, and a context',
    { 'aws-region': 'us-east-1', manifest: 'arn.yml' },
    ['EVK-116', 'EVK-209'],
  ],
  [
    'a context of a service that an environment is not without',
    { environment: 'prod', manifest: 'there.yml' },
    ['EVK-116'],
  ],
  [
    'an input, a target and the file of a task definition',
    { timeout: 'soon', manifest: 'files.yml' },
    ['EVK-104', 'EVK-213', 'EVK-118'],
  ],
  ['a target and the file of a task definition, which are told with what AWS says', { manifest: 'files.yml' }, []],
  ['variables of a command', { manifest: 'command.yml' }, ['EVK-120', 'EVK-119']],
  ['a path that leads out, which is not followed', { manifest: '../odd.yml' }, ['EVK-105']],
  ['a context, which a rollback does not read', { command: 'rollback', manifest: 'gone.yml' }, []],
])('wrong: %s', async (_, inputs, codes) => {
  expect(await codesOf(inputs)).toEqual(codes)
})
