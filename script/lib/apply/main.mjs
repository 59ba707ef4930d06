/** An environment is applied to the local ECS, with account before it, and taken away again: dev.mjs and prod.mjs are what happens between. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients } from '../demo/environment.mjs'
import { changesOf } from './changes.mjs'
import { broken, createChecks } from './checks.mjs'
import { dev } from './dev.mjs'
import { startLocalEcs } from './local-ecs.mjs'
import { prod } from './prod.mjs'
import { openShop } from './shop.mjs'
import { terraformIn } from './terraform.mjs'
import { LISTED, leftovers, namedBehind, truth } from './truth.mjs'

const text = { type: /** @type {'string'} */ ('string') }
const options = { tasks: text, environment: text, behind: text, infra: text, logs: text }
const { tasks = 'simulated', environment = 'dev', behind = '', infra = '', logs = '' } = parseArgs({ options }).values
const walk = { dev, prod }[environment]

const began = performance.now()
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort())
const undo = /** @type {(() => unknown)[]} */ ([])
const { check, note, counts, sum } = createChecks()

try {
  if (!walk) throw new Error(`there is no walk through ${environment}`)
  await main(walk)
} catch (error) {
  check('the run reaches its end', [String(error?.stack ?? error)])
} finally {
  for (const each of undo.reverse()) await Promise.resolve(each()).catch(error => console.error(String(error)))
}
console.log(`logs: ${logs}/apply-*.log  whole run: ${((performance.now() - began) / 1000).toFixed(0)} s`)
console.log(sum())
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1

/** @param {typeof dev} walk */
async function main({ name, services, prepare, story }) {
  const deployLog = join(logs, 'apply-deploys.log')
  writeFileSync(deployLog, '')
  writeFileSync(join(logs, 'apply-plans.log'), '')
  const { signal } = stopped
  const ecs = await startLocalEcs({
    tasks,
    behind,
    speed: tasks === 'docker' ? 20 : 60,
    logFile: join(logs, 'apply-ecs.log'),
  })
  undo.push(ecs.stop)
  const { endpoint } = ecs
  note(`the local ECS answers at ${endpoint}, with ${behind} behind it`)
  const inRoot = root => {
    const variables = join(infra, `tests/variables/${root.replace('environments/', '')}-emulator.tfvars`)
    return terraformIn({
      dir: join(infra, root),
      endpoint,
      variables: existsSync(variables) ? [variables] : [],
      signal,
    })
  }
  const account = inRoot('account')
  const its = inRoot(`environments/${environment}`)
  const shop = openShop({ endpoint, environment, tasks, logFile: deployLog, signal })
  undo.push(shop.remove)
  const aws = clients(endpoint, 'ap-south-1')

  /** @param {() => Promise<string[]>} find */
  const step = async (title, find) => {
    signal.throwIfAborted()
    const start = performance.now()
    return check(title, await find().catch(error => [String(error?.message ?? error)]), start)
  }
  const vital = async (title, find) => {
    if (!(await step(title, find))) throw new Error(`nothing can be said of the rest without: ${title}`)
  }
  const changesNothing = (when, terraform = its) =>
    step(`a plan ${when} changes nothing`, async () => {
      const { wanted, excepted } = changesOf(await terraform.plan())
      appendFileSync(join(logs, 'apply-plans.log'), `━━━ ${when}\n${[...wanted, ...excepted].join('\n')}\n`)
      if (excepted.length > 0)
        note(`excepted, because moto forgets it: ${excepted.length} attributes (apply-plans.log)`)
      return wanted
    })
  const now = () => truth(aws, { name, services })
  const deployed = (run, wanted) =>
    run.exitCode === 0 && run.outputs.outcome === wanted
      ? []
      : [`wanted ${wanted}; outcome ${run.outputs.outcome}, exit ${run.exitCode}`, run.text]
  const settled = after =>
    broken(
      Object.fromEntries(
        services.flatMap(each => [
          [`${each} has settled, with tasks that run`, after[each].settled],
          [`${each} runs an image by digest`, /@sha256:[0-9a-f]{64}$/.test(after[each].image)],
          [`${each}'s parameter holds the image that runs`, after[each].parameter === after[each].image],
        ]),
      ),
    )

  await prepare({ infra, manifest: shop.manifest, behind })
  await vital('apply account', async () => void (await account.apply()) ?? [])
  await changesNothing('after applying account', account)
  await vital(`apply ${environment}`, async () => void (await its.apply()) ?? [])
  await changesNothing(`after applying ${environment}`)
  note(
    `resources: ${(await account.resources()).length} in account, ${(await its.resources()).length} in ${environment}`,
  )

  shop.first()
  await vital('the unchanged action deploys all, raised from 0', async () => {
    const before = await now()
    const run = await shop.deploy('the first deploy')
    const after = await now()
    return [
      ...deployed(run, 'deployed'),
      ...broken({ 'all stood at 0': services.every(each => before[each].desired === 0) }),
      ...settled(after),
    ]
  })
  await changesNothing('after the first deploy')

  await story({ infra, behind, its, aws, ecs, shop, step, vital, changesNothing, deployed, settled, now })

  const listed = await namedBehind(behind, name)
  await step(`destroy ${environment}, destroy account`, async () => {
    await its.destroy()
    // As a person would: a repository that holds images is not deleted.
    await emptyRepositories(aws)
    await account.destroy()
    return broken({
      [`the state of ${environment} is empty`]: (await its.resources()).length === 0,
      'the state of account is empty': (await account.resources()).length === 0,
    })
  })
  await step('destroy leaves nothing in ECS, ECR, parameters, scaling', async () => {
    const { left, kept } = leftovers(await ecs.state())
    note(`kept on purpose (skip_destroy: a rollback needs them): ${kept} revisions`)
    return left
  })
  await step('and nothing behind, in the lists that named it before', async () => [
    ...LISTED.filter(each => !listed.includes(each)).map(each => `${each} never named it`),
    ...(await namedBehind(behind, name)).map(each => `${each} still names it`),
  ])
}

async function emptyRepositories({ ecr }) {
  const { repositories = [] } = await ecr.describeRepositories({})
  for (const { repositoryName } of repositories) {
    const { imageIds = [] } = await ecr.listImages({ repositoryName })
    if (imageIds.length > 0) await ecr.batchDeleteImage({ repositoryName, imageIds })
  }
}
