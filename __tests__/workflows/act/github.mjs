/** GitHub as far as act plays it: repositories in folders, workflows that run on this machine, stand-ins for foreign actions. */
import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parse } from 'yaml'
import { root } from '../../../script/lib/demo/github.mjs'
import { forEnterpriseServer } from '../../../script/lib/enterprise-server.mjs'
import { shapeWorkflows } from '../../shapes/shapes.mjs'
import { OURSELVES, yamlExamples } from '../examples.mjs'

const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname)
/** What a caller pins; here it stands for the commit under test. */
export const OUR_COMMIT = '0123456789abcdef0123456789abcdef01234567'
const VARIABLES = { DEPLOY_ROLE: 'arn:aws:iam::123456789012:role/by-variable' }
const STAND_INS = { 'aws-actions/configure-aws-credentials': join(here, 'stand-ins/configure-aws-credentials') }

/** What act does not know yet, GitHub Enterprise Server does not know either: one rewriting for both. */
export const forAct = text => forEnterpriseServer(text, OURSELVES, OUR_COMMIT)

/** One job of a matrix as act names it: its own name, and its place in the matrix. */
const LEG = /-\d+(?=\/|$)/

/** The action and its workflows as others find them at OUR_COMMIT. */
export function publishOurselves(folder) {
  for (const path of ['action.yml', 'dist/index.js', 'dist/package.json']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
  mkdirSync(join(folder, '.github/workflows'), { recursive: true })
  for (const name of readdirSync(join(root, '.github/workflows'))) {
    const text = readFileSync(join(root, '.github/workflows', name), 'utf8')
    writeFileSync(join(folder, '.github/workflows', name), forAct(text))
  }
}

/** A repository on this machine that believes to be `owner/name` on GitHub. */
export function repository(folder, name) {
  mkdirSync(folder, { recursive: true })
  const git = (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: plain }).trim()
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', `https://github.com/${name}.git`)
  return {
    folder,
    name,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    append: (path, text) => appendFileSync(join(folder, path), text),
    release(version, tag = `v${version}`) {
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', `release ${version}`)
      git('tag', tag)
      return git('rev-parse', 'HEAD')
    },
  }
}

/** @returns what GitHub would know of our own repository: its services, and its workflows for act. */
export function ourRepository(folder) {
  const ours = repository(folder, OURSELVES)
  const tracked = execFileSync('git', ['-C', root, 'ls-files', '--', 'services', 'evenkeel.yml'], { encoding: 'utf8' })
  for (const path of tracked.trim().split('\n')) {
    if (existsSync(join(root, path))) ours.write(path, readFileSync(join(root, path)))
  }
  publishOurselves(folder)
  rmSync(join(folder, 'dist'), { recursive: true })
  return ours
}

/** @param stage a folder for what the stand-ins write down; `published` is where OUR_COMMIT lies. */
export function githubWith({ act, stage, published, endpoint }) {
  const repositories = [
    ...Object.entries(STAND_INS).flatMap(([name, folder]) => usedAt(name).map(ref => `${name}@${ref}=${folder}`)),
    ...[OUR_COMMIT, 'v1'].map(ref => `${OURSELVES}@${ref}=${published}`),
  ]
  const env = {
    STAGE: stage,
    DOCKER_JOURNAL: join(stage, 'docker'),
    AWS_ENDPOINT_URL: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NODE_OPTIONS: `--no-warnings --import=${join(root, '__tests__/action/virtual-clock.mjs')}`,
  }

  /**
   * Runs a workflow; `ref` is main or a tag, `inputs` are those of a dispatch, `vars` and `secrets` those of the repository,
   * `label` that of the only runner there is.
   */
  return async ({
    repository: { folder, name },
    event,
    workflow,
    ref = 'main',
    inputs = {},
    vars = {},
    secrets = {},
    label = 'ubuntu-latest',
  }) => {
    for (const each of ['roles', 'docker', 'curl', 'aws']) writeFileSync(join(stage, each), '')
    const payload = join(stage, 'event.json')
    writeFileSync(
      payload,
      JSON.stringify({
        ref: ref === 'main' ? 'refs/heads/main' : `refs/tags/${ref}`,
        repository: { full_name: name },
        inputs,
      }),
    )
    const args = [
      event,
      ...['--workflows', join(folder, '.github/workflows', workflow), '--eventpath', payload],
      ...['--platform', `${label}=-self-hosted`, '--pull=false', '--use-new-action-cache', '--json'],
      ...['--action-cache-path', join(stage, 'actions')],
      ...Object.entries({ ...VARIABLES, ...vars }).flatMap(([key, value]) => ['--var', `${key}=${value}`]),
      ...Object.entries(secrets).flatMap(([key, value]) => ['--secret', `${key}=${value}`]),
      ...repositories.flatMap(each => ['--local-repository', each]),
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ]
    const child = spawn(act, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...plain,
        PATH: `${join(here, 'bin')}:${join(root, '__tests__/action/bin')}:${plain.PATH}`,
        XDG_CONFIG_HOME: stage,
      },
    })
    const told = []
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', line => {
        if (child.killed || line === '') return
        told.push(entry(line))
        if (failsFast(told.at(-1))) child.kill('SIGINT')
      })
    const exitCode = await new Promise(resolve => child.once('close', resolve))
    const lines = path => readFileSync(join(stage, path), 'utf8').split('\n').filter(Boolean)
    return {
      exitCode,
      log: told.map(({ job = '', msg = '', content = '' }) => `${job}  ${msg}${content}`.trimEnd()).join('\n'),
      jobs: told.flatMap(({ job, jobResult }) =>
        jobResult ? [{ name: job.replace(LEG, ''), result: jobResult }] : [],
      ),
      summaries: told.flatMap(({ command, content }) => (command === 'summary' && content ? [content] : [])),
      roles: lines('roles'),
      requests: lines('curl'),
      asked: lines('aws'),
      builds: lines('docker')
        .map(line => JSON.parse(line))
        .filter(([first]) => first === 'target')
        .map(([, , { tags }]) =>
          tags[0]
            .split('/')
            .slice(1)
            .join('/')
            .replace(/:recipe-[0-9a-f]{40}$/, ''),
        ),
    }
  }
}

/** act goes on with the rest of a matrix whatever `fail-fast` says; on GitHub one that failed takes the others with it. */
const failsFast = ({ job = '', jobResult }) =>
  jobResult === 'failure' && LEG.test(job) && chain.strategy?.['fail-fast'] === true
const chain = parse(readFileSync(join(root, '.github/workflows/deploy.yml'), 'utf8')).jobs.deploy

/** One line of act's JSON log; what is none is told as it is. */
function entry(line) {
  try {
    return JSON.parse(line)
  } catch {
    return { msg: line }
  }
}

/** The commits at which our workflows use an action. */
function usedAt(name) {
  const folder = join(root, '.github/workflows')
  const workflows = readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'))
  const shown = [...yamlExamples(), ...shapeWorkflows()].map(each => each.text)
  const text = [...workflows, ...shown].join('\n')
  return [...new Set([...text.matchAll(new RegExp(`uses: ${name}@([0-9a-f]{40})`, 'g'))].map(([, ref]) => ref))]
}

const plain = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  GIT_AUTHOR_NAME: 'octocat',
  GIT_AUTHOR_EMAIL: 'octocat@example.com',
  GIT_COMMITTER_NAME: 'octocat',
  GIT_COMMITTER_EMAIL: 'octocat@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}
