/** The document's table, what was measured beside it, and whether the goals are reached. */
import { filled } from '../readme-tables.mjs'

const REDIS = '16 at once'

export function rows({ two, four, task, reads, redis, postgres, deploy }) {
  const p95 = ({ p95Ms }) => p95Ms
  const cell = ({ p50Ms, p95Ms }) => `${p50Ms} / ${p95Ms} ms`
  const { end } = two
  const hop = name => two.hops[name]
  return [
    ['nginx → flask-app, p50 / p95', '< 5 ms', cell(hop('nginx → flask-app'))],
    ['flask-app → redis', '< 2 ms', cell(hop('flask-app → redis')), 'p95 < 2 ms', p95(hop('flask-app → redis')) < 2],
    [
      'flask-app → PostgreSQL',
      '< 10 ms',
      cell(hop('flask-app → PostgreSQL')),
      'p95 < 10 ms',
      p95(hop('flask-app → PostgreSQL')) < 10,
    ],
    [
      'end to end, 200 req/s over two tasks',
      'p95 < 100 ms',
      cell(end),
      'p95 < 100 ms, 0 failed',
      p95(end) < 100 && end.failed === 0,
    ],
    [
      'one flask-app task, reads',
      '~100 req/s',
      `${task.reads.perSecond} req/s`,
      '≥ 400 req/s',
      task.reads.perSecond >= 400,
    ],
    ['one flask-app task, pages from PostgreSQL', '', `${task.pages.perSecond} req/s`],
    ['two tasks, reads', '', `${reads[2].perSecond} req/s`],
    ['four tasks, reads', '', `${reads[4].perSecond} req/s`],
    ['end to end, 200 req/s over four tasks', '', cell(four.end)],
    ['redis, GET', '100k op/s', `${redis[REDIS].GET} op/s (${REDIS}), ${redis['one at a time'].GET} (one at a time)`],
    ['redis on a whole CPU, GET', '', `${redis['16 at once, a whole CPU'].GET} op/s (${REDIS})`],
    [
      'PostgreSQL, flask-app’s read',
      'by instance class',
      `${postgres.perSecond} per second, mean ${postgres.meanMs} ms`,
    ],
    [
      'rolling deploy at 200 req/s',
      'zero downtime',
      `${deploy.failed} of ${deploy.requests} failed, ${cell(deploy)}`,
      '0 failed',
      deploy.failed === 0,
    ],
  ].map(([what, document, measured, goal = '', reached]) => ({ what, document, measured, goal, reached }))
}

export function printed(all) {
  const columns = ['what', 'document', 'measured', 'goal']
  const text = (row, column) => (column === 'goal' ? goal(row) : row[column])
  const head = { what: 'what', document: 'the document', measured: 'measured', goal: '' }
  const widths = columns.map(column => Math.max(...[head, ...all].map(row => text(row, column).length)))
  return [head, ...all]
    .map(row =>
      columns
        .map((column, at) => text(row, column).padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A page with the recorded table between `<!-- measured -->` and `<!-- /measured -->`. */
export function withMeasured(page, path, { table, machine }) {
  return filled(page, path, {
    measured: [
      '| | the document | measured | goal |',
      '| --- | --- | --- | --- |',
      ...table.map(row => `| ${['what', 'document', 'measured'].map(key => row[key]).join(' | ')} | ${goal(row)} |`),
      '',
      `On ${machine}.`,
    ],
  })
}

const goal = ({ goal: wanted, reached }) => (wanted === '' ? '' : `${reached ? '✔' : '✖'} ${wanted}`)
