/** What has to hold of every workflow, of action.yml, of every page and example, without a tool that may be missing. */
import type { Rule } from '../workflow.ts'
import { oneRepository, releasedOrSaid, schemaNamed } from './addresses.ts'
import { declared, given, inputsAreThere, outputsAreThere } from './calls.ts'
import { accountMasked, approved, granted, noKeys, started, tokens } from './grants.ts'
import { habits, scorecard } from './habits.ts'
import * as pages from './pages.ts'
import { knownInputs, oneCommitPerVersion, pinned, updates } from './pins.ts'
import { endsSomeTime, oneAtATime } from './queues.ts'
import { bundle, checksRun, connections, lastCheck, licences, released } from './release.ts'
import { checkouts, checksCount, dispatched, installs, noCache, noExpressions, packages } from './scripts.ts'

export const RULES = {
  'A1: one repository, that of package.json, wherever ours is named': oneRepository,
  'A2: what is not released is said to be so, in its line': releasedOrSaid,
  'A3: every manifest names the schema of this release': schemaNamed,
  'W1: what others wrote is pinned to a commit, its version beside it': pinned,
  'W1: one commit per version, one version per action': oneCommitPerVersion,
  'W1: steps give inputs that the action has': knownInputs,
  'W2: nothing is granted but by a job, with a reason': granted,
  'W3: nothing is started by what strangers can do': started,
  'W4: no expression in a script': noExpressions,
  'W5: a checkout keeps no token': checkouts,
  'W6: no cache that another run could have filled': noCache,
  'W7: a token for a role only behind an environment': tokens,
  'W7: a change waits for its approval and for what comes before it': approved,
  'W8: no keys, and no secrets but an access key and variables of a build that a caller hands on': noKeys,
  'W9: what is called says what it takes and gives': declared,
  'W9: callers give inputs that are there': given,
  'W9: inputs are named as they are declared': inputsAreThere,
  'W9: outputs come from where they are said to': outputsAreThere,
  'W10: one deployment at a time, never cut off': oneAtATime,
  'W10: every job ends some time': endsSomeTime,
  'W11: workflows install by npm ci alone': installs,
  'W11: packages come whole from one registry, without scripts, a week old': packages,
  'W12: Dependabot looks after everything, a week late': updates,
  'W14: the bundle evaluates nothing and knows no path of the machine that built it': bundle,
  'W14: the licence of every package is beside the bundle': licences,
  'W14: CI runs every check': checksRun,
  'W15: a release is attested, and listed, before it is out': released,
  'W16: what a person types is checked before it is used': dispatched,
  'W16: no check is allowed to fail': checksCount,
  'W17: habits': habits,
  'W18: a release’s connections are written down': connections,
  'W19: the one check that is asked for waits for all of them': lastCheck,
  'W20: what Scorecard looks for in files': scorecard,
  'A7: the account’s number is masked': accountMasked,
  'workflows have no keys that GitHub does not know': pages.knownKeys,
  'no example drops out of the lint': pages.blocksAreRead,
  'README’s workflows have at most 20 lines': pages.shortEnough,
  'README’s tables are those of action.yml': pages.tables,
  'README’s order': pages.order,
  'every link leads somewhere': pages.linksLead,
  'every page is led to': pages.nothingIsLost,
  'manifests in examples, and our own': pages.manifests,
} satisfies Record<string, Rule>

export type RuleName = keyof typeof RULES
