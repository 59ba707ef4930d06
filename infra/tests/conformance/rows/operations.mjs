import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { same } from '../differences.mjs'
import { root } from '../worlds.mjs'

const SERVICES = ['flask-app', 'nginx', 'redis']
const alarm = (plan, key) => plan.one('aws_cloudwatch_metric_alarm', `["${key}"]`)
const inConfiguration = (files, text) => ['dashboard', 'database'].some(each => files.read(`infra/modules/observability/${each}.tf`).includes(text))
const on = ['prod']
const inReadme = (id, pattern) => ({
  on,
  check: ({ files }) => assert.match(files.read('infra/README.md'), pattern),
  spoil: ({ files }) => files.change('infra/README.md', new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`), ''),
})

/** What of a plan is billed by the hour or the month, with every service at its least. */
function billed(plan) {
  const tasks = SERVICES.map(name => {
    const { cpu, memory } = plan.one('aws_ecs_task_definition', `service["${name}"]`)
    const count = plan.all('aws_appautoscaling_target', `["${name}"]`)[0]?.min_capacity ?? 1
    return { vCPU: (count * cpu) / 1024, GB: (count * memory) / 1024 }
  })
  const sum = key => tasks.reduce((whole, each) => whole + each[key], 0)
  const database = plan.one('aws_db_instance')
  const alarms = plan.all('aws_cloudwatch_metric_alarm')
  return {
    gateways: plan.all('aws_nat_gateway').length,
    addresses: plan.all('aws_eip').length + plan.all('aws_subnet', '.public[').length,
    vCPU: sum('vCPU'),
    GB: sum('GB'),
    standby: database.multi_az,
    storage: database.allocated_storage,
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((whole, { metric_query: queries }) => whole + (queries.filter(each => each.metric.length > 0).length || 1), 0),
    keys: plan.all('aws_kms_key').length,
    // RDS makes that of its master.
    secrets: plan.all('aws_secretsmanager_secret').length + (database.manage_master_user_password ? 1 : 0),
  }
}

/** What evenkeel.yml says of an environment, from its text: script/infra-test has no YAML parser. */
function overlay(files, environment) {
  const part = (text, name, indent) => {
    const found = new RegExp(`^ {${indent}}${name}:(.*\n(?: {${indent + 1}}.*\n|\n)*)`, 'm').exec(text)
    assert.ok(found, `evenkeel.yml has ${name} at column ${indent}`)
    return found[1]
  }
  const value = (text, key) => new RegExp(`(?:^ +|[{,] *)${key}: *([^\\s,}]+)`, 'm').exec(text)?.[1]
  const manifest = `${files.read('evenkeel.yml')}\n`
  const top = part(manifest, 'services', 0)
  const own = part(part(manifest, 'environments', 0), environment, 2)
  const [head, services = ''] = own.split(/^ {4}services:\n/m)
  const names = (text, indent) => [...text.matchAll(new RegExp(`^ {${indent}}([\\w-]+):`, 'gm'))].map(([, name]) => name)
  const changed = names(services, 6)
  const settled = (service, key) => (changed.includes(service) && value(part(services, service, 6), key)) || value(part(top, service, 2), key)
  return {
    cluster: value(head, 'cluster'),
    region: value(head, 'region'),
    services: names(top, 2).map(service => ({
      service: settled(service, 'service') ?? service,
      container: settled(service, 'container') ?? service,
      repository: settled(service, 'repository') ?? service,
      imageParameter: settled(service, 'image-parameter'),
      initialCount: Number(settled(service, 'initial-count') ?? 1),
    })),
  }
}

/** One row for each thing in which an environment's overlay could differ from what Terraform makes. */
const inManifest = environment => {
  const row = (says, check, from, to) => ({
    id: 'P1',
    says: `evenkeel.yml has ${environment}'s ${says}`,
    on: [environment],
    check: ({ plan, files }) => check(plan, overlay(files, environment)),
    spoil: ({ files }) => files.change('evenkeel.yml', new RegExp(`(^environments:[^]*^  ${environment}:[^]*?)${from}`, 'm'), `$1${to}`),
  })
  const sorted = list => [...list].sort()
  return [
    row('cluster', (plan, { cluster }) => assert.equal(cluster, plan.output('cluster')), 'cluster: \\S+', 'cluster: other'),
    row('region', (plan, { region }) => assert.equal(region, plan.region), 'region: \\S+', 'region: eu-west-1'),
    row(
      'services and containers',
      (plan, { services }) => {
        assert.deepEqual(sorted(services.map(each => each.service)), sorted(plan.all('aws_ecs_service').map(each => each.name)))
        for (const { service, container } of services) assert.equal(container, plan.output('shapes')[service].container.name)
      },
      'redis: { ',
      'redis: { service: cache, ',
    ),
    row(
      'image parameters',
      (plan, { services }) => {
        const made = plan.all('aws_ssm_parameter').map(each => each.name).filter(name => name.endsWith('/image'))
        assert.deepEqual(sorted(services.map(each => each.imageParameter)), sorted(made))
        for (const { service, imageParameter } of services) assert.match(imageParameter, new RegExp(`/${service}/image$`))
      },
      '/nginx/image',
      '/web/image',
    ),
    row(
      'first number of tasks',
      (plan, { services }) => {
        for (const { service, initialCount } of services) {
          const [limits] = plan.all('aws_appautoscaling_target', `["${service}"]`)
          assert.equal(initialCount, limits?.min_capacity ?? 1, service)
        }
      },
      'flask-app: { ',
      'flask-app: { initial-count: 9, ',
    ),
  ]
}

/** Kinds of resources whose tags the provider cannot set, or that have none. */
const taggable = each => 'tags_all' in each.change.after || each.change.after_unknown.tags_all

export const operations = [
  {
    id: 'O1',
    says: 'a log group per service, and one for ECS Exec',
    check: ({ plan, name }) => {
      const groups = plan.all('aws_cloudwatch_log_group').map(each => each.name)
      for (const each of [...SERVICES, 'exec']) assert.ok(groups.includes(`/ecs/${name}/${each}`), each)
      for (const each of SERVICES) {
        const { options } = plan.output('shapes')[each].container.logConfiguration
        assert.equal(options['awslogs-group'], `/ecs/${name}/${each}`)
        assert.ok(options.mode && options['max-buffer-size'])
      }
    },
    spoil: ({ plan }) => (plan.one('aws_cloudwatch_log_group', 'cluster').name = '/ecs/exec'),
  },
  {
    id: 'O2',
    says: 'log groups end some day, and are told apart by service and environment',
    check: ({ plan, name }) => {
      const groups = plan.all('aws_cloudwatch_log_group')
      assert.ok(groups.length >= 5)
      for (const each of groups) {
        assert.ok(each.retention_in_days > 0, each.name)
        assert.ok(each.name.includes(name), each.name)
      }
    },
    spoil: ({ plan }) => (plan.all('aws_cloudwatch_log_group')[0].retention_in_days = 0),
  },
  {
    id: 'O3',
    says: 'a dashboard of load balancer, services, database',
    check: ({ plan, name, files }) => {
      assert.equal(plan.one('aws_cloudwatch_dashboard').dashboard_name, name)
      for (const metric of ['RequestCount', 'TargetResponseTime', 'RunningTaskCount', 'CPUUtilization', 'DatabaseConnections', 'ReadIOPS', 'BytesOutToDestination']) {
        assert.ok(inConfiguration(files, metric), metric)
      }
    },
    spoil: ({ plan }) => (plan.one('aws_cloudwatch_dashboard').dashboard_name = 'other'),
  },
  {
    id: 'O4',
    says: 'the application publishes metrics of its own, and error lines are counted',
    check: ({ plan, name }) => {
      const given = plan.output('shapes')['flask-app'].container.environment.find(each => each.name === 'METRICS_NAMESPACE')
      assert.equal(given.value, `EcsMicroservices/${name}`)
      const filters = plan.all('aws_cloudwatch_log_metric_filter')
      assert.equal(filters.length, 3)
      for (const each of filters) assert.equal(each.metric_transformation[0].namespace, given.value)
    },
    spoil: ({ plan }) => (plan.all('aws_cloudwatch_log_metric_filter')[0].metric_transformation[0].namespace = 'Other'),
  },
  {
    id: 'O5',
    says: 'alarms: failed tasks, CPU, response time, health checks, errors',
    check: ({ plan, name }) => {
      for (const key of ['unhealthy-hosts', 'elb-5xx', 'latency', 'nginx-5xx-rate', 'flask-app-5xx-from-nginx', 'database-cpu', 'database-storage', ...SERVICES.map(each => `${each}-cpu`), ...SERVICES.map(each => `${each}-tasks-missing`)]) {
        assert.equal(alarm(plan, key).alarm_name, `${name}-${key}`)
        assert.equal(alarm(plan, key).treat_missing_data, 'notBreaching')
      }
      for (const each of ['task-failed', 'task-not-started', 'deployment-failed']) {
        JSON.parse(plan.one('aws_cloudwatch_event_rule', `["${each}"]`).event_pattern)
        assert.equal(plan.all('aws_cloudwatch_event_target', `["${each}"]`).length, 2)
      }
      assert.ok(plan.one('aws_db_event_subscription').event_categories.includes('failover'))
    },
    spoil: ({ plan }) => (alarm(plan, 'unhealthy-hosts').treat_missing_data = 'breaching'),
  },
  {
    id: 'O5',
    says: 'those fit for it end a deployment and roll it back; redis has none',
    check: ({ plan, name }) => {
      const expected = {
        nginx: ['elb-5xx', 'latency', 'nginx-5xx-rate', 'nginx-memory'],
        'flask-app': ['flask-app-5xx-from-nginx', 'flask-app-error-lines', 'flask-app-memory'],
      }
      for (const [service, keys] of Object.entries(expected)) {
        const [alarms] = plan.one('aws_ecs_service', `["${service}"]`).alarms
        assert.deepEqual([...alarms.alarm_names].sort(), keys.map(key => `${name}-${key}`))
        assert.deepEqual([alarms.enable, alarms.rollback], [true, true])
        for (const key of keys) assert.equal(alarm(plan, key).alarm_name, `${name}-${key}`)
      }
      assert.equal(plan.one('aws_ecs_service', '["redis"]').alarms.length, 0)
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_service', '["nginx"]').alarms[0].rollback = false),
  },
  { id: 'O6', kind: 'O', says: 'tracing: the choice is written down', ...inReadme('O6', /^\| O6 \|.*OpenTelemetry/m) },
  {
    id: 'O7',
    says: 'p95 below 100 ms is watched, above 1 s ends a deployment',
    check: ({ plan }) => {
      assert.deepEqual([alarm(plan, 'latency-slo').threshold, alarm(plan, 'latency-slo').extended_statistic], [0.1, 'p95'])
      assert.equal(alarm(plan, 'latency').threshold, 1)
    },
    spoil: ({ plan }) => (alarm(plan, 'latency-slo').threshold = 2),
  },
  {
    id: 'K1',
    says: 'every resource carries Project, Environment, Owner',
    on: ['dev', 'staging', 'prod', 'account', 'bootstrap'],
    check: ({ plan, environment }) => {
      const wanted = ['dev', 'staging', 'prod'].includes(environment) ? environment : 'shared'
      const tagged = plan.resources.filter(taggable)
      assert.ok(tagged.length >= 1)
      for (const each of tagged) {
        const { Project, Environment, Owner } = each.change.after.tags_all ?? {}
        assert.deepEqual([Project, Environment, Owner], ['ecs-microservices', wanted, 'platform-team'], each.address)
      }
    },
    spoil: ({ plan }) => delete plan.resources.filter(taggable)[0].change.after.tags_all.Owner,
  },
  {
    id: 'K2',
    says: 'a budget that tells at 80 % spent and 100 % foreseen',
    on: ['account'],
    check: ({ plan }) => {
      const budget = plan.one('aws_budgets_budget')
      assert.equal(Number(budget.limit_amount), 300)
      const told = budget.notification.map(each => [each.notification_type, each.threshold]).sort()
      assert.deepEqual(told, [['ACTUAL', 80], ['FORECASTED', 100]])
    },
    spoil: ({ plan }) => plan.one('aws_budgets_budget').notification.pop(),
  },
  {
    id: 'K2',
    kind: 'O',
    says: 'anomaly detection, switched on',
    on: ['account-full'],
    check: ({ plan }) => assert.equal(plan.one('aws_ce_anomaly_monitor').monitor_dimension, 'SERVICE'),
    spoil: ({ plan }) => (plan.one('aws_ce_anomaly_monitor').monitor_dimension = 'OTHER'),
  },
  {
    id: 'K3',
    says: 'dev saves: one NAT gateway, one zone for the database, most tasks on Spot',
    on: ['dev'],
    check: ({ plan }) => {
      assert.equal(plan.all('aws_nat_gateway').length, 1)
      assert.equal(plan.one('aws_db_instance', 'database').multi_az, false)
      for (const each of ['nginx', 'flask-app']) {
        const strategy = plan.one('aws_ecs_service', `["${each}"]`).capacity_provider_strategy
        const weight = provider => strategy.find(entry => entry.capacity_provider === provider)?.weight ?? 0
        assert.ok(weight('FARGATE_SPOT') > weight('FARGATE'))
      }
    },
    spoil: ({ plan }) => plan.one('aws_ecs_service', '["nginx"]').capacity_provider_strategy.forEach(each => (each.capacity_provider = 'FARGATE')),
  },
  {
    id: 'K3',
    says: 'production and staging run nothing on Spot',
    on: ['staging', 'prod'],
    check: ({ plan }) => {
      for (const each of SERVICES) assert.deepEqual(plan.one('aws_ecs_service', `["${each}"]`).capacity_provider_strategy.map(entry => entry.capacity_provider), ['FARGATE'])
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_service', '["nginx"]').capacity_provider_strategy[0].capacity_provider = 'FARGATE_SPOT'),
  },
  {
    id: 'K4',
    kind: 'O',
    says: 'stopping at night is off by default',
    check: ({ plan }) => plan.none('aws_scheduler_schedule'),
    spoil: ({ plan }) => (plan.changes('aws_lb')[0].type = 'aws_scheduler_schedule'),
  },
  {
    id: 'K4',
    kind: 'O',
    says: 'stopping at night, switched on: services and database, and back',
    on: ['dev-full'],
    check: ({ plan }) => {
      const calls = plan.all('aws_scheduler_schedule')
      assert.equal(calls.length, 10)
      const input = key => JSON.parse(plan.one('aws_scheduler_schedule', `["${key}"]`).target[0].input)
      assert.deepEqual(input('stop-nginx'), { Cluster: 'ecs-microservices-dev-cluster', Service: 'nginx', DesiredCount: 0 })
      assert.equal(input('start-nginx').DesiredCount, 1)
      assert.deepEqual(input('stop-database'), { DbInstanceIdentifier: 'ecs-microservices-dev-postgres' })
    },
    spoil: ({ plan }) => (plan.one('aws_scheduler_schedule', '["stop-nginx"]').target[0].input = '{}'),
  },
  {
    id: 'K4',
    kind: 'O',
    says: 'stopping at night, with Aurora: the cluster, and back',
    on: ['staging-full'],
    check: ({ plan, wired, name }) => {
      const call = key => {
        const [{ arn, input }] = plan.one('aws_scheduler_schedule', `["${key}-database"]`).target
        return [arn.replace('arn:aws:scheduler:::aws-sdk:', ''), JSON.parse(input)]
      }
      const input = { DbClusterIdentifier: `${name}-aurora` }
      const rights = wired.statements(wired.one('aws_iam_role_policy', 'schedule').policy).find(each => each.Sid === 'Database')
      same(
        { stop: call('stop'), start: call('start'), rights: [rights.Action.toSorted(), rights.Resource] },
        {
          stop: ['rds:stopDBCluster', input],
          start: ['rds:startDBCluster', input],
          rights: [['rds:StartDBCluster', 'rds:StopDBCluster'], `arn:aws:rds:ap-south-1:123456789012:cluster:${name}-aurora`],
        },
      )
    },
    spoil: ({ plan }) => (plan.one('aws_scheduler_schedule', '["stop-database"]').target[0].input = '{}'),
  },
  {
    id: 'K5',
    says: 'what costs.md reckons with is what is planned',
    check: ({ plan, files, environment }) => same(billed(plan), JSON.parse(files.read('infra/costs.json')).profiles[environment], environment),
    spoil: ({ plan }) => (plan.one('aws_appautoscaling_target', '["nginx"]').min_capacity = 3),
  },
  {
    id: 'K5',
    says: "each price leads to AWS's page, and has a day by which it is confirmed",
    on,
    check: ({ files }) => {
      const { prices } = JSON.parse(files.read('infra/costs.json'))
      const page = /^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\/$/
      const left = Object.keys(prices).filter(key => !(page.test(prices[key].page) && /^20\d\d-\d\d-\d\d$/.test(prices[key].confirm)))
      assert.deepEqual(left, [])
    },
    spoil: ({ files }) => files.change('infra/costs.json', 'https://aws.amazon.com/kms/pricing/', 'https://example.com/kms'),
  },
  { id: 'K5', kind: 'doc', says: 'Savings Plans and reserved instances: written down', ...inReadme('K5', /^\| K5 \|.*Savings Plan/m) },
  {
    id: 'P1',
    says: "the action's manifest names what Terraform makes",
    on,
    check: ({ plan, files }) => {
      const manifest = files.read('evenkeel.yml')
      assert.equal(manifest.match(/^cluster:\s*(\S+)/m)[1], plan.output('cluster'))
      for (const each of SERVICES) {
        assert.match(manifest, new RegExp(`^  ${each}:$`, 'm'))
        assert.equal(plan.one('aws_ecs_service', `["${each}"]`).name, each)
        assert.equal(plan.output('shapes')[each].container.name, each)
      }
      for (const each of ['nginx', 'flask-app']) {
        const count = Number(manifest.split(new RegExp(`^  ${each}:$`, 'm'))[1].match(/initial-count:\s*(\d+)/)[1])
        assert.equal(count, plan.one('aws_appautoscaling_target', `["${each}"]`).min_capacity)
      }
    },
    spoil: ({ files }) => files.change('evenkeel.yml', /^cluster:.*$/m, 'cluster: other'),
  },
  ...['dev', 'staging', 'prod'].flatMap(inManifest),
  {
    id: 'P1',
    says: 'evenkeel.yml has the repositories',
    on: ['account'],
    check: ({ plan, files }) => {
      const made = plan.all('aws_ecr_repository').map(each => each.name)
      assert.deepEqual(overlay(files, 'prod').services.map(each => each.repository).sort(), made.sort())
    },
    spoil: ({ files }) => files.change('evenkeel.yml', 'repository: ecs-microservices/redis', 'repository: redis'),
  },
  {
    id: 'P3',
    says: 'a failure rolls back by itself, and the deploy role may roll back by hand',
    check: ({ plan }) => {
      for (const each of SERVICES) assert.equal(plan.one('aws_ecs_service', `["${each}"]`).deployment_circuit_breaker[0].rollback, true)
      const actions = JSON.parse(plan.output('deploy_policy')).Statement.flatMap(each => [each.Action].flat())
      for (const action of ['ecs:UpdateService', 'ecs:DescribeServiceRevisions', 'ecs:DescribeTaskDefinition', 'ecs:ListServiceDeployments']) assert.ok(actions.includes(action), action)
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_service', '["redis"]').deployment_circuit_breaker[0].rollback = false),
  },
  {
    id: 'V1',
    says: 'three environments, names by one rule',
    check: ({ plan, name, files }) => {
      assert.equal(plan.output('cluster'), `${name}-cluster`)
      assert.equal(plan.one('aws_lb').name, `${name}-alb`)
      assert.equal(plan.one('aws_db_instance', 'database[0].aws_db_instance.this').identifier, `${name}-postgres`)
      for (const each of ['dev', 'staging', 'prod']) assert.ok(files.has(`infra/environments/${each}/main.tf`))
    },
    spoil: ({ plan }) => (plan.one('aws_lb').name = 'lb'),
  },
  {
    id: 'V1',
    says: 'a destroy of production is refused by its plan, and of no other environment',
    check: ({ environment, protected: kept, files }) => {
      const main = files.read(`infra/environments/${environment}/main.tf`)
      same({ refused: /^resource "terraform_data" "production" \{\n  lifecycle \{\n    prevent_destroy = true\n/m.test(main) }, { refused: kept })
    },
    spoil: ({ files }) => files.change('infra/environments/prod/main.tf', 'prevent_destroy = true', 'prevent_destroy = false'),
  },
  {
    id: 'E12',
    says: 'production without `files`, which it had, is refused by its plan, and no other environment',
    check: ({ environment, protected: kept, files }) => {
      const main = files.read(`infra/environments/${environment}/main.tf`)
      same({ refused: /^resource "terraform_data" "files" \{\n  count = length\(var\.files\) > 0 \? 1 : 0\n\n  lifecycle \{\n    prevent_destroy = true\n/m.test(main) }, { refused: kept })
    },
    spoil: ({ files }) => files.change('infra/environments/prod/main.tf', /(resource "terraform_data" "files" [^]*?prevent_destroy = )true/, '$1false'),
  },
  {
    id: 'V1',
    says: 'name, region and account are said in project.json alone; the manifest and the workflows agree with it',
    on: ['prod'],
    check: ({ files }) => {
      const { name, region, account, environments } = JSON.parse(files.read('infra/project.json'))
      const said = new RegExp(`"(${region}|${account}|${name}(-\\w+)?)"`, 'g')
      const roots = ['bootstrap', 'account', ...Object.keys(environments).map(each => `environments/${each}`)]
      const all = roots.flatMap(each => ['main.tf', 'variables.tf', 'terraform.tfvars'].map(file => `infra/${each}/${file}`))
      // The repository of the example is called as the project is.
      const found = all.flatMap(file => [...files.read(file).replace(/repository = .*/g, '').matchAll(said)].map(([words]) => `${file}: ${words}`))
      // A backend takes no values: each says the region itself.
      const states = roots.slice(1).map(each => [`${each}/backend.tf`, /region\s+= "(\S+)"/.exec(files.read(`infra/${each}/backend.tf`))?.[1]])
      same({ 'said again': found, ...Object.fromEntries(states) }, { 'said again': [], ...Object.fromEntries(states.map(([file]) => [file, region])) })
      const regions = [...files.read('evenkeel.yml').matchAll(/region: (\S+)/g), ...files.read('.github/workflows/infra.yml').matchAll(/aws-region: (\S+)/g)].map(([, each]) => each)
      same({ regions: [...new Set(regions)] }, { regions: [region] })
      const clusters = [...files.read('evenkeel.yml').matchAll(/^    cluster: (\S+)-cluster/gm)].map(([, each]) => each)
      same({ clusters }, { clusters: Object.values(environments).map(each => each.name) })
    },
    spoil: ({ files }) => files.change('evenkeel.yml', 'region: ap-south-1', 'region: eu-west-1'),
  },
  {
    id: 'V2',
    says: 'parameters and secrets of an environment carry its name',
    check: ({ plan, name }) => {
      assert.deepEqual(plan.all('aws_secretsmanager_secret').map(each => each.name).sort(), [`${name}/database/application`, `${name}/redis/password`])
      for (const each of plan.all('aws_ssm_parameter')) assert.ok(each.name.startsWith(`/${name}/`))
    },
    spoil: ({ plan }) => (plan.all('aws_secretsmanager_secret')[0].name = 'redis'),
  },
  {
    id: 'V3',
    says: 'an environment comes out of code alone: nothing is asked of an account while planning',
    check: ({ plan }) => {
      const asked = plan.json.resource_changes.filter(each => each.mode === 'data' && each.type !== 'aws_iam_policy_document')
      assert.deepEqual(asked.map(each => each.address), [])
      assert.equal(plan.json.errored ?? false, false)
    },
    spoil: ({ plan }) => plan.json.resource_changes.push({ mode: 'data', type: 'aws_caller_identity', address: 'data.aws_caller_identity.me' }),
  },
  {
    id: 'V4',
    says: 'Terraform 1.11 or later, and the provider locked for every platform',
    on,
    check: ({ files }) => {
      for (const each of readdirSync(join(root, 'infra/modules'))) assert.match(files.read(`infra/modules/${each}/versions.tf`), /required_version = ">= 1\.11"/)
      for (const each of ['bootstrap', 'account', 'environments/dev', 'environments/staging', 'environments/prod']) {
        const lock = files.read(`infra/${each}/.terraform.lock.hcl`)
        assert.ok([...lock.matchAll(/"zh:/g)].length >= 14)
      }
    },
    spoil: ({ files }) => files.change('infra/environments/dev/.terraform.lock.hcl', /"zh:/g, '"h0:'),
  },
  {
    id: 'V5',
    says: 'every requirement is in the README, with a file that exists',
    on,
    check: ({ files }) => {
      const readme = files.read('infra/README.md')
      const ids = ['N', 10, 'L', 8, 'E', 17, 'A', 8, 'D', 9, 'R', 7, 'G', 14, 'O', 7, 'K', 5, 'P', 4, 'V', 5]
      for (let i = 0; i < ids.length; i += 2) {
        for (let number = 1; number <= ids[i + 1]; number++) {
          assert.match(readme, new RegExp(`^\\| ${ids[i]}${number} \\|.{10,}`, 'm'), `${ids[i]}${number}`)
        }
      }
      const table = readme.split('\n').filter(line => /^\| [NLEADRGOKPV]\d+ \|/.test(line))
      for (const [, path] of table.join('\n').matchAll(/\]\(([^)#]+)\)/g)) {
        assert.ok(existsSync(join(root, 'infra', path)), path)
      }
    },
    spoil: ({ files }) => files.change('infra/README.md', /^\| G7 \|.*$/m, ''),
  },
  { id: 'V5', says: 'the README covers clean-up, costs, day-2 and troubleshooting', ...inReadme('V5', /^## Clean-up/m) },
]
