/** dev, with a fourth service, is reshaped and held to the deploy role. */
import { join } from 'node:path'
import { change } from './change.mjs'
import { broken } from './checks.mjs'
import { inManifest, inTerraform } from './fourth.mjs'
import { underThePolicy } from './policy.mjs'
import { deployer } from './shop.mjs'

const MEMORY = 2048

export const dev = {
  name: 'ecs-microservices-dev',
  services: ['redis', 'flask-app', 'nginx', 'reports'],

  /** @param {{ infra: string, manifest: string, behind: string }} copies */
  async prepare({ infra, manifest }) {
    inTerraform(infra)
    inManifest(manifest)
  },

  async story({ infra, its, ecs, shop, step, changesNothing, deployed, settled, now }) {
    const before = (await now())['flask-app']
    await step(
      'a new memory size registers a revision that carries the deployed image, and starts nothing',
      async () => {
        change(join(infra, 'environments/dev/terraform.tfvars'), /(flask-app\s*=\s*\{)/, `$1 memory = ${MEMORY},`)
        await its.apply()
        const after = (await now())['flask-app']
        return broken({
          'the memory was another before': before.memory !== String(MEMORY),
          'a newer revision': after.latest !== before.latest,
          'it has the memory': after.latestMemory === String(MEMORY),
          [`it carries the deployed image, not ${after.latestImage}`]: after.latestImage === before.image,
          'what runs is as it was': ['revision', 'deployments', 'desired', 'running', 'settled'].every(
            each => after[each] === before[each],
          ),
        })
      },
    )
    await changesNothing('after the new memory size')
    await step('the next run of the action rolls it out, with the same image, and may push none', async () => {
      await withoutPush(its, ecs)
      const run = await shop.deploy('the new shape')
      const after = await now()
      return [
        ...deployed(run, 'deployed'),
        ...broken({
          'flask-app is deployed': run.services['flask-app']?.outcome === 'deployed',
          'redis, nginx and reports are untouched': ['redis', 'nginx', 'reports'].every(
            name => run.services[name]?.outcome === 'unchanged',
          ),
          'flask-app runs with the memory': after['flask-app'].memory === String(MEMORY),
          'the image is the same': after['flask-app'].image === before.image,
        }),
        ...settled(after),
      ]
    })
    await changesNothing('after that deploy')

    await underThePolicy({ dev: its, ecs, shop, step, deployed, settled, now })
    await changesNothing('after the deploys under the policy')
  },
}

/** As `deploy_allow = { push = false }` leaves the role of the deploys: images are found, and none is made. */
async function withoutPush(terraform, ecs) {
  const { deploy_policy: text, deploy_role_arn: arn } = await terraform.outputs()
  const policy = JSON.parse(text)
  const find = each => (each.Sid === 'EcrPush' ? { ...each, Sid: 'EcrFind', Action: 'ecr:BatchGetImage' } : each)
  const Statement = policy.Statement.map(find)
  await ecs.enforce(deployer, arn.split('/').at(-1), { ...policy, Statement })
}
