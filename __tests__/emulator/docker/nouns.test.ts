import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { engineAddress } from '../../../src/emulator/docker/engine.ts'
import { containerEvent } from '../../../src/emulator/docker/events.ts'
import { collectFacts } from '../../../src/emulator/docker/facts.ts'
import { Frames } from '../../../src/emulator/docker/frames.ts'
import { Lines } from '../../../src/emulator/docker/lines.ts'
import { manifestSize, route } from '../../../src/emulator/docker/oci.ts'
import { isMet, startOrder, stopOrder } from '../../../src/emulator/docker/ordering.ts'
import { judged, trusted, trustworthy } from '../../../src/emulator/docker/outlier.ts'
import { isAlive, thisOwner } from '../../../src/emulator/docker/owner.ts'
import { pauseProgram } from '../../../src/emulator/docker/pause.ts'
import { reference, written } from '../../../src/emulator/docker/reference.ts'
import { Pool, subnet } from '../../../src/emulator/docker/subnet.ts'
import { after, initial, matches, reason, type TargetHealth } from '../../../src/emulator/docker/target-health.ts'
import { Turn } from '../../../src/emulator/docker/turn.ts'

describe('lines', () => {
  test('come whole, however the bytes are cut', () => {
    for (const size of [1, 2, 3, 100]) {
      const lines = new Lines()
      const bytes = Buffer.from('grüße\r\n\nlast')
      const found: string[] = []
      for (let at = 0; at < bytes.length; at += size) found.push(...lines.take(bytes.subarray(at, at + size)))
      expect([...found, ...lines.end()]).toEqual(['grüße', '', 'last'])
    }
  })

  test('are cut at the limit, and nothing is lost', () => {
    const lines = new Lines(4)
    expect([...lines.take(Buffer.from('abcdefghij\nkl\n')), ...lines.end()]).toEqual(['abcd', 'efgh', 'ij', 'kl'])
  })
})

test('frames of the log stream are told apart by source, however the bytes are cut', () => {
  const frame = (source: number, text: string) =>
    Buffer.concat([Buffer.from([source, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)])
  const bytes = Buffer.concat([frame(1, 'out'), frame(2, 'error'), frame(1, '')])
  for (const size of [1, 5, 9, 100]) {
    const frames = new Frames()
    const found: string[] = []
    for (let at = 0; at < bytes.length; at += size) {
      for (const { source, payload } of frames.take(bytes.subarray(at, at + size))) found.push(`${source} ${payload}`)
    }
    expect(found).toEqual(['stdout out', 'stderr error', 'stdout '])
  }
})

test.each([
  ['', { socketPath: '/var/run/docker.sock' }],
  ['unix:///run/other.sock', { socketPath: '/run/other.sock' }],
  ['tcp://127.0.0.1:2376', { host: '127.0.0.1', port: 2376 }],
])('the engine at "%s"', (host, address) => {
  expect(engineAddress(host)).toEqual(address)
})

test('an engine behind ssh is refused by name', () => {
  expect(() => engineAddress('ssh://build')).toThrow('DOCKER_HOST is "ssh://build"')
})

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.2', '127.0.0.1:4566/shop/api:1.2', true],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:ab', '127.0.0.1:4566/api@sha256:ab', true],
  ['localhost:4566/api', '127.0.0.1:4566/api:latest', true],
  ['127.0.0.1:4567/api:1', '127.0.0.1:4567/api:1', false],
  ['redis:7-alpine', 'redis:7-alpine', false],
  ['redis:7@sha256:ab', 'redis@sha256:ab', false],
])('the image %s is %s', (image, expected, ours) => {
  const found = reference(image, 4566)
  expect([written(found), found.ours]).toEqual([expected, ours])
})

describe('the order of containers', () => {
  const names = (containers: { name?: string | undefined }[]) => containers.map(({ name }) => name).join(' ')
  const needs = (name: string, ...others: string[]) => ({
    name,
    dependsOn: others.map(containerName => ({ containerName, condition: 'START' as const })),
  })

  test('dependencies first, essential ones before others, dependents stop first', () => {
    const containers = [needs('app', 'migrate', 'proxy'), needs('proxy'), { ...needs('migrate'), essential: false }]
    expect(names(startOrder(containers))).toBe('proxy migrate app')
    expect(names(stopOrder(containers))).toBe('app migrate proxy')
  })

  test('a circle and an unknown name are refused', () => {
    expect(() => startOrder([needs('a', 'b'), needs('b', 'a')])).toThrow('a, b')
    expect(() => startOrder([needs('a', 'ghost')])).toThrow('a')
  })

  test.each([
    ['START', { started: false, healthy: false }, undefined],
    ['START', { started: true, healthy: false }, true],
    ['HEALTHY', { started: true, healthy: false }, undefined],
    ['HEALTHY', { started: true, healthy: true }, true],
    ['HEALTHY', { started: true, healthy: false, exitCode: 0 }, false],
    ['COMPLETE', { started: true, healthy: false, exitCode: 3 }, true],
    ['SUCCESS', { started: true, healthy: false }, undefined],
    ['SUCCESS', { started: true, healthy: false, exitCode: 0 }, true],
    ['SUCCESS', { started: true, healthy: false, exitCode: 3 }, false],
  ])('%s with %o', (condition, progress, met) => {
    expect(isMet(condition, progress)).toBe(met)
  })
})

describe('a target', () => {
  const rules = {
    targetGroupArn: 'arn',
    path: '/',
    intervalSeconds: 5,
    timeoutSeconds: 2,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: '200-299',
  }
  const states = (statuses: number[]) => {
    let health: TargetHealth = initial
    return statuses.map(status => {
      health = after({ status }, health, rules)
      return health.state
    })
  }

  test('becomes healthy and unhealthy after so many checks in a row', () => {
    expect(states([200, 503, 200, 204, 500, 500, 200, 500, 500, 500, 200, 200])).toEqual([
      ...['initial', 'initial', 'initial', 'healthy', 'healthy', 'healthy', 'healthy', 'healthy', 'healthy'],
      ...['unhealthy', 'unhealthy', 'healthy'],
    ])
  })

  test.each([
    ['200', 200, true],
    ['200', 204, false],
    ['200,204', 204, true],
    ['200-299', 250, true],
    ['200-299, 404', 404, true],
    ['200-299', 301, false],
  ])('matcher %s, status %i: %s', (matcher, status, expected) => {
    expect(matches(matcher, status)).toBe(expected)
  })

  test('says why in the words of ELB', () => {
    expect(reason({ status: 503 })).toBe('Health checks failed with these codes: [503]')
    expect(reason({ failure: 'timeout' })).toBe('Request timed out')
    expect(reason({ failure: 'refused' })).toBe('Health checks failed')
  })
})

test('turns go round, and skip those already tried', () => {
  const turn = new Turn()
  const servers = ['a', 'b', 'c'].map(key => ({ key }))
  const round = (tried: string[] = []) => turn.pick(servers, new Set(tried))?.key
  expect([round(), round(), round(), round()]).toEqual(['a', 'b', 'c', 'a'])
  expect(round(['b'])).toBe('c')
  expect(round(['a', 'b', 'c'])).toBeUndefined()
})

test('an outlier is left out for a while, unless too many would be', () => {
  const failed = (times: number) =>
    Array.from({ length: times }).reduce(
      outlier => judged(outlier as typeof trusted, false, 1_000),
      trusted,
    ) as typeof trusted
  const peers = [{ outlier: trusted }, { outlier: failed(5) }]
  expect(trustworthy([{ outlier: failed(4) }, { outlier: trusted }], 1_000)).toHaveLength(2)
  expect(trustworthy(peers, 1_000)).toHaveLength(1)
  expect(trustworthy(peers, 31_000)).toHaveLength(2)
  expect(trustworthy([{ outlier: failed(5) }, { outlier: failed(5) }, { outlier: trusted }], 1_000)).toHaveLength(3)
  expect(judged(failed(4), true, 2_000).failures).toEqual([])
})

test.each([
  ['/v2/a/b/manifests/1.0', { repository: 'a/b', kind: 'manifests', reference: '1.0' }],
  ['/v2/manifests/blobs/manifests/x', { repository: 'manifests/blobs', kind: 'manifests', reference: 'x' }],
  ['/v2/a/blobs/uploads/', { repository: 'a', kind: 'blobs', reference: 'uploads/' }],
  ['/v2/a/blobs/uploads/1-2', { repository: 'a', kind: 'blobs', reference: 'uploads/1-2' }],
  ['/v2/a/blobs/sha256%3Aab', { repository: 'a', kind: 'blobs', reference: 'sha256:ab' }],
  ['/v2/a/tags/list', { repository: 'a', kind: 'tags', reference: 'list' }],
  ['/v2/_catalog', undefined],
  ['/v2/%zz', undefined],
])('the path %s', (path, expected) => {
  expect(route(path)).toEqual(expected)
})

test('the size of a manifest is what it names', () => {
  expect(manifestSize('{"config":{"size":1},"layers":[{"size":20},{"size":300}]}')).toBe(321)
  expect(manifestSize('{"manifests":[{"size":5},{"size":6}]}')).toBe(11)
  expect(manifestSize('no')).toBe(0)
})

test('a run owns the first /24 of what the engine chose, and every address has one use', () => {
  const found = subnet('172.18.0.0/16')
  expect(found).toMatchObject({ cidr: '172.18.0.0/24', gateway: '172.18.0.1', range: '172.18.0.224/27' })
  expect(found?.task(0)).toBe('172.18.0.2')
  expect(found?.task(157)).toBe('172.18.0.159')
  expect(found?.task(158)).toBeUndefined()
  expect(found?.name(0)).toBe('172.18.0.160')
  expect(found?.name(64)).toBeUndefined()
  expect(subnet('10.0.0.0/28')).toBeUndefined()
})

test('a pool gives out every address once, and one that came back last', () => {
  const pool = new Pool(index => ['a', 'b', 'c'][index])
  expect([pool.take(), pool.take()]).toEqual(['a', 'b'])
  pool.giveBack('a')
  expect([pool.take(), pool.take(), pool.take()]).toEqual(['c', 'a', undefined])
})

test('facts are handed out once, and a flood of log lines is cut and said', () => {
  const facts = collectFacts(() => 10)
  const log = { kind: 'log', taskId: 't', container: 'c', message: 'm' } as const
  for (let i = 0; i < 6_000; i++) facts.tell(log)
  facts.tell({ kind: 'gone', taskId: 't' })
  expect(facts.take(9)).toEqual([])
  const taken = facts.take(10)
  expect(taken).toHaveLength(5_002)
  expect(taken.at(-1)).toEqual({ kind: 'gone', taskId: 't', at: 10 })
  expect(taken.at(-2)).toMatchObject({ message: expect.stringMatching('some are lost') })
  expect(facts.take(10)).toEqual([])
})

test('of the events of the engine only what concerns a task is heard', () => {
  const event = (Action: string, Attributes = {}) => containerEvent({ Action, Actor: { ID: 'x', Attributes } })
  expect(event('die', { exitCode: '3' })).toMatchObject({ action: 'die', exitCode: 3 })
  expect(event('health_status: unhealthy')).toMatchObject({ action: 'unhealthy' })
  expect(event('exec_die')).toBeUndefined()
})

test('an owner is alive while its process is, and another machine is never judged', () => {
  const [host, pid] = thisOwner().split(':')
  expect(isAlive(thisOwner())).toBe(true)
  expect(isAlive(`${host}:${pid}:1`)).toBe(false)
  expect(isAlive(`${host}:4194305:1`)).toBe(false)
  expect(isAlive('elsewhere:4194305:1')).toBe(true)
})

;(process.platform === 'linux' && process.arch === 'x64' ? test : test.skip)(
  'the pause program runs, and pauses',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pause-'))
    const path = join(folder, 'pause')
    writeFileSync(path, pauseProgram('amd64'))
    chmodSync(path, 0o755)
    const child = spawn(path)
    await new Promise((resolve, reject) => child.on('spawn', resolve).on('error', reject))
    // Asleep in its one system call; a program that only runs would never be.
    const state = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.[0]
    while (state() !== 'S') await new Promise(setImmediate)
    const ended = new Promise(resolve => child.on('exit', (_, signal) => resolve(signal)))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    rmSync(folder, { recursive: true })
  },
)
