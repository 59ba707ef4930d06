/** Foreign text in GitHub's markdown. Pure. */

/** Foreign text in markdown: no markup of its own, one line. */
export function text(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\|*_~[\]#`]/g, '\\$&')
    .replace(/^(?=[-+>])|^\d+(?=[.)](\s|$))/, '$&\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
}

export const code = (value: string) => (value === '' ? '' : `\`${value.replace(/[`|\s]/g, '·')}\``)

/** A block that no content can end early. */
export function fence(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length))
  const bar = '`'.repeat(longest + 1)
  return `${bar}text\n${content}\n${bar}`
}

export const details = (title: string, content: string) =>
  `<details open><summary>${text(title)}</summary>\n\n${fence(content)}\n\n</details>`
