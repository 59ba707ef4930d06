/** The report of a run, from its journal. Pure. */
import { isDenied } from '../failure/aws.ts'
import { refuses } from '../failure/code.ts'
import { type Failure, Refusal } from '../failure/failure.ts'
import { lackOf } from '../failure/permission.ts'
import type { PushedImage } from '../image/reference.ts'
import { type Journal, resultsOf } from '../release/journal.ts'
import type { Result } from '../release/result.ts'
import type { Outcome } from '../rollout/verdict.ts'
import { brokenOff, overall } from './overall.ts'
import { failureReport, type ImageReport, type Report, serviceReport } from './report.ts'

export interface Circumstances {
  readonly asked: Pick<Report, 'command' | 'environment' | 'reason'>
  readonly run: string
  readonly endpoint: string | undefined
  readonly cancelled: boolean
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt: number
}

export function reportOf(
  journal: Journal,
  { asked, run, endpoint, cancelled, startedAt, endedAt }: Circumstances,
): Report {
  const results = resultsOf(journal)
  const failure = journal.last('failure')?.failure
  const ordered = journal.last('order') !== undefined
  const { version = '', commit = '' } = journal.last('aim') ?? {}
  const lacks = new Map(journal.all('lack').map(({ lack }) => [lack.statement, lack]))
  return {
    ...asked,
    outcome: failure
      ? brokenOff({ cancelled, refused: isRefusal(failure, journal), ordered })
      : outcomeOf(asked, results, { version, commit }),
    version,
    commit,
    cluster: journal.last('place')?.cluster ?? '',
    region: journal.last('place')?.region ?? '',
    endpoint,
    run,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (endedAt - startedAt) / 1000,
    services: Object.fromEntries(results.map(result => [result.standing.place.name, serviceReport(result)])),
    images: Object.fromEntries(
      [...(journal.last('images')?.images ?? [])].map(([name, image]) => [name, imageReport(image)]),
    ),
    ordered,
    failure: failure && failureReport(failure),
    lacks: [...lacks.values()],
  }
}

/** Until an image was made, what was refused as a whole stands against a run, and a read that the role may not do. */
const isRefusal = (failure: Failure, journal: Journal): boolean =>
  refuses(failure.code) || ((failure instanceof Refusal || isDeniedRead(failure)) && !hasMade(journal))

/** One that was there already is as it was, but for its names. */
const hasMade = (journal: Journal): boolean =>
  [...(journal.last('images')?.images.values() ?? [])].some(
    ({ origin, moves = [] }) => origin === 'built' || origin === 'copied' || moves.length > 0,
  )

/** A call of ours: what a push lacks is told by docker, once something was built. */
const isDeniedRead = ({ cause }: Failure): boolean =>
  cause instanceof Error &&
  '$metadata' in cause &&
  isDenied(cause) &&
  /:(?:Describe|List|Get|Batch(?:Get|Check))[A-Z]|^$/.test(lackOf(cause)?.action ?? '')

/** A build moves no service. */
const outcomeOf = (
  { command }: Pick<Report, 'command'>,
  results: readonly Result[],
  aim: Parameters<typeof overall>[1],
): Outcome => (command === 'build' ? 'built' : overall(results, command === 'deploy' ? aim : {}))

const imageReport = ({ repository, digest, tags, moves = [], origin }: PushedImage): ImageReport => ({
  image: `${repository.name}@${digest}`,
  reference: `${repository.uri}@${digest}`,
  digest,
  tags,
  ...(moves.length > 0 && { moves }),
  origin,
})
