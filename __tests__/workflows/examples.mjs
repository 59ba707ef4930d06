/** The YAML examples of README, docs and the other pages: what users copy. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../script/lib/demo/github.mjs'

/** `owner/name` of the repository that is the action, as package.json has it. */
export const OURSELVES = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  .repository.url.replace(/^.*github\.com\//, '')
  .replace(/\.git$/, '')

/** @returns {[string, string][]} every page a user may read, and its text. */
function pagesOnDisk() {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(name => `docs/${name}`)
  const others = ['infra/README.md', 'services/README.md', 'src/emulator/README.md']
  return [...readdirSync(root), ...docs, ...others]
    .filter(file => file.endsWith('.md'))
    .map(file => [file, readFileSync(join(root, file), 'utf8')])
}

/**
 * @param {readonly (readonly [string, string])[]} pages
 * @returns {{ at: string, file: string, text: string, whole: boolean }[]} `whole`: a workflow, not a part of one.
 */
export function yamlExamples(pages = pagesOnDisk()) {
  return blocks(pages)
    .filter(({ language }) => /^ya?ml\b/i.test(language) && !isOfOthers(language))
    .map(({ at, file, text }) => ({ at, file, text, whole: /^jobs:/m.test(text) && /^on:/m.test(text) }))
}

/** What stood there before, in the words of another tool: shown, and not to be copied. */
export const isOfOthers = language => language === 'yaml before'

/**
 * Everything between fences.
 * @param {readonly (readonly [string, string])[]} pages
 * @returns {{ at: string, file: string, language: string, text: string }[]}
 */
export function blocks(pages) {
  return pages.flatMap(([file, page]) =>
    blocksOf(page.split('\n')).map(({ line, ...block }) => ({ at: `${file}:${line}`, file, ...block })),
  )
}

function blocksOf(lines) {
  const found = []
  let open
  lines.forEach((line, index) => {
    const [, indent, fence, language = ''] = /^( *)(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? []
    if (open && fence?.startsWith(open.fence) && language === '') {
      found.push({ line: open.line, language: open.language, text: `${open.lines.join('\n')}\n` })
      open = undefined
    } else if (open) open.lines.push(line.slice(open.indent))
    else if (fence !== undefined) open = { line: index + 1, lines: [], indent: indent.length, fence, language }
  })
  return found
}

/** The one example in a file that holds these words. */
export function example(file, words) {
  const found = yamlExamples().filter(each => each.file === file && each.text.includes(words))
  if (found.length !== 1) throw new Error(`${file} has ${found.length} YAML examples with ${words}`)
  return found[0].text
}
