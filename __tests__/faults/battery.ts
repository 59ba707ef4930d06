/** Every place of a run × everything that can go wrong there; and an answer lost there while several reads lag behind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expected } from './expected.ts'
import { violations } from './invariants.ts'
import { applies, type Kind, LAGS } from './kinds.ts'
import { type Site, siteOf } from './sites.ts'
import { type Stage, setStage } from './stage.ts'

const TIMEOUT_MS = 300_000

export function singleFaults(command: 'deploy' | 'rollback', sites: readonly Site[], kinds: readonly Kind[]) {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage()
  })
  afterAll(() => stage.close())

  test('the places are those of a run without faults, all of them', async () => {
    const run = await stage.play({ command })
    expect(run.outcome).toBe('deployed')
    expect(violations(run)).toEqual([])
    const operations = run.asked.map(({ operation }) => operation)
    expect(new Set(operations.map((_, nth) => siteOf(sites, operations, nth)))).toEqual(new Set(sites))
  })

  describe.each(kinds.map(kind => [kind.name, kind] as const))('%s', (_, kind) => {
    const cells = sites.filter(site => applies(kind, site)).map(site => [site.name, site] as const)
    test.each(cells)('%s', async (_, site) => {
      const fault = { operation: site.operation, afterCalls: site.before, ...kind.fault }
      const run = await stage.play({ command, timeoutMs: TIMEOUT_MS, faults: [fault] })
      const found = { outcome: run.outcome, violations: violations(run), struck: struck(run.asked) }
      const right = expected(command, sites, site, kind)
      // a stale read before the first write is none
      expect(found).toEqual({
        outcome: right,
        violations: [],
        struck: kind.fault.kind === 'stale' ? found.struck : true,
      })
    })
  })

  describe.each(LAGS)('an answer lost, and %s', (_, lags) => {
    test.each(sites.map(site => [site.name, site] as const))('%s', async (_, { operation, before }) => {
      const lost = { operation, afterCalls: before, kind: 'reset-after-apply' } as const
      const run = await stage.play({ command, timeoutMs: TIMEOUT_MS, faults: [lost, ...lags] })
      const found = { outcome: run.outcome, violations: violations(run), struck: struck(run.asked) }
      expect(found).toEqual({ outcome: 'deployed', violations: [], struck: true })
    })
  })
}

const struck = (asked: readonly { fault?: string }[]) => asked.some(({ fault }) => fault !== undefined)
