/** Kept and told again; nothing is delivered. */
import { page } from '../../../page.ts'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'
import type { SubscriptionFilter } from '../state.ts'

interface Named {
  logGroupName?: string
  filterName?: string
}

type Input = Named & Partial<Pick<SubscriptionFilter, 'filterPattern' | 'destinationArn' | 'roleArn' | 'distribution'>>

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST = 2

export function putSubscriptionFilter({ world, now }: Room, input: Input) {
  const group = findGroup(world, input)
  const filterName = required(input.filterName, 'filterName')
  const filters = group.subscriptionFilters ?? {}
  const known = filters[filterName]
  if (known === undefined && Object.keys(filters).length >= MOST)
    throw new Refusal('LimitExceededException', 'Resource limit exceeded.')
  const { roleArn, distribution = 'ByLogStream' } = input
  group.subscriptionFilters = {
    ...filters,
    [filterName]: {
      filterName,
      logGroupName: group.name,
      filterPattern: input.filterPattern ?? '',
      destinationArn: required(input.destinationArn, 'destinationArn'),
      ...(roleArn !== undefined && { roleArn }),
      distribution,
      creationTime: known?.creationTime ?? now,
    },
  }
  return {}
}

interface Listing {
  logGroupName?: string
  filterNamePrefix?: string
  limit?: number
  nextToken?: string
}

export function describeSubscriptionFilters({ world }: Room, input: Listing) {
  const found = Object.values(findGroup(world, input).subscriptionFilters ?? {}).filter(({ filterName }) =>
    filterName.startsWith(input.filterNamePrefix ?? ''),
  )
  const asked = { maxResults: input.limit, nextToken: input.nextToken }
  const { items, nextToken } = page(found, asked, { standard: 50, most: 50 })
  return { subscriptionFilters: items, nextToken }
}

export function deleteSubscriptionFilter({ world }: Room, input: Named) {
  const group = findGroup(world, input)
  const name = required(input.filterName, 'filterName')
  const { [name]: gone, ...rest } = group.subscriptionFilters ?? {}
  if (gone === undefined)
    throw new Refusal('ResourceNotFoundException', 'The specified subscription filter does not exist.')
  group.subscriptionFilters = rest
  return {}
}
