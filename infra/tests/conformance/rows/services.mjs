// One more service than the three, as tests/variables/dev-full.tfvars adds it: what is true of them is true of it.
import assert from 'node:assert/strict'
import { same } from '../differences.mjs'

const on = ['dev-full']
const kind = 'O'

const shape = (plan, name) => plan.output('shapes')[name]
const names = list => list.map(each => each.name).sort()
const paths = plan => plan.table('aws_vpc_security_group_ingress_rule', each => each.from_port, '.path[')
const path = (from, to) => `aws_vpc_security_group_ingress_rule.path["${from}-${to}"]`
const rule = plan => plan.one('aws_lb_listener_rule', 'route["flask-app"]')
const policies = plan => plan.table('aws_appautoscaling_policy', ({ target_tracking_scaling_policy_configuration: [its] }) => its.target_value, 'flask-app')

export const services = [
  {
    id: 'L5',
    on,
    kind,
    says: 'paths lead past nginx to a service with a target group of its own',
    check: ({ plan }) => {
      const { priority, condition, action } = rule(plan)
      same({ priority, paths: condition.flatMap(each => each.path_pattern).flatMap(each => each.values), to: action[0].type }, { priority: 20, paths: ['/api/*'], to: 'forward' })
      const { port, target_type, health_check } = plan.one('aws_lb_target_group', 'route["flask-app"]')
      same({ port, target_type, path: health_check[0].path }, { port: 5000, target_type: 'ip', path: '/health' })
    },
    spoil: ({ plan }) => (rule(plan).priority = 200),
  },
  {
    id: 'E7',
    on,
    kind,
    says: 'one more service is let in where it is a caller, and nobody to it',
    check: ({ plan }) =>
      same(paths(plan), {
        [path('alb', 'nginx')]: 8080,
        [path('alb', 'flask-app')]: 5000,
        [path('nginx', 'flask-app')]: 5000,
        [path('flask-app', 'redis')]: 6379,
        [path('reports', 'redis')]: 6379,
        [path('flask-app', 'database')]: 5432,
        [path('reports', 'database')]: 5432,
        [path('application-role', 'database')]: 5432,
        [path('flask-app', 'sessions')]: 6379,
        [path('reports', 'files')]: 2049,
      }),
    spoil: ({ plan }) => (plan.changes('aws_vpc_security_group_ingress_rule', '.path["reports-redis"]')[0].address = 'other'),
  },
  {
    id: 'E1',
    on,
    kind,
    says: 'one more service has its definition, its values and its log, and the passwords of those it calls; nobody else has',
    check: ({ plan, name }) => {
      const { family, cpu, container } = shape(plan, 'reports')
      const { name: log, retention_in_days: days } = plan.one('aws_cloudwatch_log_group', 'service["reports"]')
      assert.equal(container.logConfiguration.options['awslogs-group'], log)
      same(
        { family, cpu, log, days },
        { family: `${name}-reports`, cpu: 256, log: `/ecs/${name}/reports`, days: 7 },
      )
      same(Object.fromEntries(['flask-app', 'nginx', 'redis', 'reports'].map(each => [each, names(shape(plan, each).container.secrets)])), {
        'flask-app': ['DATABASE_PASSWORD', 'REDIS_PASSWORD'],
        nginx: [],
        redis: ['REDIS_PASSWORD'],
        reports: ['DATABASE_PASSWORD', 'REDIS_PASSWORD'],
      })
      assert.equal(container.environment.find(each => each.name === 'DATABASE_NAME').value, 'items')
    },
    spoil: ({ plan }) => shape(plan, 'reports').container.secrets.pop(),
  },
  {
    id: 'G7',
    on,
    kind,
    says: 'one more service can be deployed, and no others',
    check: ({ plan }) => {
      const statement = JSON.parse(plan.output('deploy_policy')).Statement.find(each => each.Sid === 'Service')
      same({ services: statement.Resource.map(each => each.split('/').at(-1)).sort() }, { services: ['flask-app', 'nginx', 'redis', 'reports'] })
    },
    spoil: ({ plan }) => (plan.json.output_changes.deploy_policy.after = plan.output('deploy_policy').replaceAll('/reports"', '/other"')),
  },
  {
    id: 'O5',
    on,
    kind,
    says: 'one more service has alarms, and some of them end its deployments',
    check: ({ plan, name }) => {
      same(plan.output('deployment_alarms'), {
        'flask-app': ['5xx-from-nginx', '5xx-rate', 'error-lines', 'latency', 'memory'].map(each => `${name}-flask-app-${each}`),
        nginx: [`${name}-elb-5xx`, `${name}-latency`, `${name}-nginx-5xx-rate`, `${name}-nginx-memory`],
        redis: [],
        reports: [`${name}-reports-error-lines`, `${name}-reports-memory`],
      })
      same({ cpu: plan.one('aws_cloudwatch_metric_alarm', '["reports-cpu"]').threshold }, { cpu: 95 })
    },
    spoil: ({ plan }) => plan.output('deployment_alarms').reports.pop(),
  },
  {
    id: 'A3',
    on,
    kind,
    says: 'a service scales by the requests of its tasks, and by a target of its own',
    check: ({ plan }) =>
      same(policies(plan), {
        'service["flask-app"].aws_appautoscaling_policy.tracking["cpu"]': 60,
        'service["flask-app"].aws_appautoscaling_policy.tracking["requests"]': 600,
      }),
    spoil: ({ plan }) => (plan.all('aws_appautoscaling_policy', 'flask-app')[0].target_tracking_scaling_policy_configuration[0].target_value = 1),
  },
  {
    id: 'L7',
    on,
    kind,
    says: 'fixed addresses, switched on: one in each public subnet, and all goes to the load balancer that knows HTTP',
    check: ({ plan, wired }) =>
      same(
        {
          addresses: plan.addresses('aws_eip', 'nlb').length,
          stands: wired.one('aws_lb', 'nlb').subnet_mapping.map(each => each.subnet_id),
          type: plan.one('aws_lb', 'nlb').load_balancer_type,
          leads: wired.table('aws_lb_target_group_attachment', each => each.target_id, 'nlb'),
          to: wired.table('aws_vpc_security_group_egress_rule', each => `${each.referenced_security_group_id} ${each.from_port}`, 'nlb'),
        },
        {
          addresses: 2,
          stands: ['network.aws_subnet.public["ap-south-1a"]', 'network.aws_subnet.public["ap-south-1b"]'],
          type: 'network',
          leads: { 'nlb[0].aws_lb_target_group_attachment.this["80"]': 'arn:alb.aws_lb.this' },
          to: { 'nlb[0].aws_vpc_security_group_egress_rule.alb["80"]': 'alb.aws_security_group.this 80' },
        },
      ),
    spoil: ({ plan }) => (plan.one('aws_lb', 'nlb').load_balancer_type = 'gateway'),
  },
  {
    id: 'E12',
    on,
    kind,
    says: 'files, switched on: encrypted at rest and on the way, reached in both zones, and seen by one service in one folder',
    check: ({ plan, wired }) => {
      const { encrypted } = plan.one('aws_efs_file_system')
      const [{ path: folder }] = wired.one('aws_efs_access_point').root_directory
      const [{ uid, gid }] = wired.one('aws_efs_access_point').posix_user
      same(
        {
          encrypted,
          backup: plan.one('aws_efs_backup_policy').backup_policy.map(each => each.status),
          targets: wired.table('aws_efs_mount_target', each => [each.subnet_id, ...each.security_groups]),
          policy: wired.policy(wired.one('aws_efs_file_system_policy').policy, 'files[0].data.aws_iam_policy_document.this').map(({ Sid, Effect, Condition }) => [Sid, Effect, Condition]),
          folder: { folder, uid, gid },
          volumes: Object.fromEntries(Object.entries(wired.output('shapes')).map(([name, its]) => [name, its.volumes])),
          mount: wired.one('aws_ecs_task_definition', 'service["reports"]').volume.flatMap(each => each.efs_volume_configuration).map(each => each.transit_encryption),
          rights: wired.policy(undefined, 'files[0].data.aws_iam_policy_document.use["archive"]').map(({ Action, Condition }) => [Action, Condition]),
          // The document is put together while it is applied; whose it is can be seen before.
          whose: wired.json.resource_changes.filter(each => /data\.aws_iam_policy_document\.application/.test(each.address)).map(each => each.address.split('"')[1]),
        },
        {
          encrypted: true,
          backup: ['ENABLED'],
          targets: Object.fromEntries(['a', 'b'].map((zone, index) => [`files[0].aws_efs_mount_target.this[${index}]`, [`network.aws_subnet.private["ap-south-1${zone}"]`, 'files[0].aws_security_group.this']])),
          policy: [
            ['Tasks', 'Allow', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }],
            ['TlsOnly', 'Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
          ],
          folder: { folder: '/archive', uid: 10001, gid: 10001 },
          volumes: { 'flask-app': {}, nginx: {}, redis: {}, reports: { archive: { access_point: 'files[0].aws_efs_access_point.volume["archive"]', file_system: 'files[0].aws_efs_file_system.this', iam: 'ENABLED' } } },
          mount: ['ENABLED'],
          rights: [[['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], { StringEquals: { 'elasticfilesystem:AccessPointArn': 'arn:files[0].aws_efs_access_point.volume["archive"]' } }]],
          whose: ['reports'],
        },
      )
    },
    spoil: ({ plan }) => (plan.one('aws_efs_file_system').encrypted = false),
  },
  {
    id: 'E18',
    on,
    kind,
    says: 'sessions, switched on: a store with TLS that evicts none, where flask-app logs in as itself and nobody else does',
    check: ({ plan, wired, name }) => {
      const { engine, transit_encryption_enabled, transit_encryption_mode, at_rest_encryption_enabled } = plan.one('aws_elasticache_replication_group', 'sessions')
      const { container } = wired.output('shapes')['flask-app']
      same(
        {
          store: { engine, transit_encryption_enabled, transit_encryption_mode, at_rest_encryption_enabled },
          policy: plan.one('aws_elasticache_parameter_group', 'sessions').parameter.map(each => `${each.name}=${each.value}`),
          users: plan.all('aws_elasticache_user').map(each => [each.user_id, each.authentication_mode[0].type]),
          url: container.environment.find(each => each.name === 'SESSIONS_URL')?.value,
          rights: plan.table('aws_iam_role_policy', each => JSON.parse(each.policy).Statement.flatMap(({ Action, Resource }) => [Action, Resource].flat()), 'service["flask-app"].aws_iam_role_policy.application['),
          told: plan.table('aws_cloudwatch_metric_alarm', each => each.threshold, '["sessions-'),
        },
        {
          store: { engine: 'valkey', transit_encryption_enabled: true, transit_encryption_mode: 'required', at_rest_encryption_enabled: 'true' },
          policy: ['maxmemory-policy=noeviction'],
          users: [[`${name}-flask-app`, 'iam']],
          url: `rediss://${name}-flask-app@sessions[0].aws_elasticache_replication_group.this:6379`,
          rights: {
            'service["flask-app"].aws_iam_role_policy.application[0]': [
              'elasticache:Connect',
              `arn:aws:elasticache:ap-south-1:123456789012:user:${name}-flask-app`,
              `arn:aws:elasticache:ap-south-1:123456789012:replicationgroup:${name}-sessions`,
            ],
          },
          told: Object.fromEntries(Object.entries({ cpu: 80, evictions: 0, logins: 0, memory: 80 }).map(([each, over]) => [`observability.aws_cloudwatch_metric_alarm.metric["sessions-001-${each}"]`, over])),
        },
      )
    },
    spoil: ({ plan }) => (plan.one('aws_elasticache_parameter_group', 'sessions').parameter[0].value = 'allkeys-lru'),
  },
  {
    id: 'O3',
    on,
    kind,
    says: 'sessions, switched on: drawn on the dashboard, and in its list of alarms; no widget hides another',
    check: ({ wired, name }) => {
      const { widgets } = JSON.parse(wired.one('aws_cloudwatch_dashboard').dashboard_body)
      const cells = widgets.flatMap(({ x, y, width, height }) => Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`))
      same(
        {
          drawn: widgets.flatMap(each => each.properties.metrics ?? []).filter(each => each[0] === 'AWS/ElastiCache').map(each => each.slice(1, 4).join(' ')),
          listed: widgets.find(each => each.type === 'alarm').properties.alarms.filter(each => each.includes('sessions')).map(each => each.split('alarm:')[1]),
          hidden: cells.length - new Set(cells).size,
        },
        {
          drawn: ['DatabaseMemoryUsagePercentage', 'EngineCPUUtilization', 'CurrItems', 'CurrConnections', 'Evictions', 'AuthenticationFailures'].map(each => `${each} CacheClusterId ${name}-sessions-001`),
          listed: ['cpu', 'evictions', 'logins', 'memory'].map(each => `${name}-sessions-001-${each}`),
          hidden: 0,
        },
      )
    },
    spoil: ({ wired }) => (wired.one('aws_cloudwatch_dashboard').dashboard_body = wired.one('aws_cloudwatch_dashboard').dashboard_body.replaceAll('CurrItems', 'Items')),
  },
  {
    id: 'O6',
    on,
    kind,
    says: 'tracing, switched on: a collector beside flask-app, its rights and its log, and where the SDK sends; nobody else has one',
    check: ({ plan, name }) => {
      const { container, sidecars } = shape(plan, 'flask-app')
      const [collector] = sidecars
      same(
        {
          sidecars: Object.fromEntries(Object.entries(plan.output('shapes')).map(([each, its]) => [each, names(its.sidecars)])),
          group: collector?.logConfiguration.options['awslogs-group'],
          essential: collector?.essential,
          endpoint: container.environment.find(each => each.name === 'OTEL_EXPORTER_OTLP_ENDPOINT')?.value,
          share: container.environment.find(each => each.name === 'OTEL_TRACES_SAMPLER_ARG')?.value,
          receives: /endpoint": ?"127\.0\.0\.1:4318"/.test(collector?.environment[0].value),
          rights: plan.table('aws_iam_role_policy', each => JSON.parse(each.policy).Statement.map(({ Action }) => Action), '.tracing['),
        },
        {
          sidecars: { 'flask-app': ['otel-collector'], nginx: [], redis: [], reports: [] },
          group: `/ecs/${name}/flask-app`,
          essential: false,
          endpoint: 'http://127.0.0.1:4318',
          share: '0.05',
          receives: true,
          rights: { 'service["flask-app"].aws_iam_role_policy.tracing[0]': [['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingTargets', 'xray:GetSamplingRules']] },
        },
      )
    },
    spoil: ({ plan }) => shape(plan, 'flask-app').sidecars.pop(),
  },
]
