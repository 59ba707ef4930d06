/** What the job summary says of services that stand as they were judged, and have lost tasks since, or were not seen. Pure. */
import { told } from './markdown.ts'
import type { Report } from './report.ts'

export function sinceSection({ services }: Report): string[] {
  const lines = Object.entries(services).flatMap(([name, { reason, since }]) =>
    since === 'thinned' || since === 'unseen' ? `- ${told(name)}: ${told(reason)}` : [],
  )
  return lines.length === 0 ? [] : [['### What became of them since', ...lines].join('\n')]
}
