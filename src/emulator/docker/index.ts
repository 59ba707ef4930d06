/** The docker fate: tasks are real containers, with a load balancer, Service Connect and an ECR door in front of them. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fate } from '../fate.ts'
import type { Listening } from '../room.ts'
import type { Known } from './agent.ts'
import { createBalancer } from './balancer.ts'
import { createDoor } from './door.ts'
import { createEndpoints } from './endpoints.ts'
import { connectEngine } from './engine.ts'
import { collectFacts } from './facts.ts'
import { createNetwork, sweep } from './network.ts'
import { ownerLabel, thisOwner } from './owner.ts'
import { Pool } from './subnet.ts'
import { runTasks } from './tasks.ts'

export interface DockerOptions {
  /** Divides ECS's own waiting times (health check intervals, start periods); never a container's own time. */
  readonly speed: number
  /** Where CNCF Distribution listens: `http://127.0.0.1:5000`. */
  readonly registry: string
  /** The emulator's own port, known once it listens: images are pulled as `127.0.0.1:<port>/…`. */
  readonly port: () => number
  /** The password of user `AWS`, as GetAuthorizationToken hands it out. */
  readonly password: string
  readonly images: Images
  /** Epoch milliseconds of the emulator's clock. */
  readonly now: () => number
  /** The registry id in ECR's messages. */
  readonly account?: string
  /** Whom the task metadata endpoint asks; without it there is none. */
  readonly known?: Known
  /** More names for every task's /etc/hosts; `gateway` stands for this machine as the tasks see it. */
  readonly hosts?: Readonly<Record<string, string>>
}

/** What the door asks the core about ECR, and tells it. */
export interface Images {
  repository(name: string): { readonly mutability: string } | undefined
  /** A manifest has been stored. Children of an index arrive by digest, before the index. */
  pushed(image: PushedManifest): void
  /** True when `tag` is taken and may not be given to `digest`; asked only of repositories that are not MUTABLE. */
  tagTaken(repository: string, tag: string, digest: string): boolean
  /** False when the core deleted this image, although its bytes are still stored. `reference` is a tag or a digest. */
  known?(repository: string, reference: string): boolean
  /** Somebody's request at the door; a text is why it is refused. */
  called?(call: DoorCall): string | undefined
}

export interface DoorCall {
  /** The access key that asked for the password. */
  readonly caller: string
  /** `PutImage`, `UploadLayerPart` … */
  readonly operation: string
  readonly repository: string
  readonly userAgent: string
}

export interface PushedManifest {
  readonly repository: string
  readonly tag?: string
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  /** Compressed bytes of configuration and layers; for an index, of its manifests. */
  readonly size: number
}

export interface DockerSide {
  readonly fate: Fate
  /** The network of this run's tasks; `gateway` is this machine's address in it. */
  readonly network: { readonly name: string; readonly subnet: string; readonly gateway: string }
  /** Answers every request under `/v2/`. */
  door(request: IncomingMessage, response: ServerResponse): void
  /** Store a manifest under one more tag, without a push. */
  putImage(repository: string, tag: string, manifest: string, mediaType: string): Promise<void>
  /** A load balancer's listener on 127.0.0.1. */
  listen(listener: Listening): Promise<{ readonly port: number; close(): Promise<void> }>
  close(): Promise<void>
}

export async function createDockerFate(options: DockerOptions): Promise<DockerSide> {
  const engine = connectEngine()
  await sweep(engine)
  const run = randomBytes(4).toString('hex')
  const labels = { 'evenkeel.run': run, [ownerLabel]: thisOwner() }
  const network = await createNetwork(engine, run, labels)
  const { subnet } = network
  const facts = collectFacts(options.now)
  const spares = new Pool(subnet.name)
  const endpoints = createEndpoints({
    gateway: subnet.gateway,
    now: options.now,
    oneMore: async () => {
      const address = spares.take()
      if (address === undefined) throw new Error('Service Connect has no address left for another name')
      await network.addAddress(address)
      return address
    },
  })
  const balancer = createBalancer({ speed: options.speed, tell: facts.tell })
  const tasks = await runTasks({ engine, run, labels, network, facts, endpoints, balancer, options })
  const { door, putImage } = createDoor({ account: '123456789012', ...options })

  return {
    fate: { carryOut: orders => orders.forEach(tasks.carryOut), facts: facts.take, close: tasks.close },
    network: { name: network.name, subnet: subnet.cidr, gateway: subnet.gateway },
    door,
    putImage,
    listen: balancer.listen,
    async close() {
      await Promise.all([balancer.close(), endpoints.close(), tasks.close()])
      await network.remove()
      engine.close()
    },
  }
}
