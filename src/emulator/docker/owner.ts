/** Who made a container, so that what a killed run left behind is told from what a living one uses. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

export const ownerLabel = 'evenkeel.owner'

/** `host:pid:start time`: a pid alone may belong to somebody else by now. */
export function thisOwner(): string {
  return `${hostname()}:${process.pid}:${startTime(process.pid)}`
}

/** Another machine's run counts as alive: nothing can be known of it here. */
export function isAlive(owner: string): boolean {
  const [host, pid, start] = owner.split(':')
  if (host !== hostname()) return true
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startTime(Number(pid)) === start
}

function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}
