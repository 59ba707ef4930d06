/** A step's output as GitHub's runner reads it: which lines it obeys, and what it shows of the others. */

export interface Command {
  readonly name: string
  readonly properties: string
  readonly data: string
}

export interface Read {
  readonly commands: readonly Command[]
  /** Lines as they are shown, masked values replaced. */
  readonly shown: readonly string[]
}

/** The names the runner knows (actions/runner, ActionCommandManager); any other stays text. */
const KNOWN = new Set([
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'internal-set-repo-path'],
  ...['notice', 'remove-matcher', 'save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
])

export function read(lines: readonly string[]): Read {
  const commands: Command[] = []
  const shown: string[] = []
  const masks: string[] = []
  for (const line of lines.flatMap(each => each.split(/\r\n|\r|\n/))) {
    const command = second(line) ?? first(line)
    if (command) commands.push(command)
    if (command?.name === 'add-mask') masks.push(decoded(command.data))
    else shown.push(masks.reduce((text, mask) => text.replaceAll(mask, '***'), command ? decoded(command.data) : line))
  }
  return { commands, shown }
}

/** `::name key=value::data`, with white space before it. */
function second(line: string): Command | undefined {
  const [, name = '', properties = '', data = ''] = /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart()) ?? []
  return KNOWN.has(name) ? { name, properties, data } : undefined
}

/** The older `##[name key=value;]data`, anywhere in a line. */
function first(line: string): Command | undefined {
  const [, name = '', properties = '', data = ''] = /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line) ?? []
  return KNOWN.has(name) ? { name, properties, data } : undefined
}

const decoded = (data: string) => data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
