/** What the job summary says of services that stand as they were judged, and have lost tasks since. Pure. */
import { told } from './markdown.ts'
import type { Report } from './report.ts'

export function sinceSection({ services }: Report): string[] {
  const lines = Object.entries(services).flatMap(([name, { reason, since }]) =>
    since === 'thinned' ? `- ${told(name)}: ${told(reason)}` : [],
  )
  return lines.length === 0 ? [] : [['### What was lost since', ...lines].join('\n')]
}
