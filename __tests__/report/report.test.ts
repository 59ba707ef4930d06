import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Failure, Refusal } from '../../src/failure/failure.ts'
import type { Result } from '../../src/release/result.ts'
import { explanation, headline } from '../../src/report/explanation.ts'
import { outputsOf } from '../../src/report/outputs.ts'
import { failureReport, overall, type Report, type ServiceReport, serviceReport } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import type { Evidence } from '../../src/rollout/cause.ts'
import { OUTCOMES, type Outcome } from '../../src/rollout/verdict.ts'
import { hostile, MARKUP, runs } from '../hostile.ts'
import { NEW, NEW_DIGEST, OLD, onOld, serviceDeployment, snapshot } from '../rollout/scene.ts'

const standing = {
  liveRevision: OLD,
  service: { deployments: [{ taskDefinition: OLD.arn, runningCount: 2 }] },
} as unknown as Result['standing']
const result = (outcome: Outcome | undefined, more: Partial<Result> = {}): Result => ({
  standing,
  verdict: outcome && { outcome, reason: 'because' },
  revision: NEW,
  ending: outcome && { verdict: { outcome, reason: 'because' }, last: snapshot(60) },
  evidence: undefined,
  seconds: 61.234,
  ...more,
})

const service: ServiceReport = {
  outcome: 'deployed',
  reason: 'every task runs app:2 and is healthy',
  image: `shop/app@${NEW_DIGEST}`,
  digest: NEW_DIGEST,
  revision: 'app:2',
  previousRevision: 'app:1',
  currentRevision: 'app:2',
  running: [{ tasks: 2, revision: 'app:2', version: '1.1.0' }],
  deployment: 'prod/app/abcdefghijklmnopqrstu',
  change: '1.0.0 → 1.1.0',
  seconds: 61.2,
  fallback: false,
  evidence: undefined,
}
const evidence: Evidence = {
  cause: {
    kind: 'exits',
    sentence: 'cannot stay up: 1 task started and exited with exit code 1',
    hint: 'Look at the last log lines.',
  },
  lost: [
    {
      id: '0123456789abcdef',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'app', exitCode: 1, reason: undefined, health: 'UNKNOWN' }],
      log: ['Traceback', 'KeyError: DATABASE_URL'],
    },
  ],
  events: ['(service app) has started 1 tasks: (task 0123).'],
}
const rolledBack: ServiceReport = {
  ...service,
  running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
  outcome: 'rolled-back',
  reason: 'the breaker tripped',
  currentRevision: 'app:1',
  evidence,
}
const left: ServiceReport = {
  ...service,
  outcome: 'not-started',
  reason: 'left alone',
  revision: '',
  image: '',
  digest: '',
  deployment: '',
}
const report: Report = {
  command: 'deploy',
  outcome: 'deployed',
  version: '1.1.0',
  commit: 'c'.repeat(40),
  cluster: 'prod',
  region: 'eu-west-1',
  environment: '',
  reason: '',
  endpoint: undefined,
  run: 'https://github.com/octo/shop/actions/runs/7',
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 75.4,
  services: { app: service },
  failure: undefined,
  lacks: [],
}
const broken: Report = { ...report, outcome: 'rolled-back', services: { app: rolledBack, nginx: left } }

test('environment and reason stand in the summary, as text', () => {
  const told = summaryOf({
    ...report,
    command: 'rollback',
    environment: 'prod',
    reason: 'orders | <b>lost</b>\n# again',
  })
  expect(told).toContain('environment `prod` · cluster `prod`')
  expect(told).toContain('Reason: orders \\| &lt;b>lost&lt;/b> \\# again')
  expect(summaryOf(report)).not.toContain('Reason')
})

describe('a service in the report', () => {
  test('that was deployed', () => {
    expect(serviceReport(result('deployed'))).toEqual({ ...service, reason: 'because' })
  })

  test.each<[string, Result, Partial<ServiceReport>]>([
    [
      'that was rolled back runs the old one',
      result('rolled-back', {
        ending: { verdict: { outcome: 'rolled-back', reason: '' }, last: snapshot(60, { service: onOld }) },
      }),
      {
        outcome: 'rolled-back',
        revision: 'app:2',
        previousRevision: 'app:1',
        currentRevision: 'app:1',
        running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
      },
    ],
    [
      'whose turn never came',
      result(undefined, { revision: undefined, seconds: 0 }),
      {
        outcome: 'not-started',
        image: '',
        digest: '',
        revision: '',
        currentRevision: 'app:1',
        deployment: '',
        running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
        change: '1.0.0',
      },
    ],
    [
      'that is unchanged',
      result('unchanged', { revision: OLD, ending: undefined }),
      { outcome: 'unchanged', revision: 'app:1', currentRevision: 'app:1', deployment: '', change: '1.0.0' },
    ],
    [
      'of which nothing was seen',
      result('unknown', { ending: { verdict: { outcome: 'unknown', reason: '' }, last: undefined } }),
      { currentRevision: 'app:1', deployment: '' },
    ],
    [
      'judged by the fallback',
      result('deployed', { verdict: { outcome: 'deployed', reason: '', fallback: true } }),
      { fallback: true },
    ],
    [
      'with an image of another registry',
      result('deployed', { revision: { ...NEW, image: 'public.ecr.aws/a/b:1', digest: undefined } }),
      { image: 'a/b', digest: '' },
    ],
    [
      'with an image in ECR',
      result('deployed', {
        revision: { ...NEW, image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app@${NEW_DIGEST}` },
      }),
      { image: `shop/app@${NEW_DIGEST}` },
    ],
    ['with seconds to one place', result('deployed', { seconds: 0.06 }), { seconds: 0.1 }],
    [
      'with its deployment',
      result('deployed', {
        ending: {
          verdict: { outcome: 'deployed', reason: '' },
          last: snapshot(0, { deployment: serviceDeployment({}) }),
        },
      }),
      { deployment: 'prod/app/abcdefghijklmnopqrstu' },
    ],
  ])('%s', (_, given, expected) => {
    expect(serviceReport(given)).toMatchObject(expected)
  })
})

describe('the outcome of a run is the worst of its services', () => {
  test.each<[(Outcome | undefined)[], Outcome]>([
    [['deployed'], 'deployed'],
    [['unchanged', 'deployed'], 'deployed'],
    [['unchanged', 'unchanged'], 'unchanged'],
    [['deployed', 'rolled-back', undefined], 'rolled-back'],
    [['no-tasks', 'deployed'], 'no-tasks'],
    [['cancelled', 'deployed'], 'cancelled'],
    [['timed-out', 'rolled-back'], 'rolled-back'],
    [['failed-on-old', 'failed-mixed'], 'failed-mixed'],
    [['unknown', 'rolled-back'], 'unknown'],
    [['superseded', 'deployed'], 'superseded'],
    [[], 'unchanged'],
  ])('%j → %s', (outcomes, expected) => {
    expect(overall(outcomes.map(outcome => result(outcome)))).toBe(expected)
  })

  test('each outcome is its own, and is not hidden by a good one', () => {
    for (const outcome of OUTCOMES) {
      expect(overall([result(outcome)])).toBe(outcome)
      expect(overall([result('unchanged'), result(outcome), result(undefined)])).toBe(outcome)
      if (outcome !== 'unchanged') expect(overall([result('deployed'), result(outcome)])).toBe(outcome)
    }
  })

  test('the order does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES, undefined), { maxLength: 5 }), outcomes => {
        const results = outcomes.map(outcome => result(outcome))
        expect(overall(results.toReversed())).toBe(overall(results))
      }),
    )
  })
})

describe('the outputs', () => {
  test('by name', () => {
    const { services = '', ...rest } = outputsOf(broken, '/tmp/report.json')
    expect(rest).toEqual({ outcome: 'rolled-back', version: '1.1.0', report: '/tmp/report.json' })
    expect(JSON.parse(services)).toEqual({
      app: {
        outcome: 'rolled-back',
        image: `shop/app@${NEW_DIGEST}`,
        digest: NEW_DIGEST,
        revision: 'app:2',
        previousRevision: 'app:1',
        currentRevision: 'app:1',
        deployment: 'prod/app/abcdefghijklmnopqrstu',
        reason: 'the breaker tripped',
      },
      nginx: expect.objectContaining({ outcome: 'not-started', revision: '', deployment: '' }),
    })
  })

  test.each([
    'User: arn:aws:sts::123456789012:assumed-role/deploy/run is not authorized',
    'CannotPullContainerError: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app: not found',
    'account 123456789012',
  ])('hold no account number: %s', reason => {
    const { services } = outputsOf({ ...report, services: { app: { ...service, reason } } }, 'p')
    expect(services).not.toContain('123456789012')
    expect(JSON.parse(services ?? '').app.digest).toBe(NEW_DIGEST)
  })

  test('are JSON whatever the reason', () => {
    fc.assert(
      fc.property(hostile, reason => {
        const { services = '' } = outputsOf({ ...report, services: { app: { ...service, reason } } }, 'p')
        expect(services).not.toContain('\n')
        expect(JSON.parse(services).app.outcome).toBe('deployed')
      }),
    )
  })
})

test('a failure in the report', () => {
  const faults = [{ code: 'EVK-110' as const, what: 'w', fix: 'f' }]
  expect(failureReport(new Refusal(faults, 'evenkeel.yml'))).toEqual({
    code: 'EVK-110',
    title: 'Refused before anything was changed',
    message: 'w',
    advice: 'f',
    faults,
    file: 'evenkeel.yml',
  })
  const letter = new Failure({ code: 'EVK-100', title: 't', message: 'm', advice: 'a' })
  expect(failureReport(letter)).toEqual({
    code: 'EVK-100',
    title: 't',
    message: 'm',
    advice: 'a',
    faults: [],
    file: undefined,
  })
})

describe('in few words', () => {
  test.each([
    ['a deploy', report, 'deploy 1.1.0: deployed'],
    ['a rollback that went wrong', { ...broken, command: 'rollback' as const }, 'rollback 1.1.0: rolled-back'],
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
      /^It broke\. Look in ECS what runs now\.$/,
    ],
    [
      'five faults of a refusal',
      {
        ...report,
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

describe('the job summary', () => {
  test('of a deploy', () => {
    expect(summaryOf(report)).toBe(
      [
        '## ✅ deploy 1.1.0: deployed',
        'cluster `prod` · `eu-west-1` · commit `ccccccc` · 75 s',
        [
          '| service | outcome | version | from | to | runs now | took |',
          '|---|---|---|---|---|---|---|',
          '| app | ✅ deployed | 1.0.0 → 1.1.0 | `app:1` | `app:2` | 2 × `app:2` | 61.2 s |',
        ].join('\n'),
        '',
      ].join('\n\n'),
    )
  })

  test('has nothing where there is nothing to tell', () => {
    const silent = { ...evidence, lost: evidence.lost.map(task => ({ ...task, log: [] })), events: [] }
    const withSilence = summaryOf({ ...broken, services: { app: { ...rolledBack, evidence: silent } } })
    expect(withSilence).toContain('| stop code |')
    expect(withSilence).not.toContain('<details')
    expect(withSilence).not.toContain('```')
    const withNothing = summaryOf({
      ...broken,
      services: { app: { ...rolledBack, evidence: { ...silent, lost: [] } } },
    })
    expect(withNothing).not.toContain('| stop code |')
    expect(summaryOf({ ...report, services: {} })).not.toContain('|')
    expect(summaryOf({ ...report, outcome: 'unchanged', services: { app: rolledBack } })).not.toContain(
      explanation(broken),
    )
  })

  test('names the permissions that were missing, but those that an error tells of already', () => {
    const lack = { action: 'logs:GetLogEvents', statement: '{"Effect":"Allow","Action":"logs:GetLogEvents"}' }
    expect(summaryOf({ ...report, lacks: [lack] })).toContain(lack.statement)
    expect(summaryOf(report)).not.toContain('Permissions that were missing')
    const told = { ...rolledBack, evidence: undefined, reason: `denied. Add: ${lack.statement}` }
    const summary = summaryOf({ ...broken, services: { app: told }, lacks: [lack] })
    expect(summary).not.toContain('Permissions that were missing')
  })

  test('of a release that was rolled back says why', () => {
    const summary = summaryOf(broken)
    for (const part of [
      '## ↩️ deploy 1.1.0: rolled-back',
      '| nginx | · not-started |',
      '### Why app is rolled-back',
      '**app cannot stay up: 1 task started and exited with exit code 1.** Look at the last log lines.',
      'ECS says: the breaker tripped',
      '| `01234567` | EssentialContainerExited | Essential container in task exited | app | 1 | UNKNOWN |  |',
      '```text\nTraceback\nKeyError: DATABASE\\_URL\n```'.replace('\\_', '_'),
      '```text\n(service app) has started 1 tasks: (task 0123).\n```',
    ]) {
      expect(summary).toContain(part)
    }
  })

  test.each([
    [
      'another endpoint',
      { ...report, endpoint: 'http://127.0.0.1:4566' },
      '> Not AWS: the endpoint was `http://127.0.0.1:4566`.',
    ],
    [
      'the fallback',
      { ...report, services: { app: { ...service, fallback: true } } },
      '*app: judged without the service-deployments API',
    ],
    [
      'the fallback beside a cause',
      { ...broken, services: { app: { ...rolledBack, fallback: true } } },
      'ECS says: the breaker tripped (judged without the service-deployments API)',
    ],
    [
      'all faults',
      {
        ...report,
        services: {},
        failure: failureReport(
          new Refusal([
            { code: 'EVK-100', what: 'a', fix: 'b' },
            { code: 'EVK-102', what: 'c', fix: 'd' },
          ]),
        ),
      },
      '- **EVK-100** a  \n  b\n- **EVK-102** c  \n  d',
    ],
    [
      'a failure with its advice',
      { ...report, failure: failureReport(new Failure({ code: 'EVK-109', title: 't', message: 'm', advice: 'a\nb' })) },
      '### t\n\n**EVK-109** m\n\n```text\na\nb\n```',
    ],
    [
      'the last thirty events',
      {
        ...broken,
        services: {
          app: { ...rolledBack, evidence: { ...evidence, events: Array.from({ length: 31 }, (_, i) => `event ${i}`) } },
        },
      },
      '```text\nevent 1\n',
    ],
  ])('tells %s', (_, given, part) => {
    expect(summaryOf(given)).toContain(part)
  })

  test.each(OUTCOMES)('has a mark for %s', outcome => {
    const given = { ...report, outcome, services: { app: { ...service, outcome } } }
    expect(summaryOf(given)).toMatch(new RegExp(`^## \\S+ deploy 1\\.1\\.0: ${outcome}$`, 'm'))
    expect(summaryOf(given)).not.toContain('undefined')
  })

  describe('cannot be broken by what others wrote into it', () => {
    /** A report in which all foreign text is `fill`. */
    const filled = (fill: string): Report => ({
      ...broken,
      version: fill,
      commit: fill,
      cluster: fill,
      region: fill,
      endpoint: `http://${fill}`,
      failure: { code: 'EVK-500', title: fill, message: fill, advice: fill, faults: [], file: undefined },
      services: {
        app: {
          ...rolledBack,
          reason: fill,
          change: fill,
          revision: `app:${fill}`,
          evidence: {
            cause: { kind: 'unclear', sentence: fill, hint: fill },
            lost: [
              {
                id: `id${fill}`,
                stopCode: fill,
                stoppedReason: fill,
                containers: [{ name: fill, exitCode: 1, reason: fill, health: fill }],
                log: [fill, fill],
              },
            ],
            events: [fill],
          },
        },
      },
    })

    /** The parts of a line that act: a mark counts unless it is escaped or within a code span. */
    function active(line: string): string {
      let found = ''
      for (let i = 0; i < line.length; i++) {
        const mark = line[i] ?? ''
        if (mark === '\\') i++
        else if (mark === '`') {
          const end = line.indexOf('`', i + 1)
          found += end === -1 ? '?' : '`'
          i = end === -1 ? line.length : end
        } else if ('|*_~[]<'.includes(mark)) found += mark
      }
      return found
    }

    /** What a page makes of the text: headings, tables, lists, fences; not the words in them. */
    function skeleton(markdown: string): string[] {
      const parts: string[] = []
      let bar = ''
      for (const line of markdown.split(/\r\n|\r|\n/)) {
        if (bar !== '') {
          const closes = new RegExp(`^ {0,3}(\`{${bar.length},})\\s*$`).test(line)
          if (closes) bar = ''
          if (closes) parts.push('end of fence')
          continue
        }
        bar = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
        if (bar !== '') parts.push('fence')
        else if (line.trim() === '') parts.push('')
        else {
          const block = /^ {0,3}(#{1,6} |>|[-+*] |\d+[.)] |\||<\/?details|[-=]+\s*$)/.exec(line)?.[1] ?? 'text'
          parts.push(`${block} ${active(line)}`)
        }
      }
      return bar === '' ? parts : [...parts, 'open fence']
    }

    test('the reading above tells what acts from what does not', () => {
      expect(skeleton('## a\n| b | `|` \\| |\n```text\n# c\n```\n> *d*\n<details open>')).toEqual([
        '##  ',
        '| ||`|',
        'fence',
        'end of fence',
        '> **',
        '<details <',
      ])
    })

    const plain = skeleton(summaryOf(filled('x')))

    test.each(MARKUP.filter(text => /\S/.test(text)).map(text => [JSON.stringify(text), text]))('%s', (_, text) => {
      expect(skeleton(summaryOf(filled(text)))).toEqual(plain)
    })

    test('any text', () => {
      const marks = fc.array(
        fc.constantFrom(
          '`',
          '```',
          '|',
          '\\',
          '\n',
          '\r',
          ' ',
          '<',
          '>',
          '*',
          '_',
          '#',
          '-',
          '1.',
          '[',
          ']',
          '~',
          'a',
          '&',
          '=',
        ),
        { maxLength: 12 },
      )
      const text = fc
        .oneof(
          hostile,
          marks.map(parts => parts.join('')),
        )
        .filter(each => /[^\s\p{C}]/u.test(each))
      fc.assert(
        fc.property(text, each => {
          expect(skeleton(summaryOf(filled(each)))).toEqual(plain)
        }),
        { numRuns: runs(400) },
      )
    })
  })
})
