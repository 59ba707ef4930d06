/**
 * The main job, for real: build, roll out, break, roll back, on the local ECS with real containers. Needs what
 * script/with-setup provides; script/demo calls it so. `--json FILE` leaves the table of steps, `--speed N` scales ECS's
 * own waiting times (default 30), `--stay` ends with the first deploy and leaves it running until Ctrl-C.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients, cluster, createEnvironment, services } from './environment.mjs'
import { githubView, runAction } from './github.mjs'
import { freePort, startDatabase, startLocalEcs } from './local-ecs.mjs'
import { startProbe } from './probe.mjs'
import { userRepository } from './repository.mjs'
import { results, stay } from './stay.mjs'
import { table } from './table.mjs'

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, speed: { type: 'string', default: '30' }, stay: { type: 'boolean' } },
})
const region = 'ap-south-1'

const outcome = (run, wanted, exitCode) => run.outputs.outcome === wanted && run.exitCode === exitCode
const same = ({ before, after }, name) => JSON.stringify(before[name]) === JSON.stringify(after[name])
const evidence = run => run.report?.services['flask-app']?.evidence
const cause = run => evidence(run)?.cause.kind
const reasons = run => (evidence(run)?.lost ?? []).map(task => task.stoppedReason).join('\n')
const exitCodes = run => (evidence(run)?.lost ?? []).flatMap(task => task.containers.map(each => each.exitCode))
const logLines = run => (evidence(run)?.lost ?? []).flatMap(task => task.log)

const inOrder = after =>
  after.redis.finishedAt <= after['flask-app'].startedAt && after['flask-app'].finishedAt <= after.nginx.startedAt

const began = performance.now()
const rows = []
let left = false
const undo = /** @type {(() => unknown)[]} */ ([])
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort())

try {
  await main()
} catch (error) {
  rows.push({
    step: 'the demo itself',
    expected: 'to reach its end',
    got: stopped.signal.aborted ? 'interrupted' : String(error?.message ?? error),
    seconds: 0,
    ok: false,
  })
  if (!stopped.signal.aborted) console.error(error)
} finally {
  for (const each of undo.reverse()) {
    try {
      await each()
    } catch (error) {
      left = true
      console.error(String(error))
    }
  }
}
console.log(`\n${table(rows)}\n`)
console.log(`job summaries: ${results}/*.md   whole demo: ${((performance.now() - began) / 1000).toFixed(0)} s`)
if (options.json) writeFileSync(options.json, JSON.stringify(rows))
if (options.stay)
  console.log(
    left ? 'not everything could be taken down' : 'tasks, load balancer, PostgreSQL and the local ECS are gone',
  )
process.exitCode = rows.every(({ ok }) => ok) && !(options.stay && left) ? 0 : 1

async function main() {
  const repository = userRepository()
  undo.push(repository.remove)
  const logFile = join(results, 'local-ecs.log')
  const registry = process.env.EVENKEEL_REGISTRY ?? 'http://127.0.0.1:5000'
  const ecs = await startLocalEcs({ speed: options.speed, registry, region, logFile })
  undo.push(ecs.stop)
  const database = await startDatabase(ecs.pid)
  undo.push(database.stop)
  const aws = clients(ecs.endpoint, region)
  const { url } = await createEnvironment(aws, { database, listenerPort: await freePort() })
  console.log(`the local ECS answers at ${ecs.endpoint}, its load balancer at ${url}, PostgreSQL at ${database.host}`)

  const act = async (title, file, inputs, { probe = false, sha = '' } = {}) => {
    stopped.signal.throwIfAborted()
    console.log(`\n━━━ ${title} ${'━'.repeat(Math.max(0, 90 - title.length))}`)
    const view = githubView()
    const before = await truth(aws)
    const probing = probe ? startProbe(url) : undefined
    const run = await runAction({
      workspace: repository.folder,
      // only what builds takes them
      inputs: {
        ...(inputs.command === 'rollback' ? {} : { 'build-contexts': process.env.EVENKEEL_BUILD_CONTEXTS ?? '' }),
        ...inputs,
      },
      env: {
        AWS_ENDPOINT_URL: ecs.endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        GITHUB_SHA: sha,
        DOCKER_HOST: process.env.DOCKER_HOST ?? '',
        DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? '',
      },
      onLine(line) {
        const shown = view(line)
        if (shown !== undefined) console.log(`  ${shown}`)
      },
      onStart: child => stopped.signal.addEventListener('abort', () => child.kill('SIGINT')),
    })
    const probed = await probing?.stop()
    if (probed)
      console.log(
        `  probe: ${probed.sent} requests, ${probed.failures.length} failed ${probed.failures.slice(0, 3).join('; ')}`,
      )
    writeFileSync(join(results, `${file}.md`), run.summary)
    return { ...run, probed, before, after: await truth(aws) }
  }
  /** A row of the table: what was expected, and which of the checks against the local ECS did not hold. */
  const check = (step, expected, run, checks) => {
    const broken = Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]))
    const got = `${run.outputs.outcome}, exit ${run.exitCode}${broken.length > 0 ? `; NOT: ${broken.join(', ')}` : ''}`
    rows.push({ step, expected, got, seconds: run.seconds, ok: broken.length === 0 })
    console.log(`  ${broken.length === 0 ? '✔' : '✖'} ${step}: ${got}`)
  }
  const zeroFailed = ({ probed }) => ({ '0 failed requests': probed.failures.length === 0 && probed.sent > 20 })

  const first = repository.first()
  const one = await act('1  deploy 1.0.0, the first of all three', '1-deploy-1.0.0', {}, { sha: first })
  const page = await (await fetch(`${url}/version`).catch(() => undefined))?.json()
  const ready = await (await fetch(`${url}/ready`).catch(() => undefined))?.json()
  check('1 deploy 1.0.0', 'deployed, exit 0, in order, 200 from end to end', one, {
    deployed: outcome(one, 'deployed', 0),
    'all three deployed': services.every(name => one.services[name]?.outcome === 'deployed'),
    'ECS stands on 1.0.0': services.every(name => one.after[name].version === '1.0.0' && one.after[name].settled),
    'redis before flask-app before nginx': inOrder(one.after),
    'raised to the initial counts': one.after.redis.running === 1 && one.after['flask-app'].running === 2,
    'the load balancer answers with 1.0.0': page?.version === '1.0.0',
    'redis and PostgreSQL are reached': ready !== undefined && !/down|degraded/.test(JSON.stringify(ready)),
    'an item is kept and read through the cache': await itemsWork(url),
  })
  if (options.stay) {
    if (rows.every(({ ok }) => ok)) await stay({ ...ecs, url, region }, stopped.signal)
    return
  }

  const second = repository.better()
  const two = await act(
    '2  deploy 1.1.0 under 20 requests a second',
    '2-deploy-1.1.0',
    {},
    { probe: true, sha: second },
  )
  check('2 deploy 1.1.0 under load', 'deployed, exit 0, 0 failed requests, redis untouched', two, {
    deployed: outcome(two, 'deployed', 0),
    'redis unchanged': two.services.redis?.outcome === 'unchanged' && same(two, 'redis'),
    'ECS stands on 1.1.0': ['flask-app', 'nginx'].every(
      name => two.after[name].version === '1.1.0' && two.after[name].settled,
    ),
    'both versions answered': '1.0.0' in two.probed.versions && '1.1.0' in two.probed.versions,
    ...zeroFailed(two),
  })

  const third = repository.neverHealthy()
  const three = await act(
    '3  deploy 1.2.0, whose flask-app never becomes healthy',
    '3-deploy-1.2.0',
    {},
    { probe: true, sha: third },
  )
  check('3 deploy 1.2.0, never healthy', 'rolled-back, exit 1, nginx untouched, 0 failed requests, why', three, {
    'rolled back': outcome(three, 'rolled-back', 1),
    'ECS stands on 1.1.0': three.after['flask-app'].version === '1.1.0' && three.after['flask-app'].settled,
    'ECS calls it ROLLBACK_SUCCESSFUL': three.after['flask-app'].newestDeployment === 'ROLLBACK_SUCCESSFUL',
    'nginx untouched': three.services.nginx?.outcome === 'not-started' && same(three, 'nginx'),
    'the report says why': cause(three) === 'never-healthy' && reasons(three).includes('health checks'),
    'with exit codes': exitCodes(three).length > 0,
    'with log lines': logLines(three).length > 0,
    ...zeroFailed(three),
  })

  const fourth = repository.exitsAtOnce()
  const four = await act(
    '4  deploy 1.3.0, whose flask-app exits at once',
    '4-deploy-1.3.0',
    {},
    { probe: true, sha: fourth },
  )
  check('4 deploy 1.3.0, exits at once', 'rolled-back, exit 1, told apart from 3', four, {
    'rolled back': outcome(four, 'rolled-back', 1),
    'ECS stands on 1.1.0': four.after['flask-app'].version === '1.1.0' && four.after['flask-app'].settled,
    'told apart': cause(four) === 'exits',
    'with the exit code': exitCodes(four).includes(3),
    'with its last words': logLines(four).some(line => line.includes('SHOP_CURRENCY')),
    ...zeroFailed(four),
  })

  const five = await act('5a rollback without a target', '5a-rollback', { command: 'rollback' }, { probe: true })
  check('5a rollback', 'deployed, exit 0, on 1.0.0 (last good), no new revision', five, {
    deployed: outcome(five, 'deployed', 0),
    'ECS stands on 1.0.0': services.every(name => five.after[name].version === '1.0.0' && five.after[name].settled),
    'no new revision': services.every(name => five.after[name].latest === five.before[name].latest),
    ...zeroFailed(five),
  })

  const six = await act(
    '5b rollback to 1.1.0, forward by its name',
    '5b-rollback-1.1.0',
    { command: 'rollback', to: '1.1.0' },
    { probe: true },
  )
  check('5b rollback to: 1.1.0', 'deployed, exit 0, on 1.1.0 again, redis untouched', six, {
    deployed: outcome(six, 'deployed', 0),
    'ECS stands on 1.1.0': ['flask-app', 'nginx'].every(
      name => six.after[name].version === '1.1.0' && six.after[name].settled,
    ),
    'redis untouched': same(six, 'redis'),
    ...zeroFailed(six),
  })

  const sha = repository.checkout('1.1.0')
  const seven = await act('6  deploy 1.1.0 again', '6-deploy-again', {}, { sha })
  check('6 deploy 1.1.0 again', 'unchanged, exit 0, no new revision, no new deployment', seven, {
    unchanged: outcome(seven, 'unchanged', 0),
    'no new revision': services.every(name => seven.after[name].latest === seven.before[name].latest),
    'no new deployment': services.every(name => same(seven, name)),
  })
}

/** What the local ECS itself says of each service, whatever the action said. */
async function truth({ ecs }) {
  const { services: found = [] } = await ecs.describeServices({ cluster, services })
  const entries = await Promise.all(
    found.map(async service => {
      const { serviceName = '', taskDefinition = '', deployments = [], desiredCount, runningCount = 0 } = service
      const { tags = [], taskDefinition: live } = await ecs.describeTaskDefinition({
        taskDefinition,
        include: ['TAGS'],
      })
      const { taskDefinition: latest } = await ecs.describeTaskDefinition({ taskDefinition: live?.family })
      const { serviceDeployments = [] } = await ecs.listServiceDeployments({
        cluster,
        service: serviceName,
        maxResults: 100,
      })
      const [newest] = serviceDeployments
      return [
        serviceName,
        {
          version: tags.find(({ key }) => key === 'evenkeel:version')?.value,
          revision: taskDefinition,
          latest: latest?.taskDefinitionArn,
          running: runningCount,
          settled: deployments.length === 1 && runningCount === desiredCount && runningCount > 0,
          serviceDeployments: serviceDeployments.length,
          newestDeployment: newest?.status,
          startedAt: Number(newest?.startedAt ?? newest?.createdAt),
          finishedAt: Number(newest?.finishedAt),
        },
      ]
    }),
  )
  return Object.fromEntries(entries)
}

/** An item is created, read twice (the second time from redis) and listed. */
async function itemsWork(url) {
  const created = await fetch(`${url}/api/items`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'anchor' }),
  }).catch(() => undefined)
  if (!created?.ok) return false
  const { id } = await created.json()
  const caches = []
  for (let i = 0; i < 2; i++) caches.push((await fetch(`${url}/api/items/${id}`)).headers.get('x-cache'))
  return caches[1] === 'hit' && JSON.stringify(await (await fetch(`${url}/api/items`)).json()).includes('anchor')
}
