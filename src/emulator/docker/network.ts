/** The bridge network of one run, made at its start, removed at its end; and the broom for runs that were killed. */
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { type Engine, EngineError } from './engine.ts'
import { isAlive, ownerLabel } from './owner.ts'
import { type Subnet, subnet } from './subnet.ts'

const execute = promisify(execFile)

export interface Network {
  readonly name: string
  readonly subnet: Subnet
  /** One more address of this machine on the bridge. Needs root. */
  addAddress(address: string): Promise<void>
  removeAddress(address: string): Promise<void>
  remove(): Promise<void>
}

export async function createNetwork(
  engine: Engine,
  run: string,
  labels: Readonly<Record<string, string>>,
): Promise<Network> {
  const name = `evenkeel-${run}`
  const bridge = `ek-${run}`
  const range = await reserve(engine, { name, bridge, labels })
  await mustBeHere(range.gateway).catch(async error => {
    await gone(removeNetwork(engine, name))
    throw error
  })
  return {
    name,
    subnet: range,
    addAddress: async address => {
      await execute('ip', ['address', 'add', `${address}/32`, 'dev', bridge]).catch(error => {
        throw new Error(
          'two Service Connect names want the same port; that takes one more address on the bridge, and root to add it: ' +
            (error instanceof Error ? error.message.trim() : error),
        )
      })
    },
    removeAddress: async address => {
      await execute('ip', ['address', 'del', `${address}/32`, 'dev', bridge])
    },
    remove: () => gone(removeNetwork(engine, name)),
  }
}

/** Whatever else was attached to it keeps running, without it. */
async function removeNetwork(engine: Engine, name: string): Promise<void> {
  const { Containers } = await engine.call<{ Containers: object }>('GET', `/networks/${name}`)
  for (const Container of Object.keys(Containers)) {
    await gone(engine.call('POST', `/networks/${name}/disconnect`, { body: { Container, Force: true } }))
  }
  await engine.call('DELETE', `/networks/${name}`)
}

/** Tasks call this machine at the gateway, and it calls them: both need the bridge to be here. */
async function mustBeHere(gateway: string): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, gateway, resolve))
  } catch (error) {
    throw new Error(
      'The Docker engine keeps its networks on another machine (Docker Desktop, rootless or remote); ' +
        'the local ECS needs one whose bridges are on this one.',
      { cause: error },
    )
  }
  await new Promise(resolve => server.close(resolve))
}

interface Wanted {
  readonly name: string
  readonly bridge: string
  readonly labels: Readonly<Record<string, string>>
}

/**
 * The engine chooses a range that is free here; but it lets us choose addresses only in a range we asked for. So it is asked
 * twice: for any range, and for that one.
 */
async function reserve(engine: Engine, { name, bridge, labels }: Wanted): Promise<Subnet> {
  const create = (more: object) =>
    engine.call('POST', '/networks/create', { body: { Name: name, Driver: 'bridge', Labels: labels, ...more } })
  for (let tries = 0; tries < 10; tries++) {
    await create({})
    type Inspected = { IPAM: { Config: { Subnet: string }[] } }
    const { IPAM } = await engine.call<Inspected>('GET', `/networks/${name}`)
    const chosen = IPAM.Config[0]?.Subnet ?? ''
    await engine.call('DELETE', `/networks/${name}`)
    const range = subnet(chosen)
    if (!range) throw new Error(`The engine gives networks of ${chosen}; the local ECS needs at least a /24.`)
    try {
      await create({
        IPAM: { Config: [{ Subnet: range.cidr, Gateway: range.gateway, IPRange: range.range }] },
        Options: { 'com.docker.network.bridge.name': bridge },
      })
      return range
    } catch (error) {
      // Somebody else was given it in between.
      if (!(error instanceof EngineError) || !/overlap/i.test(error.message)) throw error
    }
  }
  throw new Error('The engine has no address range left: remove networks that nobody needs (docker network prune).')
}

/** Removes what runs left behind that were killed. */
export async function sweep(engine: Engine): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [ownerLabel] }))
  type Found = { Id: string; Name: string; Labels: Record<string, string> }
  const dead = (found: Found) => !isAlive(found.Labels[ownerLabel] ?? '')
  const containers = await engine.call<Found[]>('GET', `/containers/json?all=true&filters=${filters}`)
  for (const { Id } of containers.filter(dead)) await gone(engine.call('DELETE', `/containers/${Id}?force=true&v=true`))
  const networks = await engine.call<Found[]>('GET', `/networks?filters=${filters}`)
  for (const { Id } of networks.filter(dead)) await gone(engine.call('DELETE', `/networks/${Id}`))
  const { Volumes } = await engine.call<{ Volumes: Found[] | null }>('GET', `/volumes?filters=${filters}`)
  for (const { Name } of (Volumes ?? []).filter(dead)) await gone(engine.call('DELETE', `/volumes/${Name}`))
}

/** Two runs may sweep at once: what another one has removed is removed. */
export async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (!(error instanceof EngineError) || (error.status !== 404 && error.status !== 409)) throw error
  }
}
