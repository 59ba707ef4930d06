import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import type { Shell } from '../../src/edge/shell.ts'
import { logIn, secretsOf } from '../../src/image/login.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each<[string, Parameters<typeof secretsOf>[0], string[]]>([
  [
    'a login',
    { auths: { 'ghcr.io': { auth: base64('shop:open:sesame') } } },
    [base64('shop:open:sesame'), 'open:sesame'],
  ],
  ['one in plain text', { auths: { 'ghcr.io': { username: 'shop', password: 'opensesame' } } }, ['opensesame']],
  ['a token', { auths: { 'acme.azurecr.io': { auth: '', identitytoken: 'opensesame' } } }, ['opensesame']],
  ['another', { auths: { 'quay.io': { registrytoken: 'opensesame', email: 'shop@example.com' } } }, ['opensesame']],
  ['a proxy', { proxies: { default: { httpsProxy: 'http://shop:opensesame@proxy:3128' } } }, ['opensesame']],
  ['one without a password', { proxies: { default: { httpProxy: 'http://proxy:3128', noProxy: 'a,b' } } }, []],
  ['what a store keeps', { auths: { 'ghcr.io': {}, 'quay.io': null } }, []],
  ['nothing', {}, []],
  ['what is none', JSON.parse('{"auths":null,"proxies":[1,"a",{"b":2}]}'), []],
])('of docker’s configuration is hidden: %s', (_, configuration, secrets) => {
  expect(secretsOf(configuration)).toEqual(secrets)
})

describe('the configuration that docker gets', () => {
  const OURS = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
  const kept = { ...process.env }
  let folder: string
  let users: string
  let hidden: string[]
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-login-')))
    users = join(folder, 'users')
    hidden = []
    mkdirSync(join(users, 'cli-plugins'), { recursive: true })
    mkdirSync(join(users, 'contexts/meta'), { recursive: true })
    process.env.DOCKER_CONFIG = users
    for (const name of ['DOCKER_AUTH_CONFIG', 'BUILDX_CONFIG']) delete process.env[name]
  })
  afterEach(() => {
    process.env = { ...kept }
    rmSync(folder, { recursive: true, force: true })
  })

  /** As docker finds it while it logs in. */
  async function seen(configuration?: object, hosts: readonly string[] = [OURS]) {
    if (configuration) writeFileSync(join(users, 'config.json'), JSON.stringify(configuration))
    const runner = { temporary: (name: string) => join(folder, name), hide: (texts: string[]) => hidden.push(...texts) }
    const shell = { capture: async () => ({ exitCode: 0, stdout: '', stderr: '' }) }
    const accesses = hosts.map(registry => ({ registry, password: 'p' }))
    const { env } = await logIn(shell as unknown as Shell, runner as unknown as Runner, accesses)
    return { env, config: JSON.parse(readFileSync(join(env.DOCKER_CONFIG ?? '', 'config.json'), 'utf8')) }
  }

  test('has to have a folder', async () => {
    const file = join(folder, 'full')
    writeFileSync(file, '')
    const runner = { temporary: (name: string) => join(file, name) } as unknown as Runner
    await expect(logIn({} as Shell, runner, [])).rejects.toMatchObject({
      code: 'EVK-303',
      message: expect.stringMatching(`^The folder ${file} cannot be written: ENOTDIR: `),
    })
  })

  test.each<[string, object | undefined, object]>([
    ['none: no store of the platform is looked for', undefined, { credHelpers: { [OURS]: '' } }],
    ['an empty one', {}, { credHelpers: { [OURS]: '' } }],
    [
      'a store that lists nothing, and answers for the others',
      { credsStore: 'ecr-login' },
      { credsStore: 'ecr-login', credHelpers: { [OURS]: '' } },
    ],
    [
      'a store for what it lists, ours among it',
      { credsStore: 'desktop', auths: { 'quay.io': {}, [OURS]: {} } },
      { credsStore: 'desktop', auths: { 'quay.io': {}, [OURS]: {} }, credHelpers: { [OURS]: '' } },
    ],
    ['a helper for ours', { credHelpers: { [OURS]: 'ecr-login' } }, { credHelpers: { [OURS]: '' } }],
    [
      'helpers for ours with scheme and path, and for another',
      { credHelpers: { [`https://${OURS}`]: 'ecr-login', [`${OURS}/v2/`]: 'x', 'ghcr.io': 'gh' } },
      { credHelpers: { 'ghcr.io': 'gh', [OURS]: '' } },
    ],
    [
      'a helper for a registry of ECR that the run does not push to',
      { credHelpers: { '222222222222.dkr.ecr.eu-west-1.amazonaws.com': 'ecr-login' } },
      { credHelpers: { '222222222222.dkr.ecr.eu-west-1.amazonaws.com': 'ecr-login', [OURS]: '' } },
    ],
    [
      'null for all of it',
      { auths: null, credHelpers: null, credsStore: null },
      { auths: null, credsStore: null, credHelpers: { [OURS]: '' } },
    ],
  ])('from %s', async (_, configuration, config) => {
    expect((await seen(configuration)).config).toEqual(config)
  })

  test('for no registry of ECR is the user’s own', async () => {
    const own = { credsStore: 'desktop', credHelpers: { 'ghcr.io': 'gh' } }
    expect((await seen(own, [])).config).toEqual(own)
  })

  test.each([
    ['relative', () => relative(process.cwd(), users)],
    ['with a slash behind it', () => `${users}/`],
    ['through ..', () => join(users, 'contexts', '..')],
  ])('from a folder that is named %s: plugins, contexts and builders are found', async (_, named) => {
    process.env.DOCKER_CONFIG = named()
    const { env } = await seen({ currentContext: 'mine' })
    expect(realpathSync(join(env.DOCKER_CONFIG ?? '', 'cli-plugins'))).toBe(join(users, 'cli-plugins'))
    expect(realpathSync(join(env.DOCKER_CONFIG ?? '', 'contexts/meta'))).toContain(folder)
    expect(env.BUILDX_CONFIG).toBe(join(users, 'buildx'))
  })

  test('from a folder that is not there', async () => {
    process.env.DOCKER_CONFIG = join(folder, 'nowhere')
    expect((await seen()).config).toEqual({ credHelpers: { [OURS]: '' } })
  })

  test('from DOCKER_AUTH_CONFIG, but for what it says of ours', async () => {
    const other = { 'ghcr.io': { auth: base64('shop:open-sesame') } }
    process.env.DOCKER_AUTH_CONFIG = JSON.stringify({
      auths: { ...other, [OURS]: { auth: base64('AWS:of-yesterday') } },
    })
    const { env } = await seen({})
    expect(JSON.parse(env.DOCKER_AUTH_CONFIG ?? '')).toEqual({ auths: other })
    expect(hidden).toEqual(expect.arrayContaining(['open-sesame', 'of-yesterday']))
  })

  test.each(['', '{', '[]', 'null', '"a"'])('from a DOCKER_AUTH_CONFIG that docker does not take: %j', async text => {
    process.env.DOCKER_AUTH_CONFIG = text
    expect((await seen({})).env).not.toHaveProperty('DOCKER_AUTH_CONFIG')
  })
})
