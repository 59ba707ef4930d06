/** The demo's end: a table of steps, expected and got. */
export function table(rows) {
  const head = { step: 'step', expected: 'expected', got: 'got', seconds: 's', ok: 'ok' }
  const cells = [head, ...rows.map(row => ({ ...row, seconds: row.seconds.toFixed(0), ok: row.ok ? '✔' : '✖' }))]
  const columns = ['step', 'expected', 'got', 'seconds', 'ok']
  const widths = columns.map(column => Math.max(...cells.map(row => String(row[column]).length)))
  const line = row =>
    columns
      .map((column, i) => String(row[column]).padEnd(widths[i]))
      .join('  ')
      .trimEnd()
  const rule = widths.map(width => '─'.repeat(width)).join('  ')
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n')
}
