/** Tasks started and stopped by the service itself. */
import type { Tag } from '@aws-sdk/client-ecs'
import { announce, complain, taskList } from '../journal.ts'
import { isFargate, nextProvider } from '../services/ecs/capacity.ts'
import type { Deployment, Service, Setting } from '../services/ecs/state/service.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { Definition } from '../services/ecs/state.ts'
import { managedTags } from '../services/ecs/tags.ts'
import { isHealthy } from './health.ts'
import { createTask } from './launch.ts'
import { primaryOf, revisionOf, type Scene } from './scene.ts'
import { stopTask } from './stop.ts'

/** As many tasks of one deployment as the service wants, whatever others it has. */
export function staff(scene: Scene, service: Service, deployment: Deployment, tasks: readonly Task[]): void {
  const surplus = tasks.length - service.desiredCount
  const healthy = (task: Task): boolean => isHealthy(task, scene.now, scene.pace)
  if (surplus > 0) stopAll(scene, service, weakestFirst(tasks, healthy).slice(0, surplus))
  if (surplus < 0) start(scene, service, deployment, -surplus)
}

export function weakestFirst(tasks: readonly Task[], healthy: (task: Task) => boolean): Task[] {
  return [...tasks.filter(task => !healthy(task)), ...tasks.filter(healthy)]
}

export function start(scene: Scene, service: Service, deployment: Deployment, wanted: number): void {
  const { world, now, pace } = scene
  const revision = revisionOf(service, deployment.revisionArn)
  const definition = revision && world.definitions[revision.setting.taskDefinition]
  if (revision === undefined || definition === undefined) return
  service.steady = false
  if (now < deployment.startNotBefore) return
  if (!isFargate(revision.setting)) {
    complain(world, service, now, NO_INSTANCES, 'SERVICE_TASK_PLACEMENT_FAILURE')
    return
  }
  if (world.shortage !== undefined) {
    complain(
      world,
      service,
      now,
      `was unable to place a task. Reason: ${world.shortage.reason}`,
      'SERVICE_TASK_PLACEMENT_FAILURE',
    )
    return
  }
  const ids: string[] = []
  for (let i = 0; i < wanted; i++)
    ids.push(
      createTask(
        { world, now, pace },
        {
          cluster: service.cluster,
          definition,
          service,
          deployment,
          setting: revision.setting,
          capacityProvider: provide(deployment, revision.setting),
          exec: service.extras.enableExecuteCommand === true,
          tags: tagsFor(service, definition),
        },
      ).id,
    )
  const replaced = Math.min(service.owed, ids.length)
  service.owed = 0
  const suffix = replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ''
  announce(world, service, now, `has started ${ids.length} tasks: ${taskList(ids)}.${suffix}`)
}

/** There are no container instances here. */
const NO_INSTANCES =
  'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'

function provide(deployment: Deployment, { capacityProviderStrategy }: Setting): string | undefined {
  if (capacityProviderStrategy === undefined) return undefined
  const placed = deployment.placed ?? {}
  const provider = nextProvider(capacityProviderStrategy, placed)
  if (provider !== undefined) deployment.placed = { ...placed, [provider]: (placed[provider] ?? 0) + 1 }
  return provider
}

function tagsFor(service: Service, definition: Definition): Tag[] {
  const { name, cluster, extras } = service
  const managed = extras.enableECSManagedTags === true ? managedTags(cluster, name) : []
  return [...managed, ...structuredClone(propagated(service, definition))]
}

function propagated({ tags, extras }: Service, definition: Definition): readonly Tag[] {
  switch (extras.propagateTags) {
    case 'SERVICE':
      return tags
    case 'TASK_DEFINITION':
      return definition.tags
    default:
      return []
  }
}

export function stopAll(scene: Scene, service: Service, tasks: readonly Task[]): void {
  if (tasks.length === 0) return
  const { world, now } = scene
  service.steady = false
  const running = tasks.filter(({ status }) => status === 'RUNNING')
  const draining = running.filter(({ targets }) => targets.length > 0).length
  const id = primaryOf(service)?.id ?? ''
  for (const task of tasks)
    stopTask(scene, task, {
      code: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (deployment ${id})`,
    })
  if (draining > 0) announce(world, service, now, `has begun draining connections on ${draining} tasks.`)
  if (running.length > 0)
    announce(world, service, now, `has stopped ${running.length} running tasks: ${taskList(running.map(t => t.id))}.`)
  const pending = tasks.length - running.length
  if (pending > 0) announce(world, service, now, `stopped ${pending} pending tasks.`)
}
