/** What is shipped, and how. */
import { needsOf, ourWorkflow, type Rule, stepsOf } from '../workflow.ts'

export const bundle: Rule = ({ repository: { files }, read }) =>
  files
    .filter(path => /^dist\/.*\.js$/.test(path))
    .flatMap(path => {
      const text = read(path)
      const wrong: Readonly<Record<string, boolean>> = {
        'evaluates text': /[^.\w]eval\(|\bnew Function\(|[^.\w]Function\(["'`]/.test(text),
        'loads from afar': /\b(require|import)\(\s*["'`]https?:/.test(text),
        'knows the checkout it was built in': text.includes(process.cwd()),
        'knows a path of the machine that built it': /["'`](\/home\/|\/Users\/|\/root\/|\/tmp\/\w|file:\/\/\/\w)/.test(
          text,
        ),
      }
      return Object.entries(wrong).flatMap(([what, is]) => (is ? [`${path} ${what}`] : []))
    })

export const licences: Rule = ({ read }) => {
  const text = read('dist/licenses.txt')
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  return Object.keys(dependencies).filter(name => !new RegExp(`^${name}$`, 'm').test(text))
}

/** Word for word: each of them decides what gets out. */
const STEPS = [
  '.github/scripts/check-version.sh "$VERSION"',
  'npm ci --ignore-scripts',
  '.github/scripts/check-bundle.sh',
  '.github/scripts/release-assets.sh "$VERSION" assets',
  'actions/attest',
  'actions/attest',
  '.github/scripts/publish.sh "$VERSION" assets "$BUNDLE"',
]

export const released: Rule = view => {
  const { release } = ourWorkflow(view, 'release.yml').jobs
  const steps = (release?.steps ?? [])
    .map(({ uses, run }) => run?.trim() ?? uses?.split('@')[0] ?? '')
    .filter(each => !/^(actions\/(checkout|setup-node)|step-security\/harden-runner)$/.test(each))
  return [
    ...(steps.join('\n') === STEPS.join('\n') ? [] : [`release.yml: ${steps.join(' · ')}`]),
    ...(release?.if === "github.ref == 'refs/heads/main'" ? [] : ['release.yml: not from main alone']),
    ...(release?.environment === 'release' ? [] : ['release.yml: without its environment']),
    ...(view.read('.github/scripts/release-assets.sh').includes('npm sbom') ? [] : ['no list of the packages']),
    ...(view.read('.github/scripts/publish.sh').includes('.intoto.jsonl') ? [] : ['no attestation among the assets']),
  ]
}

export const connections: Rule = ({ ours }) =>
  ours
    .flatMap(({ at, jobs }) => Object.values(jobs).map(job => ({ at, job })))
    .filter(({ job }) => job.permissions?.contents === 'write')
    .filter(({ job: { steps: [first] = [] } }) => {
      const policy = String(first?.with?.['egress-policy'])
      return !first?.uses?.startsWith('step-security/harden-runner@') || !/^(audit|block)$/.test(policy)
    })
    .map(({ at }) => `${at}: connections are not written down`)

export const lastCheck: Rule = view => {
  const { 'all-tests-passed': last, ...others } = ourWorkflow(view, 'ci.yml').jobs
  const [step, ...more] = last?.steps ?? []
  const waits = [...needsOf(last ?? {})].sort().join() === Object.keys(others).sort().join()
  return [
    ...(waits ? [] : ['it does not wait for every job']),
    ...(last?.if === 'always()' ? [] : ['it does not run when another one failed, which counts as passed']),
    ...(step?.run === `jq --exit-status 'all(.result == "success")' <<<"$NEEDS"` && more.length === 0
      ? []
      : [`${step?.run}`]),
    ...(step?.env?.NEEDS === `\${{ toJSON(needs) }}` ? [] : [`NEEDS is ${step?.env?.NEEDS}`]),
    ...Object.entries(others)
      .filter(([, job]) => job.if !== undefined)
      .map(([name, job]) => `${name} only if ${job.if}`),
  ]
}

/** What CI has to run, whatever else it runs. */
const CHECKS = [
  'script/test',
  'script/test --fast',
  'script/infra-test',
  'script/workflow-test',
  'npm audit signatures',
]

export const checksRun: Rule = view => {
  const runs = stepsOf([ourWorkflow(view, 'ci.yml')]).map(({ step }) => step.run?.trim())
  return CHECKS.filter(each => !runs.includes(each))
}
