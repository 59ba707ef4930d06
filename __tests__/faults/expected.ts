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
    case 'expired':
    case 'lasting':
      return told ? 'unknown' : 'failed-on-old'
    case 'empty':
      return EMPTY[command][site.name] ?? (told ? 'deployed' : 'failed-on-old')
    default:
      return kind.nature satisfies never
  }
}

const DENIED: Record<Command, Record<string, Outcome>> = {
  // a role of before 2025: the fallback decides
  deploy: { 'earlier deployments': 'deployed' },
  // what succeeded is known from that API alone, and a rollback goes nowhere else; a role without ECR may roll back all the same
  rollback: { 'earlier deployments': 'failed-on-old', 'their images': 'deployed' },
}

/** An empty answer to a write is as good as a lost one; to a search it means that there is nothing. */
const EMPTY: Record<Command, Record<string, Outcome>> = {
  deploy: {
    'earlier deployments': 'deployed',
    'an image of this recipe': 'deployed',
    'the commit’s name': 'deployed',
    'the version with the commit': 'deployed',
    'the plain version': 'deployed',
    'the update': 'deployed',
  },
  rollback: { 'earlier deployments': 'deployed', 'the update': 'deployed' },
}
