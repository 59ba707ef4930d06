/** What workflows run, and what could get into it or make it not matter. */
import { ourWorkflow, type Rule, stepsOf } from '../workflow.ts'

const SCRIPTS = /^(script|run|shell|args|entrypoint|cmd)$/

export const noExpressions: Rule = ({ all, texts }) => [
  ...stepsOf(all).flatMap(({ at, step }) =>
    [
      step.run,
      step.shell,
      ...Object.entries(step.with ?? {}).flatMap(([key, value]) => (SCRIPTS.test(key) ? value : [])),
    ]
      .filter(text => String(text ?? '').includes('${{'))
      .map(text => `${at}: ${text}`),
  ),
  // also in what is no workflow, and in defaults
  ...texts
    .filter(([, text]) => /^\s+(?:- )?(shell|script): .*\$\{\{/m.test(text))
    .map(([at]) => `${at}: an expression in a script`),
]

export const checkouts: Rule = ({ all }) =>
  stepsOf(all)
    .filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    .filter(
      ({ step, in: { text } }) =>
        step.with?.['persist-credentials'] !== false ||
        !(Number(/actions\/checkout@\w+ # v(\d+)/.exec(text)?.[1]) >= 7),
    )
    .map(({ at }) => `${at}: a checkout that keeps its token, or an old one`)

/** An input of that name, declared with its description, keeps nothing. */
export const noCache: Rule = ({ all, texts }) => [
  ...texts
    .filter(([, text]) => /actions\/cache|type=gha|^\s+cache:(?!\s+description:)/m.test(text))
    .map(([at]) => `${at}: a cache`),
  ...stepsOf(all)
    .filter(({ step }) => step.uses?.startsWith('actions/setup-node@'))
    .filter(({ step }) => step.with?.['package-manager-cache'] !== false)
    .map(({ at }) => `${at}: setup-node with a cache`),
]

const INSTALLERS =
  /\b(npx|npm\s+(exec|x|i|install|add|ci|update|up)|pip3?\s+install|pipx|uvx?|yarn|pnpm|bunx?|corepack|go\s+(install|run|get)|cargo|gem|apt(-get)?|brew)\b.*/g
const DOWNLOADS = /\b(curl|wget)\b.*/g

export const installs: Rule = ({ ours, all, repository: { files }, read }) => {
  const found = (text: string, what: RegExp) => (text.match(what) ?? []).map(each => each.trim())
  const scripts = files.filter(path => path.startsWith('.github/scripts/')).map(path => [path, read(path)] as const)
  const runs = stepsOf(all).map(({ at, step, in: whole }) => ({ at, ours: whole.ours, run: step.run ?? '' }))
  const ci = stepsOf(ours).filter(({ step }) => step.run?.trim() === 'npm ci --ignore-scripts').length
  return [
    ...runs.flatMap(({ at, run, ours: own }) =>
      [...found(run, INSTALLERS), ...(own ? found(run, DOWNLOADS) : found(run, /\b(curl|wget)\b.*\|.*/g))]
        .filter(each => each !== 'npm ci --ignore-scripts')
        .map(each => `${at}: ${each}`),
    ),
    ...scripts.flatMap(([at, text]) =>
      [...found(text.replace(/^\s*#.*$/gm, ''), INSTALLERS), ...found(text, DOWNLOADS)].map(each => `${at}: ${each}`),
    ),
    ...(ci > 0 ? [] : ['no workflow installs by npm ci --ignore-scripts']),
  ]
}

interface Locked {
  readonly resolved?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  /** A folder of this repository. */
  readonly link?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

export const packages: Rule = ({ read }) => {
  const { packages: locked } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
  const isOurs = (name: string) => locked[name]?.link === true || !name.includes('node_modules/')
  const isWhole = ({ resolved = '', integrity = '' }: Locked) =>
    resolved.startsWith('https://registry.npmjs.org/') && integrity.startsWith('sha512-')
  // a gap: tools' binaries for other platforms than linux/x64 are in the lock without their hash (script/lib/complete-lock.mjs)
  const isForeignTool = ({ dev, optional, os = [], cpu = [], libc = [] }: Locked) =>
    dev && optional && !(os.includes('linux') && cpu.includes('x64') && !libc.includes('musl'))
  // engine-strict is not set: the action runs on node 24, its tests on 20 as well, which the AWS SDK no longer asks for
  const settings = read('.npmrc').split('\n')
  return [
    ...['ignore-scripts=true', 'min-release-age=7']
      .filter(line => !settings.includes(line))
      .map(line => `.npmrc: ${line}`),
    ...Object.entries(locked)
      .filter(([name, each]) => !isOurs(name) && !isWhole(each) && !isForeignTool(each))
      .map(([name]) => `package-lock.json: ${name}`),
  ]
}

/** A check that is allowed to fail is none. */
export const checksCount: Rule = view => [
  ...view.texts.filter(([, text]) => /\bcontinue-on-error\b/.test(text)).map(([at]) => `${at}: continue-on-error`),
  ...stepsOf(view.all)
    .filter(({ step }) => /\|\|\s*(true|:|exit 0|echo)|\bset \+e\b|;\s*(true|:)\s*$/m.test(step.run ?? ''))
    .map(({ at, step }) => `${at}: ${step.run} cannot fail`),
  ...['ci.yml', 'release.yml']
    .flatMap(name => stepsOf([ourWorkflow(view, name)]))
    .filter(({ step }) => step.if !== undefined)
    .map(({ at, step }) => `${at}: a step only if ${step.if}`),
]

/** What a person types: by a script that checks it, or by the action, which checks its inputs. */
export const dispatched: Rule = view => {
  const whole = view.ours.filter(({ on }) => 'workflow_dispatch' in on)
  const uses = (part: unknown) => JSON.stringify(part ?? {}).includes('inputs.')
  const firsts = whole.flatMap(each =>
    stepsOf([each])
      .filter(({ step }) => uses(step.env))
      .slice(0, 1),
  )
  return [
    ...(whole.length >= 2 && firsts.length >= 1 ? [] : ['there is nothing to look at']),
    ...firsts
      .filter(({ step }) => !/(^|\/)check-[\w-]+\.sh "\$[A-Z_]+"( "\$[A-Z_]+")*$/.test(step.run ?? ''))
      .map(({ at, step }) => `${at}: ${step.run ?? step.uses} is the first with an input`),
    ...stepsOf(whole)
      .filter(({ step }) => uses(step.with) && step.uses !== '$/')
      .map(({ at, step }) => `${at}: an input for ${step.uses}`),
  ]
}
