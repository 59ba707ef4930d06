// counts.mjs jest|demo|junit|line FILE: prints "passed failed skipped" from a suite's own report.
import { readFileSync } from 'node:fs'

const [kind, file] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')

const readers = {
  jest() {
    const report = JSON.parse(text)
    // A file that does not even load has no tests to fail.
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites
    return [report.numPassedTests, failed, report.numPendingTests + report.numTodoTests]
  },
  demo() {
    const rows = JSON.parse(text)
    const good = rows.filter(row => row.ok === true).length
    return [good, rows.length - good, 0]
  },
  junit() {
    const attributes = text
      .match(/<testsuite\s[^>]*>/g)
      ?.map(tag => name => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0))
    if (!attributes) throw new Error('no <testsuite> in the report')
    const sum = name => attributes.reduce((total, read) => total + read(name), 0)
    const failed = sum('failures') + sum('errors')
    return [sum('tests') - failed - sum('skipped'), failed, sum('skipped')]
  },
}
readers.line = () => {
  const [, ...counts] = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(text.trim().split('\n').at(-1)) ?? []
  if (counts.length !== 3) throw new Error('the last line holds no counts')
  return counts
}
console.log(readers[kind]().join(' '))
