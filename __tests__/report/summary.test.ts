import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Failure, Refusal } from '../../src/failure/failure.ts'
import { explanation } from '../../src/report/explanation.ts'
import { failureReport, type Report } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { OUTCOMES } from '../../src/rollout/verdict.ts'
import { hostile, MARKUP, runs } from '../hostile.ts'
import { broken, evidence, left, report, rolledBack, service } from './scene.ts'

test('environment and reason stand in the summary, as text', () => {
  const told = summaryOf({
    ...report,
    command: 'rollback',
    environment: 'prod',
    reason: 'orders | <b>lost</b>\n# again',
  })
  expect(told).toContain('environment `prod` · cluster `prod`')
  expect(told).toContain('Reason: `orders | <b>lost</b> # again`')
  expect(summaryOf(report)).not.toContain('Reason')
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
          '| `app` | ✅ deployed | `1.0.0 → 1.1.0` | `app:1` | `app:2` | 2 × `app:2` | 61.2 s |',
        ].join('\n'),
        '',
      ].join('\n\n'),
    )
  })

  test('of a build names its images, which later jobs ask for by digest or tag', () => {
    const digest = `sha256:${'a'.repeat(64)}`
    const api = { image: `shop/api@${digest}`, reference: `host/shop/api@${digest}`, digest, tags: ['1.1.0', 'sha-c'] }
    const images = { api: { ...api, origin: 'built' as const } }
    const built = summaryOf({ ...report, command: 'build', outcome: 'built', services: {}, images })
    expect(built).toContain(
      [
        '| image of | image | tags | origin |',
        '|---|---|---|---|',
        `| \`api\` | \`shop/api@${digest}\` | \`1.1.0\`, \`sha-c\` | built |`,
      ].join('\n'),
    )
    expect(summaryOf({ ...report, images })).not.toContain('image of')
  })

  test('of a refusal tells every fault once, and no place that is not known', () => {
    const refused: Report = {
      ...report,
      ...{ command: 'rollback', outcome: 'refused', version: '', commit: '', cluster: '', region: '' },
      services: {},
      ordered: false,
      failure: failureReport(new Refusal([{ code: 'EVK-104', what: 'input timeout is "soon"', fix: 'Write 30m.' }])),
    }
    expect(summaryOf(refused)).toBe(
      [
        '## ⛔ rollback: refused',
        '75 s',
        'Nothing was changed.',
        '### Refused before anything was changed\n- **EVK-104** input timeout is "soon"  \n  Write 30m.',
        '',
      ].join('\n\n'),
    )
  })

  test('names both sides of a run that is partial', () => {
    const services = { api: service, web: rolledBack, worker: left }
    const summary = summaryOf({ ...report, outcome: 'partial', services })
    expect(summary).toContain('## ⚠️ deploy 1.1.0: partial\n')
    expect(summary).toContain(' On 1.1.0: api. Not: web (rolled-back), worker (not-started).\n')
  })

  test('says that what runs is not known, or nothing', () => {
    const services = { api: { ...service, running: undefined }, web: { ...service, running: [] } }
    const summary = summaryOf({ ...report, services })
    expect(summary).toContain('| `app:2` | not known | 61.2 s |\n')
    expect(summary).toContain('| `app:2` | nothing | 61.2 s |\n')
  })

  test('has nothing where there is nothing to tell', () => {
    const silent = { ...evidence, lost: evidence.lost.map(task => ({ ...task, log: [] })), events: [] }
    const withSilence = summaryOf({ ...broken, services: { app: { ...rolledBack, evidence: silent } } })
    expect(withSilence).toContain('- task `01234567`: ')
    expect(withSilence).not.toContain('<details')
    expect(withSilence).not.toContain('```')
    const withNothing = summaryOf({
      ...broken,
      services: { app: { ...rolledBack, evidence: { ...silent, lost: [] } } },
    })
    expect(withNothing).not.toContain('- task')
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
      '| `nginx` | · not-started |',
      '### Why app is rolled-back',
      '\n\napp cannot stay up: 1 task started and exited with exit code 1. Look at the last log lines.',
      'ECS says: the breaker tripped',
      '- task `01234567`: EssentialContainerExited: Essential container in task exited\n  - `app`: exit code 1, health UNKNOWN',
      '```text\nTraceback\nKeyError: DATABASE_URL\n```',
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
      '`app`: judged without the service-deployments API',
    ],
    [
      'the fallback beside a cause',
      { ...broken, services: { app: { ...rolledBack, fallback: true } } },
      'ECS says: the breaker tripped (judged without the service-deployments API)',
    ],
    [
      'what a service that stands has lost since',
      {
        ...report,
        services: { app: { ...service, reason: 'all well; since then 3 of 4 ran', since: 'thinned' as const } },
      },
      '### What became of them since\n- app: all well; since then 3 of 4 ran',
    ],
    [
      'a cause that ends with a dot',
      {
        ...broken,
        services: {
          app: {
            ...rolledBack,
            evidence: { ...evidence, cause: { ...evidence.cause, sentence: '1 task stopped: no network.' } },
          },
        },
      },
      'app 1 task stopped: no network. Look',
    ],
    [
      'what became of it after its verdict, in whatever words',
      { ...broken, services: { app: { ...rolledBack, since: 'ended' as const } } },
      'Since then: the breaker tripped',
    ],
    [
      'a reason of ECS that begins like one of ours',
      { ...broken, services: { app: { ...rolledBack, reason: 'it was deployed, and then the alarm rang' } } },
      'ECS says: it was deployed, and then the alarm rang',
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

  test('says what changes besides the image, where something does', () => {
    const alsoChanges = 'memory 1024 → 2048, environment + NEW'
    const changing = summaryOf({ ...report, services: { app: { ...service, alsoChanges }, web: service } })
    expect(changing).toContain(`### What changes besides the image\n\n- \`app\`: ${alsoChanges}\n\n`)
    expect(summaryOf(report)).not.toContain('besides')
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
          alsoChanges: fill,
          revision: `app:${fill}`,
          evidence: {
            cause: { kind: 'unclear', sentence: fill, hint: fill },
            logs: { driver: fill },
            lost: [
              {
                id: `id${fill}`,
                stopCode: fill,
                stoppedReason: fill,
                culprit: fill,
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
          const bar = /^`+/.exec(line.slice(i))?.[0] ?? ''
          const end = new RegExp(`(?<!\`)${bar}(?!\`)`).exec(line.slice(i + bar.length))
          found += end ? '' : '?'
          i = end ? i + bar.length + end.index + bar.length - 1 : line.length
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
        bar = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? ''
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
        '| |||',
        'fence',
        'end of fence',
        '> **',
        '<details <',
      ])
    })

    /** Without what stands below the table because it holds a `|`. */
    const made = (text: string) => skeleton(summaryOf(filled(text)).replace(/^\(\d+\) .*\n\n/gm, ''))
    const plain = made('x')

    test.each(MARKUP.filter(text => /\S/.test(text)).map(text => [JSON.stringify(text), text]))('%s', (_, text) => {
      expect(made(text)).toEqual(plain)
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
          expect(made(each)).toEqual(plain)
        }),
        { numRuns: runs(400) },
      )
    })
  })
})
