// Changes of the source that break a requirement, and the rows that must turn red for each: by their number, with a
// message that names what is broken. Those of one batch are made together, so they keep out of each other's way.

const NETWORK = 'modules/network/main.tf'
const PLATFORM = 'modules/platform/main.tf'
const ALARMS = 'modules/observability/alarms.tf'
const THRESHOLDS = 'modules/observability/variables.tf'
const ROLES = 'modules/service/roles.tf'
const PROD = 'environments/prod/main.tf'

const inTheWrongSubnets = {
  says: 'the NAT gateways stand in the private subnets',
  file: NETWORK,
  from: 'subnet_id     = aws_subnet.public[each.key].id',
  to: 'subnet_id     = aws_subnet.private[each.key].id',
  red: { N3: /nat_gateway.*subnet\.private/, N6: /nat_gateway.*false, not true/ },
}

export const batches = [
  {
    name: 'prod-1',
    root: 'environments/prod',
    plan: 'prod',
    mutants: [
      inTheWrongSubnets,
      {
        says: 'the database subnets lead to the internet',
        file: NETWORK,
        from: 'route_table_id = aws_route_table.database.id',
        to: 'route_table_id = aws_route_table.public.id',
        red: { N5: /association\.database.*route_table\.public/ },
      },
      {
        says: 'tasks are in the public subnets',
        file: PLATFORM,
        from: 'subnet_ids         = module.network.private_subnet_ids',
        to: 'subnet_ids         = module.network.public_subnet_ids',
        red: { N4: /aws_ecs_service.*subnet\.public/ },
      },
      {
        says: 'the load balancer is in the private subnets',
        file: PLATFORM,
        from: 'subnet_ids          = module.network.public_subnet_ids',
        to: 'subnet_ids          = module.network.private_subnet_ids',
        red: { L1: /subnets: .*subnet\.private/ },
      },
      { says: "the load balancer's own 5xx ring at 1000", file: THRESHOLDS, from: 'elb_errors       = optional(number, 10)', to: 'elb_errors       = optional(number, 1000)', red: { O5: /elb-5xx: .*> 1000/ } },
      { says: 'the rate of 5xx rings at 95 %', file: THRESHOLDS, from: 'error_percent    = optional(number, 5)', to: 'error_percent    = optional(number, 95)', red: { O5: /nginx-5xx-rate: .*> 95/ } },
      { says: 'CPU rings at 99.9 %', file: THRESHOLDS, from: 'cpu_percent      = optional(number, 85)', to: 'cpu_percent      = optional(number, 99.9)', red: { O5: /redis-cpu: .*> 99\.9/ } },
      { says: 'the disk rings when nothing is free', file: ALARMS, from: 'under = 0.2 * var.database.storage_gb', to: 'under = 0 * var.database.storage_gb', red: { O5: /database-storage: .*< 0 / } },
      { says: 'the objective is judged late, and by p99', file: ALARMS, from: 'stat      = "p95", over = var.thresholds.latency_slo_s, minutes = 15', to: 'stat      = "p99", over = var.thresholds.latency_slo_s, minutes = 45', red: { O5: /latency-slo: .*p99.*45 x/ } },
      { says: 'alarms tell nobody', file: ALARMS, from: 'alarm_actions       = [aws_sns_topic.this.arn]', to: 'alarm_actions       = []', red: { O5: /elb-5xx: \[\[\],/ } },
      {
        says: "flask-app's error lines are not found",
        file: 'modules/platform/services.tf',
        from: 'error_pattern = "{ $.level = \\"ERROR\\" || $.level = \\"CRITICAL\\" }"',
        to: 'error_pattern = "{ $.nothing = \\"NEVER\\" }"',
        red: { O4: /flask-app: \[\], not/ },
      },
      { says: 'no event is a failed deployment', file: 'modules/observability/events.tf', from: '["SERVICE_DEPLOYMENT_FAILED"]', to: '["NEVER"]', red: { O5: /deployment-failed: \[\], not/ } },
      { says: 'the dashboard draws a metric that is not there', file: 'modules/observability/dashboard.tf', from: '"RequestCount"', to: '"RequestsCount"', red: { O3: /RequestsCount.*true, not nothing/ } },
      {
        says: 'tasks may read every secret',
        file: ROLES,
        from: 'distinct(local.secrets)',
        to: '["*"]',
        red: { G5: /flask-app.*execution Secrets: .* on \*/, G7: /secretsmanager:GetSecretValue on \*/ },
      },
      { says: 'deploys push to every repository', file: 'modules/deploy-role/policy.tf', from: 'repository/${var.repository_prefix}/*', to: 'repository/*', red: { G7: /EcrPush: .*repository\/\*/ } },
      {
        says: 'tasks reach every port of the internet',
        file: 'modules/service/main.tf',
        from: '  from_port         = 443\n  to_port           = 443',
        to: '  from_port         = 0\n  to_port           = 65535',
        red: { G2: /\.https: .*0-65535/, G4: /\.https: .*0-65535/ },
      },
      {
        says: 'the database has no group',
        file: 'modules/database/main.tf',
        from: 'vpc_security_group_ids              = [aws_security_group.this.id]',
        to: 'vpc_security_group_ids              = null',
        red: { G3: /groups: /, D6: /vpc_security_group_ids: / },
      },
      {
        says: 'nginx reaches the database instead of flask-app',
        file: 'modules/platform/paths.tf',
        from: '{ from = name, to = "database"',
        to: '{ from = "nginx", to = "database"',
        red: { G3: /flask-app-database.*nginx/, E7: /flask-app-database.*nginx/ },
      },
      { says: 'flask-app logs in as the master', file: 'modules/platform/services.tf', from: 'DATABASE_USER    = local.login.username', to: 'DATABASE_USER    = module.database.username', red: { G8: /flask-app.*"app"/ } },
      { says: 'the topic has no key', file: 'modules/observability/topic.tf', from: 'kms_master_key_id = aws_kms_key.topic.arn', to: 'kms_master_key_id = null', red: { G14: /aws_sns_topic\.this: null/ } },
      { says: 'publishers may do everything with the topic', file: 'modules/observability/topic.tf', from: 'actions   = ["sns:Publish"]', to: 'actions   = ["sns:*"]', red: { G14: /Publishers: .*sns:\*/ } },
      { says: "production's load balancer can be deleted", file: PROD, from: 'deletion_protection = true', to: 'deletion_protection = false', red: { L1: /load balancer: false, not true/ } },
      {
        says: "production's database can be deleted, without a last snapshot",
        file: PROD,
        from: '  database = {\n',
        to: '  database = {\n    deletion_protection = false\n    skip_final_snapshot = true\n',
        red: { D5: /deletion_protection: false, not true\nskip_final_snapshot: true, not false/ },
      },
      { says: 'production has a region of its own beside project.json', file: PROD, from: '= local.region\n  allowed', to: '= "ap-south-1"\n  allowed', red: { V1: /environments\/prod\/main\.tf: \\?"ap-south-1/ } },
      { says: "production's state is looked for in another region", file: 'environments/prod/backend.tf', from: '"ap-south-1"', to: '"eu-west-1"', red: { V1: /environments\/prod\/backend\.tf: "eu-west-1"/ } },
      { says: 'logs are kept for ten years', file: PROD, from: 'log_retention_days = 90', to: 'log_retention_days = 3653', red: { O2: /flask-app.*3653, not 90/ } },
    ],
  },
  {
    name: 'prod-2',
    root: 'environments/prod',
    plan: 'prod',
    mutants: [
      {
        says: "tasks of flask-app are started with the master's password",
        file: 'modules/platform/services.tf',
        from: 'arn = local.login.secret_arn',
        to: 'arn = module.database.secret_arn',
        red: { G5: /flask-app.*execution Secrets: .*db_instance/, G7: /flask-app.*execution Secrets: .*db_instance/ },
      },
      {
        says: 'all tasks are in one subnet',
        file: PLATFORM,
        from: 'subnet_ids         = module.network.private_subnet_ids',
        to: 'subnet_ids         = slice(module.network.private_subnet_ids, 0, 1)',
        red: { E11: /aws_ecs_service.*: \["ap-south-1a"\], not/ },
      },
      { says: 'the dashboard has one widget', file: 'modules/observability/dashboard.tf', from: 'concat(local.graphs, local.bottom)', to: 'slice(local.graphs, 0, 1)', red: { O3: /a widget with the alarms/ } },
      { says: "nginx's error lines are those of flask-app", file: 'modules/platform/services.tf', from: 'error_pattern = "{ $.status >= 500 }"', to: 'error_pattern = "{ $.level = \\"ERROR\\" }"', red: { O4: /nginx: \[\], not/ } },
      { says: 'a VPC without host names', file: NETWORK, from: 'enable_dns_hostnames = true', to: 'enable_dns_hostnames = false', red: { N2: /false/ } },
      { says: 'both NAT routes lead to one gateway', file: NETWORK, from: 'var.single_nat ? local.nat_zones[0] : each.key', to: 'local.nat_zones[0]', red: { N6: /route\.nat\["ap-south-1b"\].*nat_gateway\.this\[\\?"ap-south-1a/ } },
      { says: 'an open port', file: 'modules/platform/paths.tf', from: 'from_port                    = each.value.port', to: 'from_port                    = 0', red: { G2: /path.*tcp 0-/, G4: /path.*tcp 0-/ } },
      { says: 'a breaker without rollback', file: 'modules/service/main.tf', from: 'enable   = true\n    rollback = true', to: 'enable   = true\n    rollback = false', red: { E15: /rollback/ } },
      { says: 'a wider deploy role', file: 'modules/deploy-role/policy.tf', from: '"ecs:UpdateService"', to: '"ecs:DeleteService"', red: { G7: /deploy_role.* Service: .*ecs:DeleteService/ } },
      { says: 'roles for anybody', file: ROLES, from: '      variable = "aws:SourceAccount"\n      values   = [var.account_id]', to: '      variable = "aws:SourceAccount"\n      values   = ["*"]', red: { G7: /aws_iam_role\.task: .*"aws:SourceAccount":"\*"/ } },
      { says: 'alarms watch another gateway', file: ALARMS, from: 'dimensions = { NatGatewayId = gateway }', to: 'dimensions = { NatGatewayId = zone }', red: { O5: /nat-ports-ap-south-1a: .*NatGatewayId=ap-south-1a/ } },
      { says: 'HTTPS shows another certificate', file: 'modules/platform/domain.tf', from: 'aws_acm_certificate_validation.this[0].certificate_arn : var', to: '"arn:aws:acm:ap-south-1:123456789012:certificate/other" : var', red: { L8: /certificate: .*other/ } },
    ],
  },
  {
    name: 'dev',
    root: 'environments/dev',
    plan: 'dev',
    mutants: [
      {
        says: 'ECS Exec may do everything with sessions',
        file: ROLES,
        from: /actions = \[\s+"ssmmessages:CreateControlChannel",[^\]]+\]/,
        to: 'actions = ["ssmmessages:*"]',
        red: { G6: /task ExecChannels: .*ssmmessages:\* on/, G7: /ExecChannels ssmmessages:\*/ },
      },
      inTheWrongSubnets,
    ],
  },
  {
    name: 'services',
    root: 'environments/dev',
    plan: 'dev-full',
    mutants: [
      { says: 'callers of redis are not let in', file: 'modules/platform/paths.tf', from: 'for caller in given.callers :', to: 'for caller in try(local.shipped[name].callers, []) :', red: { E7: /reports-redis.*nothing, not 6379/ } },
      { says: "everybody has redis's password", file: 'modules/platform/services.tf', from: 'contains(concat(["redis"], local.given.redis.callers), name)', to: 'true', red: { E1: /nginx: \["REDIS_PASSWORD"\], not/ } },
      { says: 'routes go to port 80', file: PLATFORM, from: 'port              = local.ports[name]', to: 'port              = 80', red: { L5: /port: 80, not 5000/ } },
      { says: 'a fourth service cannot be deployed', file: PLATFORM, from: 'keys(local.services)', to: '["nginx", "flask-app", "redis"]', red: { G7: /services: .*not .*reports/ } },
      { says: 'requests do not count', file: 'modules/service/scaling.tf', from: 'try(var.scaling.requests.target, null)', to: 'null', red: { A3: /requests.*nothing, not 600/ } },
      { says: 'fixed addresses lead past the load balancer', file: 'modules/nlb/main.tf', from: 'target_id        = var.alb.arn', to: 'target_id        = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/other/1"', red: { L7: /aws_lb_target_group_attachment.*other/ } },
      { says: 'a full store ends sessions', file: 'modules/sessions/main.tf', from: '"noeviction"', to: '"volatile-lru"', red: { E18: /noeviction/ } },
      { says: 'sessions travel without TLS', file: 'modules/sessions/main.tf', from: 'transit_encryption_enabled = true', to: 'transit_encryption_enabled = false', red: { E18: /"transit_encryption_enabled":false/ } },
      { says: 'flask-app may log in as anybody', file: 'modules/sessions/main.tf', from: ':user:${local.users[each.key]}', to: ':user:*', red: { E18: /user:\*/ } },
      { says: 'files are not encrypted', file: 'modules/file-system/main.tf', from: 'encrypted       = true', to: 'encrypted       = false', red: { E12: /encrypted: false, not true/ } },
      { says: 'files are reached in one zone', file: 'modules/file-system/main.tf', from: 'count = length(var.subnet_ids)', to: 'count = 1', red: { E12: /targets: .*not .*ap-south-1b/ } },
      { says: "a task sees everybody's files", file: 'modules/file-system/main.tf', from: 'values   = [aws_efs_access_point.volume[each.key].arn]', to: 'values   = ["*"]', red: { E12: /rights: .*AccessPointArn":"\*"/ } },
      { says: 'files travel without TLS', file: 'modules/file-system/main.tf', from: 'values   = ["false"]', to: 'values   = ["true"]', red: { E12: /policy: .*"TlsOnly".*SecureTransport":"true"/ } },
      { says: 'a task ends with its collector', file: 'modules/service/tracing.tf', from: 'essential              = false', to: 'essential              = true', red: { O6: /essential: true, not false/ } },
      { says: 'every request is traced', file: 'modules/service/tracing.tf', from: 'OTEL_TRACES_SAMPLER_ARG = "0.05"', to: 'OTEL_TRACES_SAMPLER_ARG = "1"', red: { O6: /share: "1", not "0\.05"/ } },
      { says: 'alarms of a service have no target of their own', file: ALARMS, from: 'merge(var.thresholds, each.thresholds)', to: 'var.thresholds', red: { O5: /cpu: 85, not 95/ } },
    ],
  },
  {
    name: 'copies',
    root: 'environments/prod',
    plan: 'prod-full',
    mutants: [
      { says: 'backups are copied beside the database', file: PROD, from: 'providers = { aws = aws.backups }', to: 'providers = { aws = aws }', red: { D5: /by: \["aws","aws"\], not/ } },
      { says: 'copies of the backups have no key of their region', file: 'modules/backup-copies/main.tf', from: 'kms_key_id             = aws_kms_key.this.arn', to: 'kms_key_id             = "arn:aws:kms:ap-south-1:123456789012:key/here"', red: { D5: /key: .*ap-south-1/ } },
    ],
  },
  {
    name: 'bootstrap',
    root: 'bootstrap',
    plan: 'bootstrap',
    mutants: [{ says: 'the state is given without TLS', file: 'bootstrap/main.tf', from: 'effect    = "Deny"', to: 'effect    = "Allow"', red: { G14: /aws_s3_bucket\.state: .*Allow s3/ } }],
  },
  {
    name: 'account',
    root: 'account',
    plan: 'account',
    mutants: [
      {
        says: "the trail's bucket can be made public",
        file: 'modules/records/main.tf',
        from: 'restrict_public_buckets = true',
        to: 'restrict_public_buckets = false',
        red: { G10: /public access: trail_records.*"restrict_public_buckets":false/, G14: /public access: trail_records.*"restrict_public_buckets":false/ },
      },
      { says: "GitHub's tokens are taken whomever they are meant for", file: 'account/main.tf', from: 'client_id_list = ["sts.amazonaws.com"]', to: 'client_id_list = ["other"]', red: { G7: /audience: \["other"\]/ } },
      { says: 'a plan may read every secret', file: 'modules/infra-roles/policy.tf', from: ':secret:${var.name}/${each}-*', to: ':secret:*', red: { G7: /WrittenPasswords: .*:secret:\*/ } },
      { says: 'the trail can be read without TLS', file: 'modules/records/main.tf', from: 'values   = ["false"]', to: 'values   = ["true"]', red: { G14: /trail_records.*"aws:SecureTransport\\?":\\?"true/ } },
    ],
  },
]
