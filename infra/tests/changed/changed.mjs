// What Terraform does to a service that is there when one of its values changes: it is updated, and its tasks with it, and
// not replaced, which would leave nobody to answer. A line of TAP each.
//   changed.mjs FOLDER      FOLDER is a copy of this one beside the modules, initialized
import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const [folder] = process.argv.slice(2)
const alone = { spread: false, deployment: { minimum_healthy_percent: 0, maximum_percent: 100 } }

/** From one value to another, and what becomes of the service. */
const cases = {
  'another share of Spot': [{ spot_share: 80 }, { spot_share: 50 }, 'update'],
  'the first task on Spot': [{ spot_share: 0 }, { spot_share: 80 }, 'update'],
  'another share of Spot under blue/green': [{ blue_green: true, spot_share: 80 }, { blue_green: true, spot_share: 50 }, 'update'],
  'one more zone': [{ subnet_ids: ['subnet-1', 'subnet-2'] }, { subnet_ids: ['subnet-1', 'subnet-2', 'subnet-3'] }, 'update'],
  'Spot for one that must never run twice': [alone, { ...alone, spot_share: 80 }, 'delete create'],
}

const run = promisify(execFile)
const terraform = (...words) => run('terraform', [`-chdir=${folder}`, ...words], { maxBuffer: 1e8 })
const isService = each => each.type === 'aws_ecs_service'

async function plan(given) {
  await terraform('plan', '-no-color', '-refresh=false', '-out=case.tfplan', `-var=given=${JSON.stringify(given)}`)
  const { stdout } = await terraform('show', '-json', 'case.tfplan')
  return JSON.parse(stdout).resource_changes.filter(isService)
}

/** A state that holds the service of a plan and nothing else. */
function stateOf({ name, change: { after } }) {
  const attributes = { ...after, id: 'arn:aws:ecs:ap-south-1:123456789012:service/shop-cluster/nginx', iam_role: '/aws-service-role/ecs', triggers: {} }
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]'
  const instances = [{ index_key: 0, schema_version: 1, attributes }]
  const resources = [{ module: 'module.service', mode: 'managed', type: 'aws_ecs_service', name, provider, instances }]
  return { version: 4, terraform_version: '1.11.0', serial: 1, lineage: 'changed', outputs: {}, resources }
}

const state = join(folder, 'terraform.tfstate')
for (const [what, [before, after, expected]] of Object.entries(cases)) {
  try {
    rmSync(state, { force: true })
    const [made] = await plan(before)
    writeFileSync(state, JSON.stringify(stateOf(made)))
    const found = (await plan(after)).map(each => each.change.actions.join(' ')).join(', ')
    console.log(`${found === expected ? 'ok' : 'not ok'} - ${what}: ${found}, ${expected} expected`)
  } catch (error) {
    console.log(`not ok - ${what} can be planned\n# ${`${error.stdout}${error.stderr}${error.stack}`.replaceAll('\n', '\n# ')}`)
  }
}
