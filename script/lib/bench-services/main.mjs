/**
 * services/ under load, on the local ECS with real containers, each task held to the CPU of its task definition. Needs what
 * script/bench-services sets up.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { cluster, services } from '../demo/environment.mjs'
import { root } from '../demo/github.mjs'
import { printed, rows } from './compared.mjs'
import { hops } from './hops.mjs'
import { load, mixed, only } from './load.mjs'
import { makeItems, openShop, shares } from './shop.mjs'
import { postgresReads, redisOperations } from './stores.mjs'
import { addressesOf, containersOf, cpuOf, requestLines } from './tasks.mjs'

const { values: options } = parseArgs({
  options: { record: { type: 'boolean' }, seconds: { type: 'string', default: '30' } },
})
const seconds = Number(options.seconds)
const RATE = 200

const undo = /** @type {(() => unknown)[]} */ ([])
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort(new Error('interrupted')))
try {
  report(await main())
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const each of undo.reverse()) await Promise.resolve(each()).catch(error => console.error(String(error)))
}

async function main() {
  const shop = await openShop({ undo, signal: stopped.signal })
  await shop.deploy(shop.repository.first())
  const ids = await makeItems(shop.url)
  const targets = mixed(shop.url, ids)
  const endToEnd = () => counted(() => load(targets, { seconds, rate: RATE }))
  const direct = async (count, path) => {
    const urls = await addressesOf('flask-app', 5000)
    return counted(() => load(only(urls.slice(0, count), path), { seconds, clients: 8 * count }))
  }
  const reading = `/api/items/${ids[0]}`

  await load(targets, { seconds: 3, rate: 50 })
  const since = new Date().toISOString()
  const end = await measured('end to end, 200 req/s over two tasks', endToEnd)
  const lines = { nginx: await requestLines('nginx', since), flask: await requestLines('flask-app', since) }
  const each = await measured('hops', () => hops(lines.nginx, lines.flask))
  const task = {
    reads: await measured('one task, reads', () => direct(1, reading)),
    pages: await measured('one task, pages', () => direct(1, '/api/items?limit=20')),
    version: await measured('one task, version', () => direct(1, '/version')),
  }
  const two = { reads: await measured('two tasks, reads', () => direct(2, reading)) }
  const redis = await measured('redis', () => redisOperations({ password: shop.redisPassword }, shares.redis))
  const postgres = await measured('PostgreSQL', () => postgresReads(shop.database.name, { seconds }))
  const deploy = await measured('rolling deploy', () => deployUnderLoad(shop, targets))

  await raise(shop, 4)
  const four = {
    end: await measured('end to end, 200 req/s over four tasks', endToEnd),
    reads: await measured('four tasks, reads', () => direct(4, reading)),
  }
  return { end, hops: each, task, tasks: { 2: two, 4: four }, redis, postgres, deploy }
}

async function measured(what, work) {
  stopped.signal.throwIfAborted()
  const found = await work()
  console.log(`${what}: ${JSON.stringify(found)}`)
  return found
}

/** With what each service took of the CPU for a request. */
async function counted(work) {
  const before = await Promise.all(services.map(cpuOf))
  const found = await work()
  const after = await Promise.all(services.map(cpuOf))
  const ms = services.map((name, at) => [name, Math.round(((after[at] - before[at]) / found.requests) * 1e5) / 100])
  return { ...found, cpuMsPerRequest: Object.fromEntries(ms) }
}

/** The load goes on for as long as the deploy and some seconds more. */
async function deployUnderLoad({ repository, deploy }, targets) {
  const ending = new AbortController()
  const under = load(targets, { seconds: 600, rate: RATE, signal: ending.signal })
  await sleep(2000)
  const began = performance.now()
  try {
    await deploy(repository.better())
  } finally {
    await sleep(2000)
    ending.abort()
  }
  return { ...(await under), deploySeconds: Math.round((performance.now() - began) / 1000) }
}

async function raise({ aws, holder }, count) {
  await aws.ecs.updateService({ cluster, service: 'flask-app', desiredCount: count })
  for (;;) {
    const { services: found = [] } = await aws.ecs.describeServices({ cluster, services })
    const settled = found.every(each => each.deployments.length === 1 && each.runningCount === each.desiredCount)
    if (settled && (await containersOf('flask-app')).length === count) break
    stopped.signal.throwIfAborted()
    await sleep(500)
  }
  await holder.once()
}

function report(found) {
  const table = rows(found)
  console.log(`\n${printed(table)}\n`)
  const machine = `${process.platform}/${process.arch}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)} at the end`
  const record = { machine, cpus: shares, seconds, table, details: found }
  if (options.record) writeFileSync(join(root, 'bench/services.json'), `${JSON.stringify(record, null, 2)}\n`)
  process.exitCode = table.every(({ reached }) => reached !== false) ? 0 : 1
}
