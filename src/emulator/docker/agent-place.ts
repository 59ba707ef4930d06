/** Where tasks find ECS's agent: at AWS's link-local address, or at the gateway where that address cannot be had. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Network } from './network.ts'

export interface AgentPlace {
  readonly url: string
  readonly isLinkLocal: boolean
}

/** The address from which every SDK takes credentials over plain HTTP. */
const LINK_LOCAL = '169.254.170.2'

export async function listenForTasks(server: Server, network: Network): Promise<AgentPlace> {
  // This machine may itself be a task, and need what is there.
  if (!isTask(process.env)) {
    try {
      await network.addAddress(LINK_LOCAL)
      await listen(server, 80, LINK_LOCAL)
      return { url: `http://${LINK_LOCAL}`, isLinkLocal: true }
    } catch {
      // No root, or another run of the local ECS has it.
      await network.removeAddress(LINK_LOCAL).catch(() => {})
    }
  }
  await listen(server, 0, network.subnet.gateway)
  const { address, port } = server.address() as AddressInfo
  return { url: `http://${address}:${port}`, isLinkLocal: false }
}

const isTask = (environment: NodeJS.ProcessEnv): boolean =>
  Object.keys(environment).some(name => /^(ECS_CONTAINER_METADATA_URI|AWS_CONTAINER_CREDENTIALS_)/.test(name))

const listen = (server: Server, port: number, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      resolve()
    })
  })
