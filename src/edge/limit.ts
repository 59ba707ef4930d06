/** A time limit for everything that is asked within a piece of work: an explanation must not keep the verdict. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from './clock.ts'

interface Limit {
  /** Epoch ms. */
  readonly until: number
  /** Rejects when the limit is reached. */
  readonly over: Promise<never>
}

const LIMITS = new AsyncLocalStorage<Limit>()

export const currentLimit = (): Limit | undefined => LIMITS.getStore()

/** Runs `work`; calls to AWS that it makes, however many, are given up `ms` from now, all of them. */
export async function limited<Value>(clock: Clock, ms: number, work: () => Promise<Value>): Promise<Value> {
  const { over, stop } = overIn(ms, `AWS did not answer within ${Math.round(ms / 1000)} s`)
  return await LIMITS.run({ until: clock.now() + ms, over }, work).finally(stop)
}

const ASIDE = new AsyncLocalStorage<true>()

export const isAside = (): boolean => ASIDE.getStore() === true

/** Runs `work`, which the run can do without: nobody is told of calls to AWS that it may not make. */
export const aside = async <Value>(work: () => Promise<Value>): Promise<Value> => await ASIDE.run(true, work)

/** A promise that only ever rejects, after `ms`; nobody need wait for it. */
export function overIn(ms: number, message: string): { readonly over: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(message), { name: 'TimeoutError' })), ms)
    timer.unref()
  })
  over.catch(() => {})
  return { over, stop: () => clearTimeout(timer) }
}
