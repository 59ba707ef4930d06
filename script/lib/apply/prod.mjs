/** prod gets a name and a certificate, is rolled back, resists, is taken away as infra/README.md says, and is made again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { makeZone, snapshots } from './behind.mjs'
import { change } from './change.mjs'
import { changesOf } from './changes.mjs'
import { broken } from './checks.mjs'

const NAME = 'ecs-microservices'
const MAIN = 'environments/prod/main.tf'

export const prod = {
  name: NAME,
  services: ['redis', 'flask-app', 'nginx'],

  /** @param {{ infra: string, manifest: string, behind: string }} copies */
  async prepare({ infra, behind }) {
    await inNewZone(infra, behind)
    // moto cannot cancel the rotation of a password that RDS manages.
    change(join(infra, MAIN), '  database = {\n', '  database = {\n    password_rotation_days = 0\n')
  },

  async story({ infra, behind, its, aws, ecs, shop, step, vital, changesNothing, deployed, settled, now }) {
    await step('port 80 leads to port 443, which has a certificate', async () => listening(await listenersOf(aws)))

    const first = (await now())['flask-app']
    await step('a second release is deployed', async () => {
      shop.better()
      const run = await shop.deploy('the second release')
      const after = await now()
      return [
        ...deployed(run, 'deployed'),
        ...broken({ 'flask-app runs another image': after['flask-app'].image !== first.image }),
        ...settled(after),
      ]
    })
    await step('a rollback brings the first one back', async () => {
      const run = await shop.deploy('the rollback', { command: 'rollback', reason: 'the items are sorted wrong' })
      const after = await now()
      return [
        ...deployed(run, 'deployed'),
        ...broken({ 'flask-app runs the first image': after['flask-app'].image === first.image }),
        ...settled(after),
      ]
    })
    await step('a plan then wants revisions with the image that runs again, which moves nothing', async () => {
      const before = await now()
      const { wanted } = changesOf(await its.plan())
      await its.apply()
      const after = await now()
      return [
        ...broken({
          'it notices flask-app': wanted.some(line => line.includes('service["flask-app"]')),
          'the newest revision has the image that runs': after['flask-app'].latestImage === first.image,
          'what runs is as it was': ['revision', 'deployments', 'desired', 'running'].every(
            each => after['flask-app'][each] === before['flask-app'][each],
          ),
        }),
        ...wanted.filter(line => !line.includes('.aws_ecs_task_definition.this: ')),
      ]
    })
    await changesNothing('after that apply')

    await vital('a destroy is refused, and nothing has gone', async () => {
      const before = await its.resources()
      const told = await refusal(its.destroy())
      const left = await its.resources()
      const gone = before.filter(each => !left.includes(each))
      return [
        ...broken({ [`the plan refuses it: ${told.slice(-300)}`]: told.includes('Instance cannot be destroyed') }),
        ...(gone.length > 0 ? [`gone: ${gone.length} of ${before.length}`] : settled(await now())),
      ]
    })
    await vital('it is taken away as the page says, and leaves a last snapshot', async () => {
      unprotect(join(infra, MAIN))
      await its.apply()
      await its.destroy()
      const [last, ...more] = await snapshots(behind)
      return broken({
        'the state is empty': (await its.resources()).length === 0,
        [`one last snapshot: ${last}`]: last?.startsWith(`${NAME}-postgres-final-`) && more.length === 0,
      })
    })
    await step('its secrets keep it from being made again, until they are deleted as the page says', async () => {
      const told = await refusal(its.apply())
      await deleteSecrets(ecs.endpoint, join(infra, 'README.md'))
      // moto makes no record again that was deleted.
      await inNewZone(infra, behind)
      await its.apply()
      const refused = `creating Secrets Manager Secret (${NAME}/redis/password)`
      return broken({ [`it is told of the secrets: ${told.slice(-600)}`]: told.includes(refused) })
    })
    await changesNothing('after it was made again')
  },
}

/** The name belongs to a zone that is there. */
async function inNewZone(infra, behind) {
  const zone = await makeZone(behind, 'example.com')
  change(join(infra, 'environments/prod/terraform.tfvars'), /zone_id = ".*"/, `zone_id = "${zone}"`)
}

const refusal = done =>
  done.then(
    () => 'it was done',
    error => String(error.message),
  )

async function listenersOf({ elb }) {
  const { LoadBalancers = [] } = await elb.describeLoadBalancers({ Names: [`${NAME}-alb`] })
  const { Listeners = [] } = await elb.describeListeners({ LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn })
  return new Map(Listeners.map(each => [each.Port, each]))
}

const listening = byPort =>
  broken({
    'port 80 redirects to 443': byPort.get(80)?.DefaultActions?.[0]?.RedirectConfig?.Port === '443',
    'port 443 speaks HTTPS': byPort.get(443)?.Protocol === 'HTTPS',
    'with a certificate': byPort.get(443)?.Certificates?.[0]?.CertificateArn?.includes(':certificate/'),
  })

/** As infra/README.md says under Clean-up. */
function unprotect(main) {
  change(main, 'prevent_destroy = true', 'prevent_destroy = false')
  change(main, 'deletion_protection = true', 'deletion_protection = false')
  change(main, '  database = {\n', '  database = {\n    deletion_protection = false\n')
}

/** Those that the page names; of a secret that the environment does not have the command says so and goes on. */
async function deleteSecrets(endpoint, page) {
  const [, names = ''] =
    /^for each in (.*); do aws secretsmanager delete-secret/m.exec(readFileSync(page, 'utf8')) ?? []
  if (!names) throw new Error(`${page} no longer says how secrets are deleted`)
  const secrets = new SecretsManager({
    endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  for (const each of names.split(' ')) {
    await secrets.deleteSecret({ SecretId: `${NAME}/${each}`, ForceDeleteWithoutRecovery: true }).catch(error => {
      if (error.name !== 'ResourceNotFoundException') throw error
    })
  }
}
