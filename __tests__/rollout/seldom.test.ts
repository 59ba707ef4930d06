/** What a watch costs and how late it is, over seeded rollouts of each kind. RECORD=1 takes 200 of each into bench/calls.json. */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { quantile, seeded } from '../random.ts'
import { type Kind, watched } from './model.ts'

const { RECORD } = process.env
const FILE = resolve('bench/calls.json')
/** Of a run with one service, before the first look: `faults/calls.test.ts` counts them. */
const BEFORE = 12

interface Limits {
  /** Of a run with one service, in 19 of 20. */
  readonly calls?: number
  readonly polls?: number
  /** 19 of 20 verdicts come no later, ms. */
  readonly lateMs?: number
}

type Row = readonly [string, Omit<Kind, 'minutes'> & { readonly minutes?: number }, Limits]

const KINDS: readonly Row[] = [
  ['one, 4 min', { minutes: 4 }, { calls: 35, lateMs: 5_000 }],
  ['one, 4 min, spread .25', { minutes: 4, spread: 0.25 }, { calls: 35, lateMs: 5_000 }],
  ['one, 4 min, none before', { minutes: 4, history: 'none' }, { calls: 35, lateMs: 5_000 }],
  ['one, 4 min, wrong history', { minutes: 4, history: 'wrong' }, { calls: 35, lateMs: 5_000 }],
  ['one, 4 min, old tasks end at once', { minutes: 4, stops: 1 }, { calls: 35, lateMs: 5_000 }],
  ['one, 1 to 30 min', {}, { calls: 85, lateMs: 5_000 }],
  ['one, 1 to 30 min, spread .25', { spread: 0.25 }, { lateMs: 5_000 }],
  ['one, 1 to 30 min, none before', { history: 'none' }, { lateMs: 5_000 }],
  ['one, 1 to 30 min, wrong history', { history: 'wrong' }, { lateMs: 5_000 }],
  ['one, 1 to 30 min, old tasks end at once', { stops: 1 }, { lateMs: 5_000 }],
  ['one, 1 to 30 min, none before, old tasks end at once', { history: 'none', stops: 1 }, {}],
  ['twenty, 4 min', { minutes: 4, services: 20 }, { polls: 25, lateMs: 5_000 }],
  ['twenty, 4 min, spread .25', { minutes: 4, services: 20, spread: 0.25 }, { lateMs: 5_000 }],
  ['twenty, 4 min, none before', { minutes: 4, services: 20, history: 'none' }, { lateMs: 5_000 }],
  ['twenty, 1 to 30 min', { services: 20 }, { lateMs: 5_000 }],
]

const measured: Record<string, unknown> = {}
afterAll(() => {
  if (RECORD === undefined) return
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as object
  writeFileSync(FILE, `${JSON.stringify({ ...known, kinds: measured }, undefined, 2)}\n`)
})

test.each(KINDS)('%s', async (title, { minutes, ...kind }, limits) => {
  const random = seeded(RECORD === undefined ? 1 : 20261126)
  const runs = RECORD === undefined ? 40 : 200
  const all: Awaited<ReturnType<typeof watched>>[] = []
  for (let nth = 0; nth < runs; nth++) all.push(await watched({ ...kind, minutes: minutes ?? 30 ** random() }, random))
  const told = (of: 'calls' | 'polls' | 'lateMs', more = 0) => {
    const each = all.map(one => Math.round(one[of]) + more)
    return { median: quantile(each, 0.5), p95: quantile(each, 0.95), most: quantile(each, 1) }
  }
  const found = {
    calls: told('calls', kind.services === undefined ? BEFORE : 0),
    polls: told('polls'),
    lateMs: told('lateMs'),
  }
  measured[title] = { runs, ...found }
  if (process.env.CALLS_TABLE) console.log(title, JSON.stringify(found))
  expect(found.calls.p95).toBeLessThanOrEqual(limits.calls ?? Infinity)
  expect(found.polls.most).toBeLessThanOrEqual(limits.polls ?? Infinity)
  expect(found.lateMs.p95).toBeLessThanOrEqual(limits.lateMs ?? Infinity)
})
