/** The user's repository and their workflow: commits, and runs of the unchanged action in one environment. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runAction } from '../demo/github.mjs'
import { userRepository } from '../demo/repository.mjs'

/** The access key of the action: the policy of the deploy role is bound to it. */
export const deployer = 'deploy'

/** @param {{ endpoint: string, environment: string, tasks: string, logFile: string, signal: AbortSignal }} around */
export function openShop({ endpoint, environment, tasks, logFile, signal }) {
  const { folder, first, better, remove } = userRepository()
  const git = (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim()
  // Simulated tasks run nothing, so nothing needs to be built either.
  const standIn = tasks === 'simulated' ? `${join(root, '__tests__/action/bin')}:` : ''
  const start = join(folder, 'services/flask-app/app/__init__.py')
  const append = text => appendFileSync(start, text)
  const last = '\nraise SystemExit(3)\n'
  return {
    manifest: join(folder, 'evenkeel.yml'),
    first,
    better,
    remove,
    /** A commit without a tag that changes flask-app. */
    another(message) {
      append(`\n# ${message}\n`)
      git('commit', '-q', '-a', '-m', message)
      return git('rev-parse', 'HEAD')
    },
    /** flask-app ends as soon as it starts: a release of its own. */
    async broken(ecs) {
      append(last)
      git('commit', '-q', '-a', '-m', 'ends at once')
      git('tag', 'v1.9.0')
      if (tasks === 'simulated')
        await ecs.fate({ match: { service: 'flask-app', version: '1.9.0' }, behaviour: 'crashing', exitCode: 3 })
    },
    mended() {
      writeFileSync(start, readFileSync(start, 'utf8').replace(last, ''))
      git('commit', '-q', '-a', '-m', 'no longer ends at once')
    },
    /** A manifest whose cluster is not there. */
    mistyped() {
      const text = readFileSync(join(folder, 'evenkeel.yml'), 'utf8')
      writeFileSync(
        join(folder, 'mistyped.yml'),
        text.replace('ecs-microservices-dev-cluster', 'ecs-microservices-dve'),
      )
      return 'mistyped.yml'
    },
    async deploy(title, more = {}) {
      let stop = () => {}
      const run = await runAction({
        workspace: folder,
        inputs: {
          environment,
          timeout: '5m',
          'build-contexts': process.env.EVENKEEL_BUILD_CONTEXTS ?? '',
          ...more,
        },
        env: {
          PATH: `${standIn}${process.env.PATH}`,
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: 'ap-south-1',
          AWS_ACCESS_KEY_ID: deployer,
          AWS_SECRET_ACCESS_KEY: 'test',
          NO_PROXY: '127.0.0.1,localhost',
          GITHUB_SHA: git('rev-parse', 'HEAD'),
          DOCKER_HOST: process.env.DOCKER_HOST ?? '',
          DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? '',
        },
        onStart(child) {
          stop = () => child.kill('SIGINT')
          signal.addEventListener('abort', stop)
        },
      })
      signal.removeEventListener('abort', stop)
      writeFileSync(logFile, `━━━ ${title}: ${run.outputs.outcome}, exit ${run.exitCode}\n${run.log.join('\n')}\n`, {
        flag: 'a',
      })
      return { ...run, text: run.log.join('\n') }
    },
  }
}
