/** What others wrote: which commit of it, with which inputs, and how it grows older. */
import { posix } from 'node:path'
import { parse } from 'yaml'
import { isForUs, isOurAction, isOurs, jobsOf, type Rule, stepsOf, type View } from '../workflow.ts'

interface Recorded {
  readonly version: string
  readonly source: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

export const recorded = ({ read }: View) =>
  JSON.parse(read('__tests__/workflows/actions.json')) as Readonly<Record<string, Recorded>>

const withoutComments = (text: string) => text.replace(/^\s*#.*$/gm, '')

/** A `uses` on a line of its own, which alone can have its version beside it. */
const linesOf = (text: string) =>
  [...withoutComments(text).matchAll(/^[^\S\n]*(?:- )?uses: (\S+)[^\S\n]*(.*)$/gm)].map(
    ([, uses = '', comment = '']) => ({ uses, comment }),
  )

export const pinned: Rule = ({ texts, all }) => [
  ...texts.flatMap(([at, text]) => {
    const lines = linesOf(text)
    const unread = (withoutComments(text).match(/\buses['"]?\s*:/g) ?? []).length - lines.length
    return [
      ...(unread > 0 ? [`${at}: ${unread} uses that no line of its own holds`] : []),
      ...lines
        .filter(({ uses }) => !isOurs(uses) && !(isForUs(uses) && at.includes('.md')))
        .filter(
          ({ uses, comment }) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses) || !/^# v\d+\.\d+\.\d+$/.test(comment),
        )
        .map(({ uses, comment }) => `${at}: ${uses} ${comment}`),
      ...(/docker:\/\/(?!\S+@sha256:[0-9a-f]{64})/.test(text) ? [`${at}: an image by tag`] : []),
    ]
  }),
  ...jobsOf(all).flatMap(({ at, job: { container, services = {} } }) =>
    [container, ...Object.values(services)]
      .flatMap(each => (typeof each === 'string' ? each : (each?.image ?? [])))
      .filter(image => !/@sha256:[0-9a-f]{64}$/.test(image))
      .map(image => `${at}: image ${image}`),
  ),
]

export const oneCommitPerVersion: Rule = ({ texts }) => {
  const pins = new Map<string, Set<string>>()
  for (const { uses, comment } of texts.flatMap(([, text]) => linesOf(text))) {
    if (isOurs(uses) || isForUs(uses)) continue
    const action = uses.split('@')[0]?.split('/').slice(0, 2).join('/') ?? ''
    pins.set(action, (pins.get(action) ?? new Set()).add(`${uses.split('@')[1]} ${comment}`))
  }
  return [...pins].filter(([, found]) => found.size > 1).map(([action, found]) => `${action}: ${[...found].join(', ')}`)
}

/** Against the action.yml of each, as actions.json recorded it; `read` there is the release that was read where it is another one. */
export const knownInputs: Rule = view => {
  const record = recorded(view)
  const own = Object.keys(parse(view.read('action.yml')).inputs)
  const inputsOf = (uses: string) => (isOurAction(uses) ? own : record[uses]?.inputs)
  const steps = stepsOf(view.all).flatMap(({ at, step }) => (step.uses ? [{ at, uses: step.uses, step }] : []))
  const versions = view.texts.flatMap(([, text]) => linesOf(text)).map(({ uses, comment }) => [uses, comment] as const)
  return [
    ...steps.flatMap(({ at, uses, step }) => {
      const inputs = inputsOf(uses)
      if (!inputs) return [`${at}: actions.json does not hold ${uses}`]
      const wrong = Object.keys(step.with ?? {}).filter(name => !inputs.includes(name))
      return wrong.map(name => `${at}: ${uses} has no input ${name}`)
    }),
    ...Object.entries(record).flatMap(([uses, { version, source }]) => [
      ...(versions.some(([used, comment]) => used === uses && comment === `# ${version}`)
        ? []
        : [`actions.json: ${uses} ${version} is used nowhere`]),
      ...(/^https:\/\/github\.com\/\S+\/blob\/[0-9a-f]{40}\/\S*action\.ya?ml$/.test(source)
        ? []
        : [`${uses}: ${source}`]),
    ]),
  ]
}

interface Update {
  readonly 'package-ecosystem': string
  readonly directory?: string
  readonly directories?: readonly string[]
  readonly schedule?: { readonly interval?: string }
  readonly cooldown?: Readonly<Record<string, unknown>>
}

/** What in a folder wants which kind of update. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  npm: /(^|\/)package-lock\.json$/,
  docker: /(^|\/)Dockerfile$/,
  pip: /(^|\/)requirements[\w-]*\.txt$/,
  terraform: /(^|\/)\.terraform\.lock\.hcl$/,
}

export const updates: Rule = ({ repository: { files }, read }) => {
  const all = (parse(read('.github/dependabot.yml')) as { updates: readonly Update[] }).updates
  const keys = ['package-ecosystem', 'directory', 'directories', 'schedule', 'cooldown', 'groups']
  const covers = (ecosystem: string, folder: string) =>
    all.some(
      each =>
        each['package-ecosystem'] === ecosystem &&
        [each.directory, ...(each.directories ?? [])].some(
          pattern => pattern === folder || (pattern?.endsWith('/*') && posix.dirname(folder) === pattern.slice(0, -2)),
        ),
    )
  const wanted = Object.entries(MANIFESTS).flatMap(([ecosystem, name]) =>
    files.filter(file => name.test(file)).map(file => [ecosystem, posix.dirname(`/${file}`)] as const),
  )
  return [
    ...[['github-actions', '/'] as const, ...wanted]
      .filter(([ecosystem, folder]) => !covers(ecosystem, folder))
      .map(([ecosystem, folder]) => `nothing updates ${ecosystem} in ${folder}`),
    ...all.flatMap(each => {
      const at = each['package-ecosystem']
      const days = Object.entries(each.cooldown ?? {})
      return [
        ...Object.keys(each)
          .filter(key => !keys.includes(key))
          .map(key => `${at}: ${key}`),
        ...(each.cooldown?.['default-days'] === undefined ? [`${at}: no cooldown`] : []),
        ...days.filter(([, value]) => !(Number(value) >= 7)).map(([key, value]) => `${at}: ${key} ${value}`),
        ...(each.schedule?.interval === 'weekly' ? [] : [`${at}: not every week`]),
      ]
    }),
  ]
}
