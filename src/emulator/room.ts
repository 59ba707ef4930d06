/** What every operation is given. */
import type { Pace } from './pace.ts'
import type { Rule } from './routing.ts'
import type { Session } from './sessions.ts'
import type { World } from './world.ts'

export interface Room {
  readonly world: World
  readonly now: number
  readonly pace: Pace
  readonly host: string
  /** The password for `docker login`. */
  readonly password: string
  /** The caller's access key id. */
  readonly caller: string
  /** The caller is a task, with its task role. */
  readonly session?: Session
  readonly hooks: Hooks
}

export interface Listening {
  readonly loadBalancerArn: string
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number
  /** As the load balancer has it. */
  readonly shown: { readonly port: number; readonly protocol: string }
  rules(): readonly Rule[]
}

/** What the docker fate and another emulator add; absent when tasks are simulated and nothing stands behind. */
export interface Hooks {
  putImage?(repository: string, tag: string, manifest: string, mediaType: string): Promise<void>
  /** With another emulator behind: what it says of AWS's own parameters, or `refused`. */
  publicParameters?(operation: string, input: object): Promise<object>
  listen?(listener: Listening): Promise<{ port: number; close(): Promise<void> }>
}

// biome-ignore lint/suspicious/noExplicitAny: each operation states its own input; the wire has only JSON.
export type Operation = (room: Room, input: any) => unknown

/** An SDK type as it travels: times as epoch seconds. */
export type Wire<T> = T extends Date
  ? number
  : T extends readonly (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T

export const seconds = (ms: number): number => ms / 1000
export const maybeSeconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000)
