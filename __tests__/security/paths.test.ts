/** The manifest is read from the workspace and from nowhere else, wherever links lead. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readRequest } from '../../src/request/inputs.ts'
import { readManifest } from '../../src/request/read.ts'
import { DEFAULTS } from '../request/defaults.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-paths-'))
  for (const each of ['workspace/deploy', 'workspace-2']) mkdirSync(join(folder, each), { recursive: true })
  const manifest = 'cluster: shop\nservices: { api: {} }\n'
  writeFileSync(join(folder, 'workspace/deploy/real.yml'), manifest)
  for (const outside of ['outside.yml', 'workspace-2/other.yml']) writeFileSync(join(folder, outside), manifest)
  const links = {
    'inner.yml': 'deploy/real.yml',
    'outer.yml': '../outside.yml',
    'absolute.yml': join(folder, 'outside.yml'),
    'neighbour.yml': '../workspace-2/other.yml',
    'passwords.yml': '/etc/passwd',
    'broken.yml': 'nowhere',
    'circle.yml': 'circle.yml',
    upwards: '..',
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, 'workspace', name))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(manifest: string) {
  const inputs: typeof DEFAULTS = { ...DEFAULTS, manifest }
  const request = readRequest(name => inputs[name] ?? '', { AWS_REGION: 'eu-west-1' })
  return await readManifest(request, join(folder, 'workspace'))
}

test.each(['deploy/real.yml', './deploy/real.yml', 'inner.yml'])('%s is read', async path => {
  expect((await read(path)).cluster).toBe('shop')
})

test.each([
  ['outer.yml', 'is a link that leads out of the workspace'],
  ['absolute.yml', 'is a link that leads out of the workspace'],
  ['neighbour.yml', 'is a link that leads out of the workspace'],
  ['passwords.yml', 'is a link that leads out of the workspace'],
  ['upwards/outside.yml', 'is a link that leads out of the workspace'],
  ['broken.yml', 'is not in'],
  ['circle.yml', 'is a link that leads to itself'],
  ['deploy', 'is a folder'],
  ['none.yml', 'is not in'],
])('%s is refused, and nothing of it is shown', async (path, words) => {
  const refusal = await read(path).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'EVK-109', message: expect.stringContaining(words) })
  expect(String(refusal)).not.toContain('root:')
})

test.each(['../outside.yml', '/etc/passwd', 'deploy/../../outside.yml', '..\\outside.yml', 'a\0b'])(
  '%j is refused unread',
  async path => {
    await expect(read(path)).rejects.toMatchObject({ code: 'EVK-105' })
  },
)
