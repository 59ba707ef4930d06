import { describe, expect, test } from '@jest/globals'
import { Failure, Refusal } from '../../src/failure/failure.ts'
import { explanation, headline } from '../../src/report/explanation.ts'
import { failureReport, type Report, type ServiceReport } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { broken, evidence, report, rolledBack, service } from './scene.ts'

/** A report of services by their outcomes, and nothing else to tell of them. */
const ended = (
  outcomes: Record<string, ServiceReport['outcome']>,
  more: Partial<Report> = {},
  each: Partial<ServiceReport> = {},
): Report => ({
  ...report,
  services: Object.fromEntries(
    Object.entries(outcomes).map(([name, outcome]) => [
      name,
      { ...service, outcome, reason: 'because', running: [], ...each },
    ]),
  ),
  ...more,
})

describe('who stands where', () => {
  test.each<[string, Report, string]>([
    [
      'one broke',
      ended({ redis: 'unchanged', api: 'deployed', web: 'rolled-back', worker: 'not-started' }),
      'On 1.1.0: api. Unchanged: redis. Not: web (rolled-back), worker (not-started).',
    ],
    [
      'nothing has a version',
      ended({ api: 'deployed', web: 'timed-out' }, { version: '' }),
      'On the new revision: api. Not: web (timed-out).',
    ],
    [
      'a restart, which leads to no new revision',
      ended({ api: 'deployed', web: 'timed-out' }, { command: 'restart', version: '' }),
      'With new tasks: api. Not: web (timed-out).',
    ],
    [
      'cancelled after one was deployed',
      ended({ api: 'deployed', web: 'cancelled', worker: 'not-started' }),
      'On 1.1.0: api. Not: web (cancelled), worker (not-started).',
    ],
    ['cancelled between two', ended({ api: 'deployed', web: 'not-started' }), 'On 1.1.0: api. Not: web (not-started).'],
    ['paused', ended({ api: 'deployed', web: 'paused' }), 'On 1.1.0: api. Not: web (paused).'],
    ['contact was lost', ended({ api: 'deployed', web: 'unknown' }), 'On 1.1.0: api. Not known: web.'],
    ['none moved', ended({ api: 'rolled-back', web: 'not-started' }), 'Nothing runs now. Left alone: web.'],
    [
      'one at 0, as it may be',
      ended({ api: 'deployed', web: 'no-tasks' }, {}, { mayStandAtZero: true }),
      'At 0 tasks, so nothing is proven: web.',
    ],
    ['one at 0, as it may not be', ended({ api: 'deployed', web: 'no-tasks' }), 'On 1.1.0: api. Not: web (no-tasks).'],
  ])('%s', (_, given, line) => {
    expect(explanation(given)).toMatch(new RegExp(`(^|\\. )${line.replace(/[().]/g, '\\$&')}$`))
  })
})

describe('what runs now is told only where it was seen', () => {
  test.each<[ServiceReport['outcome'], ServiceReport['running'], string]>([
    ['unknown', undefined, 'What runs now is not known: look in ECS.'],
    ['unknown', [], 'Nothing ran when last seen.'],
    ['cancelled', undefined, 'What runs now is not known: look in ECS.'],
    ['cancelled', service.running, 'Last seen running: 2 tasks of 1.1.0 (app:2).'],
    ['timed-out', [], 'Nothing ran when last seen.'],
    ['rolled-back', service.running, 'Now running: 2 tasks of 1.1.0 (app:2).'],
    ['failed-on-old', [], 'Nothing runs now.'],
  ])('%s %j', (outcome, running, line) => {
    expect(explanation({ ...report, services: { app: { ...service, outcome, running } } })).toContain(line)
  })
})

test('what AWS says may end with a dot of its own', () => {
  const cause = { ...evidence.cause, sentence: '12 tasks stopped: Timeout waiting for the network.' }
  const app = { ...rolledBack, evidence: { ...evidence, cause } }
  for (const text of [explanation({ ...broken, services: { app } }), summaryOf({ ...broken, services: { app } })])
    expect(text).toMatch(/the network\. (?!\.)/)
})

describe('in few words', () => {
  test.each([
    ['a deploy', report, 'deploy 1.1.0: deployed'],
    ['a rollback that went wrong', { ...broken, command: 'rollback' as const }, 'rollback 1.1.0: rolled-back'],
    ['whose input names no command', { ...report, command: '' as const, version: '' }, 'evenkeel: deployed'],
    ['without a version', { ...report, version: '' }, 'deploy: deployed'],
  ])('%s', (_, given, line) => {
    expect(headline(given)).toBe(line)
  })

  test.each([
    ['nothing, when all is well', report, /^$/],
    [
      'why, what ECS says, what runs, and what was left alone',
      broken,
      /^app cannot stay up: .* exit code 1\. app: the breaker tripped\. Now running: 2 tasks of 1\.0\.0 \(app:1\)\. Left alone: nginx\.$/,
    ],
    [
      'no cause where none is clear',
      {
        ...broken,
        services: {
          app: { ...rolledBack, evidence: { ...evidence, cause: { ...evidence.cause, kind: 'unclear' as const } } },
        },
      },
      /^app: the breaker tripped\. Now running: 2 tasks of 1\.0\.0 \(app:1\)\.$/,
    ],
    [
      'one full stop',
      { ...broken, services: { app: { ...rolledBack, evidence: undefined, reason: 'it ended.' } } },
      /^app: it ended\. Now running: 2 tasks of 1\.0\.0 \(app:1\)\.$/,
    ],
    [
      'the failure',
      {
        ...report,
        ordered: false,
        services: {},
        failure: { ...failureReport(new Failure({ code: 'EVK-100', title: 't', message: 'It broke.', advice: 'a' })) },
      },
      /^It broke\. Nothing was changed\.$/,
    ],
    [
      'the failure after something was begun',
      {
        ...broken,
        failure: { ...failureReport(new Failure({ code: 'EVK-100', title: 't', message: 'It broke.', advice: 'a' })) },
      },
      /^It broke\. What runs now is not known: look in ECS\. app cannot stay up/,
    ],
    [
      'five faults of a refusal',
      {
        ...report,
        ordered: false,
        services: {},
        failure: failureReport(
          new Refusal(['a', 'b?', 'c', 'd', 'e', 'f', 'g'].map(what => ({ code: 'EVK-110', what, fix: 'mend it' }))),
        ),
      },
      /^a\. b\? c\. d\. e\. And 2 more\. Nothing was changed\.$/,
    ],
  ])('the annotation tells %s', (_, given, pattern) => {
    expect(explanation(given)).toMatch(pattern)
  })
})
