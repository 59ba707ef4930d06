/** Tasks whose secrets are kept behind wait for them: the fate is told to run a task once its values are here. */
import type { Fact, Fate, Order } from '../fate.ts'
import { ASM_FAILURE, invalidParameters, jsonField, PREFIX, secretReference } from '../scheduler/secrets.ts'
import { isPublic } from '../services/ssm/public-parameters.ts'
import { askJson, type Behind } from './ask.ts'

type Run = Extract<Order, { kind: 'run' }>

export function withSecrets(fate: Fate, behind: Behind, now: () => number): Fate {
  const news: Fact[] = []
  /** Task id → told to stop meanwhile. */
  const waiting = new Map<string, { stopped: boolean }>()

  async function fetched(order: Run): Promise<void> {
    const { taskId } = order.task
    const state = { stopped: false }
    waiting.set(taskId, state)
    const found = await read(behind, order).catch((error: unknown) => ({ failure: (error as Error).message }))
    waiting.delete(taskId)
    if (state.stopped) news.push({ kind: 'gone', taskId, at: now() })
    else if ('failure' in found)
      news.push(
        { kind: 'start-failed', taskId, at: now(), reason: PREFIX + found.failure },
        { kind: 'gone', taskId, at: now() },
      )
    else fate.carryOut([{ ...order, task: { ...order.task, secrets: found.secrets } }], now())
  }

  return {
    ...fate,
    carryOut(orders, at) {
      for (const order of orders) {
        const held = 'taskId' in order ? waiting.get(order.taskId) : undefined
        if (order.kind === 'run' && lacking(order).length > 0) void fetched(order)
        else if (held === undefined) fate.carryOut([order], at)
        else if (order.kind === 'stop' || order.kind === 'forget') held.stopped = true
      }
    },
    facts(at) {
      const own = news.splice(0)
      return [...own, ...fate.facts(at)]
    },
  }
}

interface Lacking {
  readonly container: string
  readonly name: string
  readonly valueFrom: string
}

const lacking = ({ task }: Run): Lacking[] =>
  (task.taskDefinition.containerDefinitions ?? []).flatMap(({ name: container = '', secrets = [] }) =>
    secrets.flatMap(({ name = '', valueFrom = '' }) =>
      task.secrets[container]?.[name] === undefined ? [{ container, name, valueFrom }] : [],
    ),
  )

/** One that AWS itself keeps; undefined where there is none behind. */
async function readParameter(behind: Behind, name: string): Promise<string | undefined> {
  const input = { Names: [name], WithDecryption: true }
  const answer = await askJson<{ Parameters?: { Value?: string }[] }>(behind, 'ssm', 'AmazonSSM.GetParameters', input)
  return 'value' in answer ? answer.value.Parameters?.[0]?.Value : undefined
}

type Found = { readonly secrets: Run['task']['secrets'] } | { readonly failure: string }

async function read(behind: Behind, order: Run): Promise<Found> {
  const secrets: Record<string, Record<string, string>> = structuredClone(order.task.secrets) as never
  const known = new Map<string, string>()
  for (const { container, name, valueFrom } of lacking(order)) {
    if (isPublic(valueFrom)) {
      const value = await readParameter(behind, valueFrom)
      if (value === undefined) return { failure: invalidParameters([valueFrom]) }
      secrets[container] = { ...secrets[container], [name]: value }
      continue
    }
    const { id, key, stage, version } = secretReference(valueFrom)
    const whole = known.get(`${id} ${stage} ${version}`)
    let value = whole
    if (value === undefined) {
      const answer = await askJson<{ SecretString?: string }>(
        behind,
        'secretsmanager',
        'secretsmanager.GetSecretValue',
        { SecretId: id, ...(stage && { VersionStage: stage }), ...(version && { VersionId: version }) },
      )
      if ('code' in answer)
        return {
          failure: `${ASM_FAILURE}failed to fetch secret ${id} from secrets manager: ${answer.code}: ${answer.message}`,
        }
      value = answer.value.SecretString ?? ''
      known.set(`${id} ${stage} ${version}`, value)
    }
    const chosen = key === '' ? value : jsonField(value, key)
    if (chosen === undefined)
      return { failure: `${ASM_FAILURE}retrieved secret from Secrets Manager did not contain json key ${key}` }
    secrets[container] = { ...secrets[container], [name]: chosen }
  }
  return { secrets }
}
