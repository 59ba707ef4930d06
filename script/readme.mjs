/** Writes the tables of inputs and outputs in README.md from action.yml; `--check` only says whether they are up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const { inputs, outputs } = parse(readFileSync(path('action.yml'), 'utf8'))
const cell = text => text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')

const tables = {
  inputs: [
    '| input | default | |',
    '|---|---|---|',
    ...Object.entries(inputs).map(
      ([name, { description, default: preset }]) =>
        `| \`${name}\` | ${preset ? `\`${preset}\`` : ''} | ${cell(description)} |`,
    ),
  ],
  outputs: [
    '| output | |',
    '|---|---|',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
  ],
}

const before = readFileSync(path('README.md'), 'utf8')
const after = Object.entries(tables).reduce((text, [name, lines]) => {
  const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`)
  if (!block.test(text)) throw new Error(`README.md has no place for the ${name}: <!-- ${name} --> … <!-- /${name} -->`)
  return text.replace(block, (_, open, close) => `${open}${lines.join('\n')}${close}`)
}, before)

if (process.argv.includes('--check')) {
  if (before !== after) {
    console.error('README.md is not what action.yml says: run node script/readme.mjs')
    process.exitCode = 1
  }
} else writeFileSync(path('README.md'), after)
