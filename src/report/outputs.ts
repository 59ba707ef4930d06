/** The action's outputs, by name. Pure. */
import { visible } from './markdown.ts'
import type { Report } from './report.ts'

/**
 * The action's outputs, by name. Values hold no account number, so that GitHub never drops them; `references` alone does where a
 * registry's name has one, and stands apart, so that it takes no other with it.
 */
export function outputsOf(report: Report, path: string): Record<string, string> {
  const services = Object.entries(report.services).map(([name, service]) => {
    const { outcome, image, digest, revision, previousRevision, currentRevision, deployment, reason } = service
    const told = { outcome, image, digest, revision, previousRevision, currentRevision, deployment }
    return [name, { ...told, reason: visible(reason).replace(ACCOUNT, '…').replace(ACTING, '·') }]
  })
  const images = Object.entries(report.images)
  return {
    outcome: report.outcome,
    version: report.version,
    services: JSON.stringify(Object.fromEntries(services)),
    images: JSON.stringify(
      Object.fromEntries(images.map(([name, { reference: _, moves: __, ...image }]) => [name, image])),
    ),
    references: JSON.stringify(Object.fromEntries(images.map(([name, { reference }]) => [name, reference]))),
    report: path,
  }
}

/** Where an environment is. */
export interface Place {
  readonly cluster: string
  readonly region: string
  readonly role: string
}

export const placeOutputs = ({ cluster, region, role }: Place): Record<string, string> => ({ cluster, region, role })

/** As it stands in an ARN or in a registry's name, which AWS likes to quote. */
const ACCOUNT = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g

/** What would act if somebody pasted the output between the quotes of a `run:` step. */
const ACTING = /['`$]/g
