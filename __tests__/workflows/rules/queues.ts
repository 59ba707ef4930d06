/** One deployment per environment at a time, never cut off, and nothing that runs for ever. */
import { parse } from 'yaml'
import { type Concurrency, calledBy, isOurAction, type Job, jobsOf, type Rule, type View } from '../workflow.ts'

const deployOf = ({ steps = [] }: Job) =>
  steps.find(({ uses, with: input }) => isOurAction(uses) && !['locate', 'init'].includes(`${input?.command}`))
const applies = ({ steps = [] }: Job) => steps.some(({ run = '' }) => run.includes('terraform.sh apply'))

/** Whether something is left half done where this job is cut off. */
function changes(job: Job, view: View): boolean {
  const called = calledBy(job, view)
  if (called) return Object.values(called.jobs).some(each => changes(each, view))
  return deployOf(job) !== undefined || applies(job) || job.permissions?.contents === 'write'
}

const cutsOff = (queue: Concurrency | undefined) => queue !== undefined && queue['cancel-in-progress'] !== false

/** Our workflows' inputs may be empty where they are started by hand. */
const plain = (text: string) => text.replace(/inputs\.manifest \|\| '[\w.]+'/, 'inputs.manifest')

/** The manifest stands for the cluster and the services in it. */
const groupOf = (manifest: unknown, environment: unknown) => `evenkeel-${plain(String(manifest))}-${environment}`

export const oneAtATime: Rule = view => {
  const inputs = parse(view.read('action.yml')).inputs as Record<string, { default: string }>
  const all = jobsOf(view.all).filter(({ job }) => changes(job, view))
  return [
    ...(all.length >= 10 ? [] : ['there is nothing to look at']),
    ...all.flatMap(({ at, job, in: { concurrency } }) => [
      ...(cutsOff(concurrency) || cutsOff(job.concurrency) ? [`${at} may be cut off`] : []),
      ...(job.uses === undefined && !concurrency && !job.concurrency ? [`${at} is in no queue`] : []),
    ]),
    ...all
      .filter(({ job }) => applies(job))
      .filter(
        ({ job: { concurrency } }) =>
          concurrency?.group !== `infra-apply-\${{ inputs.environment }}` || concurrency.queue !== 'max',
      )
      .map(({ at }) => `${at}: another queue than its environment’s`),
    ...all.flatMap(({ at, job, in: { concurrency } }) => {
      const step = deployOf(job)
      if (!step) return []
      const queue = job.concurrency ?? concurrency
      const wanted = groupOf(step.with?.manifest ?? inputs.manifest?.default, job.environment)
      const timeout = String(step.with?.timeout ?? inputs.timeout?.default)
      return [
        ...(plain(queue?.group ?? '') === wanted ? [] : [`${at}: queue ${queue?.group} instead of ${wanted}`]),
        ...(queue?.queue === 'max' ? [] : [`${at}: what waits is dropped`]),
        ...(/^\d+m$/.test(timeout) && (job['timeout-minutes'] ?? 0) > Number.parseInt(timeout, 10) + 10
          ? []
          : [`${at}: ${job['timeout-minutes']} minutes for a deploy of ${timeout}`]),
      ]
    }),
  ]
}

export const endsSomeTime: Rule = ({ all }) =>
  jobsOf(all)
    .filter(({ job }) => job.uses === undefined && !((job['timeout-minutes'] ?? 0) > 0))
    .map(({ at }) => `${at} has no timeout-minutes`)
