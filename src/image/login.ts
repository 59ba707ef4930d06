/** Logs docker in to ECR, in a private configuration folder that ends with the run. */
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Aws } from '../edge/aws.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure, failureOf } from '../failure/failure.ts'

export interface Login {
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
  readonly registry: string
  /** Environment for every docker command of this run. */
  readonly env: Readonly<Record<string, string>>
  forget(): Promise<void>
}

/** Who the registry is and the key to it, without a docker that knows of it. */
export async function authorise(aws: Aws, runner: Runner): Promise<{ registry: string; password: string }> {
  const { authorizationData: [data] = [] } = await aws.ecr.getAuthorizationToken({}).catch(error => {
    throw failureOf(error, 'get a login for ECR')
  })
  if (!data?.authorizationToken || !data.proxyEndpoint) {
    throw new Failure({
      code: 'EVK-304',
      title: 'No login for ECR',
      message: 'ECR answered the request for a login without one.',
      advice: 'What answers is perhaps not ECR: look at AWS_ENDPOINT_URL. Nothing was deployed; run again.',
    })
  }
  const token = data.authorizationToken
  const password = Buffer.from(token, 'base64').toString().replace(/^AWS:/, '')
  for (const secret of [token, password, Buffer.from(password).toString('base64')]) runner.mask(secret)
  return { registry: new URL(data.proxyEndpoint).host, password }
}

export async function logIn(
  shell: Shell,
  runner: Runner,
  { registry, password }: { registry: string; password: string },
): Promise<Login> {
  const folder = runner.temporary(`evenkeel-docker-${process.pid}`)
  const env = await privateConfiguration(folder)
  const forget = () => rm(folder, { recursive: true, force: true })
  const { exitCode, stderr } = await shell
    .capture(['docker', 'login', '--username', 'AWS', '--password-stdin', registry], { env, input: password })
    .catch(async error => {
      await forget()
      if (error instanceof Failure) throw error
      return { exitCode: 127, stderr: String(error) }
    })
  if (exitCode !== 0) {
    await forget()
    throw new Failure({
      code: 'EVK-303',
      title: 'docker could not log in to ECR',
      message: `docker login ${registry} ended with ${exitCode}: ${stderr.trim().split('\n').at(-1)}`,
      advice:
        'The runner needs docker with buildx and a running engine: `docker buildx version` and `docker info` tell.',
    })
  }
  return { registry, env, forget }
}

/** The user's docker configuration (plugins, contexts, builders, other logins) and beside it a place for our password. */
async function privateConfiguration(folder: string): Promise<Record<string, string>> {
  const users = process.env.DOCKER_CONFIG || join(homedir(), '.docker')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const text = await readFile(join(users, 'config.json'), 'utf8').catch(() => '{}')
  // a credential store would take the password out of this folder and keep it
  const { credsStore: _, ...configuration } = JSON.parse(text) as Record<string, unknown>
  await writeFile(join(folder, 'config.json'), JSON.stringify(configuration), { mode: 0o600 })
  await symlink(join(users, 'cli-plugins'), join(folder, 'cli-plugins')).catch(() => {})
  await cp(join(users, 'contexts'), join(folder, 'contexts'), { recursive: true }).catch(() => {})
  return { DOCKER_CONFIG: folder, BUILDX_CONFIG: process.env.BUILDX_CONFIG || join(users, 'buildx') }
}
