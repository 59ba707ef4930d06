/** Whether a service at 0 ever ran: what ECS has forgotten, or may not be read, is no sign that it did not. */
import { expect, test } from '@jest/globals'
import { hasNeverRun, type Past, type Standing } from '../../src/rollout/standing.ts'

const STEADY = '(service api) has reached a steady state.'
const one: Past = { arn: 'a', status: 'SUCCESSFUL', target: 'r', createdAt: 0, finishedAt: 1 }

interface Given {
  readonly events?: readonly string[]
  readonly past?: readonly Past[] | undefined
  readonly everAsked?: boolean
  readonly tags?: Standing['live']['tags']
}

const standing = ({ events = [STEADY], past, everAsked, tags = [] }: Given) =>
  ({
    service: { desiredCount: 0, runningCount: 0, pendingCount: 0, events: events.map(message => ({ message })) },
    live: { tags, definition: {} },
    past,
    everAsked,
  }) as unknown as Standing

const full = Array.from({ length: 100 }, () => STEADY)

test.each<[string, boolean, Given]>([
  ['as Terraform left it', true, { past: [one], everAsked: false }],
  ['as Terraform left it, and its past may not be read', true, {}],
  ['Terraform changed it several times at 0', true, { past: [one, one, one], everAsked: false }],
  ['several deployments, and what they asked for is not known', false, { past: [one, one] }],
  ['an event of tasks', false, { events: [STEADY, '(service api) has started 2 tasks: (task 1).'], past: [one] }],
  ['a version of ours', false, { past: [one], tags: [{ key: 'evenkeel:version', value: '1.0.0' }] }],
  [
    'steady for so long that no older event is left, and its one deployment asked for tasks',
    false,
    { events: full, past: [one], everAsked: true },
  ],
  ['steady for as long, and its one deployment asked for none', true, { events: full, past: [one], everAsked: false }],
  ['steady for as long, and its deployments are forgotten', false, { events: full, past: [] }],
  ['steady for as long, and they may not be read', false, { events: full }],
])('%s: %s', (_, never, given) => expect(hasNeverRun(standing(given))).toBe(never))
