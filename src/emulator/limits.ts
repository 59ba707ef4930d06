/** ECS's request limits, as token buckets; they count only when a test switches them on. */
interface Bucket {
  readonly size: number
  readonly perSecond: number
}

const BUCKETS: readonly (readonly [RegExp, Bucket])[] = [
  [/^(Register|Deregister)TaskDefinition$/, { size: 20, perSecond: 1 }],
  [/^(Describe|List)TaskDefinition/, { size: 50, perSecond: 20 }],
  [/^(Create|Update|Delete)Service$/, { size: 50, perSecond: 5 }],
  [/^(DescribeServices|ListServices)$/, { size: 100, perSecond: 20 }],
  [/^(List|Describe)ServiceDeployments$/, { size: 50, perSecond: 20 }],
  [/^DescribeServiceRevisions$/, { size: 50, perSecond: 20 }],
  [/^(RunTask|StopTask)$/, { size: 100, perSecond: 40 }],
  [/^(DescribeTasks|ListTasks)$/, { size: 100, perSecond: 20 }],
  [/^(Tag|Untag)Resource$/, { size: 20, perSecond: 10 }],
  [/^ListTagsForResource$/, { size: 50, perSecond: 20 }],
  [/Clusters?$/, { size: 50, perSecond: 20 }],
]

export interface Limits {
  enforce(enforced: boolean): void
  isOver(service: string, operation: string, now: number): boolean
}

export function createLimits(): Limits {
  let enforced = false
  let levels = new Map<Bucket, { tokens: number; at: number }>()
  return {
    enforce(on) {
      enforced = on
      levels = new Map()
    },
    isOver(service, operation, now) {
      const bucket = service === 'ecs' && enforced ? BUCKETS.find(([name]) => name.test(operation))?.[1] : undefined
      if (bucket === undefined) return false
      const { tokens, at } = levels.get(bucket) ?? { tokens: bucket.size, at: now }
      const filled = Math.min(bucket.size, tokens + ((now - at) / 1000) * bucket.perSecond)
      levels.set(bucket, { tokens: filled >= 1 ? filled - 1 : filled, at: now })
      return filled < 1
    },
  }
}
