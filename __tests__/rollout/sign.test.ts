/** What a log says of a wait: what is new, and signs of life that get rarer. */
import { describe, expect, test } from '@jest/globals'
import { given, isDue, type Sign, silentSince, spoken, Told, waiting } from '../../src/rollout/sign.ts'

/** Seconds at which signs are given in an hour of looks every 10 s; `words`, and whether there is news, at each second. */
function signs(words: (at: number) => string, isNews: (at: number) => boolean = () => false): [number, number][] {
  const told: [number, number][] = []
  let sign: Sign = silentSince(0)
  for (let at = 0; at <= 3600; at += 10) {
    if (isNews(at)) sign = spoken(sign, at * 1000)
    sign = waiting(sign, words(at), at * 1000)
    if (!isDue(sign, at * 1000)) continue
    told.push([at, at - sign.since / 1000])
    sign = given(sign, at * 1000)
  }
  return told
}

describe('in an hour', () => {
  test('of one wait: when, and for how long it has gone on', () => {
    const times = [30, 90, 210, 510, 1110, 1710, 2310, 2910, 3510]
    expect(signs(() => 'a')).toEqual(times.map(at => [at, at]))
  })

  test('another wait counts from its own beginning', () => {
    expect(signs(at => (at < 60 ? 'a' : 'b')).slice(0, 3)).toEqual([
      [30, 30],
      [90, 30],
      [210, 150],
    ])
  })

  test.each<[string, (at: number) => string, (at: number) => boolean]>([
    ['news now and then', () => 'a', at => at % 100 === 0],
    ['news that comes and goes with the wait', at => (at % 80 < 40 ? 'a' : 'b'), at => at % 40 === 0],
    ['a wait that changes at every look', at => `${at}`, () => false],
  ])('at most ten, with %s', (_, words, isNews) => {
    expect(signs(words, isNews).length).toBeLessThanOrEqual(10)
  })

  test('none within 30 s of news', () => {
    expect(
      signs(
        () => 'a',
        at => at % 30 < 20,
      ),
    ).toEqual([])
  })
})

describe('a line that was told', () => {
  const told = (lines: readonly (readonly [number, string])[]) => {
    const memory = new Told()
    return lines.filter(([seconds, line]) => memory.isNews(line, seconds * 1000)).map(([seconds]) => seconds)
  }
  const every = (seconds: number, until: number, line: (at: number) => string) =>
    Array.from({ length: until / seconds }, (_, i) => [i * seconds, line(i * seconds)] as const)
  const task = (at: number) => `(task ${String(at).padStart(32, '0')}) failed container health checks.`

  test.each([
    ['is told again ever more seldom', every(5, 300, () => 'running 1 → 2'), [0, 30, 90, 210]],
    [
      'is told beside others',
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'a'],
        [3, 'c'],
      ] as const,
      [0, 1, 3],
    ],
    ['and differs in its id alone is, five times', every(5, 100, task), [0, 5, 10, 15, 20, 25, 55]],
    ['with another number is news', every(5, 50, at => `${at} failed tasks`), [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]],
  ])('%s', (_, lines, expected) => {
    expect(told(lines)).toEqual(expected)
  })

  test('holds no more after days than after minutes', () => {
    const memory = new Told()
    for (let at = 0; at < 5_000; at++) memory.isNews(`line ${at}`, at)
    expect(memory.isNews('line 4999', 5_000)).toBe(false)
    expect(memory.isNews('line 0', 5_000)).toBe(true)
  })
})
