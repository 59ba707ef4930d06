/** Another emulator behind this one: what is not served here is passed on there, and what stands there is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Addressee } from '../addressee.ts'
import type { Hooks } from '../room.ts'
import type { AlarmState } from '../services/cloudwatch/state.ts'
import type { World } from '../world.ts'
import { readAlarms, ring } from './alarms.ts'
import type { Behind } from './ask.ts'
import { givesKeys, readKeys } from './handed-out.ts'
import { createListeners } from './listeners.ts'
import { createMirror } from './mirror.ts'
import { passOn } from './pass-on.ts'

export interface Neighbour {
  /** Access keys that were given out behind, through this door. */
  readonly handedOut: ReadonlySet<string>
  /** Resolves with the status when the answer has begun. */
  pass(addressee: Addressee, request: IncomingMessage, response: ServerResponse, body?: string): Promise<number>
  /** Target groups, listeners, rules and alarms are read again. */
  read(): Promise<void>
  /** An alarm that is kept behind has this state there, too. */
  ring(name: string, state: AlarmState): Promise<void>
  close(): Promise<void>
}

export function connectBehind(
  behind: Behind,
  { world, hooks, ports, now }: { world: World; hooks: Hooks; ports: Readonly<Record<string, number>>; now(): number },
): Neighbour {
  const listeners = createListeners(world, hooks, ports)
  const mirror = createMirror(behind, world, listeners.follow)
  const handedOut = new Set<string>()
  return {
    handedOut,
    pass: (addressee, request, response, body) =>
      passOn(request, response, {
        url: behind.url,
        ...(body !== undefined && { body }),
        delivering: answer => {
          if (givesKeys(addressee)) readKeys(answer, handedOut)
        },
        answered: async status => {
          if (status >= 400) return
          // It was carried out: an answer that says otherwise would have it asked for again.
          if (changesBalancing(addressee)) await mirror.read().catch(() => {})
          if (changesAlarms(addressee)) await readAlarms(behind, world, now())
        },
      }),
    async read() {
      await mirror.read()
      await readAlarms(behind, world, now())
    },
    ring: (name, state) => ring(behind, world, name, state),
    close: () => listeners.close(),
  }
}

const changesBalancing = ({ service, operation = '' }: Addressee): boolean =>
  service === 'elasticloadbalancing' && !operation.startsWith('Describe')

const changesAlarms = ({ service, operation = '' }: Addressee): boolean =>
  service === 'cloudwatch' && operation.includes('Alarm') && !operation.startsWith('Describe')
