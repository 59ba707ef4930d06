import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { invalid } from '../find.ts'
import { fault, fits } from '../pattern.ts'

export function testEventPattern(_room: Room, { EventPattern, Event }: { EventPattern: string; Event: string }) {
  const reason = fault(EventPattern)
  if (reason !== undefined)
    throw new Refusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`)
  return { Result: fits(JSON.parse(EventPattern), parsed(Event)) }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const event: unknown = JSON.parse(text)
    if (typeof event === 'object' && event !== null) return event as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalid('Parameter Event is not valid.')
}
