/** What the control door is given wrong: refused in a sentence, and nothing is changed by it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await settled()
})
afterAll(() => stage.close())

const FATE = { match: {}, behaviour: 'healthy' }
const FAULT = { operation: 'UpdateService', kind: 'throttle' }
const HOOK = { match: {}, result: 'FAILED' }
const METRIC = { namespace: 'Shop', metricName: 'Backlog', value: 1 }
const OF_SERVICE = { cluster: CLUSTER, service: SERVICE }
const ALLOW = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** Door → bodies, each with a part of what is answered. */
const WRONG: Readonly<Record<string, readonly (readonly [body: unknown, words: string])[]>> = {
  clock: [
    [{ advance: 5 }, 'has no advance'],
    [{ advanceMs: '5' }, 'advanceMs must be'],
    [{ advanceMs: null }, 'advanceMs must be'],
    [{ skewMs: 5, advanceMs: -1 }, 'advanceMs must be'],
    [{ perRequestMs: 5, untilMs: 'soon' }, 'untilMs must be'],
    [{ skewMs: {} }, 'skewMs must be'],
    [{ skewMs: 1e14 }, 'skewMs must be ten years at most.'],
    [{ skewMs: -1e14 }, 'skewMs must be ten years at most.'],
    [[{ advanceMs: 5 }], 'an object'],
  ],
  fates: [
    [[FATE, null], 'an object'],
    [[FATE, 5], 'an object'],
    [{ ...FATE, behavior: 'crashing' }, 'has no behavior'],
    [{ ...FATE, match: { image: 'x' } }, 'has no image'],
    [{ ...FATE, match: [] }, 'an object'],
    [{ ...FATE, match: { tag: 5 } }, 'tag must be a text'],
    [{ ...FATE, behaviour: 'sad' }, 'behaviours'],
    [{ ...FATE, times: 'two' }, 'times must be'],
    [{ ...FATE, times: 1.5 }, 'times must be'],
    [{ ...FATE, pullSeconds: 'long' }, 'pullSeconds must be'],
    [{ ...FATE, healthySeconds: -1 }, 'healthySeconds must be'],
    [{ ...FATE, exitCode: 300 }, 'exitCode must be'],
    [{ ...FATE, failing: 'both' }, 'failing must be'],
    [{ ...FATE, logs: 'a line' }, 'logs must be'],
    [{ ...FATE, logs: [5] }, 'logs must be'],
    [{ ...FATE, reason: {} }, 'reason must be'],
  ],
  faults: [
    [null, 'JSON'],
    [[null], 'an object'],
    [{ ...FAULT, knd: 'reset' }, 'has no knd'],
    [{ ...FAULT, times: 'many' }, 'times must be'],
    [{ ...FAULT, times: -1 }, 'times must be'],
    [{ ...FAULT, afterCalls: '1' }, 'afterCalls must be'],
    [{ ...FAULT, kind: 'error', status: 99_999 }, 'status must be'],
    [{ ...FAULT, kind: 'error', status: '400' }, 'status must be'],
    [{ ...FAULT, kind: 'error', code: 5 }, 'code must be'],
    [{ ...FAULT, kind: 'merge', fields: 'x' }, 'fields must be'],
    [{ ...FAULT, kind: 'slow', delayMs: 1e12 }, 'delayMs must be'],
    [{ ...FAULT, kind: 'stale', behindCalls: 1.5 }, 'behindCalls must be'],
    [[FAULT, { ...FAULT, when: 'now' }], 'before'],
    [{ operation: 5, kind: 'reset' }, 'operation'],
  ],
  limits: [
    [{}, 'enforced'],
    [{ enforced: 'yes' }, 'enforced must be'],
    [{ on: true }, 'has no on'],
  ],
  policy: [
    [{ document: ALLOW, accessKeyId: 5 }, 'accessKeyId must be'],
    [{ document: ALLOW, key: 'deploy' }, 'has no key'],
    [{ document: 'x' }, 'must be an object'],
    [[ALLOW], 'an object'],
  ],
  hosts: [
    [{ good: '10.0.0.1', 'bad host': '10.0.0.2' }, 'A host is'],
    [{ good: '10.0.0.1', other: 5 }, 'A host is'],
    [['10.0.0.1'], 'an object'],
  ],
  'kill-task': [
    [{ taskId: 5 }, 'taskId must be a text'],
    [{}, 'No running task'],
    [{ taskId: 'x', exitCode: 'no' }, 'exitCode must be'],
    [{ taskId: 'x', code: 1 }, 'has no code'],
  ],
  'stop-task': [
    [{ taskId: 5, stopCode: 'SpotInterruption' }, 'taskId must be a text'],
    [{ taskId: 'x', stopCode: 5 }, 'A stopCode is one of'],
    [{ taskId: 'x', stopCode: 'SpotInterruption', stoppedReason: 5 }, 'stoppedReason must be'],
    [{ taskId: 'x', stopCode: 'SpotInterruption', reason: 'r' }, 'has no reason'],
  ],
  hooks: [
    [[HOOK, null], 'an object'],
    [{ ...HOOK, match: { stages: 'x' } }, 'has no stages'],
    [{ ...HOOK, match: { stage: 5 } }, 'stage must be a text'],
    [{ ...HOOK, times: 'x' }, 'times must be'],
    [{ ...HOOK, times: null }, 'times must be'],
    [{ ...HOOK, used: 5 }, 'has no used'],
  ],
  breaker: [
    [{}, 'rollbackDelaySeconds must be'],
    [{ rollbackDelaySeconds: '40' }, 'rollbackDelaySeconds must be'],
    [{ rollbackDelaySeconds: 40, seconds: 4 }, 'has no seconds'],
  ],
  alarms: [
    [{ good: 'ALARM', bad: 'RINGING' }, 'OK or ALARM'],
    [{ good: 'ALARM', bad: null }, 'OK or ALARM'],
    [['ALARM'], 'an object'],
  ],
  metrics: [
    [[METRIC, { ...METRIC, metricName: 'Other', value: -1 }], 'must be a number'],
    [[METRIC, null], 'an object'],
    [{ ...METRIC, unit: 'Count' }, 'has no unit'],
    [{ ...METRIC, value: '1' }, 'must be'],
    [{ ...METRIC, value: { total: 5 } }, 'total'],
    [{ ...METRIC, dimensions: 'x' }, 'Dimensions are an object'],
    [{ ...METRIC, dimensions: { Queue: {} } }, 'Queue must be'],
    [{ ...OF_SERVICE, cpus: 5 }, 'has no cpus'],
    [{ ...OF_SERVICE, cpu: 'high' }, 'must be'],
    [{ ...OF_SERVICE, cpu: 5, memory: { total: 'x' } }, 'must be a number'],
    [{ ...OF_SERVICE, cluster: 5 }, 'cluster must be a text'],
  ],
  capacity: [
    [{ reason: 5 }, 'reason must be'],
    [{ reason: 'full', forMs: 'long' }, 'forMs must be'],
    [{ forMs: 5 }, 'reason'],
    [{ reasons: 'full' }, 'has no reasons'],
  ],
  reset: [[{ seed: 5 }, 'has no seed']],
}

const rows = Object.entries(WRONG).flatMap(([door, bodies]) =>
  bodies.map(([body, words]) => [door, JSON.stringify(body), words] as const),
)

/** All that can be set at the door. */
const all = async () => ({
  ...(await Promise.all(['clock', 'fates', 'faults', 'policy', 'hosts', 'hooks', 'metrics', 'state'].map(stage.get))),
  shortage: stage.emulator.world.shortage,
})

test.each(rows)('%s %s', async (door, body, words) => {
  const before = JSON.stringify(await all())
  const answer = await fetch(`${stage.emulator.url}/_internal/${door}`, { method: 'POST', body })
  const { error } = (await answer.json()) as { error?: string }
  expect([answer.status, error]).toEqual([400, expect.stringContaining(words)])
  expect(JSON.stringify(await all())).toBe(before)
})
