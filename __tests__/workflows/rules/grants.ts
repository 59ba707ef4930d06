/** Who may do what, started by whom, behind which approval. */
import {
  isForUs,
  isOurAction,
  isOurs,
  type Job,
  jobsOf,
  needsOf,
  ourWorkflow,
  type Rule,
  type Step,
  stepsOf,
  takesToken,
  type Workflow,
} from '../workflow.ts'
import { GRANTS } from './granted.ts'

export const granted: Rule = ({ all, ours, examples }) => [
  ...all
    .filter(({ permissions }) => JSON.stringify(permissions) !== '{}')
    .map(({ at }) => `${at} grants to every job, or leaves it to the repository`),
  ...jobsOf(ours).flatMap(({ at, job: { permissions } }) => {
    const found = Object.entries(permissions ?? {}).map(([scope, right]) => `${scope}: ${right}`)
    const wanted = GRANTS[at.replace('.github/workflows/', '')]
    if (permissions && wanted && found.join() === wanted.join()) return []
    return [`${at}: ${permissions ? found : 'nothing said'}, and the table says ${wanted ?? 'nothing'}`]
  }),
  ...jobsOf(examples)
    .filter(({ job }) => {
      const reads = job.steps?.some(({ uses }) => uses?.startsWith('actions/checkout@')) ? { contents: 'read' } : {}
      const wanted = takesToken(job) ? { contents: 'read', 'id-token': 'write' } : reads
      return JSON.stringify(job.permissions) !== JSON.stringify(wanted)
    })
    .map(({ at, job }) => `${at}: ${JSON.stringify(job.permissions)}`),
  ...all.flatMap(({ at, text }) =>
    text
      .split('\n')
      .filter(line => /^\s+(permissions: \{ .*\}|[a-z-]+: (read|write)\b)/.test(line) && !/# \S/.test(line))
      .map(line => `${at} does not say why: ${line.trim()}`),
  ),
]

const TRIGGERS = ['push', 'pull_request', 'merge_group', 'schedule', 'workflow_call', 'workflow_dispatch']

export const started: Rule = ({ all }) =>
  all.flatMap(({ at, on }) =>
    Object.keys(on)
      .filter(each => !TRIGGERS.includes(each))
      .map(each => `${at}: ${each}`),
  )

export const tokens: Rule = ({ all }) =>
  jobsOf(all)
    .filter(({ job }) => takesToken(job))
    .filter(({ job: { uses, environment } }) =>
      // a called workflow has the environment in its own job
      uses === undefined ? !/\S/.test(environment ?? '') : !isOurs(uses) && !isForUs(uses),
    )
    .map(({ at }) => `${at}: a token without an environment`)

/** An access key instead of GitHub's token: what our workflows take as secrets, by the action's input that gets it. */
const KEYS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'aws-access-key-id',
  AWS_SECRET_ACCESS_KEY: 'aws-secret-access-key',
  AWS_SESSION_TOKEN: 'aws-session-token',
}
/** What the manifest names as env.NAME: the step that builds gets it, and no other. */
const VARIABLES = 'BUILD_VARIABLES'
const isKey = (name: string, value: unknown) =>
  (name in KEYS || name === VARIABLES) && value === `\${{ secrets.${name} }}`

/** What the local ECS takes for a key; no AWS does. */
const isMadeUp = ([name, value]: readonly [string, unknown]) => name in KEYS && value === 'test'

/** A workflow without the places where a key may stand: declared, handed on to ours, given to who takes it. */
function withoutKeys({ ours: _ours, text: _text, at: _at, ...whole }: Workflow): unknown {
  const taken = ([input, value]: readonly [string, unknown]) =>
    Object.entries(KEYS).some(([name, each]) => each === input && isKey(name, value))
  const step = (each: Step) => {
    if (each.uses?.startsWith('aws-actions/configure-aws-credentials@'))
      return { ...each, with: Object.entries(each.with ?? {}).filter(entry => !taken(entry)) }
    const { [VARIABLES]: given, ...env } = each.env ?? {}
    return isOurAction(each.uses) && each.with?.command === undefined && isKey(VARIABLES, given)
      ? { ...each, env }
      : each
  }
  const job = ({ secrets, env = {}, ...each }: Job) => ({
    ...each,
    env: Object.entries(env).filter(entry => !isMadeUp(entry)),
    steps: each.steps?.map(step),
    secrets:
      isOurs(each.uses) || isForUs(each.uses)
        ? Object.entries(Object(secrets)).filter(([name, value]) => !isKey(name, value))
        : secrets,
  })
  const { secrets: _declared, ...call } = whole.on.workflow_call ?? {}
  return { ...whole, on: { ...whole.on, workflow_call: call }, jobs: Object.values(whole.jobs).map(job) }
}

export const noKeys: Rule = ({ texts, all }) => [
  ...texts.filter(([, text]) => /A[KS]IA[0-9A-Z]{16}/.test(text)).map(([at]) => `${at}: a key of AWS`),
  ...[
    ...texts.filter(([at]) => !all.some(each => each.at === at)),
    ...all.map(each => [each.at, JSON.stringify(withoutKeys(each))] as const),
  ].flatMap(([at, text]) => [
    ...(/AWS_SECRET_ACCESS_KEY|aws-(secret-access-key|access-key-id|session-token)/i.test(text)
      ? [`${at}: a key of AWS`]
      : []),
    ...(/\$\{\{[^}]*\bsecrets\b/.test(text) ? [`${at}: a secret`] : []),
  ]),
  ...all.flatMap(({ at, on }) =>
    Object.entries(on.workflow_call?.secrets ?? {})
      .filter(([name, { required }]) => !(name in KEYS || name === VARIABLES) || required !== false)
      .map(([name]) => `${at} asks for the secret ${name}`),
  ),
  ...jobsOf(all)
    .filter(({ job: { secrets } }) => secrets !== undefined && typeof secrets !== 'object')
    .map(({ at }) => `${at} hands secrets on`),
]

export const accountMasked: Rule = ({ ours }) =>
  stepsOf(ours)
    .filter(({ step }) => step.uses?.startsWith('aws-actions/configure-aws-credentials@'))
    .filter(({ step }) => step.with?.['mask-aws-account-id'] !== true)
    .map(({ at }) => `${at}: the account’s number is not masked`)

const condition = (text: unknown) => String(text ?? '').replace(/^\$\{\{\s*|\s*\}\}$/g, '')
const PUSH = "github.event_name == 'push'"

/** What changes an account or a service waits for its approval and for what comes before it. */
export const approved: Rule = view => {
  const { apply } = ourWorkflow(view, 'infra-apply.yml').jobs
  const infra = ourWorkflow(view, 'infra.yml').jobs
  const applies = Object.entries(infra).filter(([, { uses }]) => uses?.endsWith('/infra-apply.yml'))
  const plans = Object.entries(infra).filter(([, job]) => takesToken(job) && job.uses === undefined)
  return [
    ...(apply?.environment === `\${{ inputs.environment }}-infra` ? [] : [`infra-apply.yml: ${apply?.environment}`]),
    ...(applies.length === 3 ? [] : ['infra.yml: not three environments']),
    ...applies.flatMap(([name, job], nth) => {
      const before = applies[nth - 1]?.[0]
      const right = before
        ? job.if === undefined && needsOf(job).includes(before)
        : condition(job.if) === PUSH && needsOf(job).length === 0
      return right ? [] : [`infra.yml ${name}: not only on push, or not after ${before}`]
    }),
    ...plans
      .filter(
        ([, job]) =>
          job.environment !== `\${{ matrix.environment }}-plan` ||
          !condition(job.if).endsWith('&& github.event.pull_request.head.repo.full_name == github.repository'),
      )
      .map(([name]) => `infra.yml ${name}: not behind its own environment, or for every fork`),
    ...jobsOf(view.all)
      .filter(({ job }) => takesToken(job) && /\b(always|failure|cancelled)\(\)/.test(condition(job.if)))
      .map(({ at }) => `${at} runs after a failure`),
    ...view.all.flatMap(({ at, jobs }) => {
      const chain = Object.entries(jobs).filter(([, { uses }]) => uses?.includes('/deploy-environment.yml'))
      const waits = (name: string, other: string): boolean => {
        const needs = needsOf(jobs[name] ?? {})
        return needs.includes(other) || needs.some(each => waits(each, other))
      }
      return chain
        .slice(1)
        .filter(([name], nth) => !waits(name, chain[nth]?.[0] ?? ''))
        .map(([name]) => `${at} ${name} does not wait for the environment before it`)
    }),
    ...jobsOf(view.all)
      .filter(({ job: { uses, strategy } }) => uses?.includes('/deploy-environment.yml') && strategy !== undefined)
      .filter(({ job: { strategy } }) => strategy?.['max-parallel'] !== 1 || strategy['fail-fast'] !== true)
      .map(({ at }) => `${at}: environments side by side, or one after another that failed`),
  ]
}
