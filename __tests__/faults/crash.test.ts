/** The process dies at any call, before or after it was carried out; the next run ends as if nothing had been, without a second deployment. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isDeployed, violations } from './invariants.ts'
import { LAGS } from './kinds.ts'
import { DEPLOY, ROLLBACK } from './sites.ts'
import { type Stage, setStage } from './stage.ts'

/** One that has ended and is made again without a target goes one release further back: whoever makes one again names it. */
const to = '1.0.0'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

describe.each([
  ['deploy', DEPLOY, 'db:2'],
  ['rollback', ROLLBACK, 'db:1'],
] as const)('%s', (command, sites, revision) => {
  describe.each(['hang', 'hang-after-apply'] as const)('dies at a call that is then answered by a %s', kind => {
    test.each(sites.map(site => [site.name, site] as const))('%s', async (_, { operation, before }) => {
      const lost = await stage.play({ command, to, dies: true, faults: [{ operation, afterCalls: before, kind }] })
      const registered = Object.keys(stage.world.definitions).length - lost.was.definitions.length
      expect(lost.asked).toContainEqual(expect.objectContaining({ operation, fault: kind }))
      const run = await stage.play({ command, to, again: lost })
      // what was registered and not used is found again, or replaced by one more
      const right = registered === 2 ? 'db:3' : revision
      expect({ violations: violations(run), outcome: run.outcome }).toEqual({
        violations: [],
        outcome: expect.stringMatching(/^(deployed|unchanged)$/),
      })
      expect(isDeployed(stage.world, 'db', right)).toBe(true)
    })
  })

  const written = sites.slice(sites.findIndex(({ part }) => part === 'update'))
  describe.each(LAGS)('and the next run’s reads lag: %s', (_, lags) => {
    test.each(written.map(site => [site.name, site] as const))('%s', async (_, { operation, before }) => {
      const died = { operation, afterCalls: before, kind: 'hang-after-apply' } as const
      const lost = await stage.play({ command, to, dies: true, faults: [died] })
      const run = await stage.play({ command, to, again: lost, faults: lags })
      expect({ violations: violations(run), outcome: run.outcome }).toEqual({
        violations: [],
        outcome: expect.stringMatching(/^(deployed|unchanged)$/),
      })
      expect(isDeployed(stage.world, 'db', revision)).toBe(true)
    })
  })
})
