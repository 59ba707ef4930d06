/** One more service than the three, added as infra/README.md says: a repository, the environment, the manifest. */
import { join } from 'node:path'
import { change } from './change.mjs'

/** @param {string} infra the copy that is applied */
export function inTerraform(infra) {
  const [account, dev] = ['account', 'environments/dev'].map(root => join(infra, root, 'terraform.tfvars'))
  change(account, /$/, '\nservices = ["flask-app", "nginx", "redis", "reports"]\n')
  change(
    dev,
    'services = {\n',
    `services = {
  redis   = { callers = ["reports"] }
  reports = { count = 1, database = true, environment = { DATABASE_POOL_SIZE = "1" } }
`,
  )
}

/** @param {string} manifest of the user's repository */
export function inManifest(manifest) {
  change(
    manifest,
    '\n# As infra/environments makes them.',
    `
  reports:
    needs: redis
    repository: ecs-microservices/reports
    build: services/reports

# As infra/environments makes them.`,
  )
  change(
    manifest,
    /(?<=^ {2}dev:\n(?: {4}.*\n)*? {4}services:\n)/m,
    '      reports: { image-parameter: /ecs-microservices-dev/reports/image }\n',
  )
}
