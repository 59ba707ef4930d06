/** One mark for each outcome. Pure. */
import type { Outcome } from '../rollout/verdict.ts'

const MARKS: Record<Outcome | 'not-started', string> = {
  deployed: '✅',
  unchanged: '⚪',
  built: '📦',
  'rolled-back': '↩️',
  'failed-on-old': '❌',
  'failed-mixed': '🚨',
  superseded: '⏭️',
  cancelled: '🛑',
  'timed-out': '⏰',
  'no-tasks': '💤',
  paused: '⏸️',
  refused: '⛔',
  partial: '⚠️',
  unknown: '❓',
  'not-started': '·',
}

export const markOf = (outcome: Outcome | 'not-started') => MARKS[outcome]
