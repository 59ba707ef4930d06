import { book } from '../../book.ts'

export interface AlarmsState {
  alarms: Record<string, 'OK' | 'ALARM'>
}

export const emptyAlarms = (): AlarmsState => ({ alarms: book() })
