/** Where a rollback leads a service. Pure. */
import { Failure } from '../failure/failure.ts'
import { shortSha } from '../image/reference.ts'
import type { History, Release } from './history.ts'

export type Choice =
  /** `passed`: nearer ones of it that are not gone to, since the registry has lost their images. */
  | { readonly kind: 'go'; readonly release: Release; readonly passed?: readonly Release[] }
  /** The service was not part of it, or (`arrived`) already stands where the rollback leads. */
  | { readonly kind: 'stay'; readonly reason: string; readonly arrived?: Release }

export function go(history: History, release: Release): Choice {
  if (release.revision.arn === history.live.arn) {
    return {
      kind: 'stay',
      reason: `already on ${release.provenance.version ?? release.revision.name}`,
      arrived: release,
    }
  }
  if (release.imageHeld === false) {
    throw noTarget(`The image of ${release.revision.name} (${release.revision.image}) is no longer in ECR.`, [history])
  }
  return { kind: 'go', release }
}

export const everyone = (histories: readonly History[], choose: (history: History) => Choice) =>
  new Map(histories.map(history => [history.name, choose(history)]))

export function noTarget(message: string, histories: readonly History[]): Failure {
  const lines = histories.flatMap(({ name, live, releases }) =>
    releases
      .filter(({ imageHeld, revision }) => imageHeld !== false && revision.arn !== live.arn)
      .slice(0, 10)
      .map(({ revision, provenance, handMade, at }) => {
        const commit = provenance.commit ? ` (${shortSha(provenance.commit)})` : ''
        const called = provenance.version ?? (handMade ? `a hand-made copy of ${handMade.version}` : 'no version')
        return `${name}: ${called}${commit}, ${revision.name}, ${new Date(at).toISOString()}`
      }),
  )
  return new Failure({
    code: 'EVK-330',
    title: 'Nowhere to roll back to',
    message,
    advice: lines.length === 0 ? 'No earlier release is known.' : `Releases to go back to:\n${lines.join('\n')}`,
  })
}
