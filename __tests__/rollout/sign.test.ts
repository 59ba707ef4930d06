/** What a log says of a wait: what is new, and signs of life that get rarer. */
import { describe, expect, test } from '@jest/globals'
import { given, isDue, type Sign, silentSince, spoken, waiting } from '../../src/rollout/sign.ts'

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
