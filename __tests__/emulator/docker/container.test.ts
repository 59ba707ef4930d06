import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { createBody, healthcheck, ignored, impossible, type Shape } from '../../../src/emulator/docker/container.ts'
import { order } from './stage.ts'

const owner = { name: 'evenkeel-1', address: '10.213.7.2', hosts: ['flask-app:10.213.7.1'] }

function body(container: ContainerDefinition, more: Partial<Shape> = {}): Record<string, unknown> {
  const shape = {
    task: order([container]),
    container,
    image: 'shop/web@sha256:1',
    speed: 10,
    scope: 's',
    labels: {},
    network: owner,
  }
  return createBody({ ...shape, ...more })
}

describe('a container definition becomes what the engine shall create', () => {
  const host = (container: ContainerDefinition) => body(container).HostConfig as Record<string, unknown>

  test.each<[string, ContainerDefinition, Record<string, unknown>]>([
    ['command', { command: ['a', 'b'] }, { Cmd: ['a', 'b'] }],
    ['entryPoint', { entryPoint: ['/x'] }, { Entrypoint: ['/x'] }],
    ['user', { user: '101:101' }, { User: '101:101' }],
    ['workingDirectory', { workingDirectory: '/srv' }, { WorkingDir: '/srv' }],
    ['stopTimeout', { stopTimeout: 60 }, { StopTimeout: 60 }],
    ['no health check of the image', {}, { Healthcheck: { Test: ['NONE'] } }],
    ['hostname and address', {}, { Hostname: 'ip-10-213-7-2' }],
  ])('%s', (_, container, expected) => {
    expect(body(container)).toMatchObject(expected)
  })

  test.each<[string, ContainerDefinition, Record<string, unknown>]>([
    ['read-only root', { readonlyRootFilesystem: true }, { ReadonlyRootfs: true }],
    ['memory of the task, without swap', {}, { Memory: 512 << 20, MemorySwap: 512 << 20 }],
    ['memory of the container', { memory: 64 }, { Memory: 64 << 20, MemorySwap: 64 << 20 }],
    ['cpu of the task as shares', {}, { CpuShares: 256 }],
    ['cpu of the container as shares', { cpu: 64 }, { CpuShares: 64 }],
    ['init', { linuxParameters: { initProcessEnabled: true } }, { Init: true }],
    ['capabilities', { linuxParameters: { capabilities: { drop: ['ALL'] } } }, { CapDrop: ['ALL'] }],
    [
      'tmpfs',
      { linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64, mountOptions: ['noexec'] }] } },
      { Tmpfs: { '/tmp': 'size=64m,noexec' } },
    ],
    [
      'ulimits',
      { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }] },
      { Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }] },
    ],
    ['the network', {}, { NetworkMode: 'evenkeel-1', ExtraHosts: ['flask-app:10.213.7.1'] }],
  ])('%s', (_, container, expected) => {
    expect(host(container)).toMatchObject(expected)
  })

  test('environment, then secrets, then nothing of the host', () => {
    const container = {
      name: 'web',
      environment: [
        { name: 'A', value: '1' },
        { name: 'AWS_REGION', value: 'own' },
      ],
    }
    const task = order([container], { secrets: { web: { A: 'secret' }, other: { B: 'no' } } })
    expect(body(container, { task }).Env).toEqual([
      'AWS_EXECUTION_ENV=AWS_ECS_FARGATE',
      'AWS_REGION=own',
      'AWS_DEFAULT_REGION=eu-west-1',
      'A=secret',
    ])
  })

  test('the second container joins the namespace of the first and brings no name of its own', () => {
    const joined = body({ name: 'sidecar' }, { network: { join: 'abc' } })
    expect(joined.HostConfig).toMatchObject({ NetworkMode: 'container:abc' })
    expect(joined.HostConfig).not.toHaveProperty('ExtraHosts')
    expect(joined).not.toHaveProperty('Hostname')
    expect(joined).not.toHaveProperty('NetworkingConfig')
  })
})

describe('health checks', () => {
  const second = 1_000_000_000

  test.each([
    ['the defaults of ECS', { command: ['CMD', 'x'] }, 1, { Interval: 30, Timeout: 5, Retries: 3 }],
    ['intervals are scaled, time-outs are not', { command: ['CMD', 'x'], timeout: 4 }, 10, { Interval: 3, Timeout: 4 }],
    ['never more often than once a second', { command: ['CMD', 'x'], interval: 5 }, 30, { Interval: 1 }],
    [
      'a start period keeps time to start',
      { command: ['CMD', 'x'], startPeriod: 60 },
      60,
      { StartPeriod: 3, StartInterval: 1 },
    ],
    ['a short start period stays as it is', { command: ['CMD', 'x'], startPeriod: 3 }, 60, { StartPeriod: 3 }],
    ['a long one is scaled', { command: ['CMD', 'x'], startPeriod: 300 }, 10, { StartPeriod: 30 }],
  ])('%s', (_, check, speed, seconds) => {
    const expected = Object.entries(seconds).map(([key, value]) => [key, key === 'Retries' ? value : value * second])
    expect(healthcheck(check, speed)).toMatchObject(Object.fromEntries(expected))
  })

  test('nanoseconds are whole numbers', () => {
    expect(healthcheck({ command: ['CMD', 'x'], interval: 10, startPeriod: 100 }, 7)).toMatchObject({
      Interval: 1_428_571_429,
      StartPeriod: 14_285_714_286,
    })
  })
})

describe('what the local ECS cannot do', () => {
  test.each<[string, Parameters<typeof impossible>[0], string[]]>([
    ['nothing', { containerDefinitions: [{ name: 'a', mountPoints: [] }], volumes: [{ name: 'v', host: {} }] }, []],
    [
      'EFS',
      { volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'f' } }] },
      ['efsVolumeConfiguration of volume v'],
    ],
    ['EBS', { volumes: [{ name: 'v', configuredAtLaunch: true }] }, ['configuredAtLaunch of volume v']],
    ['the host', { volumes: [{ name: 'v', host: { sourcePath: '/' } }] }, ['host of volume v']],
    [
      'environment files',
      { containerDefinitions: [{ name: 'a', environmentFiles: [{ value: 'x', type: 's3' }] }] },
      ['environmentFiles of container a'],
    ],
  ])('refuses to start: %s', (_, definition, expected) => {
    expect(impossible(definition)).toEqual(expected)
  })

  test('goes on without what a container can do without, and names it', () => {
    expect(ignored({ privileged: false, links: [], restartPolicy: { enabled: true } })).toEqual(['restartPolicy'])
  })
})
