/** The world as a list sees it that lags behind: what is young is not there yet. */
import type { Service } from './services/ecs/state/service.ts'
import type { World } from './world.ts'

export interface Late {
  readonly now: number
  readonly seconds: number
  /** Only what has this in its ARN. */
  readonly arn?: string | undefined
}

interface Thing {
  readonly arn: string
  readonly createdAt: number
}

const isSeen =
  ({ now, seconds, arn = '' }: Late) =>
  (thing: Thing): boolean =>
    thing.createdAt <= now - seconds * 1000 || !thing.arn.includes(arn)

/** For reads only: what is seen is the world's own. */
export function withoutYoung(world: World, late: Late): World {
  const seen = isSeen(late)
  return {
    ...world,
    tasks: only(world.tasks, seen),
    definitions: only(world.definitions, one => seen({ arn: one.arn, createdAt: one.registeredAt })),
    services: only(
      Object.fromEntries(
        Object.entries(world.services).map(([arn, service]): [string, Service] => [
          arn,
          { ...service, history: service.history.filter(seen) },
        ]),
      ),
      seen,
    ),
  }
}

const only = <T>(things: Readonly<Record<string, T>>, seen: (thing: NoInfer<T>) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(things).filter(([, thing]) => seen(thing)))

/** An answer about services that still names the service deployment before this one; the first has none. */
export function withLateCurrent(world: World, value: unknown, late: Late): unknown {
  const seen = isSeen(late)
  const behind = <T>(shown: T): T => {
    const service = world.services[(shown as { serviceArn?: string }).serviceArn ?? '']
    return { ...shown, currentServiceDeployment: service?.history.find(seen)?.arn }
  }
  const { service, services } = value as { service?: object; services?: object[] }
  return {
    ...(value as object),
    ...(service && { service: behind(service) }),
    ...(services && { services: services.map(behind) }),
  }
}
