/** Names for new things: the seed and a counter decide them, so that the same script gives the same ids. */
import type { World } from './world.ts'

/** FNV-1a with a finishing mix: 32 well-spread bits of a text. */
export function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A number in [0, 1) that depends on the text alone. */
export const chance = (text: string): number => spread(text) / 2 ** 32

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

function letters(world: World, alphabet: string, length: number): string {
  const root = `${world.seed}/${world.serial++}`
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[spread(`${root}/${i}`) % alphabet.length]
  return text
}

export const hex = (world: World, length: number): string => letters(world, '0123456789abcdef', length)
export const digits = (world: World, length: number): string => `7${letters(world, '0123456789', length - 1)}`
export const word = (world: World, length: number): string => letters(world, LETTERS, length)

export function uuid(world: World): string {
  const h = hex(world, 32)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
}

export const arn = (world: World, service: string, resource: string): string =>
  `arn:aws:${service}:${world.region}:${world.account}:${resource}`

/** A role that a request gives by its name alone, or by its ARN. */
export const roleArn = ({ account }: Pick<World, 'account'>, role: string): string =>
  role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`

/** An ARN of another service, region or account names nothing here, whatever its last part is. */
export const isElsewhere = (world: World, service: string, given: string): boolean =>
  given.startsWith('arn:') && !given.startsWith(arn(world, service, ''))

/** The last part of an ARN or of a path; a plain name is its own last part. */
export const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1)
