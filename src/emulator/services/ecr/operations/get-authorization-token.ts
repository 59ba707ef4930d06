import { passwordOf } from '../../../docker/login.ts'
import { type Room, seconds } from '../../../room.ts'

const TWELVE_HOURS = 12 * 3600

export function getAuthorizationToken({ host, now, password, caller }: Room) {
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
