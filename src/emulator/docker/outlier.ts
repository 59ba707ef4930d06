/** Service Connect's outlier detection: five failures within 30 s, and a server is left out for 30 s, at most 300 s. */
export interface Outlier {
  readonly failures: readonly number[]
  readonly ejections: number
  readonly until: number
}

export const trusted: Outlier = { failures: [], ejections: 0, until: 0 }

const window = 30_000
const limit = 5

export function judged(outlier: Outlier, ok: boolean, now: number): Outlier {
  if (ok) return outlier.failures.length === 0 ? outlier : { ...outlier, failures: [] }
  const failures = [...outlier.failures.filter(at => at > now - window), now]
  if (failures.length < limit) return { ...outlier, failures }
  const ejections = outlier.ejections + 1
  return { failures: [], ejections, until: now + Math.min(ejections, 10) * window }
}

/** Those to be used: the trusted ones, or everybody when more than half would be left out. */
export function trustworthy<T extends { readonly outlier: Outlier }>(servers: readonly T[], now: number): readonly T[] {
  const trusted = servers.filter(({ outlier }) => outlier.until <= now)
  return trusted.length * 2 >= servers.length ? trusted : servers
}
