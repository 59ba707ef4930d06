/** README, docs and the other pages: what they show can be copied, and where they point there is something. */
import { posix } from 'node:path'
import { parse } from 'yaml'
import { withTables } from '../../../script/lib/readme-tables.mjs'
import { parseManifest } from '../../../src/request/document.ts'
import { SERVICE } from '../../../src/request/schema.ts'
import { blocks, isOfOthers } from '../examples.mjs'
import type { Rule, View } from '../workflow.ts'

const KEYS = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'],
  job: [
    ...['name', 'permissions', 'needs', 'if', 'runs-on', 'environment', 'concurrency', 'outputs', 'env', 'defaults'],
    ...['steps', 'timeout-minutes', 'strategy', 'container', 'services', 'uses', 'with', 'secrets'],
  ],
  step: ['id', 'if', 'name', 'uses', 'run', 'working-directory', 'shell', 'with', 'env', 'timeout-minutes'],
} as const

export const knownKeys: Rule = ({ all }) =>
  all.flatMap(whole => {
    const { at, ours: _ours, text: _text, ...top } = whole
    const unknown = (kind: keyof typeof KEYS, part: object) =>
      Object.keys(part)
        .filter(key => !(KEYS[kind] as readonly string[]).includes(key))
        .map(key => `${at}: ${key} is no part of a ${kind}`)
    const jobs = Object.values(whole.jobs)
    return [
      ...unknown('workflow', top),
      ...(jobs.length > 0 && top.on ? [] : [`${at}: no workflow`]),
      ...jobs.flatMap(job => [...unknown('job', job), ...(job.steps ?? []).flatMap(step => unknown('step', step))]),
    ]
  })

/** The one page that shows what other tools have. */
const MIGRATING = 'docs/migrating.md'

const MANIFEST = ['cluster', 'region', 'images', 'services', 'environments']

/** One service of a manifest: a key that is none of a manifest. `manifests` reads it. */
const isOfAService = (text: string) => {
  const [key, ...more] = Object.keys(parse(text) ?? {})
  const keys = Object.keys((key !== undefined && parse(text)[key]) || {})
  return (
    key !== undefined && more.length === 0 && !MANIFEST.includes(key) && keys.some(each => Object.hasOwn(SERVICE, each))
  )
}

/** A block is a workflow, a manifest, or has nothing of either: one with a slip in it must not drop out. */
export const blocksAreRead: Rule = ({ pages }) =>
  blocks(pages).flatMap(({ at, file, language, text }) => {
    if (isOfOthers(language)) return file === MIGRATING ? [] : [`${at}: of another tool, on a page of ours`]
    const looks = /^\s*(jobs|on|runs-on|steps|permissions|concurrency)\s*:|^\s*(- )?uses\s*:|\buses: \S+@/m.test(text)
    if (!/^ya?ml$/i.test(language)) return looks ? [`${at}: a workflow that is not marked as YAML`] : []
    const keys = Object.keys(parse(text) ?? {})
    const isWorkflow = keys.includes('on') && keys.includes('jobs')
    const isManifest = keys.length > 0 && keys.every(key => MANIFEST.includes(key)) && !looks
    return isWorkflow || isManifest || isOfAService(text)
      ? []
      : [`${at}: neither a workflow nor a manifest: ${keys.join(', ')}`]
  })

export const shortEnough: Rule = ({ examples }) =>
  examples
    .filter(({ at }) => at.startsWith('README.md'))
    .map(({ at, text }) => ({ at, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 20)
    .map(({ at, lines }) => `${at}: ${lines} lines`)

export const tables: Rule = ({ read }) =>
  withTables(read('README.md'), read('action.yml')) === read('README.md')
    ? []
    : ['README.md is not what action.yml says']

const ORDER = [
  ...['Try it, without an AWS account', 'How it decides that a deploy succeeded', 'Inputs', 'Outputs', 'Rollback'],
  ...['Permissions', 'Use from another repository', 'Versions and pinning', 'Development'],
]

export const order: Rule = ({ read }) => {
  const found = [...read('README.md').matchAll(/^## (.*)$/gm)].map(([, title]) => title)
  return found.join('\n') === ORDER.join('\n') ? [] : [`README.md: ${found.join(' · ')}`]
}

const prose = (page: string) => page.replace(/^( *)(`{3,}|~{3,})[\s\S]*?^\1\2\s*$/gm, '')

/** Anchors as GitHub makes them of headings. */
export function anchors(page: string): Set<string> {
  const seen = new Map<string, number>()
  const names = [...prose(page).matchAll(/^#{1,6} +(.*?) *#*$/gm)].map(([, title = '']) => {
    const name = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return times === 0 ? name : `${name}-${times}`
  })
  return new Set([...names, ...[...page.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name)])
}

/** Links and pictures, in whichever way they are written. */
function links({ pages }: View) {
  return pages.flatMap(([from, page]) =>
    [
      ...prose(page)
        .replace(/`[^`\n]*`/g, '')
        .matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)|(?:href|src)="([^"]+)"/gm),
    ]
      .map(([, inline, reference, html]) => inline ?? reference ?? html ?? '')
      .filter(to => !/^[a-z][a-z+.-]*:/i.test(to))
      .map(to => {
        const [path = '', anchor] = decodeURI(to).split('#')
        return { from, to, anchor, path: path === '' ? from : posix.join(posix.dirname(from), path).replace(/\/$/, '') }
      }),
  )
}

export const linksLead: Rule = view => {
  const { files } = view.repository
  const texts = new Map(view.pages)
  return links(view)
    .filter(({ path, anchor }) => {
      if (!files.includes(path) && !files.some(file => file.startsWith(`${path}/`))) return true
      return anchor !== undefined && texts.has(path) && !anchors(texts.get(path) ?? '').has(anchor)
    })
    .map(({ from, to }) => `${from}: ${to}`)
}

export const nothingIsLost: Rule = view => {
  const reached = new Set(links(view).flatMap(({ from, path }) => (from === path ? [] : [path, `${path}/README.md`])))
  return view.repository.files
    .filter(file => /^(docs|bench)\//.test(file) && !reached.has(file))
    .map(file => `no page leads to ${file}`)
}

/** Manifests of one page that go on in another block are one. */
export const manifests: Rule = ({ pages, repository: { files }, read }) => {
  const yaml = blocks(pages).filter(({ language, text }) => /^ya?ml$/i.test(language) && !/^jobs:/m.test(text))
  const parts = yaml.filter(({ text }) => !/^services:/m.test(text) && !isOfAService(text))
  const services = yaml
    .filter(({ text }) => isOfAService(text))
    .map(({ at, text }) => ({ at, text: `cluster: shop\nservices:\n${text.replace(/^/gm, '  ')}` }))
  const wholes = yaml.filter(({ text }) => /^services:/m.test(text))
  const environmentsOf = (text: string) => Object.keys(parse(text).environments ?? {})
  const faults = (at: string, text: string) =>
    [undefined, ...environmentsOf(text)].flatMap(environment => {
      try {
        const known = environment !== undefined || /^cluster:/m.test(text)
        if (known && !parseManifest(text, 'evenkeel.yml', environment ?? '').cluster) return [`${at}: no cluster`]
        return []
      } catch (error) {
        return [`${at} ${environment}: ${error}`]
      }
    })
  return [
    ...(wholes.length > 1 && parts.length > 0 ? [] : ['there is nothing to look at']),
    ...wholes.flatMap(({ at, file, text }) => {
      const more = parts.filter(each => each.file === file && !/^environments:/m.test(text))
      const whole = [text, ...more.map(each => each.text)].join('')
      const isPlaced = environmentsOf(whole).length > 0 || /^cluster:/m.test(whole)
      return isPlaced ? faults(at, whole) : [`${at}: no environments`]
    }),
    ...services.flatMap(({ at, text }) => faults(at, text)),
    ...ownManifest(files, read),
  ]
}

interface Project {
  readonly region: string
  readonly environments: Readonly<Record<string, { readonly name: string; readonly region?: string } | undefined>>
}

/** Ours has the names of infra/project.json, which each of infra/environments reads. */
function ownManifest(files: readonly string[], read: View['read']): string[] {
  const environments = files.flatMap(file => /^infra\/environments\/([\w-]+)\/main\.tf$/.exec(file)?.[1] ?? [])
  const project: Project = JSON.parse(read('infra/project.json'))
  return environments.flatMap(environment => {
    const { name, region: own = project.region } = project.environments[environment] ?? {}
    const terraform = read(`infra/environments/${environment}/main.tf`)
    const reads = [`environment = "${environment}"`, 'project.json', '= local.name\n']
    const { cluster, region, services } = parseManifest(read('evenkeel.yml'), 'evenkeel.yml', environment)
    const parameters = services.filter(each => each.imageParameter !== `/${name}/${each.service}/image`)
    return [
      ...(cluster === `${name}-cluster` ? [] : [`evenkeel.yml ${environment}: cluster ${cluster}`]),
      ...(region === own ? [] : [`evenkeel.yml ${environment}: region ${region}`]),
      ...reads.filter(each => !terraform.includes(each)).map(each => `${environment}/main.tf without ${each.trim()}`),
      ...parameters.map(each => `evenkeel.yml ${environment}: ${each.imageParameter}`),
    ]
  })
}
