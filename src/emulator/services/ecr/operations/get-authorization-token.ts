import type { GetAuthorizationTokenRequest } from '@aws-sdk/client-ecr'
import { passwordOf } from '../../../docker/login.ts'
import { type Room, seconds } from '../../../room.ts'
import { refuseOtherRegistry } from '../image.ts'

const TWELVE_HOURS = 12 * 3600

export function getAuthorizationToken(room: Room, input: GetAuthorizationTokenRequest) {
  const { world, host, now, password, caller } = room
  refuseOtherRegistry(world, input.registryIds ?? [])
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${passwordOf(caller, password)}`).toString('base64'),
        expiresAt: seconds(now) + TWELVE_HOURS,
        proxyEndpoint: `http://${host}`,
      },
    ],
  }
}
