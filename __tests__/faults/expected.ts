/** The outcome that is right for one fault at one place. */
import type { Outcome } from '../../src/rollout/verdict.ts'
import type { Kind } from './kinds.ts'
import type { Site } from './sites.ts'

type Command = 'deploy' | 'rollback'

/**
 * Before ECS was told, whatever cannot be had ends the run with everything as it was. Afterwards the rollout goes on without us: what
 * the role may not see of the service-deployments API is made up for by DescribeServices; otherwise the run says that it does not know.
 */
export function expected(command: Command, sites: readonly Site[], site: Site, kind: Kind): Outcome {
  const told = sites.indexOf(site) > sites.findIndex(({ part }) => part === 'update')
  switch (kind.nature) {
    case 'cured':
    case 'harmless':
      return 'deployed'
    case 'denied':
      return DENIED[command][site.name] ?? (told ? (site.part === 'api' ? 'deployed' : 'unknown') : 'failed-on-old')
    case 'lasting':
      // what is ours is told by its time as well, and in the end by DescribeServices
      if (site.name === 'earlier deployments' || (told && site.name === 'what it wants')) return 'deployed'
      return told ? 'unknown' : 'failed-on-old'
    case 'expired':
      return told ? 'unknown' : 'failed-on-old'
    default:
      return kind.nature satisfies never
  }
}

/** What the verdict rests on is asked for before anything moves. */
const PROBED: Record<string, Outcome> = {
  'whether tasks may be listed': 'refused',
  'whether tasks may be described': 'refused',
}

const DENIED: Record<Command, Record<string, Outcome>> = {
  // a role of before 2025: the fallback decides
  deploy: { 'earlier deployments': 'deployed', ...PROBED },
  // what succeeded is known from that API alone, and a rollback goes nowhere else; a role without ECR may roll back all the same
  rollback: { 'earlier deployments': 'deployed', 'their images': 'deployed', 'their revisions': 'refused', ...PROBED },
}
