/**
 * services/ under load, each task held to the CPU of its task definition: a rolling deploy on the local ECS, and then the same
 * images without it. Needs what script/bench-services sets up.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { services } from '../demo/environment.mjs'
import { root } from '../demo/github.mjs'
import { printed, rows } from './compared.mjs'
import { openNetwork, shares } from './containers.mjs'
import { hops } from './hops.mjs'
import { load, mixed, only } from './load.mjs'
import { makeItems, openShop } from './shop.mjs'
import { postgresReads, redisOperations } from './stores.mjs'
import { cpuOf, requestLines } from './tasks.mjs'

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
  const images = await shop.images()
  const deploy = await measured('rolling deploy', () => deployUnderLoad(shop))
  await shop.rest()

  const { database } = shop
  const network = await openNetwork({ images, database, undo })
  await network.run({ redis: 1, 'flask-app': 2, nginx: 2 })
  const ids = await makeItems((await network.urls('nginx'))[0])
  const asked = async count => {
    await network.run({ 'flask-app': count, nginx: 2 })
    const targets = mixed(await network.urls('nginx'), ids)
    await load(targets, { seconds: 3, rate: 50 })
    const since = new Date().toISOString()
    const end = await counted(network, () => load(targets, { seconds, rate: RATE }))
    const [nginx, flask] = await Promise.all(
      ['nginx', 'flask-app'].map(each => requestLines(network.names(each), since)),
    )
    return { end, hops: hops(nginx, flask) }
  }
  const direct = async (count, path) => {
    const urls = (await network.urls('flask-app')).slice(0, count)
    return counted(network, () => load(only(urls, path), { seconds, clients: 8 * count }))
  }
  const reading = `/api/items/${ids[0]}`

  const two = await measured('200 req/s over two tasks', () => asked(2))
  const task = {
    reads: await measured('one task, reads', () => direct(1, reading)),
    pages: await measured('one task, pages', () => direct(1, '/api/items?limit=20')),
    version: await measured('one task, version', () => direct(1, '/version')),
  }
  const reads = { 2: await measured('two tasks, reads', () => direct(2, reading)) }
  const [cache = ''] = network.names('redis')
  const asking = { password: network.redisPassword, cpus: shares.redis }
  const redis = await measured('redis', () => redisOperations(cache, asking))
  const postgres = await measured('PostgreSQL', () => postgresReads(database.name, { seconds }))
  const four = await measured('200 req/s over four tasks', () => asked(4))
  reads[4] = await measured('four tasks, reads', () => direct(4, reading))
  return { two, four, task, reads, redis, postgres, deploy }
}

async function measured(what, work) {
  stopped.signal.throwIfAborted()
  const found = await work()
  console.log(`${what}: ${JSON.stringify(found)}`)
  return found
}

/** With what each service took of the CPU for a request. */
async function counted(network, work) {
  const used = () => Promise.all(services.map(service => cpuOf(network.names(service))))
  const before = await used()
  const found = await work()
  const after = await used()
  const ms = services.map((name, at) => [name, Math.round(((after[at] - before[at]) / found.requests) * 1e5) / 100])
  return { ...found, cpuMsPerRequest: Object.fromEntries(ms) }
}

/** The load goes on for as long as the deploy and some seconds more. */
async function deployUnderLoad({ url, repository, deploy }) {
  const targets = mixed([url], await makeItems(url))
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

function report(found) {
  const table = rows(found)
  console.log(`\n${printed(table)}\n`)
  const machine = `${process.platform}/${process.arch}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)} at the end`
  const record = { machine, cpus: shares, seconds, table, details: found }
  if (options.record) writeFileSync(join(root, 'bench/services.json'), `${JSON.stringify(record, null, 2)}\n`)
  process.exitCode = table.every(({ reached }) => reached !== false) ? 0 : 1
}
