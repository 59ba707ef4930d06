/** What the local ECS has to know of an AWS service; all of it stands in the service's own folder. */

import type { Violation } from '../constraints.ts'
import type { Input } from '../policy/input.ts'
import type { Need } from '../policy/need.ts'
import type { Refusal } from '../refusal.ts'
import type { Operation } from '../room.ts'
import type { World } from '../world.ts'

export interface Api {
  /** As IAM writes it before the colon. */
  readonly name: string
  readonly protocol: Json | Query | Rest
  readonly operations: Readonly<Record<string, Operation>>
  /** Operations that are out by decision, and what there is none of. */
  readonly leftOut?: Readonly<Record<string, string>>
  /** Never refuses: input may still be nonsense. Absent: the operation, on everything. */
  needs?(world: World, operation: string, input: Input): Need[]
  /** With another emulator behind: whether it is answered here all the same. */
  isOurs(operation: string): boolean
  /** How it names the size of a page and the token of the next one. */
  readonly pages?: { readonly size: string; readonly token: string }
  /** Fields at the top of a request that nobody is told. */
  readonly hidden?: readonly string[]
  /** How it words what its model forbids. */
  refuse(broken: readonly Violation[], operation: string): Refusal
}

interface Json {
  readonly kind: 'json'
  /** The first part of X-Amz-Target. */
  readonly target: string
}

export interface Rest {
  readonly kind: 'rest'
  /** The operation, with what the path and the query say of its input. */
  route(method: string, url: string): { operation: string; input: Readonly<Record<string, unknown>> } | undefined
}

export interface Query {
  readonly kind: 'query'
  /** The Version field of the form. */
  readonly version: string
  readonly namespace: string
}
