/** Where the images of a service come from, and which of them are its own: the others are sidecars. Pure. */
import type { ContainerDefinition, Service } from '@aws-sdk/client-ecs'
import { ecrOf, hostOf, type ImageName, parseImage, wholeName } from '../image/reference.ts'

/** The account and region whose registry a bare name means, and who asks. */
export interface Home {
  readonly account: string
  readonly region: string
  /** Host of the account's own registry, as it named itself; undefined where it was not asked. */
  readonly registry: string | undefined
  /** Owner of the repository on GitHub. */
  readonly owner: string
}

/** Registries that everybody pulls from. */
const PUBLIC =
  /^(?:(?:index\.|registry-1\.)?docker\.io|public\.ecr\.aws|quay\.io|gcr\.io|mcr\.microsoft\.com|registry\.k8s\.io|ghcr\.io|lscr\.io)$/

/** Whether a release could push to where an image is. */
export function isPushable(image: string, { registry, owner }: Home): boolean {
  const whole = wholeName(parseImage(image).repository)
  const host = hostOf(whole) ?? ''
  if (ecrOf(host) !== undefined || host === registry) return true
  const [namespace = ''] = whole.slice(host.length + 1).split('/')
  return !PUBLIC.test(host) || namespace.toLowerCase() === owner.toLowerCase()
}

/**
 * Whether it is of this account or owner, or of the registry that the image of its service is pushed to: AWS and others give their
 * sidecars from ECR and registries of their own.
 */
export function isOurs(image: string, home: Home, main: string): boolean {
  const [own, beside] = [image, main].map(registryIn)
  if (!isPushable(image, home) || own === undefined) return false
  return own === beside || own === home.account || own === home.registry || PUBLIC.test(own)
}

/** Of ECR the account, of others the host. */
function registryIn(image: string): string {
  const host = hostOf(wholeName(parseImage(image).repository)) ?? ''
  return ecrOf(host)?.account ?? host
}

/** Whether one image is meant: by its digest or by its tag, which is `latest` where none is said. */
export function isSameImage(one: string, other: string): boolean {
  const [a, b] = [parseImage(one), parseImage(other)]
  if (wholeName(a.repository) !== wholeName(b.repository)) return false
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest
  return tagIn(a) !== undefined && tagIn(a) === tagIn(b)
}

const tagIn = ({ tag, digest }: ImageName) => tag ?? (digest === undefined ? 'latest' : undefined)

/** A repository as a manifest writes it: of the account's own registry by its name alone. */
export function written(image: string, { account, region, registry }: Home): string {
  const { repository, name } = parseImage(image)
  const host = hostOf(repository) ?? ''
  const ecr = ecrOf(host)
  const isHome = host === registry || (ecr?.account === account && ecr.region === region)
  return isHome ? name : wholeName(repository)
}

/** The ARN of an ECR repository that a manifest names; undefined: it is of another registry. */
export function arnOf(repository: string, partition: string, { account, region }: Home): string | undefined {
  const host = hostOf(repository)
  if (host === undefined) return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`
  const ecr = ecrOf(host)
  return ecr && `arn:${partition}:ecr:${ecr.region}:${ecr.account}:repository/${repository.slice(host.length + 1)}`
}

/**
 * The container that a service is known by: of those whose image is its own the one that traffic is led to, else the one of its
 * name, else the first that is essential.
 */
export function mainOf(
  { serviceName, loadBalancers = [] }: Service,
  containers: readonly ContainerDefinition[],
  home: Home,
): ContainerDefinition | undefined {
  const own = containers.filter(({ image = '' }) => isPushable(image, home))
  const among = own.length > 0 ? own : containers
  const led = loadBalancers.map(({ containerName }) => containerName)
  return (
    among.find(({ name }) => led.includes(name)) ??
    among.find(({ name }) => name === serviceName) ??
    among.find(({ essential = true }) => essential) ??
    among[0]
  )
}

/** A repository for what stands on an image of everybody's: named after the service. */
export const repositoryFor = (service: string): string =>
  service
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .padEnd(2, '0')

/** Words of a tag that say when or where an image was released, and not what it is. */
const OF_A_RELEASE =
  /^(?:v?\d+\w{0,3}|[0-9a-f]{7,64}|sha|git|build|release|rc|latest|stable|edge|main|master|trunk|dev|test|staging|prod|production|amd64|arm64)$/

/**
 * What an image is of, as far as its name tells: where one repository holds several programs, the tags say whose they are
 * (`shop:api-17` is `shop:api`, and `shop:17` is `shop:`).
 */
export function programOf(image: string): string {
  const { repository, tag = '' } = parseImage(image)
  const words = tag.toLowerCase().split(/[-_.+]/)
  return `${wholeName(repository)}:${words.filter(word => word !== '' && !OF_A_RELEASE.test(word)).join('-')}`
}
