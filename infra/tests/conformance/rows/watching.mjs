// Alarms, dashboard, filters and events: infra.md 6.1 and 6.2 as tables.
import assert from 'node:assert/strict'
import { same } from '../differences.mjs'
import { filterMatches, eventMatches } from '../patterns.mjs'

const SERVICES = ['flask-app', 'nginx', 'redis']
const TOPIC = 'arn:observability.aws_sns_topic.this'
const BALANCER = { LoadBalancer: 'alb.aws_lb.this' }
const TARGET = { ...BALANCER, TargetGroup: 'alb.aws_lb_target_group.this["blue"]' }
const STORAGE_GB = 20
/** Kept as long everywhere. */
const KEPT = { 'database[0].aws_cloudwatch_log_group.this': 30, 'cluster.aws_cloudwatch_log_group.exec': 90 }

const flat = dimensions => Object.entries(dimensions ?? {}).sort().map(pair => pair.join('=')).join(', ')
const ECS = { cpu: 'AWS/ECS CPUUtilization Average', memory: 'AWS/ECS MemoryUtilization Maximum' }
const over = (metric, value, minutes, dimensions) => [metric, `> ${value}`, `${minutes} x 60 s`, flat(dimensions)].join(' | ')
const under = (metric, value, minutes, dimensions) => [metric, `< ${value}`, `${minutes} x 60 s`, flat(dimensions)].join(' | ')

/** infra.md 6.1: what rings, and when. */
function meant({ name, natGateways, https, plan }) {
  const cluster = `${name}-cluster`
  const of = service => ({ ClusterName: cluster, ServiceName: service })
  const rds = { DBInstanceIdentifier: `${name}-postgres` }
  const most = service => plan.one('aws_appautoscaling_target', `["${service}"]`).max_capacity
  const each = (services, make) => Object.assign({}, ...services.map(make))
  return {
    'elb-5xx': over('AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum', 10, 2, BALANCER),
    latency: over('AWS/ApplicationELB TargetResponseTime p95', 1, 2, TARGET),
    'latency-slo': over('AWS/ApplicationELB TargetResponseTime p95', 0.1, 15, TARGET),
    'unhealthy-hosts': over('AWS/ApplicationELB UnHealthyHostCount Maximum', 0, 5, TARGET),
    'target-connection-errors': over('AWS/ApplicationELB TargetConnectionErrorCount Sum', 0, 5, BALANCER),
    'rejected-connections': over('AWS/ApplicationELB RejectedConnectionCount Sum', 0, 5, BALANCER),
    'flask-app-5xx-from-nginx': over('AWS/ECS HTTPCode_Target_5XX_Count Sum', 10, 2, { ...of('nginx'), TargetDiscoveryName: 'flask-app' }),
    'database-cpu': over('AWS/RDS CPUUtilization Average', 80, 15, rds),
    'database-connections': over('AWS/RDS DatabaseConnections Maximum', Math.floor(most('flask-app') * 2 * 2 * 4 * 0.8), 5, rds),
    'database-storage': under('AWS/RDS FreeStorageSpace Minimum', STORAGE_GB * 0.2 * 1024 ** 3, 5, rds),
    'database-memory': under('AWS/RDS FreeableMemory Minimum', 100 * 1024 ** 2, 15, rds),
    'database-credits': under('AWS/RDS CPUCreditBalance Minimum', 20, 15, rds),
    'database-read-latency': over('AWS/RDS ReadLatency Average', 0.02, 10, rds),
    'database-write-latency': over('AWS/RDS WriteLatency Average', 0.02, 10, rds),
    ...each(SERVICES, service => ({
      [`${service}-cpu`]: over(ECS.cpu, 85, 5, of(service)),
      [`${service}-memory`]: over(ECS.memory, 90, 3, of(service)),
      [`${service}-tasks-missing`]: over(
        `desired - running; desired: ECS/ContainerInsights DesiredTaskCount Average 60 s ${flat(of(service))}; running: ECS/ContainerInsights RunningTaskCount Average 60 s ${flat(of(service))}`,
        0,
        10,
      ),
    })),
    ...each(['nginx', 'flask-app'], service => ({
      [`${service}-error-lines`]: over(`EcsMicroservices/${name} ${service}-errors Sum`, 20, 2),
      [`${service}-at-maximum`]: over('ECS/ContainerInsights DesiredTaskCount Maximum', most(service) - 1, 15, of(service)),
    })),
    'nginx-5xx-rate': over(
      `IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0); errors: AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum 60 s ${flat(TARGET)}; requests: AWS/ApplicationELB RequestCount Sum 60 s ${flat(TARGET)}`,
      5,
      2,
    ),
    ...each(['ap-south-1a', 'ap-south-1b'].slice(0, natGateways), zone => ({
      [`nat-ports-${zone}`]: over('AWS/NATGateway ErrorPortAllocation Sum', 0, 5, { NatGatewayId: `network.aws_nat_gateway.this["${zone}"]` }),
    })),
    ...(https && {
      certificate: ['AWS/CertificateManager DaysToExpiry Minimum', '< 30', '1 x 86400 s', 'CertificateArn=arn:aws_acm_certificate.this[0]'].join(' | '),
    }),
  }
}

function written(alarm) {
  const comparison = { GreaterThanThreshold: '>', LessThanThreshold: '<' }[alarm.comparison_operator] ?? alarm.comparison_operator
  const [result, ...metrics] = [...alarm.metric_query].sort((a, b) => Boolean(b.return_data) - Boolean(a.return_data) || (a.id < b.id ? -1 : 1))
  const read = result
    ? [result.expression, ...metrics.map(({ id, metric: [its] }) => `${id}: ${its.namespace} ${its.metric_name} ${its.stat} ${its.period} s ${flat(its.dimensions)}`)].join('; ')
    : `${alarm.namespace} ${alarm.metric_name} ${alarm.statistic ?? alarm.extended_statistic}`
  const missing = alarm.datapoints_to_alarm && alarm.datapoints_to_alarm !== alarm.evaluation_periods ? ` (${alarm.datapoints_to_alarm} of them)` : ''
  return [read, `${comparison} ${alarm.threshold}`, `${alarm.evaluation_periods} x ${result ? 60 : alarm.period} s${missing}`, flat(alarm.dimensions)].join(' | ')
}

const alarms = (wired, name, pick) =>
  Object.fromEntries(wired.all('aws_cloudwatch_metric_alarm').map(each => [each.alarm_name.slice(name.length + 1), pick(each)]))
const alarm = (wired, key) => wired.one('aws_cloudwatch_metric_alarm', `["${key}"]`)

/** infra.md 6.2: the metrics of every graph, as `namespace metric stat`, once per subject. */
function drawn({ name, natGateways }) {
  const cluster = `ClusterName=${name}-cluster`
  const perService = (metric, stat) => SERVICES.map(each => `${metric} ${stat} ${cluster}, ServiceName=${each}`)
  const balancer = (metric, stat) => `AWS/ApplicationELB ${metric} ${stat} ${flat(BALANCER)}`
  const rds = (metric, stat = '-') => `AWS/RDS ${metric} ${stat} DBInstanceIdentifier=${name}-postgres`
  return [
    balancer('RequestCount', 'Sum'),
    ...['2XX', '4XX', '5XX'].map(each => balancer(`HTTPCode_Target_${each}_Count`, 'Sum')),
    ...['p50', 'p95', 'p99'].map(each => balancer('TargetResponseTime', each)),
    ...perService('ECS/ContainerInsights RunningTaskCount', 'Average'),
    ...perService('ECS/ContainerInsights DesiredTaskCount', 'Average'),
    ...perService('AWS/ECS CPUUtilization', 'Average'),
    ...perService('AWS/ECS MemoryUtilization', 'Maximum'),
    ...perService('ECS/ContainerInsights DeploymentCount', 'Maximum'),
    `AWS/ECS TargetResponseTime p95 ${cluster}, ServiceName=nginx, TargetDiscoveryName=flask-app`,
    ...['flask-app', 'nginx'].map(each => `EcsMicroservices/${name} ${each}-errors Sum `),
    rds('CPUUtilization'),
    rds('CPUCreditBalance'),
    rds('DatabaseConnections', 'Maximum'),
    rds('FreeStorageSpace'),
    ...['ReadIOPS', 'WriteIOPS', 'ReadLatency', 'WriteLatency'].map(each => rds(each)),
    ...['ap-south-1a', 'ap-south-1b'].slice(0, natGateways).map(zone => `AWS/NATGateway BytesOutToDestination Sum NatGatewayId=network.aws_nat_gateway.this["${zone}"]`),
  ]
}

function series(metric) {
  assert.ok(Array.isArray(metric), `a graph's metric is a list of its own: ${JSON.stringify(metric)}`)
  const words = metric.filter(each => typeof each === 'string')
  const { stat = '-' } = metric.find(each => typeof each === 'object') ?? {}
  const [namespace, name, ...rest] = words
  const dimensions = Object.fromEntries(rest.flatMap((word, index) => (index % 2 === 0 ? [[word, rest[index + 1]]] : [])))
  return `${namespace} ${name} ${stat} ${flat(dimensions)}`
}

const widgets = wired => JSON.parse(wired.one('aws_cloudwatch_dashboard').dashboard_body).widgets
const listed = items => Object.fromEntries(items.map(each => [each, true]))

const filter = (wired, name) => wired.one('aws_cloudwatch_log_metric_filter', `["${name}"]`)

/** A line as nginx writes it: its own format with values in it. */
function nginxLine(files, status) {
  const [, format] = /log_format json escape=json ([^;]+);/.exec(files.read('services/nginx/nginx.conf.template'))
  const text = [...format.matchAll(/'([^']*)'/g)].map(([, part]) => part).join('')
  const values = { status, bytes_sent: 0, body_bytes_sent: 12, request_time: 0.01 }
  return JSON.parse(text.replace(/\$(\w+)/g, (_, key) => values[key] ?? ''))
}

/** A line as flask-app writes it: the keys of its formatter. */
function flaskLine(files, level) {
  const [, body] = /line: dict\[str, Any\] = \{([^}]*)\}/.exec(files.read('services/flask-app/jsonlog.py'))
  const keys = [...body.matchAll(/"(\w+)": ([^\n,]+)/g)]
  return Object.fromEntries(keys.map(([, key, value]) => [key, value.includes('record.levelname') ? level : 'text']))
}

const stopped = (name, change) => ({
  source: 'aws.ecs',
  'detail-type': 'ECS Task State Change',
  detail: { clusterArn: `arn:aws:ecs:ap-south-1:123456789012:cluster/${name}-cluster`, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ exitCode: 1 }], ...change },
})
const deployed = (name, eventName) => ({
  source: 'aws.ecs',
  'detail-type': 'ECS Deployment State Change',
  resources: [`arn:aws:ecs:ap-south-1:123456789012:service/${name}-cluster/nginx`],
  detail: { eventName },
})

export const watching = [
  {
    id: 'O5',
    says: 'every alarm of infra.md 6.1: metric, statistic, threshold, time, whose',
    check: world => same(alarms(world.wired, world.name, written), meant(world)),
    spoil: ({ wired }) => (alarm(wired, 'elb-5xx').threshold = 1000),
  },
  {
    id: 'O5',
    says: 'every alarm tells the topic when it rings and when it ends, and silence is none',
    check: ({ wired, name }) => {
      const told = alarms(wired, name, each => [each.alarm_actions, each.ok_actions, each.treat_missing_data, each.actions_enabled ?? true])
      same(told, Object.fromEntries(Object.keys(told).map(key => [key, [[TOPIC], [TOPIC], 'notBreaching', true]])))
    },
    spoil: ({ wired }) => (alarm(wired, 'nginx-cpu').alarm_actions = []),
  },
  {
    id: 'O5',
    says: 'each event rule takes the events it is for, and no other, and tells topic and log group',
    check: ({ wired, name }) => {
      const events = {
        'a task with exit code 1': stopped(name, {}),
        'a task out of memory': stopped(name, { containers: [{ exitCode: 0 }, { exitCode: 137 }] }),
        'a task that ends well': stopped(name, { containers: [{ exitCode: 0 }] }),
        'a task without its image': stopped(name, { stopCode: 'TaskFailedToStart', containers: [{}] }),
        'a task that starts': stopped(name, { lastStatus: 'RUNNING', stopCode: undefined, containers: [{}] }),
        'a task of somebody else': stopped('other', {}),
        'a failed deployment': deployed(name, 'SERVICE_DEPLOYMENT_FAILED'),
        'a finished deployment': deployed(name, 'SERVICE_DEPLOYMENT_COMPLETED'),
        'a failed deployment of somebody else': deployed('other', 'SERVICE_DEPLOYMENT_FAILED'),
      }
      const patterns = wired.table('aws_cloudwatch_event_rule', each => [JSON.parse(each.event_pattern), each.state ?? 'ENABLED'])
      const taken = Object.fromEntries(
        Object.entries(patterns).map(([address, [pattern, state]]) => [
          address.split('"')[1],
          state === 'DISABLED' ? [] : Object.keys(events).filter(key => eventMatches(pattern, events[key])),
        ]),
      )
      same(taken, {
        'task-failed': ['a task with exit code 1', 'a task out of memory'],
        'task-not-started': ['a task without its image'],
        'deployment-failed': ['a failed deployment'],
      })
      const targets = key => wired.all('aws_cloudwatch_event_target').filter(each => each.rule === `${name}-${key}`).map(each => each.arn)
      same(Object.fromEntries(Object.keys(taken).map(key => [key, targets(key)])), Object.fromEntries(Object.keys(taken).map(key => [key, [TOPIC, 'arn:observability.aws_cloudwatch_log_group.events']])))
    },
    spoil: ({ wired }) => {
      const rule = wired.one('aws_cloudwatch_event_rule', '["deployment-failed"]')
      rule.event_pattern = rule.event_pattern.replace('SERVICE_DEPLOYMENT_FAILED', 'NEVER')
    },
  },
  {
    id: 'O5',
    says: 'RDS tells of failover, failure and full disks',
    check: ({ wired, name }) => {
      const { sns_topic, source_type, source_ids, event_categories, enabled } = wired.one('aws_db_event_subscription')
      same(
        { sns_topic, source_type, source_ids, enabled: enabled ?? true },
        { sns_topic: TOPIC, source_type: 'db-instance', source_ids: [`${name}-postgres`], enabled: true },
      )
      for (const each of ['failover', 'failure', 'low storage']) assert.ok(event_categories.includes(each), each)
    },
    spoil: ({ wired }) => (wired.one('aws_db_event_subscription').event_categories = ['backup']),
  },
  {
    id: 'O5',
    kind: 'O',
    says: 'Aurora, switched on, is watched by the metrics that it has, and RDS tells of the cluster',
    on: ['staging-full'],
    check: ({ wired, name }) => {
      const writer = { DBClusterIdentifier: `${name}-aurora`, Role: 'WRITER' }
      const rings = Object.fromEntries(Object.entries(alarms(wired, name, written)).filter(([key]) => key.startsWith('database-')))
      same(rings, {
        'database-cpu': over('AWS/RDS CPUUtilization Average', 80, 15, writer),
        'database-connections': over('AWS/RDS DatabaseConnections Maximum', 51, 5, writer),
        'database-memory': under('AWS/RDS FreeableMemory Minimum', 100 * 1024 ** 2, 15, writer),
        'database-capacity': over('AWS/RDS ACUUtilization Maximum', 90, 15, { DBClusterIdentifier: `${name}-aurora` }),
        'database-commit-latency': over('AWS/RDS CommitLatency Average', 20, 10, writer),
      })
      const { source_type, source_ids } = wired.one('aws_db_event_subscription')
      same({ source_type, source_ids }, { source_type: 'db-cluster', source_ids: [`${name}-aurora`] })
    },
    spoil: ({ wired }) => (alarm(wired, 'database-capacity').dimensions = {}),
  },
  {
    id: 'O3',
    kind: 'O',
    says: 'Aurora, switched on, is drawn by the metrics that it has',
    on: ['staging-full'],
    check: ({ wired }) => {
      const graphs = widgets(wired).filter(each => each.type === 'metric' && each.properties.title.startsWith('Database'))
      same({ drawn: graphs.flatMap(each => each.properties.metrics.map(metric => metric[1])) }, {
        drawn: ['CPUUtilization', 'ServerlessDatabaseCapacity', 'DatabaseConnections', 'VolumeBytesUsed', 'VolumeReadIOPs', 'VolumeWriteIOPs', 'CommitLatency'],
      })
    },
    spoil: ({ wired }) => {
      const dashboard = wired.one('aws_cloudwatch_dashboard')
      dashboard.dashboard_body = dashboard.dashboard_body.replace('"CommitLatency"', '"ReadLatency"')
    },
  },
  {
    id: 'O4',
    says: 'the filters find error lines as nginx and flask-app write them, and no others',
    check: ({ wired, files, name }) => {
      const lines = {
        nginx: { 200: nginxLine(files, 200), 404: nginxLine(files, 404), 500: nginxLine(files, 500), 503: nginxLine(files, 503) },
        'flask-app': Object.fromEntries(['INFO', 'WARNING', 'ERROR', 'CRITICAL'].map(level => [level, flaskLine(files, level)])),
      }
      const found = Object.fromEntries(
        Object.entries(lines).map(([service, its]) => [service, Object.keys(its).filter(key => filterMatches(filter(wired, service).pattern, its[key]))]),
      )
      same(found, { nginx: ['500', '503'], 'flask-app': ['ERROR', 'CRITICAL'] })
      for (const service of Object.keys(lines)) {
        const { log_group_name, metric_transformation: [to] } = filter(wired, service)
        same(
          { group: log_group_name, metric: to.name, namespace: to.namespace, value: to.value, otherwise: to.default_value },
          { group: `/ecs/${name}/${service}`, metric: `${service}-errors`, namespace: `EcsMicroservices/${name}`, value: '1', otherwise: '0' },
          service,
        )
      }
    },
    spoil: ({ wired }) => (filter(wired, 'flask-app').pattern = '{ $.nothing = "NEVER" }'),
  },
  {
    id: 'O3',
    says: 'the dashboard draws every metric of infra.md 6.2',
    check: world => {
      const graphs = widgets(world.wired).filter(each => each.type === 'metric')
      same(listed(graphs.flatMap(each => each.properties.metrics.map(series))), listed(drawn(world)))
      const lines = graphs.flatMap(each => each.properties.annotations?.horizontal ?? [])
      same({ 'line of the objective': lines.map(each => each.value) }, { 'line of the objective': [0.1] })
      for (const { properties } of graphs) same({ region: properties.region, period: properties.period }, { region: 'ap-south-1', period: 60 }, properties.title)
    },
    spoil: ({ wired }) => {
      const dashboard = wired.one('aws_cloudwatch_dashboard')
      dashboard.dashboard_body = dashboard.dashboard_body.replace('"RequestCount"', '"RequestsCount"')
    },
  },
  {
    id: 'O3',
    says: 'the dashboard shows the state of every alarm and the errors in the logs, and no widget hides another',
    check: ({ wired, name }) => {
      const [status] = widgets(wired).filter(each => each.type === 'alarm')
      assert.ok(status, 'a widget with the alarms')
      same(
        listed(status.properties.alarms),
        listed(wired.all('aws_cloudwatch_metric_alarm').map(each => `arn:aws:cloudwatch:ap-south-1:123456789012:alarm:${each.alarm_name}`)),
      )
      const [errors] = widgets(wired).filter(each => each.type === 'log')
      assert.ok(errors, 'a widget with the errors')
      const sources = [...errors.properties.query.matchAll(/SOURCE '([^']+)'/g)].map(([, group]) => group)
      same(listed(sources), listed(SERVICES.map(each => `/ecs/${name}/${each}`)))
      assert.match(errors.properties.query, /filter .*level.*ERROR.*status >= 500/)
      const cells = widgets(wired).flatMap(({ x, y, width, height }) => Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`))
      assert.equal(new Set(cells).size, cells.length, 'widgets overlap')
    },
    spoil: ({ wired }) => {
      const dashboard = wired.one('aws_cloudwatch_dashboard')
      dashboard.dashboard_body = JSON.stringify({ widgets: widgets(wired).slice(0, 1) })
    },
  },
  {
    id: 'O8',
    kind: 'O',
    says: 'nobody asks from outside unless it is switched on',
    check: ({ plan }) => plan.none('aws_route53_health_check'),
    spoil: ({ plan }) => (plan.changes('aws_lb')[0].type = 'aws_route53_health_check'),
  },
  {
    id: 'O8',
    kind: 'O',
    says: 'a check from outside, switched on: over HTTPS and under the name that the internet asks, every 30 s, down to the database',
    on: ['prod-full'],
    check: ({ plan }) => {
      const { fqdn, type, port, resource_path, search_string, request_interval, enable_sni } = plan.one('aws_route53_health_check')
      same(
        { fqdn, type, port, resource_path, search_string, request_interval, enable_sni },
        { fqdn: 'app.example.com', type: 'HTTPS_STR_MATCH', port: 443, resource_path: '/ready', search_string: 'ok', request_interval: 30, enable_sni: true },
      )
      assert.equal(plan.output('synthetic_check').url, 'https://app.example.com/ready')
    },
    spoil: ({ plan }) => (plan.one('aws_route53_health_check').type = 'HTTP'),
  },
  {
    id: 'O8',
    kind: 'O',
    says: 'its alarm rings where Route 53 has its metrics, also when it hears nothing, and tells by mail through an encrypted topic of that region',
    on: ['prod-full'],
    check: ({ plan, wired }) => {
      const { root_module: modules, provider_config: providers } = plan.json.configuration
      const rings = wired.one('aws_cloudwatch_metric_alarm', 'synthetic_check')
      const topic = wired.one('aws_sns_topic', 'synthetic_check')
      const its = wired.one('aws_sns_topic_policy', 'synthetic_check')
      same(
        {
          by: [...new Set(modules.module_calls.synthetic_check.module.resources.map(each => each.provider_config_key))],
          in: providers['aws.us_east_1'].expressions.region.constant_value,
          metric: `${rings.namespace} ${rings.metric_name} ${flat(rings.dimensions)}`,
          below: rings.comparison_operator === 'LessThanThreshold' && rings.threshold,
          silence: rings.treat_missing_data,
          told: [rings.alarm_actions, rings.ok_actions].flat(),
          key: topic.kms_master_key_id,
          mail: wired.all('aws_sns_topic_subscription', 'synthetic_check').map(each => `${each.protocol} ${each.endpoint}`),
          publisher: wired.policy(its.policy, 'synthetic_check[0].data.aws_iam_policy_document.topic').map(each => [each.Principal, each.Condition]),
        },
        {
          by: ['aws.us_east_1'],
          in: 'us-east-1',
          metric: 'AWS/Route53 HealthCheckStatus HealthCheckId=synthetic_check[0].aws_route53_health_check.this',
          below: 1,
          silence: 'breaching',
          told: ['arn:synthetic_check[0].aws_sns_topic.this', 'arn:synthetic_check[0].aws_sns_topic.this'],
          key: 'arn:synthetic_check[0].aws_kms_key.topic',
          mail: ['email on-call@example.com'],
          publisher: [[{ Service: 'cloudwatch.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': '123456789012' } }]],
        },
      )
    },
    spoil: ({ wired }) => (wired.one('aws_sns_topic', 'synthetic_check').kms_master_key_id = null),
  },
  {
    id: 'O2',
    says: 'logs are kept for exactly as long as the environment says, those of sessions for 90 days, of the database for 30',
    check: ({ plan, retention }) => {
      const kept = plan.table('aws_cloudwatch_log_group', each => each.retention_in_days)
      same(kept, Object.fromEntries(Object.keys(kept).map(address => [address, KEPT[address] ?? retention])))
    },
    spoil: ({ plan }) => (plan.all('aws_cloudwatch_log_group')[0].retention_in_days = 3653),
  },
]
