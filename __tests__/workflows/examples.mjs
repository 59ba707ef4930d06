/** The YAML examples of README and docs: what users copy. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../script/lib/demo/github.mjs'

/** @returns {{ at: string, file: string, text: string, whole: boolean }[]} `whole`: a workflow, not a part of one. */
export function yamlExamples() {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(name => `docs/${name}`)
  const files = [...readdirSync(root), ...docs]
  return files
    .filter(file => file.endsWith('.md'))
    .flatMap(file => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n')
      return blocks(lines).map(({ line, text }) => ({
        at: `${file}:${line}`,
        file,
        text,
        whole: /^jobs:/m.test(text) && /^on:/m.test(text),
      }))
    })
}

function blocks(lines) {
  const found = []
  let open
  lines.forEach((line, index) => {
    const [, indent, fence] = /^( *)(```.*)$/.exec(line) ?? []
    if (open && fence === '```') {
      found.push({ line: open.line, text: `${open.lines.join('\n')}\n` })
      open = undefined
    } else if (open) open.lines.push(line.slice(open.indent))
    else if (fence !== undefined && /^```ya?ml\b/.test(fence))
      open = { line: index + 1, lines: [], indent: indent.length }
  })
  return found
}

/** The one example in a file that holds these words. */
export function example(file, words) {
  const found = yamlExamples().filter(each => each.file === file && each.text.includes(words))
  if (found.length !== 1) throw new Error(`${file} has ${found.length} YAML examples with ${words}`)
  return found[0].text
}
