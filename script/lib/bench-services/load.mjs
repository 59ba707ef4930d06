/** The load: vegeta, which keeps its rate whatever the answers take. */
import { spawn } from 'node:child_process'

const json = body => Buffer.from(JSON.stringify(body)).toString('base64')

/**
 * What a client of the items does: six reads through the cache, two pages, one new item, one look at the version; with several
 * addresses from each in turn, as a load balancer would ask.
 */
export function mixed(urls, ids) {
  return Array.from({ length: 10 * urls.length }, (_, at) => {
    const url = urls[at % urls.length]
    const step = Math.floor(at / urls.length)
    if (step === 2 || step === 8) return { method: 'GET', url: `${url}/api/items?limit=20` }
    if (step === 4) return { method: 'GET', url: `${url}/version` }
    if (step === 6)
      return {
        method: 'POST',
        url: `${url}/api/items`,
        header: { 'Content-Type': ['application/json'] },
        body: json({ name: 'load' }),
      }
    return { method: 'GET', url: `${url}/api/items/${ids[step % ids.length]}` }
  })
}

/** Only one kind of request, to each of some addresses in turn. */
export const only = (urls, path) => urls.map(url => ({ method: 'GET', url: `${url}${path}` }))

/**
 * @param {object[]} targets
 * @param {{ seconds: number, rate?: number, clients?: number, signal?: AbortSignal }} options without a rate, so many clients as
 *   fast as they can
 */
export async function load(targets, { seconds, rate, clients = 16, signal }) {
  const pace = rate === undefined ? ['-rate=0', `-max-workers=${clients}`] : [`-rate=${rate}/s`, '-max-workers=400']
  const attack = ['attack', '-format=json', '-timeout=30s', `-duration=${seconds}s`, `-workers=${clients}`, ...pace]
  const sender = spawn(process.env.VEGETA ?? 'vegeta', attack, { stdio: ['pipe', 'pipe', 'inherit'] })
  const reader = spawn(process.env.VEGETA ?? 'vegeta', ['report', '-type=json'], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Told to end, it waits for the answers under way.
  signal?.addEventListener('abort', () => sender.kill('SIGINT'))
  sender.stdout.pipe(reader.stdin)
  sender.stdin.end(targets.map(target => `${JSON.stringify(target)}\n`).join(''))
  let text = ''
  reader.stdout.on('data', chunk => (text += chunk))
  const [code] = await new Promise(done => reader.once('close', (...ending) => done(ending)))
  if (code !== 0) throw new Error(`vegeta ended with ${code}`)
  const { latencies, requests, throughput, status_codes: statuses, errors } = JSON.parse(text)
  const good = Object.entries(statuses).reduce((sum, [status, count]) => sum + (/^2/.test(status) ? count : 0), 0)
  const ms = nanoseconds => Math.round(nanoseconds / 100_000) / 10
  return {
    requests,
    perSecond: Math.round(throughput),
    failed: requests - good,
    p50Ms: ms(latencies['50th']),
    p95Ms: ms(latencies['95th']),
    p99Ms: ms(latencies['99th']),
    ...(good < requests ? { statuses, errors: errors?.slice(0, 5) } : {}),
  }
}
