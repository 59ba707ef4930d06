import assert from 'node:assert/strict'

const database = plan => plan.one('aws_db_instance', 'database.aws_db_instance.this')

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
