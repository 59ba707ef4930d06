/** Counts what a load balancer does, until it is told. */
import type { Many, Traffic } from '../fate.ts'

interface Count {
  readonly loadBalancerArn: string
  readonly targetGroupArn: string
  readonly answered: Map<number, number>
  readonly refused: Map<number, number>
  readonly seconds: Map<number, number>
}

export interface TrafficCount {
  answered(place: Place, status: number, seconds: number): void
  refused(place: Place, status: number): void
  /** What came since the last time; `targets` says how many take requests of a target group. */
  take(targets: (targetGroupArn: string) => number): Omit<Traffic, 'at'>[]
}

interface Place {
  readonly loadBalancerArn: string
  readonly targetGroupArn: string
}

export function countTraffic(): TrafficCount {
  let counts = new Map<string, Count>()

  function of({ loadBalancerArn, targetGroupArn }: Place): Count {
    const key = `${loadBalancerArn} ${targetGroupArn}`
    const found = counts.get(key) ?? {
      loadBalancerArn,
      targetGroupArn,
      answered: new Map(),
      refused: new Map(),
      seconds: new Map(),
    }
    counts.set(key, found)
    return found
  }

  return {
    answered(place, status, seconds) {
      const { answered, seconds: times } = of(place)
      add(answered, status)
      // three digits are enough, and keep the values few
      add(times, Number(seconds.toPrecision(3)))
    },
    refused: (place, status) => add(of(place).refused, status),
    take(targets) {
      const taken = [...counts.values()]
      counts = new Map()
      return taken.map(({ loadBalancerArn, targetGroupArn, ...each }) => ({
        kind: 'traffic',
        loadBalancerArn,
        targetGroupArn,
        targets: targets(targetGroupArn),
        answered: listed(each.answered),
        refused: listed(each.refused),
        seconds: listed(each.seconds),
      }))
    },
  }
}

const add = (counts: Map<number, number>, value: number): void => void counts.set(value, (counts.get(value) ?? 0) + 1)

const listed = (counts: ReadonlyMap<number, number>): Many[] => [...counts].sort(([a], [b]) => a - b)
