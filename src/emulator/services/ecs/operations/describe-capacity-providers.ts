import type { DescribeCapacityProvidersRequest } from '@aws-sdk/client-ecs'
import { arn, isElsewhere, lastPart } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { PROVIDERS } from '../capacity.ts'

export function describeCapacityProviders({ world }: Room, input: DescribeCapacityProvidersRequest) {
  const arnOf = (name: string): string => arn(world, 'ecs', `capacity-provider/${name}`)
  const asked = (input.capacityProviders ?? PROVIDERS).map(given => {
    const elsewhere = isElsewhere(world, 'ecs', given)
    return { name: lastPart(given), arn: elsewhere ? given : arnOf(lastPart(given)), elsewhere }
  })
  const isHere = ({ name, elsewhere }: (typeof asked)[number]): boolean => !elsewhere && PROVIDERS.includes(name)
  return {
    capacityProviders: asked
      .filter(isHere)
      .map(({ name, arn }) => ({ capacityProviderArn: arn, name, status: 'ACTIVE', tags: [] })),
    failures: asked.filter(one => !isHere(one)).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}
