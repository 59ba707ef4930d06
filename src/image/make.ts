/** Makes the images that are missing: side by side, and what arrived in the registry counts, whoever pushed it. */
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import type { Order } from './bake.ts'
import { type Building, build } from './build.ts'
import { confirmPlatforms, confirmPush, type Pushed, pushedOf } from './confirm.ts'
import type { Held } from './find.ts'
import type { Login } from './login.ts'
import type { Registry } from './registry.ts'

/** An image to be made. */
export interface Missing {
  readonly order: Order
  /** That of its repository. */
  readonly registry: Registry
  /** Whether other runs may push the same recipe. */
  readonly shared: boolean
  /** Its repository is empty, as far as can be told. */
  readonly isFirst: boolean
}

interface Edges {
  readonly runner: Runner
  readonly shell: Shell
}

/** By name, what the registry holds of each. */
export async function make(
  edges: Edges,
  login: Login,
  missing: readonly Missing[],
  building: Building,
): Promise<Map<string, Pushed>> {
  const made = new Map<string, Pushed>()
  const repositories = missing.map(({ order }) => order.repository)
  for (const some of rounds(missing)) await makeAll(edges, login, some, { ...building, repositories }, made)
  return made
}

/**
 * Layers of a base image that several empty repositories lack are compressed and sent once for each that asks at the same time;
 * one image alone takes them there, and the others find them.
 */
export function rounds<One extends Pick<Missing, 'isFirst'>>(missing: readonly One[]): One[][] {
  const [first, second] = missing.filter(({ isFirst }) => isFirst)
  if (first === undefined || second === undefined) return [[...missing]]
  return [[first], missing.filter(each => each !== first)]
}

async function makeAll(
  edges: Edges,
  login: Login,
  missing: readonly Missing[],
  building: Building,
  made: Map<string, Pushed>,
): Promise<void> {
  let left = missing
  for (;;) {
    const [first, ...others] = left.map(({ order }) => order)
    if (first === undefined) return
    const ended = await build(edges, login, [first, ...others], building)
    if ('built' in ended) {
      for (const one of left) {
        const built = ended.built.get(one.order.name)
        if (built) made.set(one.order.name, await confirm(edges, one, built))
      }
      return
    }
    const arrived = await arrivedOf(left)
    const failed = left.filter(({ order }) => ended.failed.includes(order.name))
    const lost = failed.filter(({ order, shared }) => shared && arrived.has(order.name))
    if (!isPush(ended.failure) || lost.length === 0 || lost.length < failed.length) {
      throw withOthers(ended.failure, left, ended.failed, arrived)
    }
    for (const { order } of lost) edges.runner.say(lostWords(order, ended.failure))
    for (const { order } of left) {
      const found = arrived.get(order.name)
      const held = found?.get(order.tag)
      if (!found || !held) continue
      made.set(order.name, pushedOf(confirmPlatforms(order.repository, held, order.platforms), order.names, found))
    }
    left = left.filter(({ order }) => !made.has(order.name))
  }
}

async function confirm(
  { runner }: Edges,
  { order, registry, shared }: Missing,
  built: Parameters<typeof confirmPush>[1],
) {
  const pushed = await confirmPush(registry, built, order, shared)
  if (pushed.held.digest !== built.digest) runner.say(`another run has pushed ${order.tag} as well: its image is used`)
  return pushed
}

/** Docker pushes the recipe's tag first; where the refusal does not name it, it was one of the names. */
const lostWords = ({ tag }: Order, { message }: Failure) =>
  message.includes(tag)
    ? `another run has pushed ${tag} first: its image is used`
    : `the push did not end well, but the registry has ${tag}: it is used`

/** An immutable repository refuses whoever comes second. */
const isPush = ({ code }: Failure) => ['EVK-310', 'EVK-501'].includes(code)

/** A bake that fails leaves no word of what it pushed: the registry has it. */
async function arrivedOf(missing: readonly Missing[]): Promise<Map<string, ReadonlyMap<string, Held>>> {
  const found = new Map<string, ReadonlyMap<string, Held>>()
  for (const { order, registry } of missing) {
    const held = await registry.find(order.repository, [order.tag, ...order.names])
    if (held.has(order.tag)) found.set(order.name, held)
  }
  return found
}

/** The failure, and what became of the images beside it. */
function withOthers(
  failure: Failure,
  all: readonly Missing[],
  failed: readonly string[],
  arrived: ReadonlyMap<string, unknown>,
): Failure {
  const others = all.filter(({ order }) => !failed.includes(order.name))
  const kept = others.filter(({ order, shared }) => shared && arrived.has(order.name))
  const ended = others.filter(({ order }) => !arrived.has(order.name))
  const said = [
    ...(kept.length === 0 ? [] : [`${namesOf(kept)} is pushed already, and used by the next run.`]),
    ...(ended.length === 0 || failed.length === 0 ? [] : [`docker cancelled ${namesOf(ended)} with it.`]),
  ]
  if (said.length === 0) return failure
  const { code, title, message, advice } = failure
  return new Failure({ code, title, message: [message, ...said].join(' '), advice, cause: failure })
}

const namesOf = (missing: readonly Missing[]) => missing.map(({ order }) => order.name).join(', ')
