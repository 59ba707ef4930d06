// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions that nobody filled in
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse as parseYaml } from 'yaml'
import { type Fault, Refusal } from '../../src/failure/failure.ts'
import { isTag } from '../../src/image/reference.ts'
import { DEFAULTS } from '../../src/request/input.ts'
import { readRequest, readTarget } from '../../src/request/inputs.ts'
import type { Manifest } from '../../src/request/manifest.ts'
import { regionFor } from '../../src/request/region.ts'
import type { Request } from '../../src/request/request.ts'
import type { Target } from '../../src/revision/target.ts'
import { CONTROL, hostile, NOT_PATHS, NOT_VERSIONS, runs } from '../hostile.ts'

const manifestIn = (region: string): Manifest => ({ cluster: 'shop', region, role: '', services: [] })

const action = parseYaml(readFileSync('action.yml', 'utf8')) as { inputs: Record<string, { default: string }> }

/** Reads inputs as GitHub hands them over: trimmed, with action.yml's defaults. */
function read(inputs: Record<string, string> = {}, env: Record<string, string> = { AWS_REGION: 'eu-west-1' }): Request {
  return readRequest(name => (inputs[name] ?? action.inputs[name]?.default ?? '').trim(), env)
}

function faultsOf(inputs: Record<string, string>, env?: Record<string, string>): string[] {
  try {
    read(inputs, env)
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`)
    throw error
  }
  return []
}

describe('a request', () => {
  test('without inputs is a deploy of everything', () => {
    expect(read()).toEqual({
      command: 'deploy',
      manifest: 'evenkeel.yml',
      services: [],
      environment: '',
      region: '',
      jobRegion: 'eu-west-1',
      reason: '',
      timeoutMs: 1_800_000,
      onCancel: 'leave',
      allowNoTasks: false,
      containerLogs: true,
      onPause: 'wait',
      version: undefined,
      buildContexts: [],
      builder: '',
      tagPrefix: '',
      said: { service: '', cluster: '', values: {}, names: [] },
      forceNewDeployment: false,
    })
  })

  test.each<[string, Record<string, string>, object]>([
    [
      'a rollback to the last good release',
      { command: 'rollback' },
      { command: 'rollback', to: { kind: 'last-good' } },
    ],
    ['a rollback to a version', { command: 'rollback', to: 'v1.4.2' }, { to: { kind: 'version', version: '1.4.2' } }],
    ['services by comma', { services: 'redis,app' }, { services: ['redis', 'app'] }],
    ['services by white space', { services: ' redis \n app,\n,nginx ' }, { services: ['redis', 'app', 'nginx'] }],
    ['a version', { version: '1.4.2' }, { version: '1.4.2' }],
    ['a version with v', { version: 'v1.4.2' }, { version: '1.4.2' }],
    ['a version with build metadata', { version: '1.4.2+b.1' }, { version: '1.4.2+b.1' }],
    ['a manifest elsewhere', { manifest: 'deploy/evenkeel.yml' }, { manifest: 'deploy/evenkeel.yml' }],
    ['a region of its own', { 'aws-region': 'us-gov-west-1' }, { region: 'us-gov-west-1' }],
    ['rollback on cancel', { 'on-cancel': 'rollback' }, { onCancel: 'rollback' }],
    [
      'build contexts by line',
      { 'build-contexts': 'python:3.13=docker-image://a/b:c\n\n  lib=../lib  ' },
      { buildContexts: ['python:3.13=docker-image://a/b:c', 'lib=../lib'] },
    ],
    ['an environment', { environment: 'prod' }, { environment: 'prod' }],
    ['a reason', { command: 'rollback', reason: 'orders get lost' }, { reason: 'orders get lost' }],
    ['the question where an environment is', { command: 'locate' }, { command: 'locate' }],
  ])('%s', (_, inputs, expected) => {
    expect(read(inputs)).toMatchObject(expected)
  })

  test.each([
    ['the input', { 'aws-region': 'eu-west-1' }, { AWS_REGION: 'us-east-1' }, 'eu-west-1'],
    ['AWS_REGION', {}, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2' }, 'us-east-1'],
    ['AWS_DEFAULT_REGION', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }, 'us-east-2'],
    ['the manifest', {}, { AWS_REGION: 'us-east-1' }, 'ap-south-1', 'ap-south-1'],
    ['the input, whatever the manifest says', { 'aws-region': 'eu-west-1' }, {}, 'eu-west-1', 'ap-south-1'],
  ])('its region is that of %s', (_, inputs, env, region, inManifest = '') => {
    expect(regionFor(read(inputs, env), manifestIn(inManifest))).toBe(region)
  })
})

test.each([
  ...[
    'eu-west-1',
    'us-east-1',
    'ap-southeast-7',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'cn-north-1',
    'cn-northwest-1',
  ],
  ...['il-central-1', 'mx-central-1', 'eusc-de-east-1'],
])('%s is a region', region => {
  expect(read({ 'aws-region': region }).region).toBe(region)
})

test.each([
  ...[
    'eu',
    'eu-west',
    'eu_west_1',
    'EU-WEST-1',
    'eu-west-1a',
    'eu-west-1 us-east-1',
    'Frankfurt',
    'eu-west-١',
    'eu-west-1.evil.com',
    'http://x',
  ],
  ...['eu-west-1\0', 'e-west-1', '${{ vars.REGION }}', '../eu-west-1', 'eu-west-1/x'],
])('%j is no region', region => {
  expect(faultsOf({ 'aws-region': region })).toEqual([
    expect.stringMatching(/^EVK-101 input aws-region is ".*looks like eu-west-1/),
  ])
})

test('no region at all is said so', () => {
  expect(() => regionFor(read({}, {}), manifestIn(''))).toThrow(
    'no AWS region: input aws-region, the manifest’s region and AWS_REGION are empty',
  )
  expect(() => regionFor(read({}, { AWS_REGION: 'Europe' }), manifestIn(''))).toThrow('AWS_REGION is "Europe"')
})

test('a reason of 501 characters is refused', () => {
  expect(faultsOf({ reason: 'x'.repeat(501) })).toEqual([expect.stringContaining('EVK-114 input reason has 501')])
})

test('an empty input counts as left out: so a workflow hands on what its caller did not say', () => {
  expect(DEFAULTS).toEqual(Object.fromEntries(Object.keys(DEFAULTS).map(name => [name, action.inputs[name]?.default])))
  const optional = Object.entries(action.inputs).filter(([name, each]) => name !== 'command' && each.default !== '')
  expect(Object.keys(DEFAULTS)).toEqual(optional.map(([name]) => name))
  const empty = Object.fromEntries(optional.map(([name]) => [name, ' ']))
  expect(read(empty)).toEqual(read())
  // what was meant by it nobody knows
  expect(faultsOf({ command: ' ' })).toEqual([expect.stringMatching(/^EVK-100 input command is ""/)])
})

test.each([
  ['1s', 1000],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['6h', 21_600_000],
  ['360m', 21_600_000],
  ['21600s', 21_600_000],
])('a timeout of %s is %d ms', (timeout, ms) => {
  expect(read({ timeout }).timeoutMs).toBe(ms)
})

test.each(
  [
    ...[
      '0',
      '0s',
      '30',
      '-1m',
      '+1m',
      '1e9',
      '1e2s',
      '7h',
      '361m',
      '21601s',
      '999999s',
      '30 m',
      '30M',
      '30min',
      '1.5h',
      'abc',
      'm',
      'NaN',
    ],
    ...['١٠m', '３０m', '0x10s', '30m 30s', '1h30m', 'Infinity', '30m\n', '∞', '--timeout', '30ms', '1d'],
  ].filter(text => text === text.trim()),
)('a timeout of %j is refused', timeout => {
  expect(faultsOf({ timeout })).toEqual([expect.stringMatching(/^EVK-104 input timeout is ".*90s, 30m, 2h/s)])
})

test.each([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])('allow-no-tasks and container-logs: %s', (text, allowed) => {
  const { allowNoTasks, containerLogs } = read({ 'allow-no-tasks': text, 'container-logs': text })
  expect([allowNoTasks, containerLogs]).toEqual([allowed, allowed])
})

test.each(['yes', 'no', 'on', 'off', '1', '0', 'y', 'tRuE', 'truee', 'null', '"true"', 'true false'])(
  'allow-no-tasks: %j is refused',
  text => {
    expect(faultsOf({ 'allow-no-tasks': text })).toEqual([expect.stringMatching(/^EVK-100 input allow-no-tasks is "/)])
  },
)

test.each([
  [
    'command',
    'Deploy',
    'EVK-100 input command is "Deploy", did you mean "deploy"? | Expected one of: deploy, build, restart, rollback, continue, locate, init.',
  ],
  [
    'command',
    'rolback',
    'EVK-100 input command is "rolback", did you mean "rollback"? | Expected one of: deploy, build, restart, rollback, continue, locate, init.',
  ],
  [
    'command',
    'destroy',
    'EVK-100 input command is "destroy" | Expected one of: deploy, build, restart, rollback, continue, locate, init.',
  ],
  [
    'command',
    '--deploy',
    'EVK-100 input command is "--deploy", did you mean "deploy"? | Expected one of: deploy, build, restart, rollback, continue, locate, init.',
  ],
  ['on-cancel', 'abort', 'EVK-100 input on-cancel is "abort" | Expected one of: leave, rollback.'],
  [
    'manifest',
    '/etc/passwd',
    'EVK-105 input manifest is "/etc/passwd" | Give a path inside the workspace, relative to it.',
  ],
  ['force-new-deployment', 'yes', 'EVK-100 input force-new-deployment is "yes" | Expected one of: true, false,'],
  ['service', 'arn:aws:ecs:eu-west-1:123456789012:service/shop/api', 'EVK-110 input service is "arn:'],
  [
    'environment-variables',
    'A=1\n\nB',
    'EVK-108 input environment-variables: line 3 is not NAME=value | Each line is NAME=value, such as LOG_LEVEL=info;',
  ],
  ['secrets', '=arn:x', 'EVK-108 input secrets: line 1 is not NAME=value'],
  ['build-secrets', 'npm', 'EVK-108 input build-secrets: line 1 is not NAME=value'],
  ['build-args', 'A=1\nA=2', 'EVK-108 input build-args: line 2 says "A" once more'],
  ['to', '1.4.2', 'EVK-106 input to is "1.4.2", but command is deploy | Set `command: rollback`, or take `to` out.'],
  [
    'version',
    'v1.4',
    'EVK-102 input version is "v1.4": not a semantic version, did you mean "1.4.0"? | MAJOR.MINOR.PATCH without leading zeros is expected, such as 1.4.2 or 2.0.0-rc.1.',
  ],
  [
    'version',
    `1.0.0-${'a'.repeat(120)}`,
    'EVK-103 input version gives an image tag of 134 characters | An image tag holds at most 128; shorten the version.',
  ],
  ['build-contexts', 'a', 'EVK-108 input build-contexts has the line "a" | Each line is name=value'],
  ['build-contexts', '--push=x', 'EVK-108 input build-contexts has the line "--push=x"'],
  ['build-contexts', 'a=', 'EVK-108 input build-contexts has the line "a="'],
  ['build-contexts', '=a', 'EVK-108 input build-contexts has the line "=a"'],
  ['build-contexts', 'a = b', 'EVK-108 input build-contexts has the line "a = b"'],
])('%s: %s', (name, value, fault) => {
  expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(fault)])
})

test.each(
  NOT_VERSIONS.filter(text => text !== '' && text === text.trim()).map(text => [
    JSON.stringify(text).slice(0, 40),
    text,
  ]),
)('version %s is refused', (_, version) => {
  expect(faultsOf({ version })).toEqual([expect.stringMatching(/^EVK-102/)])
})

test.each(
  NOT_PATHS.filter(path => path.trim() === path && /^\/|(^|[\\/])\.\.([\\/]|$)|\0/.test(path)).map(path => [
    JSON.stringify(path),
    path,
  ]),
)('manifest %s is refused', (_, manifest) => {
  expect(faultsOf({ manifest })).toEqual([expect.stringMatching(/^EVK-105/)])
})

test('the longest version that still gives a tag', () => {
  expect(read({ version: `1.0.0-${'a'.repeat(114)}` })).toMatchObject({ version: expect.stringMatching(/a$/) })
  expect(faultsOf({ version: `1.0.0-${'a'.repeat(115)}` })).toEqual([expect.stringMatching(/^EVK-103 .* of 129 /)])
})

test.each<[string, Record<string, string>, string]>([
  [
    'an image and a build',
    { service: 'api', image: 'a/b:1', context: '.', 'build-args': 'A=1' },
    'EVK-110 inputs image and context, build-args are both there',
  ],
  [
    'one service and several',
    { service: 'api', services: 'web' },
    'EVK-100 inputs service ("api") and services ("web")',
  ],
])('%s', (_, inputs, fault) => {
  expect(faultsOf(inputs)).toEqual([expect.stringContaining(fault)])
})

describe('an input that nobody reads is refused', () => {
  const MAKING = 'Set `command: deploy` or `command: build`'
  const DEPLOY = 'Set `command: deploy`, or'
  test.each([
    ['rollback', 'image', 'ghcr.io/acme/api:1', MAKING],
    ['restart', 'build-args', 'A=b', MAKING],
    ['continue', 'task-definition', 'api:3', MAKING],
    ['rollback', 'version', '1.0.0', MAKING],
    ['restart', 'builder', 'remote', MAKING],
    ['build', 'secrets', 'TOKEN=hunter2', DEPLOY],
    ['build', 'desired-count', '3', DEPLOY],
    ['restart', 'force-new-deployment', 'true', DEPLOY],
    ['restart', 'to', '1.4.2', 'Set `command: rollback`, or'],
    ['locate', 'reason', 'why not', 'Set `command: deploy` or `command: build` or `command: restart`'],
    ['locate', 'container', 'app', 'Set `command: deploy` or'],
  ])('by %s: %s', (command, name, value, fix) => {
    const [fault = '', ...more] = faultsOf({ command, [name]: value })
    expect(fault).toMatch(new RegExp(`^EVK-106 input ${name} is .*, but command is ${command} `))
    expect(fault).toContain(fix)
    expect(fault).not.toContain('hunter2')
    expect(more).toEqual([])
  })

  test.each([
    ['CONTAINER-NAME', 'Write `container`.'],
    ['WAIT-FOR-SERVICE-STABILITY', 'every run waits for the end'],
    ['WAIT_FOR_MINUTES', 'the input `timeout`'],
    ['TASK-DEFINITION-FAMILY', 'Write `task-definition`'],
    ['ENV', 'Write `environment-variables`'],
    ['IMAGE-URI', 'Write `image`'],
    ['TAGS', 'Write `repository`'],
    ['FILE', 'Write `dockerfile`.'],
    ['CACHE-FROM', 'Write `cache`'],
    ['PUSH', 'what is built is pushed'],
    ['ROLE-TO-ASSUME', 'Run aws-actions/configure-aws-credentials'],
    ['STRATEGY', 'a key of the manifest'],
    ['CODEDEPLOY-APPSPEC', 'CodeDeploy has an action of its own'],
    ['CLUTSER', 'did you mean "cluster"?'],
    ['NONSENSE', 'README lists the inputs.'],
  ])('of no action of ours: %s', (name, words) => {
    const env = { AWS_REGION: 'eu-west-1', [`INPUT_${name}`]: 'x', INPUT_EMPTY: '', INPUT_IMAGE: 'a/b:1' }
    const faults = faultsOf({}, env)
    expect(faults).toEqual([expect.stringMatching(`^EVK-106 input ${name.toLowerCase()} is none of this action`)])
    expect(faults[0]).toContain(words)
  })
})

test('what the inputs say of one service has the shape of a manifest', () => {
  const inputs = {
    service: 'api',
    cluster: 'shop',
    context: 'services/api',
    dockerfile: 'docker/api.Dockerfile',
    'build-args': 'URL=https://example.com/?a=b\nEMPTY=',
    'build-secrets': 'npm=env.NPM_TOKEN',
    platforms: 'linux/amd64, linux/arm64',
    'environment-variables': '  LOG_LEVEL=info  \r\n\r\nGREETING= hello = world',
    'desired-count': '3',
  }
  expect(read(inputs)).toMatchObject({
    services: ['api'],
    said: {
      service: 'api',
      cluster: 'shop',
      values: {
        build: {
          context: 'services/api',
          dockerfile: 'docker/api.Dockerfile',
          args: { URL: 'https://example.com/?a=b', EMPTY: '' },
          secrets: { npm: 'env.NPM_TOKEN' },
          platforms: ['linux/amd64', 'linux/arm64'],
        },
        environment: { LOG_LEVEL: 'info', GREETING: ' hello = world' },
        'desired-count': 3,
      },
    },
  })
})

test('all that is wrong is told at once', () => {
  const inputs = {
    command: 'x',
    manifest: '../x',
    'aws-region': 'x',
    timeout: '1',
    'on-cancel': 'x',
    'allow-no-tasks': 'x',
    'container-logs': 'x',
    version: 'x',
    'build-contexts': 'x\ny',
    to: 'x',
  }
  expect(faultsOf(inputs).map(fault => fault.slice(0, 7))).toEqual([
    ...['EVK-105', 'EVK-101', 'EVK-104', 'EVK-100', 'EVK-100', 'EVK-100', 'EVK-100', 'EVK-102', 'EVK-108', 'EVK-108'],
  ])
})

describe('where a rollback goes', () => {
  const sha = '3f9c2d1e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d'
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition'
  const revision = (number: number, family?: string, home?: string) =>
    ({ kind: 'revision', family, revision: number, ...(home && { home }) }) as const

  test.each<[string, string, Target]>([
    ['nothing', '', { kind: 'last-good' }],
    ['a version', '1.4.2', { kind: 'version', version: '1.4.2' }],
    ['a version with v', 'v1.4.2', { kind: 'version', version: '1.4.2' }],
    ['a candidate', '1.4.2-rc.1', { kind: 'version', version: '1.4.2-rc.1' }],
    ['a development version', '1.4.3-dev.2', { kind: 'version', version: '1.4.3-dev.2' }],
    ['build metadata', '1.4.2+b.1', { kind: 'version', version: '1.4.2+b.1' }],
    ['an image tag', '1.4.2-3f9c2d1', { kind: 'tag', tag: '1.4.2-3f9c2d1' }],
    ['an image tag of a candidate', '1.4.2-rc.1-3f9c2d1', { kind: 'tag', tag: '1.4.2-rc.1-3f9c2d1' }],
    ['an image tag with build metadata', '1.4.2_b.1-3f9c2d1', { kind: 'tag', tag: '1.4.2_b.1-3f9c2d1' }],
    ['a commit’s tag', `sha-${sha}`, { kind: 'tag', tag: `sha-${sha}` }],
    ['a commit', sha, { kind: 'tag', tag: sha }],
    ['a commit in capitals', 'CE80755', { kind: 'tag', tag: 'ce80755' }],
    ['a short commit', '3f9c2d1', { kind: 'tag', tag: '3f9c2d1' }],
    ['a name', 'latest', { kind: 'tag', tag: 'latest' }],
    ['a short commit without letters', '3192041', { kind: 'tag', tag: '3192041' }],
    ['nine digits of a commit', '319204178', { kind: 'tag', tag: '319204178' }],
    ['a number', '41', revision(41)],
    ['a large number', '999999', revision(999_999)],
    ['a large number of a family', 'app:1000000', revision(1_000_000, 'app')],
    ['a revision', 'app:41', revision(41, 'app')],
    ['a revision with every character', 'my_App-1:7', revision(7, 'my_App-1')],
    ['a revision by ARN', `${arn}/app:41`, revision(41, 'app', arn.replace(':task-definition', ''))],
    [
      'a revision in China',
      'arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/app:41',
      revision(41, 'app', 'arn:aws-cn:ecs:cn-north-1:123456789012'),
    ],
    [
      'a revision in another cloud',
      'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task-definition/app:41',
      revision(41, 'app', 'arn:aws-us-gov:ecs:us-gov-west-1:123456789012'),
    ],
  ])('%s', (_, text, target) => {
    const faults: never[] = []
    expect(readTarget(text, faults)).toEqual(target)
    expect(faults).toEqual([])
  })

  test.each([
    ['its release tag', 'api/v1.4.2', { kind: 'version', version: '1.4.2' }],
    ['the version alone', '1.4.2', { kind: 'version', version: '1.4.2' }],
    ['a pre-release', 'api/v2.0.0-rc.1', { kind: 'version', version: '2.0.0-rc.1' }],
    ['a revision', 'app:41', revision(41, 'app')],
  ])('under a tag prefix, %s', (_, text, target) => {
    const faults: never[] = []
    expect(readTarget(text, faults, 'api/v')).toEqual(target)
    expect(faults).toEqual([])
  })

  test.each(['web/v1.4.2', 'api/v', 'api/v1.4', 'api/vx'])('under a tag prefix %s is none', text => {
    const faults: Fault[] = []
    readTarget(text, faults, 'api/v')
    expect(faults.map(({ code }) => code)).toEqual(['EVK-107'])
  })

  test.each([
    ...[
      'app:',
      ':41',
      'app:x',
      'app:-1',
      'app:1.5',
      'a/b:41',
      'shop/app@sha256:abc',
      `${arn}/app`,
      `${arn}/app:latest`,
      '-1',
      '+1',
      'a b',
      '.x',
    ],
    ...[
      'arn:aws:ecs:eu-west-1:123456789012:service/prod/app:1',
      'arn:aws:ecs:eu-west-1:1:task-definition/app:1',
      `app:${'9'.repeat(10)}`,
    ],
    ...[
      '$(id)',
      '`id`',
      '--to',
      '${{ github.sha }}',
      '%0A::error::x',
      '::error::x',
      'a'.repeat(129),
      'ü',
      '\u202e1.4.2',
      '>=1.0.0',
      '*',
    ],
  ])('%j leads nowhere', to => {
    expect(faultsOf({ command: 'rollback', to })).toEqual([
      expect.stringMatching(/^EVK-107 input to is ".*the last good release\.$/),
    ])
  })

  test('any text is a target that can be looked for, or a fault', () => {
    fc.assert(
      fc.property(hostile, text => {
        const faults: never[] = []
        const target = readTarget(text, faults)
        if (faults.length > 0 || target.kind === 'last-good') return expect(faults.length).toBe(text === '' ? 0 : 1)
        if (target.kind === 'tag') expect(isTag(target.tag)).toBe(true)
        if (target.kind === 'revision') expect(Number.isSafeInteger(target.revision)).toBe(true)
        if (target.kind === 'version') expect(text).toContain(target.version)
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('whatever the inputs, they are a request or a refusal that can be shown', () => {
  test('any text', () => {
    const names = Object.keys(action.inputs)
    const value = fc.oneof(
      hostile,
      fc.constantFrom('deploy', 'rollback', 'true', '1.4.2', 'eu-west-1', '30m', 'evenkeel.yml'),
    )
    const inputs = fc.dictionary(fc.constantFrom(...names), value)
    fc.assert(
      fc.property(inputs, given => {
        try {
          const request = read(given)
          expect(request.timeoutMs).toBeGreaterThanOrEqual(1000)
          expect(request.timeoutMs).toBeLessThanOrEqual(21_600_000)
          expect(request.region).toMatch(/^[a-z0-9-]*$/)
          expect(request.services.every(each => /^[^\s,]+$/.test(each))).toBe(true)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          expect(error.faults.length).toBeGreaterThan(0)
          for (const { code, what, fix } of error.faults) {
            expect(code).toMatch(/^EVK-1[01]\d$/)
            expect(`${what} ${fix}`).not.toMatch(CONTROL)
            expect(`${what} ${fix}`.length).toBeLessThanOrEqual(2000)
          }
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test('text in an input never reads another input, file or variable', () => {
    const asked = new Set<string>()
    readRequest(
      name => {
        asked.add(name)
        return action.inputs[name]?.default ?? ''
      },
      { AWS_REGION: 'eu-west-1' },
    )
    for (const name of asked) expect(Object.keys(action.inputs)).toContain(name)
  })
})
