/** Workflows as values: what stands in .github, and what README and docs tell people to copy. */
import { parse } from 'yaml'
import { OURSELVES, yamlExamples } from './examples.mjs'
import type { Repository } from './repository.ts'

export interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: unknown
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

export interface Concurrency {
  readonly group: string
  readonly queue?: string
  readonly 'cancel-in-progress'?: unknown
}

interface Container {
  readonly image?: string
}

export interface Job {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly if?: unknown
  readonly needs?: string | readonly string[]
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: Concurrency
  readonly env?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly secrets?: unknown
  readonly strategy?: Readonly<Record<string, unknown>>
  readonly container?: string | Container
  readonly services?: Readonly<Record<string, Container>>
  readonly steps?: readonly Step[]
  readonly 'timeout-minutes'?: number
}

interface Call {
  readonly inputs?: Readonly<Record<string, { type?: string; description?: string; required?: boolean }>>
  readonly outputs?: Readonly<Record<string, { value?: string; description?: string }>>
  readonly secrets?: Readonly<Record<string, { description?: string; required?: boolean }>>
  readonly branches?: readonly string[]
}

export interface Workflow {
  readonly at: string
  readonly ours: boolean
  readonly text: string
  readonly on: Readonly<Record<string, Call | null>>
  readonly permissions: unknown
  readonly concurrency?: Concurrency
  readonly jobs: Readonly<Record<string, Job>>
}

/** All that the rules look at. */
export interface View {
  readonly repository: Repository
  readonly read: Repository['read']
  readonly ours: readonly Workflow[]
  readonly examples: readonly Workflow[]
  readonly all: readonly Workflow[]
  /** Every YAML text that may hold a step, a workflow or not. */
  readonly texts: readonly (readonly [string, string])[]
  readonly pages: readonly (readonly [string, string])[]
}

/** What is wrong, in a line each; nothing where all is well. */
export type Rule = (view: View) => readonly string[]

const FOLDER = '.github/workflows/'

const workflow = (at: string, text: string, ours: boolean): Workflow => ({ jobs: {}, ...parse(text), at, text, ours })

export function viewOf(repository: Repository): View {
  const { files, read } = repository
  const pages = files
    .filter(path => path.endsWith('.md') && !path.startsWith('.github/'))
    .map(path => [path, read(path)] as const)
  const yaml = yamlExamples(pages)
  const ours = files.filter(path => path.startsWith(FOLDER)).map(path => workflow(path, read(path), true))
  const examples = yaml.filter(({ whole }) => whole).map(({ at, text }) => workflow(at, text, false))
  const texts = [
    ...ours.map(({ at, text }) => [at, text] as const),
    ['action.yml', read('action.yml')] as const,
    ...yaml.map(({ at, text }) => [at, text] as const),
  ]
  return { repository, read, ours, examples, all: [...ours, ...examples], texts, pages }
}

export const jobsOf = (workflows: readonly Workflow[]) =>
  workflows.flatMap(each =>
    Object.entries(each.jobs).map(([name, job]) => ({ at: `${each.at} ${name}`, name, job, in: each })),
  )

export const stepsOf = (workflows: readonly Workflow[]) =>
  jobsOf(workflows).flatMap(({ at, job, in: whole }) => (job.steps ?? []).map(step => ({ at, job, step, in: whole })))

/** What stands for the commit that holds it. */
export const isOurs = (uses = '') => uses.startsWith('$/')
/** What a user writes: our own moving tag, because the commit is known only after the release that would name it. */
export const isForUs = (uses = '') =>
  uses.startsWith(OURSELVES) && /^(\/\.github\/workflows\/[\w-]+\.yml)?@v1$/.test(uses.slice(OURSELVES.length))
export const isOurAction = (uses = '') => uses === '$/' || uses === `${OURSELVES}@v1`

export const takesToken = ({ permissions }: Job) => permissions?.['id-token'] === 'write'
export const needsOf = ({ needs = [] }: Job) => (typeof needs === 'string' ? [needs] : needs)

/** Our workflow that a job calls. */
export function calledBy({ uses = '' }: Job, { ours }: View): Workflow | undefined {
  const path = /\.github\/workflows\/[\w-]+\.yml/.exec(uses)?.[0]
  return isOurs(uses) || isForUs(uses) ? ours.find(({ at }) => at === path) : undefined
}

export function ourWorkflow({ ours }: View, name: string): Workflow {
  const found = ours.find(({ at }) => at === `${FOLDER}${name}`)
  if (!found) throw new Error(`there is no ${FOLDER}${name}`)
  return found
}
