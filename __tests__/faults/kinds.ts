/** What can go wrong with one call. */
import type { Fault } from '../../src/emulator/fault.ts'
import type { Site } from './sites.ts'

export interface Kind {
  readonly name: string
  /** Part of the smaller battery for rollbacks, which share most of their calls with deploys. */
  readonly core?: true
  readonly fault: Omit<Fault, 'operation'>
  /** `cured`: the same call made again succeeds. `lasting`: every call of this operation from here on fails. */
  readonly nature: 'cured' | 'lasting' | 'denied' | 'expired' | 'harmless'
  /** Undefined: everywhere. */
  readonly only?: 'reads' | 'writes' | 'registrations'
}

const LOST = { kind: 'reset-after-apply' } as const
const CONCURRENT = {
  kind: 'error',
  code: 'ClientException',
  message: 'Too many concurrent attempts to create a new revision of the specified family.',
  status: 400,
} as const

export const KINDS: readonly Kind[] = [
  { name: 'throttled 3 times', fault: { kind: 'throttle', times: 3 }, nature: 'cured', core: true },
  { name: 'a page of HTML', fault: { kind: '503-html' }, nature: 'cured' },
  { name: 'a connection reset', fault: { kind: 'reset' }, nature: 'cured' },
  { name: 'an answer cut off', fault: { kind: 'truncated' }, nature: 'cured', core: true },
  { name: 'an answer lost', fault: LOST, nature: 'cured', core: true },
  { name: 'every answer lost', fault: { ...LOST, times: null }, nature: 'cured', only: 'writes', core: true },
  { name: 'concurrent registrations', fault: { ...CONCURRENT, times: 3 }, nature: 'cured', only: 'registrations' },
  { name: 'stale reads', fault: { kind: 'stale', times: 3 }, nature: 'harmless', only: 'reads', core: true },
  { name: 'a duplicated request', fault: { kind: 'duplicate' }, nature: 'harmless', only: 'writes' },
  { name: 'unknown fields', fault: { kind: 'merge', fields: { brandNew: { of: ['next year'] } } }, nature: 'harmless' },
  { name: 'an empty answer', fault: { kind: 'empty-200' }, nature: 'cured', core: true },
  { name: 'access denied', fault: { kind: 'access-denied', times: null }, nature: 'denied', core: true },
  { name: 'an expired token', fault: { kind: 'expired-token', times: null }, nature: 'expired', core: true },
  { name: 'throttled for ever', fault: { kind: 'throttle', times: null }, nature: 'lasting' },
  { name: 'unreachable for ever', fault: { kind: 'reset', times: null }, nature: 'lasting', core: true },
]

/** How reads lag behind, several of them at once: each for less time than a rollout takes. */
export const LAGS: readonly (readonly [name: string, faults: readonly Fault[]])[] = [
  [
    'services stale, their deployments late in the list and in every answer',
    [
      { operation: 'DescribeServices', kind: 'stale', behindSeconds: 4, times: null },
      { operation: 'ListServiceDeployments', kind: 'late', seconds: 7, times: null },
      { operation: '*', kind: 'late-current', seconds: 20, times: null },
    ],
  ],
  [
    'services and service deployments stale by different times, lists of tasks late, pages of one',
    [
      { operation: 'DescribeServices', kind: 'stale', behindSeconds: 2, times: null },
      { operation: 'DescribeServiceDeployments', kind: 'stale', behindSeconds: 6, times: null },
      { operation: 'ListServiceDeployments', kind: 'stale', behindSeconds: 3, times: null },
      { operation: 'ListTasks', kind: 'late', seconds: 8, times: null },
      { operation: '*', kind: 'page-size', size: 1, times: null },
    ],
  ],
]

const WRITES = /^(PutImage|RegisterTaskDefinition|UpdateService)$/

export function applies({ only }: Kind, { operation }: Site): boolean {
  switch (only) {
    case undefined:
      return true
    case 'writes':
      return WRITES.test(operation)
    case 'reads':
      return !WRITES.test(operation)
    case 'registrations':
      return operation === 'RegisterTaskDefinition'
    default:
      return only satisfies never
  }
}
