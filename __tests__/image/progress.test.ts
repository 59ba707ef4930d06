/** Lines as docker prints them: buildx 0.13 with its own driver, newer ones, and a builder in a container. */
import { describe, expect, test } from '@jest/globals'
import { isNoise, Progress } from '../../src/image/progress.ts'

const SIDE_BY_SIDE = `
#0 building with "default" instance using docker driver
#1 [internal] load local bake definitions
#1 DONE 0.0s
#2 [a internal] load build definition from Dockerfile
#2 DONE 0.0s
#5 [a build 1/2] FROM docker.io/library/redis
#5 DONE 0.0s
#5 [b 1/2] FROM docker.io/library/redis
#5 CACHED
#14 [b 2/2] RUN make
#14 0.391 hello
#15 [a] exporting to image
#15 naming to shop/a:1 done
#15 DONE 0.2s`.split('\n')
const BROKEN = [
  '#17 [b 2/2] RUN make',
  '#17 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 1',
  '------',
  ' > [b 2/2] RUN make:',
  '3.460 cat: /nonexistent: No such file or directory',
  '------',
  'Dockerfile:2',
  'ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 1',
]
const reading = (names: string[], lines: readonly string[]) => {
  const progress = new Progress(names)
  return { progress, told: lines.map(line => progress.read(line)) }
}

test('a step is told of the image that has it at that moment', () => {
  const { told } = reading(['a', 'b'], SIDE_BY_SIDE.slice(1))
  const [none, a, b] = [undefined, 'a', 'b']
  expect(told).toEqual([none, none, none, a, a, a, a, b, b, b, b, a, a, a])
})

describe('pushed is', () => {
  test('not who is only exported', () => {
    expect(reading(['a', 'b'], SIDE_BY_SIDE).progress.isPushed('a')).toBe(false)
  })
  test.each([
    ['docker pushes', ['#16 [a] pushing shop/a:1 with docker', '#16 pushing layer 7e8e 0.1s done', '#16 DONE 0.1s']],
    [
      'a builder pushes',
      ['#9 [a] exporting to image', '#9 pushing manifest for shop/a:1@sha256:0 done', '#9 DONE 3.0s'],
    ],
  ])('%s', (_, lines) => {
    const { progress } = reading(['a', 'b'], lines)
    expect([progress.isPushed('a'), progress.isPushed('b')]).toEqual([true, false])
    expect(reading(['a', 'b'], lines.slice(0, -1)).progress.isPushed('a')).toBe(false)
  })
})

describe('who failed', () => {
  test('an old docker does not name it in the last line', () => {
    const { progress, told } = reading(['a', 'b'], [...SIDE_BY_SIDE, ...BROKEN])
    expect([...progress.failed]).toEqual([['b', BROKEN.at(-1)]])
    expect(told.slice(-5)).toEqual(['b', 'b', 'b', 'b', 'b'])
  })
  test('a new one does', () => {
    const last = 'ERROR: target b: failed to solve: failed to read dockerfile'
    expect([...reading(['a', 'b'], [last]).progress.failed]).toEqual([['b', last]])
  })
  test('a cache that is not there yet is no failure beside one', () => {
    const missing = ['#4 [a] importing cache manifest from shop/a:buildcache', '#4 ERROR: not found']
    expect([...reading(['a', 'b'], [...missing, ...BROKEN]).progress.failed.keys()]).toEqual(['b'])
  })
  test('alone it is who is there', () => {
    expect([...reading(['a'], ['ERROR: failed to solve: x']).progress.failed.keys()]).toEqual(['a'])
  })
  test('of what is no image’s nobody is accused', () => {
    expect(reading(['a', 'b'], ['ERROR: no builder "x" found']).progress.failed.size).toBe(0)
  })
})

test.each([
  ['#14 pushing layer c6be790920da 41.73MB / 116.05MB 2.5s', true],
  ['#14 sha256:5c8d 10.49MB / 28.23MB', true],
  ['#14 pushing layer c6be790920da', true],
  ['#14 ...', true],
  [' ', true],
  ['#14 pushing layer c6be790920da 12.8s done', false],
  ['#14 0.4 Downloaded 3MB / 4MB of it', false],
])('noise: %s', (line, noisy) => {
  expect(isNoise(line)).toBe(noisy)
})
