/** A registry, whoever runs it: what it holds, and one more name for that. */
import type { Aws } from '../edge/aws.ts'
import type { Shell } from '../edge/shell.ts'
import { nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { findDigest, findTags, type Held } from './find.ts'
import { buildxMissing, lacksBuildx } from './login.ts'
import type { Repository } from './reference.ts'

export interface Registry {
  /** By tag, for those of `tags` that the repository has. */
  find(repository: Repository, tags: readonly string[]): Promise<Map<string, Held>>
  /** By digest; undefined: it is not there. */
  get(repository: Repository, digest: string): Promise<Held | undefined>
  /** Puts what the repository holds under one more tag. `taken`: the tag is another image's, and does not move. */
  give(repository: Repository, image: Held, tag: string): Promise<'given' | 'taken'>
}

/** Asked by API, without a docker. `account`: where it is not the caller's own. */
export const ecrRegistry = (aws: Aws, account?: string): Registry => ({
  find: async ({ name }, tags) => await findTags(aws, { name, account }, tags),
  get: async ({ name }, digest) => await findDigest(aws, { name, account }, digest),
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

/** Prints the descriptor of what a reference means, and of an index its manifests. */
export const inspectCommand = (reference: string): string[] => [
  ...['docker', 'buildx', 'imagetools', 'inspect', '--format={{json .Manifest}}', reference],
]

/** As docker says it of that very reference, or the registry by its codes; "not found" is said of much else. */
const isNotThere = (stderr: string, reference: string): boolean =>
  stderr.split('\n').some(line => line.trim().endsWith(`${reference}: not found`)) ||
  /\b(?:manifest unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|name unknown)\b/.test(stderr)

/** Asked through docker, with the logins that it has. */
export const dockerRegistry = (
  shell: Pick<Shell, 'capture'>,
  login: () => Promise<Readonly<Record<string, string>>>,
): Registry => ({
  async find({ uri }, tags) {
    const found = new Map<string, Held>()
    for (const tag of tags) {
      const held = await inspect(shell, await login(), `${uri}:${tag}`)
      if (held) found.set(tag, held)
    }
    return found
  },
  get: async ({ uri }, digest) => await inspect(shell, await login(), `${uri}@${digest}`),
  async give({ uri }, { digest }, tag) {
    const [from, to] = [`${uri}@${digest}`, `${uri}:${tag}`]
    if (await copy(shell, await login(), from, to)) return 'given'
    throw notCopied(to, 'this docker can only copy an image as an index of it', 'Install a newer docker buildx.')
  },
})

async function inspect(
  shell: Pick<Shell, 'capture'>,
  env: Readonly<Record<string, string>>,
  reference: string,
): Promise<Held | undefined> {
  const { exitCode, stdout, stderr } = await ask(shell, inspectCommand(reference), env, `look for ${reference}`)
  if (exitCode === 0) {
    const { digest = '', mediaType } = JSON.parse(stdout) as { digest?: string; mediaType?: string }
    return { digest, manifest: stdout, mediaType }
  }
  if (isNotThere(stderr, reference)) return undefined
  throw new Failure({
    code: 'EVK-314',
    title: `The registry does not tell of ${reference}`,
    message: `docker buildx imagetools inspect ${reference}: ${lastOf(stderr)}`,
    advice: 'docker has to be logged in to the registry (docker/login-action), and the registry within reach.',
  })
}

/**
 * From registry to registry, byte for byte: nothing is pulled, and the digest stays. An older docker makes an index of a single
 * image, which is copied along with it: false then, and it is there by its digest alone.
 */
export async function copy(
  shell: Pick<Shell, 'capture'>,
  env: Readonly<Record<string, string>>,
  from: string,
  to: string,
): Promise<boolean> {
  const create = async (tag: string, ...options: string[]) =>
    await ask(
      shell,
      ['docker', 'buildx', 'imagetools', 'create', ...options, `--tag=${tag}`, from],
      env,
      `copy ${from}`,
    )
  const first = await create(to, '--prefer-index=false')
  const isOld = /unknown flag: --prefer-index/.test(first.stderr)
  const { exitCode, stderr } = isOld ? await create(`${to}-index`) : first
  if (exitCode === 0) return !isOld
  throw notCopied(
    to,
    `docker buildx imagetools create of ${from} ended with ${exitCode}: ${lastOf(stderr)}`,
    'docker has to be logged in to both registries, with the right to read the one and to write to the other.',
  )
}

const notCopied = (to: string, message: string, advice: string) =>
  new Failure({ code: 'EVK-315', title: `The image could not be copied to ${to}`, message, advice })

async function ask(
  shell: Pick<Shell, 'capture'>,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  deed: string,
) {
  const answer = await shell.capture(argv, { env }).catch(error => {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error
    throw new Failure({
      code: 'EVK-303',
      title: 'docker is missing on this runner',
      message: `Could not ${deed}: there is no docker, and registries other than ECR are asked through it.`,
      advice: 'Install docker with buildx, or name the image by its digest: …@sha256:….',
      cause: error,
    })
  })
  if (answer.exitCode !== 0 && lacksBuildx(answer.stderr)) throw buildxMissing(deed, answer.stderr)
  return answer
}

const lastOf = (text: string) => text.trim().split('\n').at(-1) ?? ''
