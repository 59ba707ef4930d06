/** What to look at next, as far as it can be looked at. Pure. */
import { quoted, sentence } from '../failure/words.ts'
import type { Evidence, Kind, Logs } from '../rollout/cause.ts'

/** Sentences of ours; the names of a driver, a role and a format alone are somebody else's. */
export function hints(name: string, evidence: Evidence): string[] {
  const said = saidByEcs(evidence)
  if (said !== undefined) return [said]
  const { cause, logs } = evidence
  // nobody can look at lines that are not there
  const hint =
    cause.kind === 'exits' && logs !== 'read'
      ? `The program ends by itself${logs === 'none' ? ', and no log line says why' : ''}.`
      : cause.hint
  return [hint, ...(NEVER_RAN.has(cause.kind) ? [] : ofLogs(name, logs))]
}

/** Whose program never ran has logged nothing. */
const NEVER_RAN: ReadonlySet<Kind> = new Set(['image-not-pulled', 'resources-missing', 'not-started', 'not-placed'])

/** Whose cause ECS's words leave open, or give another name than the one that helps. */
const OPEN: ReadonlySet<Kind> = new Set(['unclear', ...NEVER_RAN])

const PLATFORM =
  'The image is for another platform than the tasks run on: set `platforms` of its build, or runtimePlatform of the task definition.'

/** What ECS, or the kernel in a program's place, says in words that name the way out better than the kind of failure does. */
function saidByEcs({ cause, lost, events }: Evidence): string | undefined {
  const last = lost.map(({ log }) => log.at(-1) ?? '')
  if (cause.kind === 'exits' && last.some(line => /^exec \S+: exec format error\s*$/.test(line))) return PLATFORM
  if (!OPEN.has(cause.kind)) return undefined
  const reasons = lost.flatMap(({ stoppedReason, containers }) => [
    stoppedReason,
    ...containers.map(({ reason = '' }) => reason),
  ])
  // an event is no cause where tasks say what theirs is
  const all = [...reasons, ...(cause.kind === 'unclear' || cause.kind === 'not-placed' ? events : [])].join('\n')
  const role = /unable to assume the role(?: '?arn:[\w-]+:iam::\d*:role\/([\w+=,.@/-]+))?/i.exec(all)
  if (role) {
    const which = role[1] === undefined ? 'the role' : `the role ${quoted(role[1])}`
    return `The trust policy of ${which} must let ecs-tasks.amazonaws.com take it (sts:AssumeRole). Of a role that is only seconds old ECS learns by itself: run again.`
  }
  if (/no processor for media[- ]type|vnd\.in-toto/i.test(all))
    return 'What pulls the image does not know attestations: leave `provenance` and `sbom` of its build out.'
  if (/does not contain descriptor matching platform|no matching manifest for|exec format error/i.test(all))
    return PLATFORM
  return undefined
}

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
