/** What to look at next, as far as it can be looked at. Pure. */
import { sentence } from '../failure/words.ts'
import type { Evidence, Kind, Logs } from '../rollout/cause.ts'

/** Sentences of ours; the driver's name alone is somebody else's. */
export function hints(name: string, { cause, logs }: Evidence): string[] {
  // nobody can look at lines that are not there
  const hint =
    cause.kind === 'exits' && logs !== 'read'
      ? `The program ends by itself${logs === 'none' ? ', and no log line says why' : ''}.`
      : cause.hint
  return [hint, ...(NEVER_RAN.has(cause.kind) ? [] : ofLogs(name, logs))]
}

/** Whose program never ran has logged nothing. */
const NEVER_RAN: ReadonlySet<Kind> = new Set(['image-not-pulled', 'resources-missing', 'not-started', 'not-placed'])

function ofLogs(name: string, logs: Logs): string[] {
  if (typeof logs === 'object')
    return 'driver' in logs
      ? [`${name} logs by ${logs.driver}, which cannot be read here.`]
      : [`Its log could not be read: ${sentence(logs.unread)}`]
  switch (logs) {
    case 'read':
    case 'none':
      return []
    case 'left out':
      return ['What it logged is left out (container-logs: false).']
    default:
      return logs satisfies never
  }
}
