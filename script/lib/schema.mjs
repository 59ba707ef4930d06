/** Prints the JSON Schema of a manifest, as the compiled sources say it. */
import { readFileSync } from 'node:fs'
import { manifestSchema } from '../../lib/request/json-schema.js'

const { repository, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const at = repository.url
  .replace(/^git\+|\.git$/g, '')
  .replace('https://github.com/', 'https://raw.githubusercontent.com/')
console.log(JSON.stringify(manifestSchema(`${at}/v${version}/dist/evenkeel.schema.json`), undefined, 2))
