/** What CreateService, UpdateService and RunTask refuse of where a task definition is to run. */
import type { CreateServiceRequest } from '@aws-sdk/client-ecs'
import { isFargate } from './capacity.ts'
import { type Rule, when } from './rule.ts'
import type { Setting } from './state/service.ts'
import type { Recipe } from './state.ts'

/** What a request for a service asks for besides the setting; nothing of a task that is run. */
export interface Asked
  extends Readonly<
    Partial<
      Pick<
        CreateServiceRequest,
        | 'availabilityZoneRebalancing'
        | 'desiredCount'
        | 'enableExecuteCommand'
        | 'launchType'
        | 'loadBalancers'
        | 'placementConstraints'
        | 'placementStrategy'
        | 'platformVersion'
        | 'role'
      >
    >
  > {
  readonly deed?: 'created' | 'updated'
  /** As the service is to have it. */
  readonly maximumPercent?: number | undefined
}

interface Running {
  readonly setting: Setting
  readonly recipe: Recipe
  readonly asked: Asked
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html */
const MOST = { subnets: 16, securityGroups: 5 } as const

const MOST_STRATEGIES = 5

const named = (things: readonly unknown[]): (string | undefined)[] => things.map(one => (one as { name?: string }).name)

export const SERVICE_RULES: readonly Rule<Running>[] = [
  {
    // API reference, CreateService: required if schedulingStrategy is REPLICA or is not specified
    name: 'a desired count of a new service',
    wordsOurs: true,
    says: ({ asked: { deed, desiredCount } }) =>
      when(
        deed === 'created' && desiredCount === undefined,
        'desiredCount is required when schedulingStrategy is REPLICA.',
      ),
  },
  {
    name: 'a definition for Fargate',
    says: ({ setting, recipe }) =>
      when(
        isFargate(setting) && !recipe.compatibilities?.includes('FARGATE'),
        'Task definition does not support launch_type FARGATE.',
      ),
  },
  {
    name: 'a network for awsvpc',
    says: ({ setting: { networkConfiguration }, recipe: { networkMode } }) =>
      when(
        networkMode === 'awsvpc' && networkConfiguration === undefined,
        "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
      ),
  },
  {
    name: 'a network for awsvpc alone',
    says: ({ setting: { networkConfiguration }, recipe: { networkMode } }) =>
      when(
        networkMode !== 'awsvpc' && networkConfiguration !== undefined,
        'Network Configuration is not valid for the given networkMode of this task definition.',
      ),
  },
  {
    name: 'subnets',
    says: ({ setting: { networkConfiguration } }) => {
      const { subnets } = networkConfiguration?.awsvpcConfiguration ?? {}
      return when(networkConfiguration !== undefined && !subnets?.length, 'subnets can not be empty.')
    },
  },
  {
    name: 'not too many subnets and security groups',
    says: ({ setting: { networkConfiguration } }) => {
      const given = networkConfiguration?.awsvpcConfiguration
      for (const [key, most] of Object.entries(MOST))
        if ((given?.[key as keyof typeof MOST]?.length ?? 0) > most) return `${key} can have at most ${most} items.`
      return undefined
    },
  },
  {
    name: 'volumes for what is configured at launch',
    wordsOurs: true,
    says: ({ setting: { volumeConfigurations }, recipe: { volumes = [] } }) => {
      const given = named(volumeConfigurations)
      const missing = volumes.find(({ name, configuredAtLaunch }) => configuredAtLaunch && !given.includes(name))
      return when(
        missing !== undefined,
        `The volume '${missing?.name}' is configured at launch: volumeConfigurations must name it.`,
      )
    },
  },
  {
    // seen by badmintoncryer/cdk-preflight, 2026-09
    name: 'volumes that are configured at launch',
    says: ({ setting: { volumeConfigurations }, recipe: { volumes = [] } }) => {
      const known = named(volumes.filter(({ configuredAtLaunch }) => configuredAtLaunch))
      const unknown = named(volumeConfigurations).find(name => !known.includes(name))
      return when(
        volumeConfigurations.length > 0 && unknown !== undefined,
        `The volume name '${unknown}' in your request does not have a matching volume in your Task Definition that is configurable at launch.`,
      )
    },
  },
  {
    // API reference, CreateService: the role of ECS itself is required for awsvpc, service discovery and several target groups
    name: "no role in the place of ECS's own",
    says: ({ asked: { role }, setting: { loadBalancers, serviceRegistries }, recipe: { networkMode } }) =>
      when(
        role !== undefined && (networkMode === 'awsvpc' || serviceRegistries.length > 0 || loadBalancers.length > 1),
        'You cannot specify an IAM role for services that require a service linked role.',
      ),
  },
  {
    name: 'a task role for ECS Exec',
    says: ({ asked: { deed, enableExecuteCommand }, recipe: { taskRoleArn } }) =>
      when(
        enableExecuteCommand === true && !taskRoleArn,
        `The service couldn't be ${deed} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
      ),
  },
  {
    name: 'no strategy of places on Fargate',
    says: ({ asked: { placementStrategy = [] }, setting }) =>
      when(
        isFargate(setting) && placementStrategy.length > 0,
        'Placement strategies are not supported with FARGATE launch type.',
      ),
  },
  {
    name: 'no constraints of places on Fargate',
    says: ({ asked: { placementConstraints = [] }, setting }) =>
      when(
        isFargate(setting) && placementConstraints.length > 0,
        'Placement constraints are not supported with FARGATE launch type.',
      ),
  },
  {
    // seen by badmintoncryer/cdk-preflight, 2026-09
    name: 'no platform version of EC2',
    says: ({ asked: { platformVersion, launchType } }) =>
      when(
        launchType === 'EC2' && platformVersion !== undefined,
        'The platform version must be null when specifying an EC2 launch type.',
      ),
  },
  {
    // the same
    name: 'one service registry',
    says: ({ setting: { serviceRegistries } }) =>
      when(serviceRegistries.length > 1, 'service registries can have at most 1 items.'),
  },
  {
    // the same
    name: 'one alias of a Service Connect service',
    says: ({ setting: { serviceConnectConfiguration } }) => {
      const most = Math.max(
        ...(serviceConnectConfiguration?.services ?? []).map(one => one.clientAliases?.length ?? 0),
        0,
      )
      return when(most > 1, `${most} clientAliases exceeds the max limit of 1`)
    },
  },
  {
    // the same
    name: 'strategies of places that there are',
    says: ({ asked: { placementStrategy = [] } }) => {
      const misplaced = placementStrategy.find(
        ({ type, field = '' }) => type === 'binpack' && !['cpu', 'memory'].includes(field.toLowerCase()),
      )
      if (placementStrategy.length > MOST_STRATEGIES) return `Maximum number of strategies is ${MOST_STRATEGIES}.`
      if (misplaced !== undefined) return `binpack field '${misplaced.field}' is invalid.`
      return when(
        placementStrategy.some(({ type, field }) => type === 'random' && !!field),
        'random field should not be specified.',
      )
    },
  },
  {
    // the same
    name: 'constraints of places that there are',
    says: ({ asked: { placementConstraints = [] } }) =>
      when(
        placementConstraints.some(({ type, expression }) => type === 'distinctInstance' && !!expression),
        'distinctInstance expression should not be specified.',
      ),
  },
  {
    // an update keeps what the service has (API reference of UpdateService, availabilityZoneRebalancing)
    name: 'room for what balances between zones',
    says: ({ asked: { deed, availabilityZoneRebalancing: balanced, maximumPercent = 200 } }) =>
      when(
        balanced === 'ENABLED' && maximumPercent <= 100,
        `The service couldn't be ${deed} because Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.`,
      ),
  },
]
