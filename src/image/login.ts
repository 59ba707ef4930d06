/** Logs docker in to ECR, in a private configuration folder that ends with the run. */
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Aws } from '../edge/aws.ts'
import { maskable } from '../edge/mask.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure, failureOf } from '../failure/failure.ts'

/** A registry of ECR, and the key to it. */
export interface Access {
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
  readonly registry: string
  readonly password: string
}

export interface Login {
  /** Environment for every docker command of this run. */
  readonly env: Readonly<Record<string, string>>
  forget(): Promise<void>
}

/** Who the registry is and the key to it, without a docker that knows of it. */
export async function authorise(aws: Aws, runner: Runner): Promise<Access> {
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

export async function logIn(shell: Shell, runner: Runner, accesses: readonly Access[]): Promise<Login> {
  const folder = runner.temporary(`evenkeel-docker-${process.pid}`)
  const forget = () => rm(folder, { recursive: true, force: true })
  try {
    const registries = accesses.map(({ registry }) => registry)
    const env = await privateConfiguration(runner, folder, registries)
    for (const { registry, password } of accesses) {
      const argv = ['docker', 'login', '--username', 'AWS', '--password-stdin', registry]
      const { exitCode, stderr } = await shell.capture(argv, { env, input: password }).catch(withoutDocker)
      if (isPodman(stderr)) throw podmanFound(stderr.trim().split('\n')[0] ?? '')
      if (exitCode !== 0) throw loginFailed(registry, exitCode, stderr)
    }
    return { env, forget }
  } catch (error) {
    await forget().catch(() => {})
    throw error
  }
}

function withoutDocker(error: unknown) {
  if (error instanceof Failure) throw error
  const isMissing = (error as { code?: unknown }).code === 'ENOENT'
  return { exitCode: 127, stderr: isMissing ? 'docker is missing on this runner' : String(error) }
}

const loginFailed = (registry: string, exitCode: number, stderr: string) =>
  new Failure({
    code: 'EVK-303',
    title: 'docker could not log in to ECR',
    message: `docker login ${registry} ended with ${exitCode}: ${stderr.trim().split('\n').at(-1)}`,
    advice: 'The runner needs docker with buildx and a running engine: `docker buildx version` and `docker info` tell.',
  })

/** podman-docker says so before each command, or in its hints. */
export const isPodman = (text: string) => /^(Emulate Docker CLI using podman|See 'podman )/m.test(text)

export const podmanFound = (said: string) =>
  new Failure({
    code: 'EVK-305',
    title: 'This docker is podman',
    message: `The command docker of this runner is podman, which has no buildx: ${said}`,
    advice: 'Install docker with buildx on the runner, and take the package podman-docker away.',
  })

/** What docker says to `docker buildx …` without the plugin: of its own command line, and not of buildx's. */
export const lacksBuildx = (text: string) =>
  /'buildx' is not a docker command|unknown command: docker buildx|^See 'docker --help'|^Run 'docker (?:COMMAND )?--help'/m.test(
    text,
  )

export const buildxMissing = (deed: string, said: string) =>
  new Failure({
    code: 'EVK-303',
    title: 'docker has no buildx on this runner',
    message: `Could not ${deed}: ${said.trim().split('\n')[0]}`,
    advice: 'Install docker with buildx, or run docker/setup-buildx-action before: `docker buildx version` tells.',
  })

export const dockerMissing = (deed: string, cause: unknown) =>
  new Failure({
    code: 'EVK-303',
    title: 'docker is missing on this runner',
    message: `Could not ${deed}: there is no docker.`,
    advice: 'Install docker with buildx on the runner.',
    cause,
  })

const unwritable = (folder: string) => (cause: unknown) => {
  throw new Failure({
    code: 'EVK-303',
    title: 'No folder for the configuration of docker',
    message: `The folder ${dirname(folder)} cannot be written: ${String(cause).replace(/^Error: /, '')}`,
    advice: 'RUNNER_TEMP names it, or else TMPDIR: let the user that runs this job write there.',
    cause,
  })
}

/** The user's docker configuration (plugins, contexts, builders, other logins) and beside it a place for our password. */
async function privateConfiguration(
  runner: Runner,
  folder: string,
  registries: readonly string[],
): Promise<Record<string, string>> {
  // links are read from where they stand, and docker may be started elsewhere
  const users = resolve(process.env.DOCKER_CONFIG || join(homedir(), '.docker'))
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unwritable(folder))
  const written = await readConfiguration(join(users, 'config.json'))
  // docker and what it starts may repeat the other logins
  runner.hide(secretsOf(written).flatMap(secret => maskable(secret)))
  const configuration = withoutHelpers(written, registries)
  const file = join(folder, 'config.json')
  await writeFile(file, JSON.stringify(configuration), { mode: 0o600 }).catch(unwritable(folder))
  await symlink(join(users, 'cli-plugins'), join(folder, 'cli-plugins')).catch(() => {})
  await cp(join(users, 'contexts'), join(folder, 'contexts'), { recursive: true }).catch(() => {})
  return {
    DOCKER_CONFIG: folder,
    BUILDX_CONFIG: resolve(process.env.BUILDX_CONFIG || join(users, 'buildx')),
    ...givenLogins(runner, registries),
  }
}

/** docker asks this variable before its file: what it says of our registries would come before our login. */
function givenLogins(runner: Runner, registries: readonly string[]): Record<string, string> {
  const text = process.env.DOCKER_AUTH_CONFIG ?? ''
  const given = text === '' ? undefined : objectIn(text)
  // docker does not take it then either
  if (given === undefined) return {}
  runner.hide(secretsOf(given).flatMap(secret => maskable(secret)))
  const { auths = {} } = given
  const others = Object.entries(auths ?? {}).filter(([host]) => !registries.includes(hostOf(host)))
  return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: Object.fromEntries(others) }) }
}

interface Configuration {
  readonly auths?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>
  readonly proxies?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>
  readonly credsStore?: string
  readonly credHelpers?: Readonly<Record<string, string>>
}

/** Of each login all but who it is for (`auth`: `user:password` in base64), of each proxy its password. From docker's config.json. */
export function secretsOf({ auths = {}, proxies = {} }: Pick<Configuration, 'auths' | 'proxies'>): string[] {
  const textsIn = (all: unknown): [key: string, text: string][] =>
    Object.values(all ?? {})
      .flatMap(each => Object.entries(each ?? {}))
      .flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : []))
  const logins = textsIn(auths).filter(([key]) => !/^(?:username|email|serveraddress)$/.test(key))
  const decoded = logins
    .filter(([key]) => key === 'auth')
    .map(([, text]) =>
      Buffer.from(text, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
        .replace(/\0+$/, ''),
    )
  const passwords = textsIn(proxies).map(([, text]) => /^[a-z]+:\/\/[^:@]*:(.+)@/i.exec(text)?.[1] ?? '')
  return [...logins.map(([, text]) => text), ...decoded, ...passwords].filter(secret => secret !== '')
}

async function readConfiguration(file: string): Promise<Configuration> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error?.code === 'ENOENT' || error?.code === 'ENOTDIR') return '{}'
    throw unreadable(file, String(error))
  })
  const found = objectIn(text.replace(/^\ufeff/, ''))
  if (found) return found
  throw unreadable(file, text.trim() === '' ? 'it is empty' : 'it is not a JSON object')
}

function objectIn(text: string): Configuration | undefined {
  try {
    const found = JSON.parse(text) as unknown
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : undefined
  } catch {
    return undefined
  }
}

const unreadable = (file: string, why: string) =>
  new Failure({
    code: 'EVK-306',
    title: 'docker’s configuration cannot be read',
    message: `${file}: ${why}.`,
    advice: 'Mend the file or delete it; `{}` is an empty configuration. DOCKER_CONFIG may name another folder.',
  })

/**
 * A credential store would take our password out of this folder and keep it, and a helper for our registry would answer in its
 * place. To docker a helper without a name is the file itself: for our registries alone, so that the store still answers for the
 * others, also for those that no file lists. With one docker does not look for a store of the platform either.
 */
function withoutHelpers({ credHelpers, ...rest }: Configuration, registries: readonly string[]): Configuration {
  const kept = Object.entries(credHelpers ?? {}).filter(([host]) => !registries.includes(hostOf(host)))
  const own = registries.map(host => [host, ''] as const)
  const helpers = [...kept, ...own]
  return helpers.length === 0 ? rest : { ...rest, credHelpers: Object.fromEntries(helpers) }
}

const hostOf = (address: string) => address.replace(/^https?:\/\//, '').split('/')[0] ?? ''
