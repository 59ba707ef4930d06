/** What scales a service, and the alarms that watch it, as the page shows them. */
import { chosen } from '../services/application-autoscaling/find.ts'
import type { AlarmSettings } from '../services/cloudwatch/state.ts'
import type { Service } from '../services/ecs/state/service.ts'
import type { World } from '../world.ts'

export interface ScalingView {
  /** Absent where no scalable target is registered. */
  readonly target?: { readonly min: number; readonly max: number; readonly desired: number } | undefined
  readonly policies: readonly { readonly name: string; readonly type: string; readonly goal?: number | undefined }[]
  /** Scheduled actions that are still to come. */
  readonly scheduled: readonly { readonly name: string; readonly next: number }[]
  readonly alarms: readonly AlarmView[]
  /** Newest first. */
  readonly activities: readonly {
    readonly id: string
    readonly at: number
    readonly description: string
    readonly cause: string
    readonly status: string
  }[]
}

export interface AlarmView {
  readonly name: string
  readonly state: string
  /** Absent of one that is known by its name alone. */
  readonly metric?: { readonly name: string; readonly comparison: string; readonly threshold: number } | undefined
  readonly reason?: string | undefined
  /** Names of the policies that it sets going. */
  readonly policies: readonly string[]
}

const ALARMS = 24
const ACTIVITIES = 6

export function scalingView(world: World, service: Service): ScalingView {
  const place = { ServiceNamespace: 'ecs', ResourceId: `service/${service.cluster}/${service.name}` }
  const [target] = chosen(world.scalableTargets, place)
  const policies = chosen(world.scalingPolicies, place)
  const names = new Map(policies.map(({ PolicyARN, PolicyName }) => [PolicyARN, PolicyName]))
  return {
    target: target && { min: target.MinCapacity, max: target.MaxCapacity, desired: service.desiredCount },
    policies: policies.map(({ PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }) => ({
      name: PolicyName,
      type: PolicyType,
      goal: tracking?.TargetValue,
    })),
    scheduled: chosen(world.scheduledActions, place).flatMap(({ ScheduledActionName: name, next }) =>
      next === undefined ? [] : [{ name, next }],
    ),
    alarms: namesOf(world, service, names)
      .slice(0, ALARMS)
      .map(name => alarmView(world, name, names)),
    activities: chosenActivities(world, place.ResourceId),
  }
}

/** Those of its deployments first, then those that set one of its policies going. */
function namesOf(world: World, { history }: Service, policies: ReadonlyMap<string, string>): string[] {
  const ofDeployments = history[0]?.configuration.alarms?.alarmNames ?? []
  const ofPolicies = Object.values(world.metricAlarms).flatMap(({ settings }) =>
    actionsOf(settings).some(action => policies.has(action)) ? [settings.AlarmName] : [],
  )
  return [...new Set([...ofDeployments, ...ofPolicies])]
}

function alarmView(world: World, name: string, policies: ReadonlyMap<string, string>): AlarmView {
  const alarm = world.metricAlarms[name]
  const settings = alarm?.settings
  return {
    name,
    state: world.alarms[name] ?? 'OK',
    metric: settings && {
      name: settings.MetricName,
      comparison: settings.ComparisonOperator,
      threshold: settings.Threshold,
    },
    reason: alarm?.reason,
    policies: settings ? actionsOf(settings).flatMap(action => policies.get(action) ?? []) : [],
  }
}

const actionsOf = ({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: AlarmSettings): string[] => [
  ...AlarmActions,
  ...OKActions,
  ...InsufficientDataActions,
]

const chosenActivities = (world: World, resource: string): ScalingView['activities'] =>
  world.scalingActivities
    .filter(({ ResourceId }) => ResourceId === resource)
    .slice(0, ACTIVITIES)
    .map(({ ActivityId, startedAt, Description, Cause, StatusCode }) => ({
      id: ActivityId,
      at: startedAt,
      description: Description,
      cause: Cause,
      status: StatusCode,
    }))
