import { type Room, seconds } from '../../room.ts'

const TWELVE_HOURS = 12 * 3600

export function getAuthorizationToken({ host, now, password }: Room) {
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: seconds(now) + TWELVE_HOURS,
        proxyEndpoint: `http://${host}`,
      },
    ],
  }
}
