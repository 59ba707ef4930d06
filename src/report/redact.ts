/** What must not be published although a log line or a message of AWS repeats it. Pure. */
import type { FailureReport, Report, ServiceReport } from './report.ts'

/** What a report says in words of its own, and its names. */
export const shownIn = (report: Report): string[] => [
  ...[report.command, report.outcome, report.version, report.commit, report.cluster, report.region, report.environment],
  ...[report.run, report.startedAt, report.endpoint ?? ''],
  ...Object.entries(report.services).flatMap(([name, service]) => [name, ...shownOf(service)]),
  ...Object.entries(report.images).flatMap(([name, { moves = [], ...image }]) => [
    name,
    ...Object.values(image).map(String),
    ...moves.flatMap(({ tag, from = '' }) => [tag, from]),
  ]),
  ...(report.failure ? [report.failure.code, ...placesOf(report.failure)] : []),
  ...report.lacks.map(({ action }) => action),
]

function shownOf({ evidence, ...service }: ServiceReport): string[] {
  const { outcome, image, digest, revision, previousRevision, currentRevision, deployment, change } = service
  const running = (service.running ?? []).flatMap(each => [each.revision, each.version])
  const tasks = (evidence?.lost ?? []).flatMap(({ id, culprit, stopCode, containers }) => [
    ...[id, culprit, stopCode],
    ...containers.map(each => each.name),
  ])
  const words = [outcome, image, digest, revision, previousRevision, currentRevision, deployment, change]
  return [...words, evidence?.cause.kind ?? '', ...running, ...tasks]
}

const placesOf = ({ file = '', faults }: FailureReport): string[] => [
  file,
  ...faults.flatMap(({ code, place }) => [code, place?.file ?? '']),
]

/** The report with every text in it as it may be said: so none is forgotten. */
export const redacted = (report: Report, conceal: (text: string) => string): Report =>
  withTexts(report, conceal) as Report

function withTexts(value: unknown, conceal: (text: string) => string): unknown {
  if (typeof value === 'string') return conceal(value)
  if (Array.isArray(value)) return value.map(each => withTexts(each, conceal))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withTexts(each, conceal)]))
}
