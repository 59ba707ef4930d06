/** The README of a module in infra/modules with its example, and its tables of inputs and outputs, as its Terraform files have them. */
import { readHcl } from '../../infra/tests/provider-6/hcl.mjs'
import { cell, filled } from './readme-tables.mjs'

/**
 * @param {string} readme
 * @param {string} path its name, for errors
 * @param {{ files: string[], example: string, version: string }} module texts of its files and of examples/basic, and its release
 */
export function withModuleTables(readme, path, { files, example, version }) {
  const blocks = files.flatMap(text => readHcl(text).blocks)
  const named = kind =>
    blocks.filter(each => each.name === kind).toSorted((a, b) => (a.labels[0] < b.labels[0] ? -1 : 1))
  const table = (head, rows) => (rows.length > 0 ? [...head, ...rows] : ['None.'])
  // In the example the paths are those of this repository.
  const used = example
    .replace('"../.."', `"github.com/evenkeel/evenkeel//${path.replace('/README.md', '')}?ref=v${version}"`)
    .replace(/(?<=\$\{path\.)module\}(\/\.\.){5}/g, 'root}')
  return filled(readme, path, {
    example: ['```hcl', used.trim(), '```'],
    inputs: table(
      ['| input | type | default | |', '|---|---|---|---|'],
      named('variable').map(({ labels: [name], args }) => {
        const preset = args.has('default') ? `\`${oneLine(args.get('default'))}\`` : 'required'
        return `| \`${name}\` | \`${typeOf(args.get('type'))}\` | ${cell(preset)} | ${said(args)} |`
      }),
    ),
    outputs: table(
      ['| output | |', '|---|---|'],
      named('output').map(({ labels: [name], args }) => `| \`${name}\` | ${said(args)} |`),
    ),
  })
}

const oneLine = text => text.trim().replace(/\s+/g, ' ')

/** A description is a plain string: JSON's escapes are all it has. */
const said = args => (args.has('description') ? cell(JSON.parse(args.get('description')).replaceAll('<', '&lt;')) : '')

/** Of an object the names of its attributes, with a question mark where they may be left out. */
function typeOf(text = 'any') {
  const [, kind, attributes] = /^((?:\w+\()*)object\(\{([\s\S]*)\}\)/.exec(text.trim()) ?? []
  if (attributes === undefined) return oneLine(text)
  const names = []
  for (const { text: part, depth } of depths(attributes)) {
    const [, name, optional] = depth === 0 ? (/^\s*([\w-]+)\s*=\s*(optional)?/.exec(part) ?? []) : []
    if (name) names.push(optional ? `${name}?` : name)
  }
  return `${kind}{ ${names.join(', ')} }${')'.repeat(kind.split('(').length - 1)}`
}

/** The attributes of an object, each at its start, and how deep it stands. */
function depths(text) {
  let depth = 0
  return text.split(/(?<=[,\n])/).map(part => {
    const here = { text: part, depth }
    for (const char of part) depth += '({['.includes(char) ? 1 : ')}]'.includes(char) ? -1 : 0
    return here
  })
}
