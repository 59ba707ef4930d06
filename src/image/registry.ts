/** A registry, whoever runs it: what it holds, and one more name for that. */
import type { Aws } from '../edge/aws.ts'
import type { Shell } from '../edge/shell.ts'
import { nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { findTags, type Held } from './find.ts'
import type { Repository } from './reference.ts'

export interface Registry {
  /** By tag, for those of `tags` that the repository has. */
  find(repository: Repository, tags: readonly string[]): Promise<Map<string, Held>>
  /** Puts what the repository holds under one more tag. `taken`: the tag is another image's, and does not move. */
  give(repository: Repository, image: Held, tag: string): Promise<'given' | 'taken'>
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, FIPS, and the hosts that speak IPv6 as well. */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+$/

export function ecrOf(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = ECR_HOST.exec(host) ?? []
  return account === undefined || region === undefined ? undefined : { account, region }
}

/** Asked by API, without a docker. `account`: where it is not the caller's own. */
export const ecrRegistry = (aws: Aws, account?: string): Registry => ({
  find: async ({ name }, tags) => await findTags(aws, { name, account }, tags),
  async give({ name: repositoryName }, { digest, manifest: imageManifest, mediaType }, imageTag) {
    const registry = account === undefined ? {} : { registryId: account }
    const type = mediaType === undefined ? {} : { imageManifestMediaType: mediaType }
    try {
      await aws.ecr.putImage({ ...registry, repositoryName, imageTag, imageManifest, ...type })
      return 'given'
    } catch (error) {
      if (nameOf(error) === 'ImageAlreadyExistsException') return 'given'
      if (nameOf(error) === 'ImageTagAlreadyExistsException') return 'taken'
      throw failureOf(error, `tag ${repositoryName}@${digest} as ${imageTag}`)
    }
  },
})

const INSPECT = ['docker', 'buildx', 'imagetools', 'inspect', '--format={{json .Manifest}}'] as const
const NOT_THERE = /not found|manifest unknown|name unknown|NAME_UNKNOWN|MANIFEST_UNKNOWN|does not exist/i

/** Asked through docker, with the logins that it has. */
export const dockerRegistry = (
  shell: Pick<Shell, 'capture'>,
  login: () => Promise<Readonly<Record<string, string>>>,
): Registry => ({
  async find({ uri }, tags) {
    const found = new Map<string, Held>()
    for (const tag of tags) {
      const argv = [...INSPECT, `${uri}:${tag}`]
      const { exitCode, stdout, stderr } = await ask(shell, argv, await login(), `look for ${uri}:${tag}`)
      const digest = /"digest":\s*"(sha256:[0-9a-f]{64})"/i.exec(stdout)?.[1]
      if (exitCode === 0 && digest !== undefined) {
        const { mediaType } = JSON.parse(stdout) as { mediaType?: string }
        found.set(tag, { digest, manifest: stdout, mediaType })
      } else if (!NOT_THERE.test(stderr)) throw silent(uri, tag, stderr)
    }
    return found
  },
  async give({ uri }, { digest }, tag) {
    await copy(shell, await login(), `${uri}@${digest}`, `${uri}:${tag}`)
    return 'given'
  },
})

/** From registry to registry, byte for byte: nothing is pulled, and the digest stays. */
export async function copy(
  shell: Pick<Shell, 'capture'>,
  env: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Promise<void> {
  // by default a single image would become an index of one
  const argv = ['docker', 'buildx', 'imagetools', 'create', '--prefer-index=false', `--tag=${to}`, from]
  const { exitCode, stderr } = await ask(shell, argv, env, `copy ${from}`)
  if (exitCode === 0) return
  throw new Failure({
    code: 'EVK-315',
    title: `The image could not be copied to ${to}`,
    message: `docker buildx imagetools create --tag ${to} ${from} ended with ${exitCode}: ${lastOf(stderr)}`,
    advice: 'docker has to be logged in to both registries, with the right to read the one and to write to the other.',
  })
}

async function ask(
  shell: Pick<Shell, 'capture'>,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  deed: string,
) {
  return await shell.capture(argv, { env }).catch(error => {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error
    throw new Failure({
      code: 'EVK-303',
      title: 'docker is missing on this runner',
      message: `Could not ${deed}: there is no docker, and registries other than ECR are asked through it.`,
      advice: 'Install docker with buildx, or name the image by its digest: …@sha256:….',
      cause: error,
    })
  })
}

const silent = (uri: string, tag: string, stderr: string) =>
  new Failure({
    code: 'EVK-314',
    title: `The registry does not tell of ${uri}:${tag}`,
    message: `docker buildx imagetools inspect ${uri}:${tag}: ${lastOf(stderr)}`,
    advice: 'docker has to be logged in to the registry (docker/login-action), and the registry within reach.',
  })

const lastOf = (text: string) => text.trim().split('\n').at(-1) ?? ''
