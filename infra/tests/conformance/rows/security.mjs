import assert from 'node:assert/strict'

const SERVICES = ['flask-app', 'nginx', 'redis']
const PATHS = { 'alb-nginx': 8080, 'nginx-flask-app': 5000, 'flask-app-redis': 6379, 'flask-app-database': 5432, 'application-role-database': 5432 }
const ingress = (plan, ...parts) => plan.all('aws_vpc_security_group_ingress_rule', ...parts)
const egress = (plan, ...parts) => plan.all('aws_vpc_security_group_egress_rule', ...parts)
const deployPolicy = plan => JSON.parse(plan.output('deploy_policy')).Statement
const list = value => [value].flat()

/** The security group that a rule of a for_each names, found in the configuration; the ids come with the apply. */
const platform = plan => plan.json.configuration.root_module.module_calls.platform.module

const trust = plan => JSON.parse(plan.one('aws_iam_role', 'deploy_role').assume_role_policy).Statement
const roles = (plan, kind) => plan.all('aws_iam_role', 'module.service', `.${kind}`)

/** The database as it is written, and not as it is planned. */
const instanceOf = plan => platform(plan).module_calls.database.module.resources.find(each => each.address === 'aws_db_instance.this')

export const security = [
  {
    id: 'G1',
    says: 'the load balancer takes 80 and 443 from everywhere and reaches nginx only',
    check: ({ plan }) => {
      const rules = ingress(plan, 'module.alb')
      assert.deepEqual(rules.map(each => [each.from_port, each.to_port, each.cidr_ipv4]).sort(), [[443, 443, '0.0.0.0/0'], [80, 80, '0.0.0.0/0']])
      assert.deepEqual(egress(plan, 'module.alb'), [])
      assert.equal(egress(plan, '.path["alb-nginx"]')[0].to_port, 8080)
    },
    spoil: ({ plan }) => (ingress(plan, 'module.alb')[0].to_port = 65535),
  },
  {
    id: 'G2',
    says: 'tasks take one port each, from those who call them',
    check: ({ plan }) => {
      for (const [path, port] of Object.entries(PATHS)) {
        const [rule] = ingress(plan, `.path["${path}"]`)
        assert.deepEqual([rule.from_port, rule.to_port, rule.ip_protocol, rule.cidr_ipv4 ?? null], [port, port, 'tcp', null])
      }
      assert.equal(ingress(plan, 'module.service').length, 0)
    },
    spoil: ({ plan }) => (ingress(plan, '.path["nginx-flask-app"]')[0].from_port = 0),
  },
  {
    id: 'G3',
    says: 'the database takes 5432 from flask-app and from the task that makes its role, and sends nothing',
    check: ({ plan }) => {
      assert.equal(ingress(plan, '.path["flask-app-database"]')[0].to_port, 5432)
      assert.deepEqual(Object.keys(PATHS).filter(path => path.endsWith('-database')), ['flask-app-database', 'application-role-database'])
      assert.deepEqual(plan.addresses('aws_vpc_security_group_egress_rule', '.path["database'), [])
      assert.deepEqual(egress(plan, 'module.database'), [])
    },
    spoil: ({ plan }) => (ingress(plan, '.path["flask-app-database"]')[0].to_port = 5433),
  },
  {
    id: 'G4',
    says: 'a group per service and for each of database, load balancer and the task of the role, explicit ports, groups named by id; nothing else lets anything in',
    check: ({ plan }) => {
      assert.equal(plan.all('aws_security_group').length, 3 + SERVICES.length)
      assert.equal(plan.all('aws_vpc_security_group_ingress_rule').length, Object.keys(PATHS).length + 2)
      for (const kind of ['ingress', 'egress']) {
        for (const path of Object.keys(PATHS)) {
          const [rule] = plan.changes(`aws_vpc_security_group_${kind}_rule`, `.path["${path}"]`)
          assert.equal(rule.change.after_unknown.referenced_security_group_id, true)
          assert.equal(rule.change.after.cidr_ipv4 ?? null, null)
        }
      }
      const referenced = platform(plan).resources.find(each => each.type === 'aws_vpc_security_group_ingress_rule').expressions.referenced_security_group_id.references
      assert.ok(referenced.includes('local.groups'))
      for (const group of plan.all('aws_security_group')) assert.ok(!group.ingress?.length && !group.egress?.length)
    },
    spoil: ({ plan }) => (ingress(plan, '.path["alb-nginx"]')[0].cidr_ipv4 = '10.0.0.0/8'),
  },
  {
    id: 'G4',
    says: 'the default group is closed',
    check: ({ plan }) => {
      const group = plan.one('aws_default_security_group')
      assert.ok(!group.ingress?.length && !group.egress?.length)
    },
    spoil: ({ plan }) => (plan.one('aws_default_security_group').ingress = [{}]),
  },
  {
    id: 'G5',
    says: 'execution roles: pull, log, read secrets; for tasks of this account only',
    check: ({ plan }) => {
      assert.equal(roles(plan, 'execution').length, 3)
      for (const role of roles(plan, 'execution')) {
        const [statement] = plan.statements(role.assume_role_policy)
        assert.equal(statement.Principal.Service, 'ecs-tasks.amazonaws.com')
        assert.equal(statement.Condition.StringEquals['aws:SourceAccount'], '123456789012')
      }
      const policy = plan.changes('aws_iam_role_policy', '["nginx"]', '.execution')[0].change.after.policy
      for (const { Sid, Action, Resource } of plan.statements(policy)) {
        if (Sid === 'EcrLogin') assert.deepEqual(list(Action), ['ecr:GetAuthorizationToken'])
        else assert.ok(!list(Resource).includes('*'), `${Sid} names what it may touch`)
      }
    },
    spoil: ({ plan }) => {
      const role = roles(plan, 'execution')[0]
      role.assume_role_policy = role.assume_role_policy.replace('aws:SourceAccount', 'aws:RequestedRegion')
    },
  },
  {
    id: 'G6',
    says: 'a task role per service, which may do nothing but ECS Exec, where that is on',
    check: ({ plan, environment, name }) => {
      assert.deepEqual(roles(plan, 'task').map(each => each.name).sort(), SERVICES.map(each => `${name}-${each}-task`))
      plan.none('aws_iam_role_policy', '.application[')
      for (const { policy } of plan.all('aws_iam_role_policy', '.exec[')) {
        for (const { Action } of plan.statements(policy)) {
          for (const action of list(Action)) assert.match(action, /^(ssmmessages|logs):/)
        }
      }
      assert.equal(plan.all('aws_iam_role_policy', '.exec[').length, environment === 'dev' ? 3 : 0)
    },
    spoil: ({ plan }) => (roles(plan, 'task')[0].name = 'shared-task'),
  },
  {
    id: 'G7',
    says: 'the deploy role: no star where AWS knows a resource, nothing of IAM but passing these roles',
    check: ({ plan, name }) => {
      const unbound = new Set([
        'ecr:GetAuthorizationToken', 'ecs:DescribeTaskDefinition', 'ecs:ListServices', 'ecs:ListTasks', 'ecs:ListClusters', 'ecs:DeregisterTaskDefinition',
      ])
      for (const { Sid, Effect, Action, Resource, Condition } of deployPolicy(plan)) {
        assert.equal(Effect, 'Allow')
        for (const action of list(Action)) {
          assert.ok(!action.includes('*'), action)
          assert.ok(!/^iam:(?!PassRole$)|^secretsmanager:|^ecs:(Create|Delete)/.test(action), action)
          if (list(Resource).includes('*')) assert.ok(unbound.has(action), `${Sid}: ${action} on *`)
        }
        if (Sid === 'PassRole') {
          assert.deepEqual(Condition, { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } })
          const expected = SERVICES.flatMap(each => [`${name}-${each}-execution`, `${name}-${each}-task`])
          assert.deepEqual(list(Resource).map(arn => arn.split('/').pop()).sort(), expected.sort())
        }
      }
    },
    spoil: ({ plan }) => {
      const outputs = plan.json.output_changes.deploy_policy
      outputs.after = outputs.after.replace(/"ecs:UpdateService"/, '"ecs:*"')
    },
  },
  {
    id: 'G7',
    says: 'the deploy role may do what a deploy calls',
    check: ({ plan }) => {
      const allowed = new Set(deployPolicy(plan).flatMap(each => list(each.Action)))
      for (const action of [
        'ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload',
        'ecr:BatchCheckLayerAvailability', 'ecs:DescribeServices', 'ecs:ListServices', 'ecs:ListClusters', 'ecs:DescribeTaskDefinition',
        'ecs:RegisterTaskDefinition', 'ecs:TagResource', 'ecs:UpdateService', 'ecs:ListServiceDeployments', 'ecs:DescribeServiceDeployments',
        'ecs:DescribeServiceRevisions', 'ecs:StopServiceDeployment', 'ecs:ContinueServiceDeployment', 'ecs:ListTasks', 'ecs:DescribeTasks', 'logs:GetLogEvents', 'ssm:PutParameter', 'iam:PassRole',
        'cloudwatch:DescribeAlarms',
      ]) {
        assert.ok(allowed.has(action), action)
      }
    },
    spoil: ({ plan }) => {
      const outputs = plan.json.output_changes.deploy_policy
      outputs.after = outputs.after.replace('ecs:StopServiceDeployment', 'ecs:DescribeClusters')
    },
  },
  {
    id: 'G7',
    says: 'only jobs of one repository in this GitHub environment may assume it',
    check: ({ plan, environment }) => {
      const [statement, ...others] = trust(plan)
      assert.deepEqual(others, [])
      assert.deepEqual(Object.keys(statement.Condition), ['StringEquals'])
      assert.deepEqual(statement.Condition.StringEquals, {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:example-org/ecs-microservices:environment:${environment}`,
      })
    },
    spoil: ({ plan }) => {
      const role = plan.one('aws_iam_role', 'deploy_role')
      role.assume_role_policy = role.assume_role_policy.replace('StringEquals', 'StringLike')
    },
  },
  {
    id: 'G7',
    says: 'repositories with an immutable subject are told by their ids',
    on: ['prod-full'],
    check: ({ plan }) => assert.equal(plan.output('deploy_role_subject'), 'repo:example-org@1001/ecs-microservices@2002:environment:prod'),
    spoil: ({ plan }) => (plan.json.output_changes.deploy_role_subject.after = 'repo:example-org/ecs-microservices:environment:prod'),
  },
  {
    id: 'G8',
    says: 'passwords live in Secrets Manager, are changed by themselves (database) and reach tasks when they start',
    check: ({ plan }) => {
      const database = plan.one('aws_db_instance', 'database[0].aws_db_instance.this')
      assert.equal(database.manage_master_user_password, true)
      assert.equal(database.password ?? null, null)
      assert.ok(plan.one('aws_secretsmanager_secret_rotation').rotation_rules[0].automatically_after_days <= 365)
      const written = plan.all('aws_secretsmanager_secret_version')
      assert.deepEqual(written.map(each => [each.secret_string ?? null, each.secret_string_wo_version]), [[null, 1], [null, 1]])
      const secrets = name => plan.output('shapes')[name].container.secrets.map(each => each.name)
      assert.ok(secrets('flask-app').includes('DATABASE_PASSWORD') && secrets('flask-app').includes('REDIS_PASSWORD'))
      for (const each of SERVICES) {
        for (const { name } of plan.output('shapes')[each].container.environment) assert.doesNotMatch(name, /PASSWORD|SECRET|TOKEN/)
      }
    },
    spoil: ({ plan }) => plan.output('shapes').redis.container.environment.push({ name: 'REDIS_PASSWORD', value: 'x' }),
  },
  {
    id: 'G8',
    says: "the secret of the master's password is there before the instance is given one",
    on: ['prod'],
    check: ({ plan }) => assert.ok(instanceOf(plan).depends_on.includes('aws_secretsmanager_secret.master'), `after ${instanceOf(plan).depends_on}`),
    spoil: ({ plan }) => (instanceOf(plan).depends_on = []),
  },
  {
    id: 'G9',
    says: 'settings of an environment live in Parameter Store; the images know none',
    check: ({ plan, name }) => {
      const settings = plan.all('aws_ssm_parameter', '.setting[').map(each => each.name)
      assert.ok(settings.includes(`/${name}/nginx/settings/RATE_LIMIT`) && settings.includes(`/${name}/flask-app/settings/CACHE_SECONDS`))
      for (const each of plan.all('aws_ssm_parameter')) assert.ok(each.name.startsWith(`/${name}/`) && each.type === 'String')
      const nginx = plan.output('shapes').nginx.container
      assert.ok(nginx.secrets.some(each => each.name === 'RATE_LIMIT') && !nginx.environment.some(each => each.name === 'RATE_LIMIT'))
    },
    spoil: ({ plan }) => (plan.all('aws_ssm_parameter', '.setting[')[0].name = '/shared/setting'),
  },
  {
    id: 'G10',
    says: 'CloudTrail for all regions, with proof that its files were not changed',
    on: ['account'],
    check: ({ plan }) => {
      const trail = plan.one('aws_cloudtrail')
      assert.deepEqual([trail.is_multi_region_trail, trail.enable_log_file_validation, trail.include_global_service_events], [true, true, true])
    },
    spoil: ({ plan }) => (plan.one('aws_cloudtrail').is_multi_region_trail = false),
  },
  ...[
    ['G11', 'AWS Config', 'aws_config_configuration_recorder'],
    ['G12', 'Security Hub', 'aws_securityhub_account'],
    ['G13', 'alarms on suspicious activity', 'aws_cloudwatch_log_metric_filter'],
  ].flatMap(([id, what, type]) => [
    {
      id,
      kind: 'O',
      says: `${what}: off by default`,
      on: ['account'],
      check: ({ plan }) => plan.none(type),
      spoil: ({ plan }) => (plan.changes('aws_cloudtrail')[0].type = type),
    },
    {
      id,
      kind: 'O',
      says: `${what}, switched on`,
      on: ['account-full'],
      check: ({ plan }) => assert.ok(plan.all(type).length >= 1),
      spoil: ({ plan }) => plan.changes(type).forEach(each => (each.type = 'gone')),
    },
  ]),
  {
    id: 'G14',
    says: 'encrypted at rest and on the way: database, its connections, topic',
    check: ({ plan, environment }) => {
      assert.equal(plan.one('aws_db_instance', 'database[0].aws_db_instance.this').storage_encrypted, true)
      assert.ok(plan.one('aws_db_parameter_group').parameter.some(each => each.name === 'rds.force_ssl' && each.value === '1'))
      const mode = plan.output('shapes')['flask-app'].container.environment.find(each => each.name === 'DATABASE_SSLMODE').value
      assert.ok((environment === 'prod' ? ['verify-full'] : ['require', 'verify-full']).includes(mode), mode)
      assert.equal(plan.one('aws_kms_key').enable_key_rotation, true)
    },
    spoil: ({ plan }) => (plan.one('aws_db_parameter_group').parameter.find(each => each.name === 'rds.force_ssl').value = '0'),
  },
  {
    id: 'G14',
    says: 'the state: encrypted, versioned, TLS only, not public, locked',
    on: ['bootstrap'],
    check: ({ plan, files }) => {
      assert.equal(plan.one('aws_s3_bucket_versioning').versioning_configuration[0].status, 'Enabled')
      assert.equal(plan.all('aws_s3_bucket_server_side_encryption_configuration').length, 1)
      const block = plan.one('aws_s3_bucket_public_access_block')
      assert.ok(block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets)
      for (const each of ['environments/dev', 'environments/staging', 'environments/prod', 'account']) {
        const backend = files.read(`infra/${each}/backend.tf`)
        assert.match(backend, /encrypt\s+= true/)
        assert.match(backend, /use_lockfile\s+= true/)
      }
    },
    spoil: ({ files }) => files.change('infra/environments/prod/backend.tf', /use_lockfile.*\n/, ''),
  },
]
