// Every requirement against every plan it speaks of, and each check against a plan spoilt in just that point.
// EVENKEEL_PLANS is the folder with the plans as JSON: script/infra-test makes them.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { rows } from './rows.mjs'
import { openWorld } from './worlds.mjs'

/** What EVENKEEL_CONFORMANCE_REPORT is filled with: every row, with every plan it was held against. */
const results = []
const folder = process.env.EVENKEEL_PLANS
if (!folder) throw new Error('EVENKEEL_PLANS is not set: run script/infra-test')

for (const row of rows) {
  for (const world of row.on) {
    test(`${row.id} ${world}: ${row.says} [${row.kind}]`, () => {
      const result = { id: row.id, kind: row.kind, says: row.says, plan: world, ok: false }
      results.push(result)
      try {
        row.check(openWorld(world, folder))
        result.ok = true
      } catch (error) {
        result.error = error.message
        throw error
      }
    })
  }
}

for (const row of rows) {
  test(`${row.id} notices when it is broken: ${row.says}`, () => {
    const world = openWorld(row.on.at(-1), folder)
    row.spoil(world)
    assert.throws(() => row.check(world), assert.AssertionError)
  })
}

after(() => {
  const report = process.env.EVENKEEL_CONFORMANCE_REPORT
  if (report) writeFileSync(report, JSON.stringify({ rows: results }, null, 2))
})
