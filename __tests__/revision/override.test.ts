// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** A task definition with what differs, and everything else as it is. */
import { describe, expect, test } from '@jest/globals'
import type { Document } from '../../src/revision/document.ts'
import { filledOverride, type Override, overridden, sizeFault } from '../../src/revision/override.ts'

const document: Document = {
  family: 'app',
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'app',
      image: 'a',
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '1' },
      ],
      secrets: [{ name: 'S', valueFrom: '/s' }],
    },
    { name: 'proxy', image: 'b', environment: [{ name: 'A', value: '1' }] },
  ],
}
const app = (override: Override) => overridden(document, 'app', override).containerDefinitions?.[0]

test('nothing said, nothing changed', () => expect(overridden(document, 'app', {})).toEqual(document))

test('what is there keeps its place, what is new comes after it, null takes away', () => {
  expect(app({ environment: { B: '2', C: '3', A: null } })?.environment).toEqual([
    { name: 'B', value: '2' },
    { name: 'C', value: '3' },
  ])
})

test('a name is a variable or a secret, and never both', () => {
  expect(app({ environment: { S: 'plain' } })).toMatchObject({ secrets: [] })
  expect(app({ secrets: { A: '/a' } })).toMatchObject({
    environment: [{ name: 'B', value: '1' }],
    secrets: [
      { name: 'S', valueFrom: '/s' },
      { name: 'A', valueFrom: '/a' },
    ],
  })
  expect(app({ secrets: { A: null } })).toMatchObject({ environment: document.containerDefinitions?.[0]?.environment })
})

test('size and command; other containers stay', () => {
  const found = overridden(document, 'app', { cpu: '512', memory: '1024', command: ['x'], environment: { A: '2' } })
  expect(found).toMatchObject({
    cpu: '512',
    memory: '1024',
    containerDefinitions: [{ command: ['x'] }, { name: 'proxy' }],
  })
  expect(found.containerDefinitions?.[1]).toEqual(document.containerDefinitions?.[1])
})

describe('Fargate takes', () => {
  const fargate = (cpu?: string, memory?: string) => sizeFault(['FARGATE'], cpu, memory)
  test.each([
    ['256', '512'],
    ['256', '2048'],
    ['512', '4096'],
    ['1024', '5120'],
    ['4096', '30720'],
    ['8192', '61440'],
    ['16384', '122880'],
    ['0.5 vCPU', '1 GB'],
    ['1vcpu', '2048'],
    ['half', '512'],
    ['256', 'much'],
  ])('%s with %s', (cpu, memory) => expect(fargate(cpu, memory)).toBeUndefined())
  test.each([
    ['256', '4096', 'with cpu 256 memory is 512, 1024, 2048'],
    ['512', '512', 'with cpu 512 memory is 1024 to 4096 in steps of 1024'],
    ['8192', '17408', 'with cpu 8192 memory is 16384 to 61440 in steps of 4096'],
    ['300', '512', 'cpu is one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
    ['0.25 vCPU', '4 GB', 'with cpu 256 memory is 512, 1024, 2048'],
    ['512', undefined, 'with cpu 512 memory is 1024 to 4096 in steps of 1024'],
    [undefined, '512', 'cpu of the task is one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
    [undefined, undefined, 'cpu of the task is one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
    ['300', undefined, 'cpu is one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
  ])('%s with %s not', (cpu, memory, words) => expect(fargate(cpu, memory)).toBe(words))
  test('what is not its own it is not asked', () => expect(sizeFault(['EC2'], undefined, '100')).toBeUndefined())
})

test('variables and the command are filled, and what says nothing stays so', () => {
  const filling = { version: '1.0.0', sha: 'c'.repeat(40), env: { HOST: 'shop.example' } }
  const said = { environment: { A: '${env.HOST}', B: null }, command: ['run', '${version}', '${HOME}'], cpu: '256' }
  expect(filledOverride(said, filling)).toEqual({
    environment: { A: 'shop.example', B: null },
    command: ['run', '1.0.0', '${HOME}'],
    cpu: '256',
  })
  expect(filledOverride({ command: undefined }, filling)).toEqual({ command: undefined })
})
