/** Clocks on the wall, of every zone that the tz database has. */

export const isZone = (name: string): boolean => formatOf(name) !== undefined

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone)
  if (known !== undefined) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
    return format
  } catch {
    return undefined
  }
}

/** What the wall shows at an instant, as if it were UTC. */
export function wallAt(instant: number, zone: string): number {
  if (zone === 'UTC') return instant
  const parts = formatOf(zone)?.formatToParts(instant) ?? []
  const of = (type: string): number => Number(parts.find(part => part.type === type)?.value)
  const whole = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return whole + (((instant % 1000) + 1000) % 1000)
}

const DAY = 24 * 3_600_000

/** When the wall shows this: of two times the first, and undefined where the wall jumps over it. */
export function instantOf(wall: number, zone: string): number | undefined {
  const offsets = [wall - DAY, wall + DAY].map(near => wallAt(near, zone) - near)
  const found = offsets.map(offset => wall - offset).filter(instant => wallAt(instant, zone) === wall)
  return found.length === 0 ? undefined : Math.min(...found)
}
