/** Workflows as values: what stands in .github, and what README and docs tell people to copy. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { yamlExamples } from './examples.mjs'

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

export interface Job {
  readonly uses?: string
  readonly needs?: string | readonly string[]
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string; readonly queue?: string; readonly 'cancel-in-progress'?: unknown }
  readonly secrets?: unknown
  readonly steps?: readonly Step[]
  readonly 'timeout-minutes'?: number
}

interface Call {
  readonly inputs?: Readonly<Record<string, { type?: string; description?: string }>>
  readonly outputs?: Readonly<Record<string, { value?: string; description?: string }>>
}

export interface Workflow {
  readonly at: string
  readonly ours: boolean
  readonly text: string
  readonly on: Readonly<Record<string, Call | null>>
  readonly permissions: unknown
  readonly concurrency?: Job['concurrency']
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDER = '.github/workflows'

const workflow = (at: string, text: string, ours: boolean): Workflow => ({ ...parse(text), at, text, ours })

export const ours: readonly Workflow[] = readdirSync(FOLDER).map(name => {
  const path = `${FOLDER}/${name}`
  return workflow(path, readFileSync(path, 'utf8'), true)
})

export const examples: readonly Workflow[] = yamlExamples()
  .filter(({ whole }) => whole)
  .map(({ at, text }) => workflow(at, text, false))

/** Every YAML text that may hold a step, a workflow or not. */
export const texts: readonly (readonly [string, string])[] = [
  ...ours.map(({ at, text }) => [at, text] as const),
  ['action.yml', readFileSync('action.yml', 'utf8')],
  ...yamlExamples().map(({ at, text }) => [at, text] as const),
]

export const jobsOf = (workflows: readonly Workflow[]) =>
  workflows.flatMap(each =>
    Object.entries(each.jobs).map(([name, job]) => ({ at: `${each.at} ${name}`, job, in: each })),
  )

export const stepsOf = (workflows: readonly Workflow[]) =>
  jobsOf(workflows).flatMap(({ at, job, in: whole }) => (job.steps ?? []).map(step => ({ at, job, step, in: whole })))
