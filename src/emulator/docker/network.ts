/** The bridge network of one run, made at its start, removed at its end; and the broom for runs that were killed. */
import { execFile } from 'node:child_process'
import { networkInterfaces } from 'node:os'
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
  remove(): Promise<void>
}

export async function createNetwork(
  engine: Engine,
  run: string,
  labels: Readonly<Record<string, string>>,
): Promise<Network> {
  const name = `evenkeel-${run}`
  const bridge = `ek-${run}`
  for (let tries = 0; tries < 64; tries++) {
    const range = subnet(process.pid + tries)
    if (isInUseHere(range)) continue
    try {
      await engine.call('POST', '/networks/create', {
        body: {
          Name: name,
          Driver: 'bridge',
          Labels: labels,
          IPAM: { Config: [{ Subnet: range.cidr, Gateway: range.gateway, IPRange: range.range }] },
          Options: { 'com.docker.network.bridge.name': bridge },
        },
      })
    } catch (error) {
      if (error instanceof EngineError && /overlap/i.test(error.message)) continue
      throw error
    }
    return {
      name,
      subnet: range,
      addAddress: async address => {
        await execute('ip', ['address', 'add', `${address}/32`, 'dev', bridge])
      },
      remove: async () => {
        await engine.call('DELETE', `/networks/${name}`)
      },
    }
  }
  throw new Error(
    'Every subnet of 10.213.0.0/16 is taken: remove Docker networks that nobody needs (docker network prune).',
  )
}

function isInUseHere(range: Subnet): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap(all => all ?? [])
  const [, , third] = range.gateway.split('.').map(Number)
  return addresses.some(({ address }) => {
    const [a, b, c] = address.split('.').map(Number)
    return a === 10 && b === 213 && c !== undefined && c - (c % 4) === third
  })
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
