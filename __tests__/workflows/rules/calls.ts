/** Workflows that are called: what they take and give is there, at every step of the way. */
import { parse } from 'yaml'
import {
  calledBy,
  isForUs,
  isOurAction,
  isOurs,
  type Job,
  jobsOf,
  needsOf,
  type Rule,
  type Step,
  type View,
  type Workflow,
} from '../workflow.ts'
import { recorded } from './pins.ts'

export const declared: Rule = ({ ours }) =>
  ours
    .filter(({ on }) => 'workflow_call' in on)
    .flatMap(({ at, on }) => {
      const { inputs = {}, outputs = {} } = on.workflow_call ?? {}
      return [
        ...Object.entries(inputs)
          .filter(([, { type, description }]) => !type || !description)
          .map(([name]) => `${at}: input ${name} without type or description`),
        ...(Object.keys(outputs).length > 0 ? [] : [`${at} has no outputs`]),
        ...Object.entries(outputs)
          .filter(([, { description }]) => !/\S/.test(description ?? ''))
          .map(([name]) => `${at}: output ${name} without description`),
      ]
    })

export const given: Rule = view =>
  jobsOf(view.all)
    .filter(({ job }) => isOurs(job.uses) || isForUs(job.uses))
    .flatMap(({ at, job }) => {
      const called = calledBy(job, view)
      if (!called || !('workflow_call' in called.on)) return [`${at}: ${job.uses} cannot be called`]
      const { inputs = {} } = called.on.workflow_call ?? {}
      const names = Object.keys(job.with ?? {})
      return [
        ...names.filter(name => !(name in inputs)).map(name => `${at}: no input ${name} in ${called.at}`),
        ...Object.entries(inputs)
          .filter(([name, { required }]) => required && !names.includes(name))
          .map(([name]) => `${at}: input ${name} of ${called.at} is missing`),
      ]
    })

/** Inputs are named as they are declared, by one trigger or another. */
export const inputsAreThere: Rule = ({ all }) =>
  all.flatMap(({ at, on, text }) => {
    const names = Object.values(on).flatMap(call => Object.keys(call?.inputs ?? {}))
    return [...text.matchAll(/\binputs\.([\w-]+)/g)]
      .map(([, name = '']) => name)
      .filter(name => !names.includes(name))
      .map(name => `${at}: no input ${name}`)
  })

const outputsOfJob = (job: Job, view: View) =>
  Object.keys((job.uses ? calledBy(job, view)?.on.workflow_call?.outputs : job.outputs) ?? {})

function givesOutput({ uses, run = '' }: Step, name: string, view: View): boolean {
  if (isOurAction(uses)) return name in parse(view.read('action.yml')).outputs
  if (uses !== undefined) return recorded(view)[uses]?.outputs.includes(name) ?? false
  const scripts = [...run.matchAll(/\.github\/scripts\/[\w-]+\.sh/g)].map(([path]) => view.read(path))
  return [run, ...scripts].some(text => text.includes(`${name}=`) && text.includes('GITHUB_OUTPUT'))
}

const named = (part: unknown, kind: 'jobs' | 'needs' | 'steps') =>
  [...(JSON.stringify(part) ?? '').matchAll(new RegExp(`\\b${kind}\\.([\\w-]+)\\.outputs\\.([\\w-]+)`, 'g'))].map(
    ([whole, from = '', output = '']) => ({ whole, from, output }),
  )

export const outputsAreThere: Rule = view =>
  view.all.flatMap(each => [...ofTheWhole(each, view), ...ofItsJobs(each, view)])

function ofTheWhole({ at, on, jobs }: Workflow, view: View): string[] {
  return Object.entries(on.workflow_call?.outputs ?? {}).flatMap(([name, { value }]) => {
    const sources = named(value, 'jobs')
    if (sources.length === 0) return [`${at}: output ${name} comes from no job`]
    return sources
      .filter(({ from, output }) => output !== name || !jobs[from] || !outputsOfJob(jobs[from], view).includes(output))
      .map(({ whole }) => `${at}: output ${name} is not ${whole}`)
  })
}

function ofItsJobs({ at, jobs }: Workflow, view: View): string[] {
  return Object.entries(jobs).flatMap(([name, job]) => {
    const { steps = [], outputs = {} } = job
    const fromNeeds = named(job, 'needs').filter(({ from, output }) => {
      const needed = jobs[from]
      return !needed || !needsOf(job).includes(from) || !outputsOfJob(needed, view).includes(output)
    })
    const fromSteps = [steps.length, ...steps.keys()].flatMap(nth => {
      const before = steps.slice(0, nth)
      return named(nth === steps.length ? { ...job, steps: [] } : steps[nth], 'steps').filter(({ from, output }) => {
        const step = before.find(({ id }) => id === from)
        return !step || !givesOutput(step, output, view)
      })
    })
    const renamed = Object.entries(outputs).filter(([output, value]) =>
      named(value, 'steps').some(each => each.output !== output),
    )
    return [
      ...[...fromNeeds, ...fromSteps].map(({ whole }) => `${at} ${name}: ${whole} is not there`),
      ...renamed.map(([output, value]) => `${at} ${name}: output ${output} is ${value}`),
    ]
  })
}
