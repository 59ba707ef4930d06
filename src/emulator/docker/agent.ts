/** What stands beside every task on AWS: the task metadata endpoint, and the credentials of its task role. */
import { createServer, type ServerResponse } from 'node:http'
import type { Task as SdkTask } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'
import type { Wire } from '../room.ts'
import type { Session } from '../sessions.ts'
import { listenForTasks } from './agent-place.ts'
import type { Engine } from './engine.ts'
import type { Network } from './network.ts'
import type { Task } from './task.ts'
import { createTaskCredentials } from './task-credentials.ts'
import { createTaskMetadata } from './task-metadata.ts'

/** What the core knows of its tasks. */
export interface Known {
  /** As DescribeTasks says it. */
  describe(taskId: string): Wire<SdkTask> | undefined
  session(task: { readonly taskId: string; readonly roleArn: string }): Session
}

export interface Agent {
  /** Variables for one container of a task. */
  environment(order: TaskOrder, container: string): Readonly<Record<string, string>>
  forget(task: Task): void
  close(): Promise<void>
}

interface Stand {
  readonly engine: Engine
  readonly network: Network
  readonly known: Known
  task(taskId: string): Task | undefined
}

export async function openAgent({ engine, network, known, task }: Stand): Promise<Agent> {
  const metadata = createTaskMetadata({ engine, network, task, describe: known.describe })
  const credentials = createTaskCredentials(known.session)
  const server = createServer(({ url = '/', headers, socket }, response) => {
    const path = url.split('?', 1)[0]?.replace(/\/+$/, '') ?? ''
    if (path.startsWith('/v2/credentials')) {
      const { status, value } = credentials.answer(place, path, headers.authorization)
      say(response, status, value)
      return
    }
    metadata.answer(path, socket.remoteAddress).then(
      found => say(response, found ? 200 : 404, found ?? { message: `There is no task metadata at ${path}.` }),
      (error: unknown) => say(response, 500, { message: String(error) }),
    )
  })
  const place = await listenForTasks(server, network)

  return {
    environment(order, container) {
      const shown = known.describe(order.taskId)?.containers?.find(({ name }) => name === container)
      return {
        ...(shown?.runtimeId && { ECS_CONTAINER_METADATA_URI_V4: `${place.url}/v4/${shown.runtimeId}` }),
        ...credentials.environment(place, order),
      }
    },
    forget(gone) {
      metadata.forget(gone)
      credentials.forget(gone.order.taskId)
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function say(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
