/** The counted checks: one line each, and what was found where it was not as wanted. */
export function createChecks(print = console.log) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  return {
    counts,
    /** @param {string} name @param {string[]} faults what is wrong; none is a pass */
    check(name, faults, began = performance.now()) {
      const good = faults.length === 0
      counts[good ? 'passed' : 'failed']++
      print(`${good ? 'ok      ' : 'FAILED  '} ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s`)
      for (const fault of faults) for (const line of fault.trim().split('\n').slice(-40)) print(`         ${line}`)
      return good
    },
    skip(name, why) {
      counts.skipped++
      print(`skipped  ${name}: ${why}`)
    },
    note: text => print(`         ${text}`),
    sum: () => `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  }
}

/** The names of what does not hold. @param {Record<string, unknown>} claims */
export const broken = claims => Object.entries(claims).flatMap(([name, holds]) => (holds ? [] : [`not so: ${name}`]))
