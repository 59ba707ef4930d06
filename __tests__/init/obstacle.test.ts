/** What stands in the way of a first deploy, one by one: whether it stops it, what it is, and what to do. */
import type { Service, TaskDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { type Outline, outlinesOf } from '../../src/init/draft.ts'
import {
  alarmObstacles,
  asObstacle,
  lackObstacles,
  type Obstacle,
  repositoryObstacles,
  type Shelf,
  serviceObstacles,
} from '../../src/init/obstacle.ts'
import type { Standing } from '../../src/rollout/standing.ts'

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const OTHER = '222222222222.dkr.ecr.eu-west-1.amazonaws.com'
const HOME = { account: '123456789012', region: 'eu-west-1', registry: ECR, owner: 'acme' }
const LOGS = { logDriver: 'awslogs' as const, options: { 'awslogs-group': '/ecs/api', 'awslogs-stream-prefix': 'ecs' } }
const CONTAINER = {
  name: 'api',
  image: `${ECR}/shop/api:1.0.0`,
  healthCheck: { command: ['CMD', 'true'] },
  logConfiguration: LOGS,
}

interface Change {
  readonly service?: Partial<Service>
  readonly definition?: Partial<TaskDefinition>
  readonly container?: object
  readonly everAsked?: boolean
}

/** A service in whose way nothing is, but for the change. */
function standing({ service, definition, container, everAsked }: Change = {}): Standing {
  const shape = {
    family: 'api',
    executionRoleArn: 'arn:aws:iam::123456789012:role/api-execution',
    containerDefinitions: [{ ...CONTAINER, ...container }],
    ...definition,
  }
  return {
    place: { name: 'api', service: 'api', cluster: 'shop', container: 'api' },
    service: {
      serviceName: 'api',
      launchType: 'FARGATE',
      desiredCount: 2,
      runningCount: 2,
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }],
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      ...service,
    },
    live: { definition: shape, tags: [] },
    everAsked,
  } as unknown as Standing
}

const outlineOf = (found: Standing): Outline | undefined => outlinesOf([found], HOME, [])[0]?.outline

const told = (obstacles: readonly Obstacle[]) =>
  obstacles.map(({ stops, what, fix }) => `${stops ? 'stops' : 'mind'}: ${what} | ${fix}`)

function ofService(change?: Change): string[] {
  const found = standing(change)
  const outline = outlineOf(found)
  return outline ? told(serviceObstacles(found, outline, HOME)) : []
}

describe('of a service', () => {
  test.each<[string, Change]>([
    ['as it should be', {}],
    ['at 0 that has never run', { service: { desiredCount: 0, runningCount: 0 }, everAsked: false }],
    ['guarded by alarms alone', guard({ alarms: { enable: true, rollback: true, alarmNames: ['5xx'] } })],
    ['led to by a load balancer', { container: { healthCheck: undefined }, service: { loadBalancers: [{}] } }],
    ['of EC2 without an execution role', { ...onEc2(), definition: { executionRoleArn: undefined } }],
    ['of X86_64', { definition: { runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' } } }],
  ])('none: %s', (_, change) => {
    const isEc2 = change.service?.launchType === 'EC2'
    expect(ofService(change).filter(each => !isEc2 || !each.includes('launch type'))).toEqual([])
  })

  test.each<[string, Change, string]>([
    [
      'scaled to 0',
      { service: { desiredCount: 0, runningCount: 0, events: [{ message: '(service api) has started 2 tasks: ….' }] } },
      'stops: service "api" was scaled to 0: a release that no task runs proves nothing | Scale it to what it is to have, write `desired-count`, or `may-stand-at-zero: true` if 0 is meant.',
    ],
    [
      'no breaker',
      guard({}),
      'mind: service "api": It has no deployment circuit breaker and no deployment alarm: nothing in ECS ends a broken release. | Turn the deployment circuit breaker on, with rollback: aws ecs update-service --cluster shop --service api --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}", or in the console.',
    ],
    [
      'a breaker that does not roll back',
      guard({ deploymentCircuitBreaker: { enable: true, rollback: false } }),
      'mind: service "api": Its breaker or alarms stop a broken release and do not roll it back. | Turn the deployment circuit breaker on, with rollback: aws ecs update-service --cluster shop --service api --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}", or in the console.',
    ],
    [
      'no alarm of a blue/green',
      guard({ strategy: 'BLUE_GREEN' }),
      'mind: service "api": It has no deployment circuit breaker and no deployment alarm: nothing in ECS ends a broken release. | Name deployment alarms, with rollback.',
    ],
    [
      'EC2',
      onEc2(),
      'mind: service "api" has the launch type EC2 | It is moved all the same; see that instances have room for one more task.',
    ],
    [
      'EXTERNAL',
      { service: { launchType: 'EXTERNAL' } },
      'mind: service "api" has the launch type EXTERNAL | It is moved all the same; see that instances have room for one more task.',
    ],
    [
      'a DAEMON',
      { service: { schedulingStrategy: 'DAEMON' } },
      'mind: service "api" is a DAEMON | It is moved all the same; how many tasks it has is for its instances to say.',
    ],
    [
      'ARM64',
      { definition: { runtimePlatform: { cpuArchitecture: 'ARM64' } } },
      'mind: service "api" runs on ARM64 | Deploy on a runner of ubuntu-24.04-arm, or run docker/setup-qemu-action before.',
    ],
    [
      'Windows',
      { definition: { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } } },
      'mind: service "api" runs on WINDOWS_SERVER_2022_CORE | Its image is built for windows/amd64, and on Linux docker runs no step of such a build: where the Dockerfile has a RUN, name an image that exists, in `image`.',
    ],
    [
      'too few tasks',
      { service: { runningCount: 1 } },
      'mind: service "api" is on the move, or not well: 1 of 2 tasks run | Let it come to rest first.',
    ],
    [
      'two deployments',
      { service: { deployments: [{ status: 'PRIMARY' }, { status: 'ACTIVE' }] } },
      'mind: service "api" is on the move, or not well: 2 of 2 tasks run | Let it come to rest first.',
    ],
    [
      'no execution role',
      { definition: { executionRoleArn: undefined } },
      'stops: service "api" has no execution role: its tasks cannot pull from ECR | Register a revision with `executionRoleArn`: a role with AmazonECSTaskExecutionRolePolicy will do.',
    ],
    [
      'an image of everybody’s',
      { container: { image: 'nginx:1.29' } },
      'mind: service "api" has never pulled from a registry of its own | See that arn:aws:iam::123456789012:role/api-execution may pull from ECR (AmazonECSTaskExecutionRolePolicy).',
    ],
    [
      'the role of all',
      { definition: { executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole' } },
      'mind: service "api" runs with ecsTaskExecutionRole, which others share | Give it an execution role of its own when you next change it: whoever may pass this one may start any task of the account with it.',
    ],
    [
      'the role of all, on a path',
      { definition: { executionRoleArn: 'arn:aws-cn:iam::123456789012:role/service-role/ecsTaskExecutionRole' } },
      'mind: service "api" runs with ecsTaskExecutionRole, which others share | Give it an execution role of its own when you next change it: whoever may pass this one may start any task of the account with it.',
    ],
    [
      'no check',
      { container: { healthCheck: undefined } },
      'mind: service "api" has neither a health check nor a load balancer: ECS takes a task for healthy that merely runs | Give api a `healthCheck` in the task definition.',
    ],
    [
      'no log',
      { container: { logConfiguration: undefined } },
      'mind: service "api": api has no log configuration: were it to fail, its last lines would not be shown | Log by awslogs, with `awslogs-stream-prefix`.',
    ],
    [
      'a log that cannot be read',
      { container: { logConfiguration: { logDriver: 'awsfirelens' } } },
      'mind: service "api": api logs by awsfirelens, which cannot be read here: were it to fail, its last lines would not be shown | Log by awslogs, with `awslogs-stream-prefix`.',
    ],
    [
      'a log without a prefix',
      { container: { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/api' } } } },
      'mind: service "api": the last lines of a task that fails could not be found | Set `awslogs-stream-prefix` in its log configuration: without it no stream is named after a task.',
    ],
  ])('%s', (_, change, line) => {
    expect(ofService(change)).toEqual([line])
  })

  test('all of them at once', () => {
    const change = {
      service: { desiredCount: 2, runningCount: 0, launchType: 'EC2' as const, deploymentConfiguration: {} },
      container: { healthCheck: undefined, logConfiguration: undefined, image: 'nginx' },
    }
    expect(ofService(change).map(each => each.split(':')[0])).toEqual(Array(6).fill('mind'))
  })
})

function guard(deploymentConfiguration: Service['deploymentConfiguration']): Change {
  return { service: { deploymentConfiguration } }
}

function onEc2(): Change {
  return { service: { launchType: 'EC2' } }
}

describe('of a repository', () => {
  const of = (image: string, shelf?: Shelf): string[] => {
    const outline = outlineOf(standing({ container: { image } }))
    const name = outline?.made[0].repository ?? ''
    return outline ? told(repositoryObstacles([outline, outline], new Map(shelf ? [[name, shelf]] : []), HOME)) : []
  }
  const FOREIGN = `stops: the repository "${OTHER}/api" is of account 222222222222 | Its repository policy has to let the new role push: what the policy printed here names is one half of it.`

  test.each<[string, string, Shelf | undefined, string[]]>([
    ['immutable', `${ECR}/api:1`, 'IMMUTABLE', []],
    [
      'not there',
      `${ECR}/shop/api:1`,
      'missing',
      [
        'stops: the ECR repository "shop/api" does not exist | aws ecr create-repository --repository-name shop/api --image-tag-mutability IMMUTABLE',
      ],
    ],
    [
      'not to be read',
      `${ECR}/api:1`,
      'unread',
      [
        'mind: whether the ECR repository "api" exists could not be read | Look for it, or give these credentials ecr:DescribeRepositories.',
      ],
    ],
    [
      'mutable',
      `${ECR}/api:1`,
      'MUTABLE',
      [
        'mind: the tags of "api" can be moved | Make it IMMUTABLE: then nobody moves the name of a release. Evenkeel itself deploys by digest.',
      ],
    ],
    ['of another account', `${OTHER}/api:1`, 'IMMUTABLE', [FOREIGN]],
    [
      'of another account, and not there',
      `${OTHER}/api:1`,
      'missing',
      [
        FOREIGN,
        `stops: the ECR repository "${OTHER}/api" does not exist | aws ecr create-repository --repository-name api --image-tag-mutability IMMUTABLE`,
      ],
    ],
    [
      'of another region, and not there',
      `${ECR.replace('eu-west-1', 'us-east-1')}/api:1`,
      'missing',
      [
        `stops: the ECR repository "${ECR.replace('eu-west-1', 'us-east-1')}/api" does not exist | aws ecr create-repository --region us-east-1 --repository-name api --image-tag-mutability IMMUTABLE`,
      ],
    ],
    [
      'of another registry',
      'ghcr.io/acme/api:1',
      undefined,
      [
        'stops: the repository "ghcr.io/acme/api" is not of ECR | Run docker/login-action for ghcr.io before the deploy; no policy of AWS gives that.',
      ],
    ],
  ])('%s', (_, image, shelf, lines) => {
    expect(of(image, shelf)).toEqual(lines)
  })

  test.each<[string, Shelf, string]>([
    [
      `${ECR}/api:latest`,
      'IMMUTABLE',
      `mind: "${ECR}/api:latest" is named by a tag, and the repository is immutable, so \`latest\` can never move | The first deploy names the image by its digest; do not ask for \`also-tag: latest\`.`,
    ],
    [
      `${ECR}/api`,
      'MUTABLE',
      `mind: "${ECR}/api" is named by a tag, and Evenkeel does not move \`latest\` | The first deploy names the image by its digest; write \`also-tag: latest\` if others read it.`,
    ],
  ])('whose tag moves: %s, %s', (image, shelf, line) => {
    expect(of(image, shelf).filter(each => each.includes('is named by a tag'))).toEqual([line])
  })

  test('each once, of the repository that the image is of', () => {
    const images = ['api', 'proxy'].map(name => ({ name, image: `${ECR}/shop/${name}:latest` }))
    const found = standing({ definition: { containerDefinitions: images } })
    const dockerfiles = ['api', 'proxy'].map(folder => ({ folder, file: 'Dockerfile', stages: [] }))
    const outlines = outlinesOf([found], HOME, dockerfiles).map(({ outline }) => outline)
    const shelves = new Map<string, Shelf>([
      ['shop/api', 'IMMUTABLE'],
      ['shop/proxy', 'MUTABLE'],
    ])
    const lines = repositoryObstacles(outlines, shelves, HOME).map(({ what }) => what)
    expect(lines.filter(each => each.includes('is named by a tag'))).toEqual([
      `"${ECR}/shop/api:latest" is named by a tag, and the repository is immutable, so \`latest\` can never move`,
      `"${ECR}/shop/proxy:latest" is named by a tag, and Evenkeel does not move \`latest\``,
    ])
  })

  test('whose image has a digest beside the tag', () => {
    expect(of(`${ECR}/api:latest@sha256:${'a'.repeat(64)}`, 'IMMUTABLE')).toEqual([])
  })
})

test('what the credentials were denied, each once', () => {
  const lack = (action: string) => ({ action, statement: '' })
  expect(lackObstacles([])).toEqual([])
  expect(told(lackObstacles(['ecs:ListTasks', 'ecr:Get', 'ecs:ListTasks'].map(lack)))).toEqual([
    'stops: these credentials lack ecr:Get, ecs:ListTasks | Deploy with a role that has the policy above; of writing nothing was tried, so more may be missing.',
  ])
})

test('alarms that ring', () => {
  expect(alarmObstacles([])).toEqual([])
  expect(told(alarmObstacles(['5xx', 'latency']))).toEqual([
    'mind: in ALARM already: 5xx, latency | ECS watches no alarm that rings before a deployment: let them fall silent first.',
  ])
})

test('what a deploy would refuse stops it', () => {
  expect(told([asObstacle({ code: 'EVK-207', what: 'a', fix: 'b' })])).toEqual(['stops: a | b'])
})
