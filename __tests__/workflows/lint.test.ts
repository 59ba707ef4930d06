/** What has to hold of every workflow, of action.yml and of every example, without a tool that may be missing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { parseManifest } from '../../src/manifest/text.ts'
import { yamlExamples } from './examples.mjs'
import { examples, type Job, jobsOf, ours, stepsOf, texts, type Workflow } from './workflow.ts'

const all = [...ours, ...examples]
const read = (path: string) => readFileSync(path, 'utf8')
const isForUs = (uses: string) => /^evenkeel\/evenkeel(\/\.github\/workflows\/[\w-]+\.yml)?@v1$/.test(uses)
const isOurs = (uses: string) => uses.startsWith('$/')
const takesToken = ({ permissions }: Job) => permissions?.['id-token'] === 'write'
const needsOf = ({ needs = [] }: Job) => (typeof needs === 'string' ? [needs] : needs)

test('there is something to look at', () => {
  expect(ours.map(({ at }) => at.split('/').at(-1))).toEqual(
    expect.arrayContaining(['ci.yml', 'codeql.yml', 'deploy.yml', 'infra.yml', 'release.yml', 'rollback.yml']),
  )
  expect(examples.length).toBeGreaterThanOrEqual(3)
})

describe('W1: what others wrote is pinned to a commit, its version beside it', () => {
  const used = texts.flatMap(([at, text]) =>
    [...text.matchAll(/^\s*(?:- )?uses:\s*(\S+)[^\S\n]*(.*)$/gm)].map(([, uses = '', comment = '']) => ({
      at,
      uses,
      comment,
    })),
  )
  test.each(used)('$at $uses', ({ at, uses, comment }) => {
    // examples name our own moving tag: the commit is known only after the release that would name it
    if (isOurs(uses) || (isForUs(uses) && at.includes('.md'))) return
    expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/)
    expect(comment).toMatch(/^# v\d+\.\d+\.\d+$/)
  })

  test('one commit per version, one version per action', () => {
    const pins = new Map<string, Set<string>>()
    for (const { uses, comment } of used.filter(({ uses }) => !isOurs(uses) && !isForUs(uses))) {
      const action = uses.split('@')[0]?.split('/').slice(0, 2).join('/') ?? ''
      pins.set(action, (pins.get(action) ?? new Set()).add(`${uses.split('@')[1]} ${comment}`))
    }
    expect([...pins].filter(([, found]) => found.size > 1)).toEqual([])
  })

  test('no images by tag', () => {
    expect(texts.filter(([, text]) => /docker:\/\/(?!\S+@sha256:[0-9a-f]{64})|^\s+image:/m.test(text))).toEqual([])
  })
})

/** Every grant there is, and why; a new one wants a new line here. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'ci.yml test': ['contents: read'],
  'ci.yml fast': ['contents: read'],
  'ci.yml infra': ['contents: read'],
  'ci.yml workflows': ['contents: read'],
  'ci.yml packages': ['contents: read'],
  'ci.yml all-tests-passed': [],
  'codeql.yml analyze': ['contents: read', 'security-events: write'],
  'dependency-review.yml review': ['contents: read'],
  'deploy.yml first': ['contents: read', 'id-token: write'],
  'deploy.yml second': ['contents: read', 'id-token: write'],
  'deploy.yml third': ['contents: read', 'id-token: write'],
  'deploy-environment.yml deploy': ['contents: read', 'id-token: write'],
  'infra.yml plan': ['contents: read', 'id-token: write'],
  'infra.yml comment': ['contents: read', 'pull-requests: write'],
  'infra.yml apply-dev': ['contents: read', 'id-token: write'],
  'infra.yml apply-staging': ['contents: read', 'id-token: write'],
  'infra.yml apply-prod': ['contents: read', 'id-token: write'],
  'infra-apply.yml apply': ['contents: read', 'id-token: write'],
  'release.yml release': ['contents: write', 'id-token: write', 'attestations: write'],
  'rollback.yml rollback': ['contents: read', 'id-token: write'],
}

describe('W2: nothing is granted but by a job, with a reason', () => {
  test.each(all)('$at grants nothing itself', ({ permissions }) => expect(permissions).toEqual({}))

  test.each(jobsOf(ours))('$at has what the table says', ({ at, job }) => {
    const granted = Object.entries(job.permissions ?? {}).map(([scope, right]) => `${scope}: ${right}`)
    expect([job.permissions, granted]).toEqual([expect.anything(), GRANTS[at.replace('.github/workflows/', '')]])
  })

  test.each(jobsOf(examples))('$at grants no more than a deploy needs', ({ job }) => {
    expect(job.permissions).toEqual(takesToken(job) ? { contents: 'read', 'id-token': 'write' } : {})
  })

  test.each(all)('$at says why', ({ text }) => {
    const grants = text.split('\n').filter(line => /^\s+(permissions: \{ .*\}|[a-z-]+: (read|write)\b)/.test(line))
    expect(grants.filter(line => !/# \S/.test(line))).toEqual([])
  })
})

test.each(all)('W3: $at is not started by what strangers can do', ({ on }) => {
  const triggers = ['push', 'pull_request', 'merge_group', 'schedule', 'workflow_call', 'workflow_dispatch']
  expect(Object.keys(on).filter(each => !triggers.includes(each))).toEqual([])
})

describe('W4: no expression in a script', () => {
  test.each(stepsOf(all).filter(({ step }) => step.run !== undefined))('$at: $step.run', ({ step }) => {
    expect(step.run).not.toContain('${{')
  })
  test('and no other way to write one', () => {
    expect(texts.filter(([, text]) => /^\s+(?:- )?(shell|script): .*\$\{\{/m.test(text)).map(([at]) => at)).toEqual([])
  })
})

describe('W5: a checkout keeps no token', () => {
  test.each(stepsOf(all).filter(({ step }) => step.uses?.startsWith('actions/checkout@')))(
    '$at',
    ({ step, in: { text } }) => {
      expect(step.with?.['persist-credentials']).toBe(false)
      expect(Number(/actions\/checkout@\w+ # v(\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(7)
    },
  )
})

describe('W6: no cache that another run could have filled', () => {
  test.each(texts)('%s', (_, text) => expect(text).not.toMatch(/actions\/cache|type=gha|^\s+cache:/m))
  test.each(stepsOf(all).filter(({ step }) => step.uses?.startsWith('actions/setup-node@')))('$at', ({ step }) => {
    expect(step.with?.['package-manager-cache']).toBe(false)
  })
})

describe('W7: a token for a role only behind an environment', () => {
  test.each(jobsOf(all).filter(({ job }) => takesToken(job)))('$at', ({ job }) => {
    // a called workflow has the environment in its own job
    if (job.uses !== undefined) expect(isOurs(job.uses) || isForUs(job.uses)).toBe(true)
    else expect(job.environment).toMatch(/\S/)
  })
})

test.each(texts)('W8: %s holds no key', (_, text) => {
  expect(text).not.toMatch(/AWS_SECRET_ACCESS_KEY|aws-secret-access-key|AKIA[0-9A-Z]{16}/i)
})

describe('W9: what is called says what it takes and gives', () => {
  test.each(ours.filter(({ on }) => 'workflow_call' in on))('$at', ({ on, jobs }) => {
    const { inputs = {}, outputs = {} } = on.workflow_call ?? {}
    expect(Object.values(inputs).filter(({ type, description }) => !type || !description)).toEqual([])
    expect(Object.keys(outputs).length).toBeGreaterThan(0)
    for (const { value = '', description } of Object.values(outputs)) {
      expect(description).toMatch(/\S/)
      const named = [...value.matchAll(/jobs\.([\w-]+)\.outputs\.\w+/g)].map(([, job = '']) => job)
      expect(named.filter(job => !(job in jobs))).toEqual([])
      expect(named.length).toBeGreaterThan(0)
    }
  })
  test.each(jobsOf(all))('$at hands no secrets on', ({ job }) => expect(job.secrets).toBeUndefined())

  test.each(jobsOf(all).filter(({ job }) => job.uses !== undefined))('$at gives inputs that are there', ({ job }) => {
    const file = /\.github\/workflows\/([\w-]+\.yml)/.exec(job.uses ?? '')?.[1]
    const called = ours.find(({ at }) => at.endsWith(`/${file}`))
    const { inputs = {} } = called?.on.workflow_call ?? {}
    const given = (job as { with?: Record<string, unknown> }).with ?? {}
    expect(Object.keys(given).filter(name => !(name in inputs))).toEqual([])
  })
})

describe('W10: one deployment at a time, never cut off', () => {
  const inputs = parse(read('action.yml')).inputs as Record<string, { default: string }>
  const isDeploy = (job: Job) =>
    (job.steps ?? []).some(
      ({ uses = '', with: given }) => (uses === '$/' || isForUs(uses)) && given?.command !== 'locate',
    )
  const deploys = jobsOf(all).filter(({ job }) => isDeploy(job))

  test('there are some', () => expect(deploys.length).toBeGreaterThanOrEqual(3))

  test.each(deploys)('$at', ({ job, in: { concurrency } }) => {
    const queue = job.concurrency ?? concurrency
    const group = queue?.group ?? ''
    expect(queue?.queue).toBe('max')
    expect(queue?.['cancel-in-progress']).toBe(false)
    expect(group).toContain('evenkeel')
    expect(group).toContain(job.environment)
    const step = job.steps?.find(
      ({ uses = '', with: given }) => (uses === '$/' || isForUs(uses)) && given?.command !== 'locate',
    )
    const timeout = String(step?.with?.timeout ?? inputs.timeout?.default)
    expect(timeout).toMatch(/^\d+m$/)
    expect(job['timeout-minutes']).toBeGreaterThan(Number.parseInt(timeout, 10) + 10)
  })

  test('a deploy and a rollback of the same environment wait for each other', () => {
    const groups = deploys.filter(({ in: whole }) => whole.ours).map(({ job }) => job.concurrency?.group)
    const alike = groups.map(group => group?.replace("inputs.manifest || 'evenkeel.yml'", 'inputs.manifest'))
    expect(new Set(alike).size).toBe(1)
  })

  test.each(jobsOf(ours).filter(({ job }) => job.uses === undefined))('$at ends some time', ({ job }) => {
    expect(job['timeout-minutes']).toBeGreaterThan(0)
  })
})

describe('W11: packages', () => {
  test.each(stepsOf(ours).filter(({ step }) => /\bnpm (ci|i|install|add)\b/.test(step.run ?? '')))(
    '$at: $step.run',
    ({ step }) => {
      expect(step.run?.trim()).toBe('npm ci --ignore-scripts')
    },
  )
  test('run no scripts and are a week old', () => {
    // engine-strict is not set: the action runs on node 24, its tests on 20 as well, which the AWS SDK no longer asks for
    expect(read('.npmrc').split('\n')).toEqual(expect.arrayContaining(['ignore-scripts=true', 'min-release-age=7']))
  })
  test('come whole from one registry', () => {
    interface Locked {
      readonly resolved?: string
      readonly integrity?: string
      readonly dev?: boolean
      readonly optional?: boolean
      readonly os?: readonly string[]
      readonly cpu?: readonly string[]
      readonly libc?: readonly string[]
    }
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
    const isWhole = ({ resolved = '', integrity = '' }: Locked) =>
      resolved.startsWith('https://registry.npmjs.org/') && integrity.startsWith('sha512-')
    // a gap: tools' binaries for other platforms than linux/x64 are in the lock without their hash (script/lib/complete-lock.mjs)
    const isForeignTool = ({ dev, optional, os = [], cpu = [], libc = [] }: Locked) =>
      dev && optional && !(os.includes('linux') && cpu.includes('x64') && !libc.includes('musl'))
    const foreign = Object.entries(packages).filter(
      ([name, each]) => name !== '' && !isWhole(each) && !isForeignTool(each),
    )
    expect(foreign.map(([name]) => name)).toEqual([])
  })
})

test('W12: Dependabot looks after everything, a week late', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: {
      'package-ecosystem': string
      directory?: string
      directories?: string[]
      cooldown?: Record<string, number>
    }[]
  }
  const ecosystems = updates.map(each => each['package-ecosystem'])
  expect(ecosystems).toEqual(expect.arrayContaining(['npm', 'github-actions', 'docker', 'pip', 'terraform']))
  for (const { cooldown } of updates) expect(cooldown?.['default-days']).toBeGreaterThanOrEqual(7)
  const folders = updates.flatMap(({ directory, directories = [] }) => [
    ...(directory ? [directory] : []),
    ...directories,
  ])
  expect(folders.filter(folder => !existsSync(`.${folder.replace(/\/\*$/, '')}`))).toEqual([])
  const dockerfiles = readdirSync('services').filter(name => existsSync(`services/${name}/Dockerfile`))
  expect(dockerfiles.filter(name => !folders.includes(`/services/${name}`))).toEqual([])
})

describe('W14: the bundle', () => {
  const bundle = read('dist/index.js')
  test('evaluates nothing and knows no path of the machine that built it', () => {
    expect(bundle).not.toMatch(/[^.\w]eval\(["'`\w]/)
    expect(bundle).not.toContain(process.cwd())
    expect(bundle).not.toMatch(/["'`](\/home\/|\/Users\/|\/root\/|\/tmp\/\w|file:\/\/\/\w)/)
  })
  test('has the licence of every package in it beside it', () => {
    const licences = read('dist/licenses.txt')
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const missing = Object.keys(dependencies).filter(name => !new RegExp(`^${name}$`, 'm').test(licences))
    expect(missing).toEqual([])
  })
})

test('W15: a release is attested, and listed, before it is out', () => {
  const { jobs } = ours.find(({ at }) => at.endsWith('/release.yml')) as Workflow
  const steps = (jobs.release?.steps ?? []).map(({ uses, run }) => uses?.split('@')[0] ?? run ?? '')
  const order = ['.github/scripts/check-bundle.sh', 'release-assets.sh', 'actions/attest', 'publish.sh']
  const found = order.map(name => steps.findIndex(step => step.includes(name)))
  expect(found).toEqual([...found].sort((a, b) => a - b))
  expect(found).not.toContain(-1)
  expect(read('.github/scripts/release-assets.sh')).toContain('npm sbom')
  expect(read('.github/scripts/publish.sh')).toContain('.intoto.jsonl')
})

describe('W16: what a person types is checked before it is used', () => {
  const dispatched = ours.filter(({ on }) => 'workflow_dispatch' in on)
  test('there is some', () => expect(dispatched.length).toBeGreaterThanOrEqual(2))

  test.each(stepsOf(dispatched).filter(({ step }) => JSON.stringify(step.env ?? {}).includes('inputs.')))(
    '$at: the first step with an input of the release checks it',
    ({ in: whole }) => {
      const [first] = stepsOf([whole]).filter(({ step }) => JSON.stringify(step.env ?? {}).includes('inputs.'))
      expect(first?.step.run).toMatch(/check-version\.sh "\$VERSION"$/)
    },
  )
  test('or goes to the action alone, which checks it', () => {
    const other = dispatched.filter(({ at }) => !at.endsWith('/release.yml'))
    const given = stepsOf(other).filter(({ step }) => JSON.stringify(step.with ?? {}).includes('inputs.'))
    expect(given.length).toBeGreaterThan(0)
    expect(given.filter(({ step }) => step.uses !== '$/')).toEqual([])
  })
})

describe('W17: habits', () => {
  test('a security policy says where, how and when', () => {
    const policy = read('SECURITY.md')
    expect(policy).toMatch(/https:\/\/\S+/)
    for (const word of [/vuln/i, /disclos/i, /days/i]) expect(policy).toMatch(word)
  })
  test('a licence', () => expect(read('LICENSE')).toContain('Apache License'))
  test('owners of what runs with others’ credentials', () => {
    const owned = read('.github/CODEOWNERS')
      .split('\n')
      .map(line => line.split(' ')[0])
    expect(owned).toEqual(expect.arrayContaining(['*', '/.github/', '/action.yml', '/dist/', '/infra/']))
  })
})

describe('W18: a release’s connections are written down', () => {
  test.each(jobsOf(ours).filter(({ job }) => job.permissions?.contents === 'write'))('$at', ({ job }) => {
    const [first] = job.steps ?? []
    expect(first?.uses).toMatch(/^step-security\/harden-runner@/)
    expect(first?.with?.['egress-policy']).toMatch(/^(audit|block)$/)
  })
})

test('W19: the one check that is asked for waits for all of them', () => {
  const { jobs } = ours.find(({ at }) => at.endsWith('/ci.yml')) as Workflow
  const { 'all-tests-passed': last, ...others } = jobs
  expect([...needsOf(last ?? {})].sort()).toEqual(Object.keys(others).sort())
  expect(last?.steps?.[0]?.run).toContain('all(.result == "success")')
})

describe('W20: what Scorecard looks for in files', () => {
  const tracked = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  test.each([
    [
      'SAST of the code and of the workflows',
      () => expect(read('.github/workflows/codeql.yml')).toMatch(/language: \[.*javascript-typescript.*actions/),
    ],
    ['Fuzzing by fast-check', () => expect(read('package.json')).toContain('"fast-check"')],
    ['Dependency-Update-Tool', () => expect(existsSync('.github/dependabot.yml')).toBe(true)],
    [
      'Dependency review',
      () => expect(read('.github/workflows/dependency-review.yml')).toContain('actions/dependency-review-action@'),
    ],
    [
      'SBOM and Signed-Releases',
      () => expect(read('.github/workflows/release.yml')).toMatch(/sbom-path[\s\S]*publish\.sh/),
    ],
    [
      'Binary-Artifacts: none',
      () =>
        expect(
          ['src', 'script', '.github', 'dist', 'docs']
            .flatMap(tracked)
            .filter(name => /\.(exe|dll|so|dylib|jar|wasm|node|pyc)$/.test(name)),
        ).toEqual([]),
    ],
  ])('%s', (_, look) => look())
})

describe('examples of a manifest are manifests:', () => {
  const whole = yamlExamples().filter(({ text }) => /^services:/m.test(text) && !/^jobs:/m.test(text))
  const parts = yamlExamples().filter(({ text }) => /^environments:/m.test(text) && !/^services:/m.test(text))
  test('there are some', () => expect([whole.length, parts.length]).toEqual([2, 1]))

  test.each(whole)('$at', ({ text }) => {
    const continued = parts.some(() => /^cluster:/m.test(text)) ? `${text}${parts[0]?.text}` : text
    const environments = Object.keys(parse(continued).environments)
    expect(environments.length).toBeGreaterThan(0)
    for (const environment of environments) {
      expect(parseManifest(continued, 'evenkeel.yml', environment).cluster).toMatch(/^shop/)
    }
  })

  test('and so is our own, with the names of infra/environments', () => {
    for (const environment of readdirSync('infra/environments')) {
      const terraform = read(`infra/environments/${environment}/main.tf`)
      const name = /^ {2}name += "(.*)"$/m.exec(terraform)?.[1]
      const { cluster, region, services } = parseManifest(read('evenkeel.yml'), 'evenkeel.yml', environment)
      expect(cluster).toBe(`${name}-cluster`)
      expect(terraform).toContain(`region              = "${region}"`)
      expect(services.map(({ imageParameter }) => imageParameter)).toEqual(
        services.map(({ service }) => `/${name}/${service}/image`),
      )
    }
  })
})
