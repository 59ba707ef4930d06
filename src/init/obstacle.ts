/** What stands between a service as it is and its first deploy, each with what to do. Pure. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Fault } from '../failure/failure.ts'
import type { Lack } from '../failure/permission.ts'
import { quoted } from '../failure/words.ts'
import { ecrOf, hostOf, parseImage } from '../image/reference.ts'
import { containerOf } from '../revision/container.ts'
import { unguarded, unreadable } from '../rollout/readiness.ts'
import { hasNeverRun, isIdle, type Standing } from '../rollout/standing.ts'
import { type Outline, shapeOf } from './draft.ts'
import { type Home, isPushable } from './origin.ts'

export interface Obstacle {
  /** Whether the first deploy would be refused, fail, or deploy what is not meant; else it is worth knowing before. */
  readonly stops: boolean
  readonly what: string
  readonly fix: string
}

/** What is known of a repository; `unread`: the credentials may not ask. */
export type Shelf = 'missing' | 'unread' | 'IMMUTABLE' | 'MUTABLE'

export const stops = (what: string, fix: string): Obstacle => ({ stops: true, what, fix })
export const mind = (what: string, fix: string): Obstacle => ({ stops: false, what, fix })

/** What a deploy would refuse, in its own words. */
export const asObstacle = ({ what, fix }: Fault): Obstacle => stops(what, fix)

/** Of the service and its shape. `standing.place` names the container that the draft chose. */
export function serviceObstacles(standing: Standing, { made, containers }: Outline, home: Home): Obstacle[] {
  const { service, place } = standing
  const at = `service ${quoted(place.service)}`
  const main = containers.find(({ name }) => name === made[0].container)
  return [
    ...countObstacles(at, standing),
    ...guardObstacles(at, standing),
    ...kindObstacles(at, standing),
    ...roleObstacles(at, standing, home),
    ...(main ? checkObstacles(at, main, service.loadBalancers ?? []) : []),
    ...(main ? logObstacles(at, main, standing) : []),
  ]
}

function countObstacles(at: string, standing: Standing): Obstacle[] {
  if (!isIdle(standing) || hasNeverRun(standing)) return []
  const fix = 'Scale it to what it is to have, write `desired-count`, or `may-stand-at-zero: true` if 0 is meant.'
  return [stops(`${at} was scaled to 0: a release that no task runs proves nothing`, fix)]
}

function guardObstacles(at: string, standing: Standing): Obstacle[] {
  const { cluster, service } = standing.place
  const open = unguarded(standing)
  if (open === undefined) return []
  const { deploymentConfiguration: { strategy = 'ROLLING' } = {} } = standing.service
  const fix =
    strategy === 'ROLLING'
      ? `Turn the deployment circuit breaker on, with rollback: aws ecs update-service --cluster ${cluster} --service ${service} --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}", or in the console.`
      : 'Name deployment alarms, with rollback.'
  return [mind(`${at}: ${open}`, fix)]
}

function kindObstacles(at: string, { service, live, latest }: Standing): Obstacle[] {
  const { launchType, schedulingStrategy, desiredCount = 0, runningCount = 0, deployments = [] } = service
  const { cpuArchitecture, operatingSystemFamily = 'LINUX' } = (latest ?? live).definition.runtimePlatform ?? {}
  const isBroken = deployments.length > 1 || runningCount !== desiredCount
  return [
    ...(launchType === 'EC2' || launchType === 'EXTERNAL'
      ? [
          mind(
            `${at} has the launch type ${launchType}`,
            'It is moved all the same; see that instances have room for one more task.',
          ),
        ]
      : []),
    ...(schedulingStrategy === 'DAEMON'
      ? [mind(`${at} is a DAEMON`, 'It is moved all the same; how many tasks it has is for its instances to say.')]
      : []),
    ...(cpuArchitecture === 'ARM64'
      ? [mind(`${at} runs on ARM64`, 'Deploy on a runner of ubuntu-24.04-arm, or run docker/setup-qemu-action before.')]
      : []),
    ...(operatingSystemFamily === 'LINUX'
      ? []
      : [
          mind(
            `${at} runs on ${operatingSystemFamily}`,
            'Its image is built for windows/amd64, and on Linux docker runs no step of such a build: where the Dockerfile has a RUN, name an image that exists, in `image`.',
          ),
        ]),
    ...(isBroken
      ? [
          mind(
            `${at} is on the move, or not well: ${runningCount} of ${desiredCount} tasks run`,
            'Let it come to rest first.',
          ),
        ]
      : []),
  ]
}

/** AWS's own example role, which every service of an account comes to share. */
const SHARED_ROLE = /:role\/(?:.*\/)?ecsTaskExecutionRole$/

function roleObstacles(at: string, standing: Standing, home: Home): Obstacle[] {
  const { executionRoleArn } = (standing.latest ?? standing.live).definition
  if (executionRoleArn === undefined) {
    if (standing.service.launchType === 'EC2') return []
    const fix = 'Register a revision with `executionRoleArn`: a role with AmazonECSTaskExecutionRolePolicy will do.'
    return [stops(`${at} has no execution role: its tasks cannot pull from ECR`, fix)]
  }
  const own = shapeOf(standing).some(({ image = '' }) => isPushable(image, home))
  const pulls = own
    ? []
    : [
        mind(
          `${at} has never pulled from a registry of its own`,
          `See that ${executionRoleArn} may pull from ECR (AmazonECSTaskExecutionRolePolicy).`,
        ),
      ]
  const fix =
    'Give it an execution role of its own when you next change it: whoever may pass this one may start any task of the account with it.'
  return SHARED_ROLE.test(executionRoleArn)
    ? [...pulls, mind(`${at} runs with ecsTaskExecutionRole, which others share`, fix)]
    : pulls
}

function checkObstacles(at: string, container: ContainerDefinition, balancers: readonly object[]): Obstacle[] {
  if (containerOf(container).checked || balancers.length > 0) return []
  const what = `${at} has neither a health check nor a load balancer: ECS takes a task for healthy that merely runs`
  return [mind(what, `Give ${container.name} a \`healthCheck\` in the task definition.`)]
}

function logObstacles(at: string, container: ContainerDefinition, standing: Standing): Obstacle[] {
  const why = unreadable(standing, standing.latest ?? standing.live)
  if (why !== undefined)
    return [mind(`${at}: ${container.name} ${why}`, 'Log by awslogs, with `awslogs-stream-prefix`.')]
  const { log } = containerOf(container)
  if (log === undefined || log.prefix !== undefined) return []
  const fix = 'Set `awslogs-stream-prefix` in its log configuration: without it no stream is named after a task.'
  return [mind(`${at}: the last lines of a task that fails could not be found`, fix)]
}

/** Of the repositories that images are pushed to, and of the tags that services stand on now. */
export function repositoryObstacles(
  outlines: readonly Outline[],
  shelves: ReadonlyMap<string, Shelf>,
  home: Home,
): Obstacle[] {
  const names = [...new Set(outlines.flatMap(({ made }) => made.map(({ repository }) => repository)))]
  return names.flatMap(name => {
    const shelf = shelves.get(name)
    const used = outlines.flatMap(({ made }) => made.filter(({ repository }) => repository === name))
    const images = [...new Set(used.map(({ image }) => image))]
    return [...shelfObstacles(name, shelf, home), ...images.flatMap(image => tagObstacles(image, shelf))]
  })
}

function shelfObstacles(name: string, shelf: Shelf | undefined, { account, region }: Home): Obstacle[] {
  const host = hostOf(name)
  const ecr = ecrOf(host ?? '')
  if (host !== undefined && ecr === undefined) {
    return [
      stops(
        `the repository ${quoted(name)} is not of ECR`,
        `Run docker/login-action for ${host} before the deploy; no policy of AWS gives that.`,
      ),
    ]
  }
  const elsewhere = ecr !== undefined && ecr.account !== account
  const shared = elsewhere
    ? [
        stops(
          `the repository ${quoted(name)} is of account ${ecr.account}`,
          'Its repository policy has to let the new role push: what the policy printed here names is one half of it.',
        ),
      ]
    : []
  const own = host === undefined ? name : name.slice(host.length + 1)
  const there = ecr === undefined || ecr.region === region ? '' : ` --region ${ecr.region}`
  switch (shelf) {
    case 'missing':
      return [
        ...shared,
        stops(
          `the ECR repository ${quoted(name)} does not exist`,
          `aws ecr create-repository${there} --repository-name ${own} --image-tag-mutability IMMUTABLE`,
        ),
      ]
    case 'unread':
      return [
        ...shared,
        mind(
          `whether the ECR repository ${quoted(name)} exists could not be read`,
          'Look for it, or give these credentials ecr:DescribeRepositories.',
        ),
      ]
    case 'MUTABLE':
      return [
        ...shared,
        mind(
          `the tags of ${quoted(name)} can be moved`,
          'Make it IMMUTABLE: then nobody moves the name of a release. Evenkeel itself deploys by digest.',
        ),
      ]
    default:
      return shared
  }
}

function tagObstacles(image: string, shelf: Shelf | undefined): Obstacle[] {
  const { tag = 'latest', digest } = parseImage(image)
  if (digest !== undefined || tag !== 'latest') return []
  const moving =
    shelf === 'IMMUTABLE'
      ? 'the repository is immutable, so `latest` can never move'
      : 'Evenkeel does not move `latest`'
  const also =
    shelf === 'IMMUTABLE' ? 'do not ask for `also-tag: latest`' : 'write `also-tag: latest` if others read it'
  return [
    mind(
      `${quoted(image)} is named by a tag, and ${moving}`,
      `The first deploy names the image by its digest; ${also}.`,
    ),
  ]
}

/** What the credentials of this run were denied. */
export function lackObstacles(lacks: readonly Lack[]): Obstacle[] {
  const actions = [...new Set(lacks.map(({ action }) => action))].sort()
  if (actions.length === 0) return []
  const fix = 'Deploy with a role that has the policy above; of writing nothing was tried, so more may be missing.'
  return [stops(`these credentials lack ${actions.join(', ')}`, fix)]
}

export const alarmObstacles = (ringing: readonly string[]): Obstacle[] =>
  ringing.length === 0
    ? []
    : [
        mind(
          `in ALARM already: ${ringing.join(', ')}`,
          'ECS watches no alarm that rings before a deployment: let them fall silent first.',
        ),
      ]
