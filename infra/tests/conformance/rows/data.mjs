import assert from 'node:assert/strict'
import { same } from '../differences.mjs'

/** A command of the README, up to the line that does not end with a backslash. */
const commandIn = (files, start) => new RegExp(`^${start}(?:.*\\\\\n)*.*`, 'm').exec(files.read('infra/README.md'))?.[0] ?? ''

/** What a restore has to be told, as RDS copies the data and not these. */
function restored({ plan, name }) {
  const { publicly_accessible, copy_tags_to_snapshot, iam_database_authentication_enabled, enabled_cloudwatch_logs_exports } = database(plan)
  const named = text => text.replace(name, '$name')
  return [
    `--db-subnet-group-name "${named(plan.one('aws_db_subnet_group').name)}"`,
    `--db-parameter-group-name "${named(plan.one('aws_db_parameter_group').name)}"`,
    '--vpc-security-group-ids "$group"',
    publicly_accessible ? '--publicly-accessible' : '--no-publicly-accessible',
    copy_tags_to_snapshot && '--copy-tags-to-snapshot',
    iam_database_authentication_enabled && '--enable-iam-database-authentication',
    `--enable-cloudwatch-logs-exports ${enabled_cloudwatch_logs_exports.join(' ')}`,
    '"${safety[@]}"',
  ].filter(Boolean)
}

const database = plan => plan.one('aws_db_instance', 'database[0].aws_db_instance.this')

export const data = [
  {
    id: 'D1',
    says: 'PostgreSQL by its major version only, minors come by themselves',
    check: ({ plan }) => {
      const { engine, engine_version, auto_minor_version_upgrade } = database(plan)
      assert.deepEqual([engine, engine_version, auto_minor_version_upgrade], ['postgres', '17', true])
    },
    spoil: ({ plan }) => (database(plan).engine_version = '15.4'),
  },
  {
    id: 'D2',
    says: 'db.t4g.micro',
    check: ({ plan }) => assert.equal(database(plan).instance_class, 'db.t4g.micro'),
    spoil: ({ plan }) => (database(plan).instance_class = 'db.r6g.large'),
  },
  {
    id: 'D3',
    says: '20 GB gp3, encrypted',
    check: ({ plan }) => {
      const { allocated_storage, storage_type, storage_encrypted } = database(plan)
      assert.deepEqual([allocated_storage, storage_type, storage_encrypted], [20, 'gp3', true])
    },
    spoil: ({ plan }) => (database(plan).storage_encrypted = false),
  },
  {
    id: 'D4',
    says: 'a standby in the second zone; not in dev',
    check: ({ plan, multiAz }) => assert.equal(database(plan).multi_az, multiAz),
    spoil: ({ plan }) => (database(plan).multi_az = !database(plan).multi_az),
  },
  {
    id: 'D5',
    says: 'backups for seven days',
    check: ({ plan }) => assert.equal(database(plan).backup_retention_period, 7),
    spoil: ({ plan }) => (database(plan).backup_retention_period = 1),
  },
  {
    id: 'D5',
    says: 'a restore, here or in another region, is told what the environment has',
    check: ({ plan, name, environment, files }) => {
      const { multi_az, deletion_protection } = database(plan)
      const safety = [multi_az && '--multi-az', deletion_protection && '--deletion-protection'].filter(Boolean).join(' ')
      const readme = files.read('infra/README.md')
      const [, prod, staging, others] = /case \$environment in\n +prod\) safety=\((.*)\) ;;\n +staging\) safety=\((.*)\) ;;\n +\*\) safety=\((.*)\) ;;/.exec(readme) ?? []
      same({ safety: { prod, staging, dev: others }[environment] }, { safety })
      const here = commandIn(files, 'aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier')
      const elsewhere = commandIn(files, 'aws rds restore-db-instance-to-point-in-time --region "\\$elsewhere" --source-db-instance-automated-backups-arn')
      const left = command => restored({ plan, name }).filter(each => !command.includes(each))
      same({ here: left(here), elsewhere: left(elsewhere) }, { here: [], elsewhere: [] })
    },
    spoil: ({ plan }) => (plan.one('aws_db_parameter_group').name = 'other'),
  },
  {
    id: 'D5',
    kind: 'O',
    says: 'copies of the backups in another region are a switch, off',
    check: ({ plan }) => plan.none('aws_db_instance_automated_backups_replication'),
    spoil: ({ plan }) => (plan.changes('aws_lb')[0].type = 'aws_db_instance_automated_backups_replication'),
  },
  {
    id: 'D5',
    kind: 'O',
    says: 'copies of the backups, switched on: of this database, made in the other region with a key from there',
    on: ['prod-full'],
    check: ({ plan, wired, name }) => {
      const { root_module: modules, provider_config: providers } = plan.json.configuration
      const call = modules.module_calls.backup_copies
      const copied = wired.one('aws_db_instance_automated_backups_replication')
      same(
        {
          of: copied.source_db_instance_arn,
          key: copied.kms_key_id,
          days: copied.retention_period,
          by: call.module.resources.map(each => each.provider_config_key),
          in: providers['aws.backups']?.expressions.region.references[0],
          where: plan.output('backup_copies').region,
        },
        {
          of: `arn:aws:rds:ap-south-1:123456789012:db:${name}-postgres`,
          key: 'arn:backup_copies[0].aws_kms_key.this',
          days: 7,
          by: ['aws.backups', 'aws.backups'],
          in: 'local.backup_region',
          where: 'ap-southeast-1',
        },
      )
    },
    spoil: ({ wired }) => (wired.one('aws_db_instance_automated_backups_replication').kms_key_id = 'alias/aws/rds'),
  },
  {
    id: 'D8',
    kind: 'O',
    says: 'Aurora Serverless is a switch, off',
    check: ({ plan }) => plan.none('aws_rds_cluster'),
    spoil: ({ plan }) => (plan.changes('aws_lb')[0].type = 'aws_rds_cluster'),
  },
  {
    id: 'D8',
    kind: 'O',
    says: 'Aurora Serverless, switched on: in place of the instance, encrypted, private, backed up, in two zones, and reached by the services as the instance is',
    on: ['staging-full'],
    check: ({ plan, wired, name }) => {
      plan.none('aws_db_instance')
      const cluster = wired.one('aws_rds_cluster')
      const { storage_encrypted, backup_retention_period, iam_database_authentication_enabled, manage_master_user_password, engine, engine_mode } = cluster
      const [{ min_capacity, max_capacity, seconds_until_auto_pause }] = cluster.serverlessv2_scaling_configuration
      const instances = plan.all('aws_rds_cluster_instance')
      const parameters = plan.one('aws_rds_cluster_parameter_group')
      const [flask] = JSON.parse(wired.one('aws_ecs_task_definition', 'service["flask-app"]').container_definitions)
      const [role] = JSON.parse(wired.one('aws_ecs_task_definition', 'application_role').container_definitions)
      same(
        {
          storage_encrypted,
          backup_retention_period,
          iam_database_authentication_enabled,
          manage_master_user_password,
          engine,
          engine_mode,
          capacity: [min_capacity, max_capacity, seconds_until_auto_pause],
          tiers: instances.map(each => each.promotion_tier),
          classes: [...new Set(instances.map(each => `${each.instance_class} ${each.publicly_accessible ? 'public' : 'private'}`))],
          subnets: wired.one('aws_db_subnet_group').subnet_ids,
          groups: cluster.vpc_security_group_ids,
          way: ['ingress', 'egress'].map(way => wired.one(`aws_vpc_security_group_${way}_rule`, '["flask-app-database"]')).map(each => [each.security_group_id, each.referenced_security_group_id]),
          parameters: Object.fromEntries(parameters.parameter.map(each => [each.name, each.value])),
          family: [cluster.db_cluster_parameter_group_name, parameters.name, parameters.family],
          log: plan.one('aws_cloudwatch_log_group', 'database_cluster').name,
          host: flask.environment.find(each => each.name === 'DATABASE_HOST').value,
          master: role.secrets.find(each => each.name === 'PGPASSWORD').valueFrom,
        },
        {
          storage_encrypted: true,
          backup_retention_period: 7,
          iam_database_authentication_enabled: true,
          manage_master_user_password: true,
          engine: 'aurora-postgresql',
          engine_mode: 'provisioned',
          capacity: [0, 8, 600],
          tiers: [0, 1],
          classes: ['db.serverless private'],
          subnets: ['network.aws_subnet.database["ap-south-1a"]', 'network.aws_subnet.database["ap-south-1b"]'],
          groups: ['database_cluster[0].aws_security_group.this'],
          way: [
            ['database_cluster[0].aws_security_group.this', 'service["flask-app"].aws_security_group.this'],
            ['service["flask-app"].aws_security_group.this', 'database_cluster[0].aws_security_group.this'],
          ],
          parameters: { log_min_duration_statement: '500', 'rds.force_ssl': '1' },
          family: [`${name}-aurora-postgresql17`, `${name}-aurora-postgresql17`, 'aurora-postgresql17'],
          log: `/aws/rds/cluster/${cluster.cluster_identifier}/postgresql`,
          host: 'database_cluster[0].aws_rds_cluster.this',
          master: 'arn:database_cluster[0].aws_rds_cluster.this.secret:password::',
        },
      )
    },
    spoil: ({ wired }) => (wired.one('aws_rds_cluster').storage_encrypted = false),
  },
  {
    id: 'D6',
    says: 'private only',
    check: ({ plan }) => {
      assert.equal(database(plan).publicly_accessible, false)
      plan.wired('aws_db_subnet_group', 'subnet_ids')
      assert.match(plan.json.configuration.root_module.module_calls.platform.module.module_calls.database.expressions.subnet_ids.references[0], /database_subnet_ids$/)
    },
    spoil: ({ plan }) => (database(plan).publicly_accessible = true),
  },
  {
    id: 'D7',
    kind: 'O',
    says: 'read replicas are a switch, off',
    check: ({ plan }) => assert.equal(plan.all('aws_db_instance').length, 1),
    spoil: ({ plan }) => (plan.changes('aws_lb')[0].type = 'aws_db_instance'),
  },
  {
    id: 'D8',
    kind: 'doc',
    says: 'Aurora Serverless and DynamoDB: the choice is written down',
    on: ['prod'],
    check: ({ files }) => assert.match(files.read('infra/README.md'), /^\| D8 \|.*Aurora.*DynamoDB/m),
    spoil: ({ files }) => files.change('infra/README.md', /Aurora/g, ''),
  },
  {
    id: 'D9',
    says: 'pooled connections and a cache before more tasks; the pools fit the database',
    check: ({ plan, files }) => {
      assert.match(files.read('services/flask-app/requirements.in'), /psycopg\[.*pool/)
      const [, most] = [0, plan.one('aws_appautoscaling_target', '["flask-app"]').max_capacity]
      const connections = most * 2 * 2 * 4 // twice the tasks while rolling, two workers, a pool of four
      assert.ok(connections < 80, `${connections} connections`)
      assert.equal(plan.one('aws_cloudwatch_metric_alarm', '["database-connections"]').threshold, Math.floor(connections * 0.8))
    },
    spoil: ({ plan }) => (plan.one('aws_appautoscaling_target', '["flask-app"]').max_capacity = 10),
  },
]
