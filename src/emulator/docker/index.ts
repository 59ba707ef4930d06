/** The docker fate: tasks are real containers, with a load balancer, Service Connect and an ECR door in front of them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fate } from '../fate.ts'

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

export interface Listener {
  /** 0 for any free one. */
  readonly port: number
  readonly targetGroupArn: string
}

export interface DockerSide {
  readonly fate: Fate
  /** The network of this run's tasks; `gateway` is this machine's address in it. */
  readonly network: { readonly name: string; readonly subnet: string; readonly gateway: string }
  /** Answers every request under `/v2/`. */
  door(request: IncomingMessage, response: ServerResponse): void
  /** Store a manifest under one more tag, without a push. */
  putImage(repository: string, tag: string, manifest: string, mediaType: string): Promise<void>
  /** A load balancer's listener on 127.0.0.1 that forwards to a target group. */
  listen(listener: Listener): Promise<{ readonly port: number }>
  close(): Promise<void>
}

export async function createDockerFate(_options: DockerOptions): Promise<DockerSide> {
  throw new Error('The docker fate is not written yet.')
}
