/** How states are called, and the sign beside each: colour is never all there is. */

const TASK = {
  PROVISIONING: ['provisioning', '◌', 'go', 1],
  PENDING: ['pending', '◔', 'go', 2],
  ACTIVATING: ['activating', '◑', 'go', 3],
  RUNNING: ['running', '◕', 'go', 4],
  HEALTHY: ['healthy', '✓', 'good', 5],
  UNHEALTHY: ['unhealthy', '!', 'bad', 4],
  DRAINING: ['draining', '↓', 'warn', 3],
  STOPPING: ['stopping', '↓', 'warn', 2],
  DEPROVISIONING: ['deprovisioning', '↓', 'idle', 1],
  STOPPED: ['stopped', '■', 'idle', 0],
}

const MOVEMENT = {
  PENDING: ['pending', '◌', 'go'],
  IN_PROGRESS: ['in progress', '▶', 'go'],
  SUCCESSFUL: ['successful', '✓', 'good'],
  STOP_REQUESTED: ['stop requested', '■', 'warn'],
  STOPPED: ['stopped', '■', 'idle'],
  ROLLBACK_REQUESTED: ['rollback requested', '↩', 'warn'],
  ROLLBACK_IN_PROGRESS: ['rolling back', '↩', 'warn'],
  ROLLBACK_SUCCESSFUL: ['rolled back', '↩', 'bad'],
  ROLLBACK_FAILED: ['rollback failed', '✕', 'bad'],
}

export const PHASES = 5

/** @returns {{ word: string, sign: string, tone: string, step: number }} */
export function taskState({ phase, failed }) {
  const [word, sign, tone, step] = TASK[phase] ?? [phase, '?', 'idle', 0]
  if (!failed) return { word, sign, tone, step }
  return phase === 'STOPPED' ? { word: 'failed', sign: '✕', tone: 'bad', step } : { word, sign, tone: 'bad', step }
}

export function movementState(status = '') {
  const [word, sign, tone] = MOVEMENT[status] ?? [status.toLowerCase().replaceAll('_', ' '), '·', 'idle']
  return { word, sign, tone }
}

export const ROLE = { new: 'new', old: 'old', current: 'current', failed: 'failed', restored: 'going back to' }

export const COMPARISON = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
}

export const spoken = name => name.toLowerCase().replaceAll('_', ' ')

export const timeOf = ms => new Date(ms).toISOString().slice(11, 19)
export const dateTimeOf = ms => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

export function spanOf(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Enough of an id to tell tasks apart. */
export const shortId = id => id.slice(0, 7)

/** Ids and ARNs in a sentence of ECS's, as far as a reader needs them. */
export const shortened = sentence =>
  sentence
    .replaceAll(/\barn:aws:elasticloadbalancing:[^ )]*:targetgroup\/([^/ )]+)\/\w+/g, '$1')
    .replaceAll(/\b([0-9a-f]{7})[0-9a-f]{25}\b/g, '$1')
