/** The instructions of a Dockerfile: comments, continued lines and heredocs taken away. Pure. */

export interface Instruction {
  /** In capitals. */
  readonly keyword: string
  readonly rest: string
}

export interface Instructions {
  /** Parser directives at the top: `# syntax=…`, `# escape=…`. */
  readonly directives: Readonly<Record<string, string>>
  readonly instructions: readonly Instruction[]
}

export function instructionsIn(text: string): Instructions {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const directives = directivesIn(lines)
  const continued = new RegExp(`${directives.escape === '`' ? '`' : '\\\\'}[ \\t]*$`)
  const instructions: Instruction[] = []
  for (let at = 0; at < lines.length; ) {
    let whole = ''
    let more = true
    while (more && at < lines.length) {
      const line = lines[at++] ?? ''
      if (/^\s*#/.test(line) || (whole !== '' && line.trim() === '')) continue
      more = continued.test(line)
      whole += more ? line.replace(continued, ' ') : line
    }
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(whole) ?? []
    if (keyword === '') continue
    const instruction = { keyword: keyword.toUpperCase(), rest: rest.trim() }
    instructions.push(instruction)
    at = afterHeredocs(instruction, lines, at)
  }
  return { directives, instructions }
}

function directivesIn(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  const start = lines[0]?.startsWith('#!') ? 1 : 0
  for (const line of lines.slice(start)) {
    const [, name = '', value = ''] = /^\s*#\s*([A-Za-z][\w-]*)\s*=\s*(.+?)\s*$/.exec(line) ?? []
    if (name === '' || name.toLowerCase() in found) break
    found[name.toLowerCase()] = value
  }
  return found
}

/** What stands in a heredoc is text, even where it looks like an instruction. */
function afterHeredocs({ keyword, rest }: Instruction, lines: readonly string[], start: number): number {
  let at = start
  if (!['RUN', 'COPY', 'ADD', 'ONBUILD'].includes(keyword)) return at
  for (const [, dash, , word = ''] of rest.matchAll(/(?:^|\s)\d*<<(-?)(["']?)([A-Za-z0-9_.]+)\2(?![\w.])/g)) {
    const end = lines.findIndex((line, i) => i >= at && (dash ? line.replace(/^\t+/, '') : line) === word)
    if (end === -1) return start
    at = end + 1
  }
  return at
}
