/** account and dev, with a fourth service, are applied, deployed into by the unchanged action, reshaped, held to the deploy role, and destroyed. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients } from '../demo/environment.mjs'
import { changesOf } from './changes.mjs'
import { broken, createChecks } from './checks.mjs'
import { inTerraform } from './fourth.mjs'
import { startLocalEcs } from './local-ecs.mjs'
import { underThePolicy } from './policy.mjs'
import { deployer, openShop, services } from './shop.mjs'
import { terraformIn } from './terraform.mjs'
import { LISTED, leftovers, namedBehind, truth } from './truth.mjs'

const text = { type: /** @type {'string'} */ ('string') }
const { values } = parseArgs({ options: { tasks: text, behind: text, infra: text, logs: text } })
const { tasks = 'simulated', behind = '', infra = '', logs = '' } = values

const began = performance.now()
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort())
const undo = /** @type {(() => unknown)[]} */ ([])
const { check, note, counts, sum } = createChecks()

try {
  await main()
} catch (error) {
  check('the run reaches its end', [String(error?.stack ?? error)])
} finally {
  for (const each of undo.reverse()) await Promise.resolve(each()).catch(error => console.error(String(error)))
}
console.log(`logs: ${logs}/apply-*.log  whole run: ${((performance.now() - began) / 1000).toFixed(0)} s`)
console.log(sum())
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1

async function main() {
  const deployLog = join(logs, 'apply-deploys.log')
  writeFileSync(deployLog, '')
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
  const inRoot = name => {
    const root = name.replace('environments/', '')
    const variables = join(infra, `tests/variables/${root}-emulator.tfvars`)
    return terraformIn({ dir: join(infra, name), endpoint, variables, signal })
  }
  const account = inRoot('account')
  const dev = inRoot('environments/dev')
  const shop = openShop({ endpoint, tasks, logFile: deployLog, signal })
  undo.push(shop.remove)
  const aws = clients(endpoint, 'ap-south-1')

  /** @param {() => Promise<string[]>} find */
  const step = async (name, find) => {
    signal.throwIfAborted()
    const start = performance.now()
    return check(name, await find().catch(error => [String(error?.message ?? error)]), start)
  }
  const vital = async (name, find) => {
    if (!(await step(name, find))) throw new Error(`nothing can be said of the rest without: ${name}`)
  }
  const changesNothing = (when, terraform = dev) =>
    step(`a plan ${when} changes nothing`, async () => {
      const { wanted, excepted } = changesOf(await terraform.plan())
      appendFileSync(join(logs, 'apply-plans.log'), `━━━ ${when}\n${[...wanted, ...excepted].join('\n')}\n`)
      if (excepted.length > 0)
        note(`excepted, because moto forgets it: ${excepted.length} attributes (apply-plans.log)`)
      return wanted
    })
  const now = () => truth(aws, ecs)
  const deployed = (run, wanted) =>
    run.exitCode === 0 && run.outputs.outcome === wanted
      ? []
      : [`wanted ${wanted}; outcome ${run.outputs.outcome}, exit ${run.exitCode}`, run.text]
  const settled = (after, names = services) =>
    broken(
      Object.fromEntries(
        names.flatMap(name => [
          [`${name} has settled, with tasks that run`, after[name].settled],
          [`${name} runs an image by digest`, /@sha256:[0-9a-f]{64}$/.test(after[name].image)],
          [`${name}'s parameter holds the image that runs`, after[name].parameter === after[name].image],
        ]),
      ),
    )
  writeFileSync(join(logs, 'apply-plans.log'), '')
  inTerraform(infra)

  await vital('apply account', async () => void (await account.apply()) ?? [])
  await changesNothing('after applying account', account)
  await vital('apply dev', async () => void (await dev.apply()) ?? [])
  await changesNothing('after applying dev')
  note(`resources: ${(await account.resources()).length} in account, ${(await dev.resources()).length} in dev`)

  shop.first()
  await vital('the unchanged action deploys all four, raised from 0', async () => {
    const before = await now()
    const run = await shop.deploy('the first deploy')
    const after = await now()
    return [
      ...deployed(run, 'deployed'),
      ...broken({ 'all stood at 0': services.every(name => before[name].desired === 0) }),
      ...settled(after),
    ]
  })
  await changesNothing('after the first deploy')

  const memory = 2048
  const before = (await now())['flask-app']
  await step('a new memory size registers a revision that carries the deployed image, and starts nothing', async () => {
    reshape(join(infra, 'environments/dev/terraform.tfvars'), memory)
    await dev.apply()
    const after = (await now())['flask-app']
    return broken({
      'the memory was another before': before.memory !== String(memory),
      'a newer revision': after.latest !== before.latest,
      'it has the memory': after.latestMemory === String(memory),
      [`it carries the deployed image, not ${after.latestImage}`]: after.latestImage === before.image,
      'what runs is as it was': ['revision', 'deployments', 'desired', 'running', 'settled'].every(
        each => after[each] === before[each],
      ),
    })
  })
  await changesNothing('after the new memory size')
  await step('the next run of the action rolls it out, with the same image, and may push none', async () => {
    await withoutPush(dev, ecs)
    const run = await shop.deploy('the new shape')
    const after = await now()
    return [
      ...deployed(run, 'deployed'),
      ...broken({
        'flask-app is deployed': run.services['flask-app']?.outcome === 'deployed',
        'redis, nginx and reports are untouched': ['redis', 'nginx', 'reports'].every(
          name => run.services[name]?.outcome === 'unchanged',
        ),
        'flask-app runs with the memory': after['flask-app'].memory === String(memory),
        'the image is the same': after['flask-app'].image === before.image,
      }),
      ...settled(after),
    ]
  })
  await changesNothing('after that deploy')

  await underThePolicy({ dev, ecs, shop, step, deployed, settled, now })
  await changesNothing('after the deploys under the policy')

  const listed = await namedBehind(behind)
  await step('destroy dev, destroy account', async () => {
    await dev.destroy()
    // As a person would: a repository that holds images is not deleted.
    await emptyRepositories(aws)
    await account.destroy()
    return broken({
      'the state of dev is empty': (await dev.resources()).length === 0,
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
    ...(await namedBehind(behind)).map(each => `${each} still names it`),
  ])
}

/** As `deploy_allow = { push = false }` leaves the role of the deploys: images are found, and none is made. */
async function withoutPush(dev, ecs) {
  const { deploy_policy: text, deploy_role_arn: arn } = await dev.outputs()
  const policy = JSON.parse(text)
  const find = each => (each.Sid === 'EcrPush' ? { ...each, Sid: 'EcrFind', Action: 'ecr:BatchGetImage' } : each)
  const Statement = policy.Statement.map(find)
  await ecs.enforce(deployer, arn.split('/').at(-1), { ...policy, Statement })
}

function reshape(file, memory) {
  const before = readFileSync(file, 'utf8')
  const after = before.replace(/(flask-app\s*=\s*\{)/, `$1 memory = ${memory},`)
  if (after === before) throw new Error(`${file} has changed: flask-app is not where it was`)
  writeFileSync(file, after)
}

async function emptyRepositories({ ecr }) {
  const { repositories = [] } = await ecr.describeRepositories({})
  for (const { repositoryName } of repositories) {
    const { imageIds = [] } = await ecr.listImages({ repositoryName })
    if (imageIds.length > 0) await ecr.batchDeleteImage({ repositoryName, imageIds })
  }
}
