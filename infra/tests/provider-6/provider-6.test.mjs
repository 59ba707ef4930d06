// Everything infra/ uses of the AWS provider exists in provider 6, as schema.json has it; digest.mjs renews that file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { strangersTo } from './strangers.mjs'
import { blocksUsed, terraformFiles } from './used.mjs'

const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'schema.json'), 'utf8'))

test(`infra/ uses nothing that provider ${schema.provider} does not have`, () => {
  assert.deepEqual(strangersTo(schema, terraformFiles()), [])
})

test('every block is read', () => {
  const headers = [...terraformFiles().values()].flatMap(text => text.match(/^(resource|data|ephemeral|provider) "aws[_"]/gm) ?? [])
  assert.equal(blocksUsed(terraformFiles()).length, headers.length)
})

const SPOILT = [
  ['a type', 'modules/network/main.tf', 'resource "aws_eip"', 'resource "aws_elastic_ip"', /no resource aws_elastic_ip/],
  ['an argument', 'modules/network/main.tf', 'domain = "vpc"', 'vpc = true', /aws_eip.*vpc/],
  ['a nested argument', 'modules/service/main.tf', 'rollback = true', 'roll_back = true', /deployment_circuit_breaker.roll_back/],
  ['a block', 'modules/service/main.tf', 'deployment_circuit_breaker {', 'deployment_breaker {', /deployment_breaker/],
  ['a dynamic block', 'modules/service/main.tf', 'dynamic "alarms"', 'dynamic "alarm"', /block alarm\b/],
  ['a required argument left out', 'modules/database/main.tf', /^ *instance_class .*\n/m, '', /aws_db_instance.*instance_class is required/],
  ['an attribute that is read', 'modules/alb/outputs.tf', 'aws_lb.this.dns_name', 'aws_lb.this.hostname', /aws_lb.*hostname/],
  ['an attribute of an object', 'modules/database/outputs.tf', '[*].secret_arn', '[*].arn', /aws_db_instance.*master_user_secret.arn/],
  ['an attribute read in a loop', 'modules/network/endpoints.tf', 'subnet.id', 'subnet.subnet_id', /aws_subnet.*subnet_id/],
  ['a provider argument', 'environments/prod/main.tf', 'allowed_account_ids', 'allowed_accounts', /provider aws.*allowed_accounts/],
]

for (const [what, path, from, to, told] of SPOILT) {
  test(`${what} is named when provider 6 does not have it`, () => {
    const files = terraformFiles()
    const text = files.get(path)
    const spoilt = text.replace(from, to)
    assert.ok(spoilt !== text, `${path} holds no ${from}`)
    files.set(path, spoilt)
    assert.match(strangersTo(schema, files).join('\n'), told)
  })
}
