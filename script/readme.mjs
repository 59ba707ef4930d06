/** Writes the tables of inputs and outputs in README.md from action.yml; `--check` only says whether they are up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withTables } from './lib/readme-tables.mjs'

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const before = readFileSync(path('README.md'), 'utf8')
const after = withTables(before, readFileSync(path('action.yml'), 'utf8'))

if (!process.argv.includes('--check')) writeFileSync(path('README.md'), after)
else if (before !== after) {
  console.error('README.md is not what action.yml says: run node script/readme.mjs')
  process.exitCode = 1
}
