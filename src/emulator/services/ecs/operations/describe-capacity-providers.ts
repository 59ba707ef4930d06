import type { DescribeCapacityProvidersRequest } from '@aws-sdk/client-ecs'
import { arn, lastPart } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { PROVIDERS } from '../capacity.ts'

export function describeCapacityProviders({ world }: Room, input: DescribeCapacityProvidersRequest) {
  const names = input.capacityProviders?.map(lastPart) ?? PROVIDERS
  const arnOf = (name: string): string => arn(world, 'ecs', `capacity-provider/${name}`)
  return {
    capacityProviders: names
      .filter(name => PROVIDERS.includes(name))
      .map(name => ({ capacityProviderArn: arnOf(name), name, status: 'ACTIVE', tags: [] })),
    failures: names.filter(name => !PROVIDERS.includes(name)).map(name => ({ arn: arnOf(name), reason: 'MISSING' })),
  }
}
