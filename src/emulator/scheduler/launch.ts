/** The way up: a new task, its order to run, its registration as a target. */
import type { TaskOverride } from '@aws-sdk/client-ecs'
import { arn, hex, uuid } from '../identity.ts'
import { record } from '../journal.ts'
import { overridden } from '../services/ecs/overridden.ts'
import type { Deployment, Revision, Service, Setting } from '../services/ecs/state/service.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { Definition, Recipe } from '../services/ecs/state.ts'
import { namesFor } from './connect.ts'
import { fail } from './failure.ts'
import { emptyLogGroup } from './log.ts'
import { count, revisionOf, type Scene, serviceOf } from './scene.ts'
import { resolveSecrets } from './secrets.ts'
import { moveTo } from './stop.ts'

export interface Placement {
  readonly cluster: string
  readonly definition: Definition
  readonly setting: Setting
  readonly service?: Service
  readonly deployment?: Deployment
  readonly startedBy?: string
  readonly capacityProvider?: string | undefined
  readonly group?: string
  readonly overrides?: TaskOverride
  readonly exec?: boolean
  readonly tags?: Task['tags']
}

export function createTask({ world, now, pace }: Pick<Scene, 'world' | 'now' | 'pace'>, place: Placement): Task {
  const { cluster, definition, service, deployment, setting } = place
  const id = hex(world, 32)
  const task: Task = {
    id,
    arn: arn(world, 'ecs', `task/${cluster}/${id}`),
    cluster,
    service: service?.arn,
    deploymentId: deployment?.id,
    revisionArn: deployment?.revisionArn,
    startedBy: deployment?.id ?? place.startedBy,
    group: place.group ?? (service ? `service:${service.name}` : `family:${definition.family}`),
    definition: definition.arn,
    createdAt: now,
    capacityProvider: place.capacityProvider,
    overrides: place.overrides,
    exec: place.exec ?? false,
    setting,
    status: 'PROVISIONING',
    desired: 'RUNNING',
    until: now + pace.provisioning,
    held: false,
    stopSent: false,
    eni: uuid(world),
    containers: (definition.recipe.containerDefinitions ?? []).map(container => ({
      name: container.name ?? '',
      image: container.image ?? '',
      id: uuid(world),
      essential: container.essential ?? true,
      checked: container.healthCheck?.command !== undefined && container.healthCheck.command[0] !== 'NONE',
      status: 'PENDING',
      health: 'UNKNOWN',
    })),
    targets: [],
    connected: [],
    proven: false,
    counted: false,
    version: 1,
    tags: place.tags ?? [],
  }
  world.tasks[id] = task
  world.openTasks.push(id)
  service?.tasks.push(id)
  record(world, now, 'task', { task: id, status: 'PROVISIONING', deployment: deployment?.id })
  return task
}

/** The network interface is there: hand the task to its fate, unless something it needs at start is missing. */
export function launch(scene: Scene, task: Task): void {
  const { world, orders } = scene
  const recipe = overridden(world.definitions[task.definition]?.recipe ?? {}, task.overrides)
  const secrets = resolveSecrets(world, recipe)
  const failure = secrets.failure ?? missingLogGroup(scene, recipe)
  if (failure !== undefined) {
    fail(scene, task, failure)
    return
  }
  const service = serviceOf(scene, task)
  task.held = true
  moveTo(scene, task, 'PENDING')
  orders.push({
    kind: 'run',
    task: {
      taskId: task.id,
      taskArn: task.arn,
      cluster: task.cluster,
      ...(service && { service: service.name }),
      taskDefinition: pinned(recipe, service && revisionOf(service, task.revisionArn)),
      secrets: secrets.values ?? {},
      names: namesFor(world, service),
    },
  })
}

/** ECS keeps a deployment on the bytes its first task pulled, even when the tag has moved since. */
function pinned(recipe: Recipe, revision: Revision | undefined): Recipe {
  if (revision === undefined || Object.keys(revision.digests).length === 0) return recipe
  return {
    ...recipe,
    containerDefinitions: (recipe.containerDefinitions ?? []).map(container => {
      const digest = revision.digests[container.name ?? '']
      const image = container.image ?? ''
      return digest && !image.includes('@') ? { ...container, image: `${untagged(image)}@${digest}` } : container
    }),
  }
}

const untagged = (image: string): string => image.replace(/:[^/:]+$/, '')

function missingLogGroup({ world, now }: Scene, recipe: Recipe): string | undefined {
  for (const { logConfiguration } of recipe.containerDefinitions ?? []) {
    if (logConfiguration?.logDriver !== 'awslogs') continue
    const name = logConfiguration.options?.['awslogs-group'] ?? ''
    if (world.logGroups[name] !== undefined) continue
    if (logConfiguration.options?.['awslogs-create-group'] === 'true') {
      world.logGroups[name] = emptyLogGroup(name, now)
      continue
    }
    return (
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
      'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.' +
      ' : exit status 1'
    )
  }
  return undefined
}

/** All containers have been started: the task becomes a target of its service's load balancers. */
export function registerTargets(scene: Scene, task: Task): void {
  const { world, orders } = scene
  const service = serviceOf(scene, task)
  if (service === undefined) return
  const revision = revisionOf(service, task.revisionArn)
  for (const [i, { containerPort }] of (revision?.setting ?? service.setting).loadBalancers.entries()) {
    const group = world.targetGroups[revision?.targetGroups[i] ?? '']
    if (group === undefined || containerPort === undefined) continue
    task.targets.push({ targetGroupArn: group.arn, port: containerPort, state: 'initial' })
    const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } = group.healthCheck
    orders.push({
      kind: 'register-target',
      taskId: task.id,
      port: containerPort,
      rules: {
        targetGroupArn: group.arn,
        path,
        intervalSeconds,
        timeoutSeconds,
        healthyThreshold,
        unhealthyThreshold,
        matcher,
      },
    })
    count(scene.registered, service.arn, group.arn)
  }
}
