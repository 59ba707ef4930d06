// Lets a plan know what only an apply would tell. `terraform test` can be given the ids and ARNs of resources before
// they exist (override_during = plan) and shows the plan it makes of them. Each id here is the address of its resource,
// so that a row can read from any value which resource it leads to.
//   wire.mjs overrides PLAN.json      the test, on stdout
//   wire.mjs plan TEST.json           what that test planned, from `terraform test -json -verbose`
import { readFileSync } from 'node:fs'

const ARN = 'arn:aws:wired:ap-south-1:123456789012:'
const shortly = address => address.replaceAll('module.', '').replace(/^platform\./, '')

/** What the provider computes and others refer to, beside id and arn. */
const MORE = {
  aws_lb: name => ({ arn_suffix: name, dns_name: name, zone_id: name }),
  aws_lb_target_group: name => ({ arn_suffix: name }),
  aws_elasticache_replication_group: name => ({ primary_endpoint_address: name }),
  aws_rds_cluster: name => ({ endpoint: name, reader_endpoint: `${name}.reader`, master_user_secret: [{ secret_arn: `${ARN}${name}.secret`, secret_status: 'active', kms_key_id: 'key' }] }),
  aws_db_instance: name => ({ address: name, master_user_secret: [{ secret_arn: `${ARN}${name}.secret`, secret_status: 'active', kms_key_id: 'key' }] }),
}

function overrides(plan) {
  const blocks = plan.resource_changes
    .filter(each => each.mode === 'managed' && each.type.startsWith('aws_'))
    .map(({ address, type, change }) => {
      const name = shortly(address)
      const values = { ...MORE[type]?.(name) }
      if (change.after_unknown.id === true) values.id = name
      if (change.after_unknown.arn === true) values.arn = `${ARN}${name}`
      return `  override_resource {\n    target          = ${address}\n    override_during = plan\n    values          = ${JSON.stringify(values)}\n  }\n`
    })
  return `run "wired" {\n  command = plan\n\n${blocks.join('\n')}}\n`
}

/** An id reads `network.aws_vpc.this`, an ARN `arn:cluster.aws_ecs_cluster.this`. */
function planned(log) {
  const line = log.split('\n').find(each => each.includes('"type":"test_plan"'))
  if (!line) throw new Error(`no plan in\n${log.slice(-4000)}`)
  const { resource_changes, output_changes } = JSON.parse(line.replaceAll(ARN, 'arn:')).test_plan
  return JSON.stringify({ resource_changes, output_changes })
}

const [what, file] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')
process.stdout.write(what === 'overrides' ? overrides(JSON.parse(text)) : planned(text))
