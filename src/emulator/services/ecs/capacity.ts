/** Where tasks go: a launch type, or capacity providers by a strategy. */
import type { CapacityProviderStrategyItem, LaunchType, NetworkConfiguration } from '@aws-sdk/client-ecs'
import { invalid, leftOut } from '../../refusal.ts'
import { describedMember } from './described.ts'
import type { Setting } from './state/service.ts'
import type { Cluster } from './state.ts'

export const PROVIDERS: readonly string[] = ['FARGATE', 'FARGATE_SPOT']
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const MOST_PROVIDERS = 20

export type Capacity = Pick<Setting, 'launchType' | 'capacityProviderStrategy'>

interface Wish {
  readonly launchType?: LaunchType | undefined
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined
}

/** Without either the cluster's default strategy, else EC2. */
export function capacityOf(cluster: Cluster, { launchType, capacityProviderStrategy = [] }: Wish): Capacity {
  if (launchType !== undefined && capacityProviderStrategy.length > 0)
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    )
  if (launchType === 'EXTERNAL' || launchType === 'MANAGED_INSTANCES')
    throw leftOut(`capacity of the launch type ${launchType}`)
  if (launchType !== undefined) return { launchType }
  const strategy =
    capacityProviderStrategy.length > 0
      ? checkedStrategy(cluster, capacityProviderStrategy)
      : cluster.defaultCapacityProviderStrategy
  return strategy.length > 0
    ? { launchType: undefined, capacityProviderStrategy: [...strategy] }
    : { launchType: 'EC2' }
}

export function checkedStrategy(
  { capacityProviders }: Pick<Cluster, 'capacityProviders'>,
  items: readonly CapacityProviderStrategyItem[],
): CapacityProviderStrategyItem[] {
  const strategy = strategyOf(items)
  const names = strategy.map(({ capacityProvider = '' }) => capacityProvider)
  checkProviders(names)
  if (names.some(name => !capacityProviders.includes(name)))
    throw invalid(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    )
  if (new Set(names).size < names.length || names.length > MOST_PROVIDERS)
    throw invalid('The specified capacity provider strategy names a capacity provider twice, or too many of them.')
  if (strategy.filter(({ base = 0 }) => base > 0).length > 1)
    throw invalid(
      'There are multiple capacity providers in the specified capacity provider strategy with a base value greater than zero. Only one capacity provider can have a base value greater than zero. Specify a valid capacity provider strategy and try again.',
    )
  if (strategy.length > 1 && strategy.every(({ weight }) => weight === 0))
    throw invalid(
      'There are no capacity providers in the capacity provider strategy with a weight value greater than zero. Specify a weight value greater than zero for at least one capacity provider and try again.',
    )
  return strategy
}

export function checkProviders(names: readonly string[]): void {
  const unknown = names.find(name => !PROVIDERS.includes(name))
  if (unknown !== undefined) throw invalid(`The specified capacity provider '${unknown}' was not found.`)
}

const strategyOf = (items: readonly CapacityProviderStrategyItem[] = []): CapacityProviderStrategyItem[] =>
  describedMember('service', 'capacityProviderStrategy', [...items])

export const networkOf = (given: NetworkConfiguration | undefined): NetworkConfiguration | undefined =>
  given?.awsvpcConfiguration && describedMember('service', 'networkConfiguration', given)

export const isFargate = ({ launchType }: Capacity): boolean => launchType !== 'EC2'

/** Who gets the next task, after so many: the base first, then by weight. */
export function nextProvider(
  strategy: readonly CapacityProviderStrategyItem[],
  placed: Readonly<Record<string, number>>,
): string | undefined {
  const has = ({ capacityProvider = '' }: CapacityProviderStrategyItem): number => placed[capacityProvider] ?? 0
  const short = strategy.find(item => has(item) < (item.base ?? 0))
  if (short !== undefined) return short.capacityProvider
  const due = (item: CapacityProviderStrategyItem): number => (has(item) - (item.base ?? 0) + 1) / (item.weight || 1)
  const weighted = strategy.length === 1 ? strategy : strategy.filter(({ weight = 0 }) => weight > 0)
  return [...weighted].sort((a, b) => due(a) - due(b))[0]?.capacityProvider
}
