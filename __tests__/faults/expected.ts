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
      return LASTING[site.name] ?? (told ? 'unknown' : 'failed-on-old')
    case 'expired':
      return told ? 'unknown' : 'failed-on-old'
    default:
      return kind.nature satisfies never
  }
}

const DENIED: Record<Command, Record<string, Outcome>> = {
  // UpdateService's answer names ours; without the tasks nobody could say how it ends
  deploy: {
    'earlier deployments': 'deployed',
    'whether tasks may be listed': 'refused',
    'whether tasks may be described': 'refused',
  },
  // a revision that cannot be described is no candidate; a role without ECR may roll back all the same
  rollback: {
    'their revisions': 'refused',
    'their images': 'deployed',
    'earlier deployments': 'deployed',
    'whether tasks may be listed': 'refused',
    'whether tasks may be described': 'refused',
  },
}

/** What is ours is told by its time as well, and in the end by DescribeServices. */
const LASTING: Record<string, Outcome> = { 'earlier deployments': 'deployed', 'what it wants': 'deployed' }
