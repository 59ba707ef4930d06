/** A slip, or a bad intention, each: what the rules have to notice. */
import { RULES, type RuleName } from './rules/index.ts'

export interface Mutation {
  readonly what: string
  readonly rule: RuleName
  readonly path: string
  readonly change: (text: string) => string
}

const names = Object.keys(RULES) as RuleName[]

/** The rule whose name begins so. */
function named(start: string): RuleName {
  const found = names.filter(name => name.startsWith(start))
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} rules begin with ${start}`)
  return found[0]
}

const replace = (from: string | RegExp, to: string) => (text: string) => text.replace(from, () => to)
const expression = (text: string) => `\${{ ${text} }}`
const append = (more: string) => (text: string) => text + more
/** Another line behind the first one that matches, as deep as that. */
const after = (line: RegExp, more: string) => (text: string) =>
  text.replace(new RegExp(`^( *)${line.source}.*\n`, 'm'), (all, indent) => `${all}${indent}${more}\n`)

const WHERE = {
  ci: '.github/workflows/ci.yml',
  codeql: '.github/workflows/codeql.yml',
  deploy: '.github/workflows/deploy.yml',
  environment: '.github/workflows/deploy-environment.yml',
  infra: '.github/workflows/infra.yml',
  apply: '.github/workflows/infra-apply.yml',
  release: '.github/workflows/release.yml',
  rollback: '.github/workflows/rollback.yml',
  dependabot: '.github/dependabot.yml',
  README: 'README.md',
  started: 'docs/getting-started.md',
} as const

type Row = readonly [what: string, path: string, change: (text: string) => string]

const by: readonly (readonly [rule: string, rows: readonly Row[]])[] = [
  [
    'A1:',
    [
      ['another repository', 'package.json', replace('evenkeel/evenkeel.git', 'acme/evenkeel.git')],
      ['an example of another owner', WHERE.README, replace('uses: evenkeel/evenkeel@v1', 'uses: acme/evenkeel@v1')],
      ['a report to another owner', 'SECURITY.md', replace('github.com/evenkeel/', 'github.com/acme/')],
      ['a schema of another owner', 'evenkeel.yml', replace('com/evenkeel/', 'com/acme/')],
    ],
  ],
  [
    'A2:',
    [
      ['a tag that is not there', WHERE.README, replace('@v1 # not released yet', '@v1')],
      ['a tag that is not there, elsewhere', WHERE.started, replace('@v1 # not released yet', '@v1')],
      ['a release, and nobody says so', 'CHANGELOG.md', replace('## Unreleased', '## Unreleased\n\n## 1.0.0')],
    ],
  ],
  [
    'A3:',
    [
      ['a manifest without it', WHERE.README, replace(/^# yaml-language-server.*\n/m, '')],
      ['our own manifest without it', 'evenkeel.yml', replace(/^# yaml-language-server.*\n/m, '')],
      ['that of another version', WHERE.started, replace('/v0.1.0/dist', '/v0.2.0/dist')],
      ['a version that is not built', 'package.json', replace('"version": "0.1.0"', '"version": "0.2.0"')],
      ['another file for SchemaStore', 'docs/schemastore.json', replace('"evenkeel.yml"', '"keel.yml"')],
      ['another address for SchemaStore', 'docs/schemastore.json', replace('/v1/dist', '/main/dist')],
    ],
  ],
  [
    'W1: what others wrote',
    [
      ['an action by tag', WHERE.ci, replace(/actions\/checkout@\w+ # v[\d.]+/, 'actions/checkout@v7')],
      ['no version beside a commit', WHERE.ci, replace(/ # v7\.0\.1/, '')],
      [
        'an action by tag, in flow style',
        WHERE.ci,
        replace('- run: npm audit signatures', '- { uses: evil/action@v1 }'),
      ],
      ['an action by tag, in quotes', WHERE.ci, replace('- run: npm audit signatures', '- "uses": "evil/action@v1"')],
      [
        'an action by tag in an example',
        WHERE.README,
        replace(/actions\/checkout@\w+ # v[\d.]+/, 'actions/checkout@v7'),
      ],
      ['a container by tag', WHERE.ci, after(/timeout-minutes: 10/, 'container: node:24')],
      ['a container by tag, as a map', WHERE.ci, after(/timeout-minutes: 10/, 'container: { image: "node:24" }')],
      ['a service by tag', WHERE.ci, after(/timeout-minutes: 10/, 'services: { db: { image: "postgres:17" } }')],
      ['an image as an action', WHERE.ci, replace('- run: npm audit signatures', '- uses: docker://alpine:3')],
    ],
  ],
  ['W1: one commit', [['two versions of an action', WHERE.codeql, replace('# v7.0.1', '# v7.0.0')]]],
  [
    'W1: steps give',
    [
      ['a wrong input for a foreign action', WHERE.environment, replace('role-to-assume:', 'role-to-asume:')],
      ['the same in an example', WHERE.README, replace('role-to-assume:', 'role-to-asume:')],
      ['a wrong input for our own', WHERE.rollback, replace(/^( +)reason: \$\{\{/m, '          raeson: ${{')],
      [
        'an action nobody read',
        '__tests__/workflows/actions.json',
        replace('actions/setup-node@8', 'actions/setup-node@9'),
      ],
    ],
  ],
  [
    'W2:',
    [
      ['a grant more', WHERE.ci, after(/contents: read # the commit/, 'packages: write # to push')],
      ['a grant to all jobs', WHERE.ci, replace('permissions: {}', 'permissions: write-all')],
      ['a grant without a reason', WHERE.ci, replace('contents: read # the commit', 'contents: read')],
      [
        'a grant more in an example',
        WHERE.README,
        replace('{ contents: read, id-token', '{ contents: write, id-token'),
      ],
    ],
  ],
  ['W3:', [['a dangerous trigger', WHERE.ci, replace('pull_request:', 'pull_request_target:')]]],
  [
    'W4:',
    [
      [
        'an expression in a script',
        WHERE.ci,
        replace('run: script/test\n', `run: script/test ${expression('github.head_ref')}\n`),
      ],
      [
        'an expression in the block of a script',
        WHERE.ci,
        replace(
          '- run: npm audit signatures',
          `- uses: a/b@c\n        with:\n          script: |\n            f("${expression('github.head_ref')}")`,
        ),
      ],
      [
        'an expression as a shell',
        WHERE.ci,
        replace('run: script/test\n', `run: script/test\n        shell: ${expression('github.head_ref')}\n`),
      ],
    ],
  ],
  [
    'W5:',
    [
      ['a checkout with its token', WHERE.ci, replace('persist-credentials: false', 'persist-credentials: true')],
      ['a checkout with its token in an example', WHERE.README, replace(', persist-credentials: false', '')],
    ],
  ],
  ['W6:', [['a cache', WHERE.release, replace('package-manager-cache: false', 'package-manager-cache: true')]]],
  [
    'W7: a token',
    [
      [
        'a deploy without an environment',
        WHERE.environment,
        replace(/^ +environment: \$\{\{ inputs.environment \}\}\n/m, ''),
      ],
      ['an example without an environment', WHERE.README, replace(/^ +environment: prod\n/m, '')],
    ],
  ],
  [
    'W7: a change',
    [
      ['an apply behind the environment of plans', WHERE.apply, replace('}}-infra', '}}-plan')],
      ['an apply from a pull request', WHERE.infra, replace("    if: github.event_name == 'push'\n", '')],
      ['an apply of prod before staging', WHERE.infra, replace('needs: apply-staging', 'needs: apply-dev')],
      ['an apply whatever happened before', WHERE.infra, after(/needs: apply-staging/, 'if: always()')],
      [
        'a plan for every fork',
        WHERE.infra,
        replace(' && github.event.pull_request.head.repo.full_name == github.repository', ''),
      ],
      ['environments side by side', WHERE.deploy, replace('max-parallel: 1', 'max-parallel: 2')],
      ['environments in no order', WHERE.deploy, replace(/ +max-parallel: 1.*\n/, '')],
      ['an environment after one that failed', WHERE.deploy, replace('fail-fast: true', 'fail-fast: false')],
      ['an example whose prod does not wait', WHERE.started, replace('needs: smoke', 'needs: []')],
    ],
  ],
  [
    'W8:',
    [
      ['a stored key', WHERE.environment, replace(expression('secrets.AWS_ACCESS_KEY_ID'), 'AKIAIOSFODNN7EXAMPLE')],
      [
        'a key from another secret',
        WHERE.environment,
        replace(expression('secrets.AWS_ACCESS_KEY_ID'), expression('secrets.K')),
      ],
      [
        'a key under another name',
        WHERE.deploy,
        replace(`KEY_ID: ${expression('secrets.AWS_ACCESS_KEY_ID')}`, `KEY_ID: ${expression('secrets.K')}`),
      ],
      [
        'a key in the environment of a step',
        WHERE.environment,
        after(/BUILD_VARIABLES: \$/, `AWS_ACCESS_KEY_ID: ${expression('secrets.AWS_ACCESS_KEY_ID')}`),
      ],
      [
        'a key for a foreign action',
        WHERE.environment,
        after(/fetch-depth: 0/, `token: ${expression('secrets.AWS_SECRET_ACCESS_KEY')}`),
      ],
      ['another secret that is asked for', WHERE.rollback, replace(/^ {6}AWS_SESSION_TOKEN:/m, '      NPM_TOKEN:')],
      [
        'the variables of a build for another step',
        WHERE.environment,
        after(/id: place/, `env: { BUILD_VARIABLES: "${expression('secrets.BUILD_VARIABLES')}" }`),
      ],
      [
        'the variables of a build for the whole job',
        WHERE.environment,
        after(/timeout-minutes: 60/, `env: { BUILD_VARIABLES: "${expression('secrets.BUILD_VARIABLES')}" }`),
      ],
      [
        'another secret for the variables of a build',
        WHERE.environment,
        replace(expression('secrets.BUILD_VARIABLES'), expression('secrets.ALL')),
      ],
      [
        'variables of a build that have to be there',
        WHERE.environment,
        (text: string) => text.replace(/(BUILD_VARIABLES:\n.*\n +required: )false/, '$1true'),
      ],
      ['a secret for a step', WHERE.environment, after(/timeout: 45m/, `reason: ${expression('secrets.WHY')}`)],
      [
        'a secret by its name in brackets',
        WHERE.release,
        replace(expression('github.token'), expression("secrets['PAT']")),
      ],
      [
        'secrets handed on',
        WHERE.deploy,
        replace(/^ {4}secrets:\n( {6}[A-Z].*secrets\..*\n)+/m, '    secrets: inherit\n'),
      ],
    ],
  ],
  ['W9: what', [['an input without a type', WHERE.environment, replace(/^ +type: string\n/m, '')]]],
  [
    'W9: callers',
    [
      ['an input that is not there', WHERE.started, replace('environments: \'["prod"]\'', 'enviroments: \'["prod"]\'')],
      ['an input that is missing', WHERE.started, replace('with: { environment: prod }', 'with: {}')],
      ['a workflow that is not there', WHERE.README, replace('/rollback.yml@v1', '/rolback.yml@v1')],
    ],
  ],
  ['W9: inputs', [['an input that is misspelt', WHERE.rollback, replace('inputs.services }}', 'inputs.sevices }}')]]],
  [
    'W9: outputs',
    [
      [
        'an output of a job that does not give it',
        WHERE.deploy,
        replace('jobs.deploy.outputs.version', 'jobs.deploy.outputs.verzion'),
      ],
      [
        'an output of a job that is not there',
        WHERE.deploy,
        replace('jobs.deploy.outputs.version', 'jobs.depoly.outputs.version'),
      ],
      [
        'another output under its name',
        WHERE.deploy,
        replace('jobs.deploy.outputs.version', 'jobs.deploy.outputs.services'),
      ],
      [
        'an output that the called workflow does not declare',
        WHERE.environment,
        replace(/^ {6}version:\n +description: The version that.*\n +value: .*\n/m, ''),
      ],
      [
        'a job’s output that its step does not give',
        WHERE.environment,
        replace('steps.deploy.outputs.version', 'steps.deploy.outputs.verzion'),
      ],
      ['a job’s output of a step that is not there', WHERE.rollback, replace('id: rollback', 'id: rolback')],
      [
        'an output of our own action that is not there',
        WHERE.environment,
        replace('steps.place.outputs.region', 'steps.place.outputs.regoin'),
      ],
      [
        'an output of a foreign action that is not there',
        WHERE.release,
        replace('provenance.outputs.bundle-path', 'provenance.outputs.path'),
      ],
      [
        'an output of a script that it does not write',
        WHERE.apply,
        replace('steps.apply.outputs.changed', 'steps.apply.outputs.change'),
      ],
    ],
  ],
  [
    'W10: one',
    [
      ...[WHERE.deploy, WHERE.apply].map(
        path =>
          [
            `${path} cut off as a whole`,
            path,
            replace('permissions: {}\n', 'permissions: {}\nconcurrency: { group: x, cancel-in-progress: true }\n'),
          ] as const,
      ),
      ['release.yml cut off', WHERE.release, replace('cancel-in-progress: false', 'cancel-in-progress: true')],
      ['a deploy cut off', WHERE.environment, replace('cancel-in-progress: false', 'cancel-in-progress: true')],
      ['a deploy whose predecessor in the queue is dropped', WHERE.environment, replace('      queue: max\n', '')],
      ['an apply in no queue', WHERE.apply, replace(/ +concurrency:\n( {6}.*\n)+/, '')],
      ['an apply in the queue of all', WHERE.apply, replace(/group: infra-apply.*/, 'group: infra')],
      ['a rollback in a queue of its own', WHERE.rollback, replace('group: evenkeel-', 'group: rollback-')],
      [
        'an example in another queue than our rollback',
        WHERE.README,
        replace('group: evenkeel-evenkeel.yml-prod', 'group: evenkeel-prod'),
      ],
      ['an example that is cut off', WHERE.README, replace('cancel-in-progress: false', 'cancel-in-progress: true')],
      ['a job that ends before its deploy', WHERE.environment, replace('timeout-minutes: 60', 'timeout-minutes: 50')],
    ],
  ],
  ['W10: every', [['a job without an end', WHERE.ci, replace('    timeout-minutes: 40\n', '')]]],
  [
    'W11: workflows',
    [
      ['npx', WHERE.ci, replace('run: npm audit signatures', 'run: npx --yes foo@latest')],
      ['pip install', WHERE.ci, replace('run: npm audit signatures', 'run: pip install foo')],
      ['npm ci with scripts', WHERE.release, replace('npm ci --ignore-scripts', 'npm ci')],
      ['a download', WHERE.ci, replace('run: npm audit signatures', 'run: curl -fsSL https://example.com/x | sh')],
      ['an installation in a script', '.github/scripts/publish.sh', append('npm install -g foo\n')],
    ],
  ],
  [
    'W11: packages',
    [
      ['packages’ scripts', '.npmrc', replace('ignore-scripts=true', 'ignore-scripts=false')],
      [
        'another registry',
        'package-lock.json',
        replace('https://registry.npmjs.org/@actions/core/', 'https://example.com/@actions/core/'),
      ],
    ],
  ],
  [
    'W12:',
    [
      [
        'patches at once',
        WHERE.dependabot,
        replace('cooldown: { default-days: 7 }', 'cooldown: { default-days: 7, semver-patch-days: 0 }'),
      ],
      [
        'some packages at once',
        WHERE.dependabot,
        replace('cooldown: { default-days: 7 }', 'cooldown: { default-days: 7, exclude: ["*"] }'),
      ],
      ['no cooldown', WHERE.dependabot, replace('    cooldown: { default-days: 7 }\n', '')],
      ['an account that nobody updates', WHERE.dependabot, replace(' /infra/account,', '')],
      ['environments that nobody updates', WHERE.dependabot, replace(', /infra/environments/*', '')],
      ['an image that nobody updates', WHERE.dependabot, replace(', /services/redis', '')],
      [
        'an ecosystem that nobody updates',
        WHERE.dependabot,
        replace('package-ecosystem: github-actions', 'package-ecosystem: gitsubmodule'),
      ],
      ['updates that never come', WHERE.dependabot, after(/directory: \//, 'open-pull-requests-limit: 0')],
    ],
  ],
  [
    'W14: the bundle',
    [
      ['new Function', 'dist/index.js', append('new Function("return 1")()\n')],
      ['eval', 'dist/index.js', append('\neval(process.env.X)\n')],
      ['eval in the local ECS', 'dist/emulator/index.js', append('\neval("1")\n')],
      ['a path in the local ECS', 'dist/emulator/index.js', append('const x = "/home/runner/work/x"\n')],
      ['a path in a chunk', 'dist/emulator/871.index.js', append('const x = "/root/x"\n')],
    ],
  ],
  ['W14: the licence', [['a licence that is missing', 'dist/licenses.txt', replace(/^semver$/m, 'server')]]],
  [
    'W14: CI',
    [
      ['signatures that nobody checks', WHERE.ci, replace('      - run: npm audit signatures\n', '')],
      ['tests that nobody runs', WHERE.ci, replace('run: script/infra-test', 'run: "true"')],
    ],
  ],
  [
    'W15:',
    [
      ['a bundle that need not be equal', WHERE.release, replace('check-bundle.sh', 'check-bundle.sh || true')],
      ['a release from any branch', WHERE.release, replace("    if: github.ref == 'refs/heads/main'\n", '')],
      [
        'a release from any branch, after all',
        WHERE.release,
        replace("if: github.ref == 'refs/heads/main'", "if: github.ref == 'refs/heads/main' || true"),
      ],
      ['a release without attestation', WHERE.release, replace(/uses: actions\/attest@.*\n/, 'run: "true"\n')],
    ],
  ],
  [
    'W16: what',
    [
      [
        'a version that is checked later',
        WHERE.release,
        replace(/run: \.github\/scripts\/check-version\.sh.*/, 'run: echo "$VERSION"'),
      ],
      [
        'an input for a foreign action',
        WHERE.rollback,
        replace(expression('steps.place.outputs.region'), expression('inputs.to')),
      ],
    ],
  ],
  [
    'W16: no check',
    [
      [
        'a check of the version that may fail',
        WHERE.release,
        after(/run: \.github\/scripts\/check-version\.sh.*/, 'continue-on-error: true'),
      ],
      ['tests that may fail', WHERE.ci, replace('run: script/test\n', 'run: script/test || true\n')],
      ['a job that may fail', WHERE.ci, after(/name: Terraform/, 'continue-on-error: true')],
      [
        'a check only sometimes',
        WHERE.release,
        replace('check-bundle.sh\n', "check-bundle.sh\n        if: github.actor != 'me'\n"),
      ],
    ],
  ],
  [
    'W17:',
    [
      ['no owner of the bundle', '.github/CODEOWNERS', replace(/^\/dist\/.*\n/m, '')],
      ['nobody as the owner of the bundle', '.github/CODEOWNERS', replace(/^\/dist\/.*/m, '/dist/')],
      ['a policy without days', 'SECURITY.md', replace(/days/gi, 'months')],
    ],
  ],
  [
    'W18:',
    [
      [
        'connections that nobody writes down',
        WHERE.release,
        replace(/ +- uses: step-security.*\n +with:\n +egress.*\n/, ''),
      ],
    ],
  ],
  [
    'W19:',
    [
      ['the last check does not always run', WHERE.ci, replace('    if: always()\n', '')],
      [
        'the last check is always true',
        WHERE.ci,
        replace('all(.result == "success")', 'all(.result == "success") or true'),
      ],
      ['the last check waits for fewer', WHERE.ci, replace('infra, workflows, packages]', 'infra, workflows]')],
      ['a job that may be skipped', WHERE.ci, after(/name: Terraform/, "if: github.event_name == 'push'")],
    ],
  ],
  [
    'W20:',
    [
      ['CodeQL not on push', WHERE.codeql, replace('  push:\n    branches: [main]\n', '')],
      ['CodeQL without the workflows', WHERE.codeql, replace(', actions]', ']')],
      ['a library among the services', 'services/flask-app/fast.so', append('x')],
      ['a program among the services', 'services/nginx/tool', append('\u007fELF\0\0')],
    ],
  ],
  ['A7:', [['an account that is told', WHERE.environment, replace(/ +mask-aws-account-id: true\n/, '')]]],
  [
    'workflows have',
    [
      ['a trigger that is misspelt', WHERE.ci, replace(/^on:/m, 'onn:')],
      ['a key of a step that is misspelt', WHERE.rollback, replace('        with:\n', '        wiht:\n')],
    ],
  ],
  [
    'no example',
    [
      ['an example whose trigger is misspelt', WHERE.README, replace(/^on:\n/m, 'onn:\n')],
      ['an example whose jobs are misspelt', WHERE.README, replace(/^jobs:/m, 'jbos:')],
      [
        'an example in another language',
        WHERE.started,
        replace('   ```yaml\n   # .github', '   ```text\n   # .github'),
      ],
      ['an example in none', WHERE.README, replace('```yaml\n# .github', '```\n# .github')],
      ['an example as if of another tool', WHERE.README, replace('```yaml\n# .github', '```yaml before\n# .github')],
      ['a manifest whose key is misspelt', WHERE.README, replace(/^environments:/m, 'enviroments:')],
    ],
  ],
  ['README’s workflows', [['a longer workflow', WHERE.README, replace(/^on: \{/m, `${'#\n'.repeat(8)}on: {`)]]],
  [
    'README’s tables',
    [
      ['another default in the table', WHERE.README, replace('| `30m` |', '| `31m` |')],
      [
        'an input that the table does not have',
        'action.yml',
        replace('  reason:\n', '  motive: { description: why }\n  reason:\n'),
      ],
    ],
  ],
  ['README’s order', [['a section at another place', WHERE.README, replace('## Outputs', '## Output')]]],
  [
    'every link',
    [
      ['a page that is not there', WHERE.README, replace('(docs/rollback.md)', '(docs/rollbakc.md)')],
      ['an anchor that is not there', WHERE.README, replace('](docs/rollback.md)', '](docs/rollback.md#by-hnad)')],
      ['a file that is not there', 'infra/README.md', append('\n[x]: ../services/none.md\n')],
    ],
  ],
  ['every page', [['a page that nothing leads to', 'docs/lost.md', append('# Lost\n')]]],
  [
    'manifests',
    [
      ['a manifest that is none', WHERE.README, replace(/^ {4}build: services\/web/m, '    biuld: services/web')],
      [
        'our cluster under another name',
        'evenkeel.yml',
        replace('ecs-microservices-dev-cluster', 'ecs-microservices-development'),
      ],
      ['another region than Terraform’s', 'evenkeel.yml', replace('region: ap-south-1', 'region: eu-west-1')],
      [
        'a parameter nobody reads',
        'evenkeel.yml',
        replace('/ecs-microservices/nginx/image', '/ecs-microservices/ngnix/image'),
      ],
    ],
  ],
]

export const MUTATIONS: readonly Mutation[] = by.flatMap(([rule, rows]) =>
  rows.map(([what, path, change]) => ({ what, rule: named(rule), path, change })),
)
