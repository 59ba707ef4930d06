/** When a target counts as healthy. */
import type { TargetGroupRules } from '../fate.ts'

export interface TargetHealth {
  readonly state: 'initial' | 'healthy' | 'unhealthy'
  /** Checks in a row: passed above zero, failed below. */
  readonly streak: number
}

export type Check = { readonly status: number } | { readonly failure: 'timeout' | 'refused' }

export const initial: TargetHealth = { state: 'initial', streak: 0 }

export function after(check: Check, { state, streak }: TargetHealth, rules: TargetGroupRules): TargetHealth {
  const passed = 'status' in check && matches(rules.matcher, check.status)
  const now = passed ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1
  if (now >= rules.healthyThreshold) return { state: 'healthy', streak: now }
  if (-now >= rules.unhealthyThreshold) return { state: 'unhealthy', streak: now }
  return { state, streak: now }
}

/** `200`, `200-299`, `200,204`. */
export function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some(part => {
    const [from, to = from] = part.trim().split('-').map(Number)
    return from !== undefined && to !== undefined && from <= status && status <= to
  })
}

/** ELB's words. */
export function reason(check: Check): string {
  if ('status' in check) return `Health checks failed with these codes: [${check.status}]`
  return check.failure === 'timeout' ? 'Request timed out' : 'Health checks failed'
}
