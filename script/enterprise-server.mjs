/**
 * node script/enterprise-server.mjs OWNER/NAME REF: in a copy of this repository for GitHub Enterprise Server, writes out
 * of .github/workflows what only github.com knows.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { forEnterpriseServer } from './lib/enterprise-server.mjs'

const [repository = '', ref = '', ...more] = process.argv.slice(2)
if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^[\w./-]+$/.test(ref) || more.length > 0) {
  console.error('usage: node script/enterprise-server.mjs OWNER/NAME REF, such as acme/evenkeel v1.2.3')
  process.exit(2)
}
const folder = new URL('../.github/workflows/', import.meta.url)
for (const name of readdirSync(folder)) {
  const file = new URL(name, folder)
  const [before, after] = [readFileSync(file, 'utf8')].flatMap(text => [
    text,
    forEnterpriseServer(text, repository, ref),
  ])
  if (after === before) continue
  writeFileSync(file, after)
  console.log(`.github/workflows/${name}`)
}
