/** Calls that are made again: the outermost middleware, so that each attempt is serialised and signed anew. */
import { isClockSkewCorrectedError, isClockSkewError } from '@smithy/core/retry'
import { kindOf } from '../failure/aws.ts'
import type { Stacked } from './answer.ts'
import type { Clock } from './clock.ts'
import { currentLimit, isAside, overIn } from './limit.ts'
import { type Pace, paced } from './pace.ts'
import { backoff, isDoubtful, isStrange, isTransient, PATIENCE, STRANGE_ATTEMPTS } from './retry.ts'

export interface Patient {
  readonly clock: Clock
  /** Epoch ms after which no call is repeated. */
  readonly deadline: number
  /** Fires when the workflow is cancelled: then no call is repeated either. */
  readonly signal: AbortSignal
  /** Told about each repetition, for the debug log. */
  readonly onRetry: (line: string) => void
  /** Told about each call that is given up, whether or not the run can do without its answer. */
  readonly onError?: (error: unknown, command: string) => void
  readonly random?: () => number
}

export const isRead = (command: string): boolean => /^(Describe|List|Get|BatchGet|BatchCheck)[A-Z]/.test(command)

/** Made twice, these leave what they leave made once. Of any other write once.ts has to ask whether it was carried out. */
const REPEATABLE = new Set([
  'PutImageCommand',
  'PutParameterCommand',
  'TagResourceCommand',
  'StopServiceDeploymentCommand',
])

/** What all calls together still get when the run is over: when its deadline has come, or it was cancelled. */
const AFTERWARDS_MS = 4_000

export function bePatient(client: Stacked, patient: Patient, over: Promise<never>): void {
  const { clock, random = Math.random } = patient
  const paces = { read: paced(clock, random), write: paced(clock, random) }
  client.middlewareStack.add(
    (next, { commandName = 'a call' }) =>
      args =>
        insist(patient, commandName, paces[isRead(commandName) ? 'read' : 'write'], () => {
          const limit = currentLimit()
          return Promise.race([next(args), over, ...(limit ? [limit.over] : [])])
        }),
    { name: 'patience', step: 'initialize', priority: 'high' },
  )
}

async function insist(patient: Patient, command: string, pace: Pace, call: () => Promise<unknown>): Promise<unknown> {
  const { clock, deadline, signal, onRetry, onError = () => {}, random = Math.random } = patient
  const until = Math.min(deadline, currentLimit()?.until ?? deadline)
  let waited = 0
  let skewed = false
  await pace.turn(until, signal)
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await call()
      pace.served()
      return result
    } catch (error) {
      if (kindOf(error) === 'throttled') pace.throttled()
      if (!skewed && isSkew(error) && !signal.aborted) {
        skewed = true
        onRetry(`${command}: ${String(error)}; again with the clock corrected`)
        continue
      }
      const pause = backoff(attempt, random)
      const spent = attempt >= PATIENCE.attempts || waited + pause > PATIENCE.budgetMs
      const late = signal.aborted || clock.now() + pause > until
      const single = !isRead(command) && !REPEATABLE.has(command)
      const again = isTransient(error) || (isRead(command) && isStrange(error) && attempt < STRANGE_ATTEMPTS)
      if (!again || (single && isDoubtful(error)) || spent || late) {
        if (!isAside()) onError(error, command)
        throw error
      }
      onRetry(`${command}: ${String(error)}; attempt ${attempt + 1} in ${pause} ms`)
      waited += pause
      await clock.sleep(pause, signal)
    }
  }
}

/** AWS refused the call for its time, and the SDK has learned AWS's; it repeats nothing, because we do. */
function isSkew(error: unknown): boolean {
  // a denial is on the SDK's list of such errors, too
  if (isDoubtful(error) || kindOf(error) === 'denied' || typeof error !== 'object' || error === null) return false
  const known = error as Parameters<typeof isClockSkewError>[0]
  return isClockSkewError(known) && isClockSkewCorrectedError(known) === true
}

/** Rejects a while after the end of the run: a call that hangs must not keep it. */
export function afterwards({ clock, deadline, signal }: Patient): Promise<never> {
  const message = 'AWS did not answer before the end of the run'
  const { over } = overIn(Math.max(0, deadline - clock.now()) + AFTERWARDS_MS, message)
  const cancelled = new Promise<never>((_, reject) => {
    const end = () => void overIn(AFTERWARDS_MS, message).over.catch(reject)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  const first = Promise.race([over, cancelled])
  first.catch(() => {})
  return first
}
