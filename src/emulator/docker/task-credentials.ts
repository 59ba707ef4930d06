/** Gives tasks the credentials of their task roles, in the form of ECS's own agent. */
import { randomUUID } from 'node:crypto'
import type { TaskOrder } from '../fate.ts'
import type { Session } from '../sessions.ts'
import type { AgentPlace } from './agent-place.ts'

export interface TaskCredentials {
  /** Variables by which SDKs find them; none without a task role. */
  environment(place: AgentPlace, order: TaskOrder): Readonly<Record<string, string>>
  answer(place: AgentPlace, path: string, authorization: string | undefined): { status: number; value: object }
  forget(taskId: string): void
}

interface Secret {
  readonly taskId: string
  readonly roleArn: string
  readonly path: string
  readonly token: string
}

type Issue = (task: { readonly taskId: string; readonly roleArn: string }) => Session

/** In the words of ECS's own agent. */
const UNKNOWN_ID = { code: 'InvalidIdInRequest', message: 'CredentialsV2Request: ID not found', HTTPErrorCode: 400 }

export function createTaskCredentials(issue: Issue): TaskCredentials {
  const secrets = new Map<string, Secret>()
  return {
    environment({ url, isLinkLocal }, { taskId, taskDefinition: { taskRoleArn: roleArn } }) {
      if (!roleArn) return {}
      const fresh = { taskId, roleArn, path: `/v2/credentials/${randomUUID()}`, token: randomUUID() }
      const { path, token } = secrets.get(taskId) ?? fresh
      secrets.set(taskId, { taskId, roleArn, path, token })
      return isLinkLocal
        ? { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path }
        : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${path}`, AWS_CONTAINER_AUTHORIZATION_TOKEN: token }
    },
    answer({ isLinkLocal }, asked, authorization) {
      const secret = [...secrets.values()].find(({ path }) => path === asked)
      if (secret === undefined) return { status: 400, value: UNKNOWN_ID }
      if (!isLinkLocal && authorization !== secret.token) return { status: 401, value: UNKNOWN_ID }
      return { status: 200, value: shown(issue(secret)) }
    },
    forget: taskId => void secrets.delete(taskId),
  }
}

const shown = ({ roleArn, accessKeyId, secretAccessKey, token, expiresAt }: Session): object => ({
  RoleArn: roleArn,
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  Token: token,
  Expiration: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
})
