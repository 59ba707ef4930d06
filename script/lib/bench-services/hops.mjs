/** What each hop took, from the lines that nginx and flask-app write about the same request. */

/** @param {number[]} values */
export function percentiles(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const round = value => (value === undefined ? null : Math.round(value * 10) / 10)
  return { count: sorted.length, p50Ms: round(at(0.5)), p95Ms: round(at(0.95)), p99Ms: round(at(0.99)) }
}

/**
 * nginx → flask-app is what nginx waited less what flask-app worked, so it holds Service Connect and gunicorn's queue. nginx
 * counts in whole milliseconds.
 */
export function hops(nginx, flask) {
  const worked = new Map(flask.map(line => [line.request_id, line.duration_ms]))
  const between = nginx.flatMap(({ request_id: id, upstream_s: waited }) => {
    const own = worked.get(id)
    // Two values, as "0.001, 0.020", are a request that was sent again.
    if (own === undefined || !/^[\d.]+$/.test(String(waited))) return []
    return [Math.max(0, Number(waited) * 1000 - own)]
  })
  const spent = key => percentiles(flask.flatMap(line => (line[key] === undefined ? [] : [line[key]])))
  return {
    'nginx → flask-app': percentiles(between),
    'flask-app → redis': spent('redis_ms'),
    'flask-app → PostgreSQL': spent('database_ms'),
    'flask-app itself': percentiles(flask.map(line => line.duration_ms)),
  }
}
