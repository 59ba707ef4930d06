/** What happened, in order: the emulator's own event log, and each service's events as ECS words them. */
import { uuid } from './identity.ts'
import type { Service, ServiceAction } from './services/ecs/state/service.ts'
import type { JournalEntry, World } from './world.ts'

const KEPT = 100

export function record(world: World, at: number, what: string, details: Omit<JournalEntry, 'at' | 'what'>): void {
  world.journal.push({ at, what, ...details })
}

export function announce(world: World, service: Service, at: number, text: string, action?: ServiceAction): void {
  tell(world, service, at, `(service ${service.name}) ${text}`, action)
}

/** In words that do not name the service. */
export function tell(world: World, service: Service, at: number, message: string, action?: ServiceAction): void {
  service.events.unshift({ id: uuid(world), at, message })
  if (service.events.length > KEPT) service.events.length = KEPT
  service.lastComplaint = undefined
  record(world, at, 'service-event', { service: service.name, message, ...(action && { arn: service.arn, action }) })
}

/** An announcement that is not repeated until something else was announced. */
export function complain(world: World, service: Service, at: number, text: string, action?: ServiceAction): void {
  if (service.lastComplaint === text) return
  announce(world, service, at, text, action)
  service.lastComplaint = text
}

export const taskList = (ids: readonly string[]): string => ids.map(id => `(task ${id})`).join(' ')
