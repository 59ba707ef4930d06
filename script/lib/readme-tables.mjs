/** README.md with its tables of inputs and outputs as action.yml has them. */
import { parse } from 'yaml'

const cell = text => text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')

export function withTables(readme, action) {
  const { inputs, outputs } = parse(action)
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
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`)
    if (!block.test(text))
      throw new Error(`README.md has no place for the ${name}: <!-- ${name} --> … <!-- /${name} -->`)
    return text.replace(block, (_, open, close) => `${open}${lines.join('\n')}${close}`)
  }, readme)
}
