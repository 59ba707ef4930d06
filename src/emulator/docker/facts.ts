/** What happened and was not told yet. */
import type { Fact } from '../fate.ts'

type WithoutTime<F> = F extends unknown ? Omit<F, 'at'> : never
export type News = WithoutTime<Fact>

export interface Facts {
  tell(news: News): void
  take(now: number): readonly Fact[]
}

/** Log lines kept between two ticks; a container that writes without end must not fill the memory. */
const most = 5_000

export function collectFacts(now: () => number): Facts {
  let waiting: Fact[] = []
  let lines = 0

  return {
    tell(news) {
      if (news.kind === 'log' && ++lines > most) {
        if (lines > most + 1) return
        waiting.push({ ...news, at: now(), message: `[local ECS] more than ${most} log lines at once: some are lost` })
        return
      }
      waiting.push({ ...news, at: now() } as Fact)
    },
    take(until) {
      const ready = waiting.filter(({ at }) => at <= until)
      waiting = waiting.filter(({ at }) => at > until)
      lines = waiting.filter(({ kind }) => kind === 'log').length
      return ready
    },
  }
}
