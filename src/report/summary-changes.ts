/** What the job summary says of what changes besides the images: one line per service. Pure. */
import { code, told } from './markdown.ts'
import type { Report } from './report.ts'

export function changesSection({ services }: Report): string[] {
  const lines = Object.entries(services)
    .filter(([, { alsoChanges }]) => alsoChanges !== '')
    .map(([name, { alsoChanges }]) => `- ${code(name)}: ${told(alsoChanges)}`)
  return lines.length > 0 ? ['### What changes besides the image', lines.join('\n')] : []
}
