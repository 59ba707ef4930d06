/** Which fate the tasks have: simulated ones here, real containers from the docker side, loaded only when wanted. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DoorCall } from './docker/index.ts'
import type { Fate } from './fate.ts'
import { spread } from './identity.ts'
import type { Options } from './options.ts'
import type { Hooks } from './room.ts'
import { findRepository, isTagTaken, listedFor, recordImage, referredImage, tagsOf } from './services/ecr/image.ts'
import { showTask } from './services/ecs/show-task.ts'
import type { Sessions } from './sessions.ts'
import type { Lookup } from './simulated/match.ts'
import { createSimulatedFate, type SimulatedFate } from './simulated.ts'
import type { World } from './world.ts'

export interface Tasks {
  readonly fate: Fate
  readonly simulated: SimulatedFate | undefined
  readonly hooks: Hooks
  door(request: IncomingMessage, response: ServerResponse): void
  close(): Promise<void>
}

interface Context {
  readonly world: World
  readonly options: Options
  readonly password: string
  readonly port: () => number
  /** More names for tasks; may grow. */
  readonly hosts: Record<string, string>
  /** Of the tasks' roles. */
  readonly sessions: Sessions
  /** A request at the registry's door. */
  readonly called: (call: DoorCall) => string | undefined
}

export const startTasks = (context: Context): Promise<Tasks> =>
  context.options.tasks === 'docker' ? dockerTasks(context) : Promise.resolve(simulatedTasks(context))

function simulatedTasks({ world, options, port }: Context): Tasks {
  const lookup = lookupIn(world, () => `127.0.0.1:${port()}`)
  const fate = createSimulatedFate({ seed: options.seed, speed: options.speed, lookup })
  return {
    fate,
    simulated: fate,
    hooks: {},
    door(_request, response) {
      response.writeHead(501, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({
          errors: [{ code: 'UNSUPPORTED', message: 'With simulated tasks there is no registry: use PutImage.' }],
        }),
      )
    },
    close: () => fate.close(),
  }
}

/** The registry by its name in AWS. */
const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//

function lookupIn(world: World, host: () => string): Lookup {
  return {
    digest(image, platform) {
      if (image.startsWith(`${host()}/`) || ECR.test(image)) {
        const found = referredImage(world, image)?.image
        return found && (listedFor(platform, found) ?? found.digest)
      }
      return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? foreignDigest(image)
    },
    tags(image) {
      const found = referredImage(world, image)
      return found === undefined ? [] : tagsOf(found.repository, found.image.digest)
    },
    registered: (arn, container) =>
      world.definitions[arn]?.recipe.containerDefinitions?.find(({ name }) => name === container)?.image ?? '',
    revisionTags: arn =>
      Object.fromEntries((world.definitions[arn]?.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  }
}

/** Images of other registries always exist, each with a digest of its own. */
const foreignDigest = (image: string): string =>
  `sha256:${Array.from({ length: 8 }, (_, i) => spread(`${image}/${i}`).toString(16).padStart(8, '0')).join('')}`

async function dockerTasks({ world, options, password, port, called, hosts, sessions }: Context): Promise<Tasks> {
  const { createDockerFate } = await import('./docker/index.ts')
  const side = await createDockerFate({
    speed: options.speed,
    registry: options.registry,
    port,
    password,
    now: Date.now,
    account: options.account,
    hosts,
    known: {
      describe: taskId => {
        const task = world.tasks[taskId]
        return task && showTask(world, task)
      },
      session: task => sessions.of(task, Date.now()),
    },
    images: {
      called,
      repository: name => world.repositories[name],
      tagTaken: (name, tag, digest) => {
        const repository = world.repositories[name]
        return repository !== undefined && isTagTaken(repository, tag, digest)
      },
      pushed: image =>
        recordImage(world, findRepository(world, { repositoryName: image.repository }), image, Date.now()),
      known: (name, reference) => {
        const repository = world.repositories[name]
        return repository !== undefined && (repository.images[reference] ?? repository.tagged[reference]) !== undefined
      },
    },
  })
  return {
    fate: side.fate,
    simulated: undefined,
    hooks: {
      putImage: (repository, tag, manifest, mediaType) => side.putImage(repository, tag, manifest, mediaType),
      listen: listener => side.listen(listener),
    },
    door: (request, response) => side.door(request, response),
    close: () => side.close(),
  }
}
