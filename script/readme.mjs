/** Writes what is made from the sources: the tables of README.md, docs/manifest.md and docs/images.md, docs/errors.md, services/README.md, infra/costs.md, and the READMEs of infra/modules; `--check` only says whether they are up to date. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withMeasured } from './lib/bench-services/compared.mjs'
import { withCosts } from './lib/cost-tables.mjs'
import { codesIn, errorsPage, exportsOf } from './lib/errors-page.mjs'
import { withModuleTables } from './lib/module-tables.mjs'
import { withBuildKeys, withKeys, withTables } from './lib/readme-tables.mjs'

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const read = name => readFileSync(path(name), 'utf8')

const SCHEMA = 'src/request (through dist/evenkeel.schema.json: script/build first)'
const schema = read('dist/evenkeel.schema.json')
const { version } = JSON.parse(read('package.json'))
const { INPUTS } = await exportsOf(read('src/request/input.ts'))
const modules = readdirSync(path('infra/modules')).map(name => {
  const [folder, page] = [`infra/modules/${name}`, `infra/modules/${name}/README.md`]
  const files = readdirSync(path(folder)).filter(each => each.endsWith('.tf'))
  const text = withModuleTables(read(page), page, {
    files: files.map(each => read(`${folder}/${each}`)),
    version,
    example: read(`${folder}/examples/basic/main.tf`),
  })
  return { page, source: folder, text }
})
const pages = [
  ...modules,
  {
    page: 'services/README.md',
    source: 'bench/services.json',
    text: withMeasured(read('services/README.md'), 'services/README.md', JSON.parse(read('bench/services.json'))),
  },
  {
    page: 'infra/costs.md',
    source: 'infra/costs.json',
    text: withCosts(read('infra/costs.md'), JSON.parse(read('infra/costs.json'))),
  },
  { page: 'docs/manifest.md', source: SCHEMA, text: withKeys(read('docs/manifest.md'), schema, INPUTS) },
  { page: 'docs/images.md', source: SCHEMA, text: withBuildKeys(read('docs/images.md'), schema) },
  { page: 'README.md', source: 'action.yml', text: withTables(read('README.md'), read('action.yml')) },
  {
    page: 'docs/errors.md',
    source: 'src/failure/code.ts',
    text: errorsPage(await codesIn(read('src/failure/code.ts'))),
  },
]
for (const { page, source, text } of pages) {
  if (!process.argv.includes('--check')) writeFileSync(path(page), text)
  else if (read(page) !== text) {
    console.error(`${page} is not what ${source} says: run node script/readme.mjs`)
    process.exitCode = 1
  }
}
