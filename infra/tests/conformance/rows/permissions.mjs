// Who may do what: every role, every statement, every key, topic and bucket.
import assert from 'node:assert/strict'
import { same } from '../differences.mjs'

const SERVICES = ['flask-app', 'nginx', 'redis']
const ENVIRONMENTS = ['dev', 'staging', 'prod', 'prod-full']
const ACCOUNT = '123456789012'
const HERE = `ap-south-1:${ACCOUNT}`
const REDIS = 'arn:aws_secretsmanager_secret.redis'
const MASTER = 'arn:database[0].aws_db_instance.this.secret'
const APPLICATION = 'arn:application_role[0].aws_secretsmanager_secret.this'
const SECRETS = { nginx: [], 'flask-app': [APPLICATION, REDIS], redis: [REDIS] }
const ROLE = 'application_role[0].aws_iam_role.execution'
const SETTINGS = { dev: ['nginx', 'flask-app'], staging: ['nginx', 'flask-app'], prod: ['nginx', 'flask-app'], 'prod-full': [] }

/** What AWS knows no resource for: its service authorization reference. */
const UNBOUND = new Set([
  'ecr:GetAuthorizationToken', 'ecs:DescribeTaskDefinition', 'ecs:ListServices', 'ecs:ListTasks', 'ecs:ListClusters', 'logs:DescribeLogGroups',
  'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
])

const written = ({ Effect, Action, Resource, Condition }) =>
  [Effect, [Action].flat().sort().join(' '), 'on', [Resource].flat().sort().join(' '), ...(Condition ? ['if', JSON.stringify(Condition)] : [])].join(' ')
const allow = (Action, Resource, Condition) => written({ Effect: 'Allow', Action, Resource, Condition })
const sid = statements => Object.fromEntries(statements.map(each => [each.Sid ?? '-', written(each)]))

/** The policies of roles as `role: { Sid: statement }`; the flow logs' is put together while it is applied. */
function policies(wired) {
  return wired.changes('aws_iam_role_policy').map(({ address, change: { after } }) => ({
    address: address.replaceAll('module.', '').replace(/^platform\./, ''),
    role: after.role,
    statements: wired.policy(after.policy, 'network.data.aws_iam_policy_document.flow[0]'),
  }))
}
/** Per task definition the users it knows, each with where the password comes from. */
function logins(wired) {
  const known = each => {
    const [{ environment, secrets }] = JSON.parse(each.container_definitions)
    const find = (list, name) => list.find(one => one.name === name)
    return ['DATABASE', 'PG', 'APPLICATION'].flatMap(whose => {
      const user = find(environment, whose === 'PG' ? 'PGUSER' : `${whose}_USER`)
      return user ? [user.value, find(secrets, whose === 'PG' ? 'PGPASSWORD' : `${whose}_PASSWORD`).valueFrom] : []
    })
  }
  return Object.fromEntries(Object.entries(wired.table('aws_ecs_task_definition', known)).filter(([, its]) => its.length > 0))
}
const of = (wired, pattern) => policies(wired).filter(each => pattern.test(each.role))
const table = list => Object.fromEntries(list.flatMap(({ role, statements }) => Object.entries(sid(statements)).map(([name, text]) => [`${role} ${name}`, text])))
const spell = (role, statements) => Object.fromEntries(Object.entries(statements).map(([name, text]) => [`${role} ${name}`, text]))
const policyOf = (wired, part) => wired.changes('aws_iam_role_policy', part)[0].change.after
const change = (wired, part, from, to) => {
  const policy = policyOf(wired, part)
  const text = policy.policy.replace(from, to)
  assert.notEqual(text, policy.policy)
  policy.policy = text
}

function execution(name, service, world) {
  const group = `arn:aws:logs:${HERE}:log-group:/ecs/${name}/${service}:log-stream:*`
  return spell(`service["${service}"].aws_iam_role.execution`, {
    EcrLogin: allow('ecr:GetAuthorizationToken', '*'),
    EcrPull: allow(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], `arn:aws:ecr:${HERE}:repository/ecs-microservices/${service}`),
    Logs: allow(['logs:CreateLogStream', 'logs:PutLogEvents'], group),
    ...(SECRETS[service].length > 0 && { Secrets: allow('secretsmanager:GetSecretValue', SECRETS[service]) }),
    ...(SETTINGS[world].includes(service) && { Settings: allow('ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/${name}/${service}/settings/*`) }),
  })
}

/** The task that makes the role of the services: it alone has the master's password. */
const makesRole = name =>
  spell(ROLE, {
    Logs: allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:${HERE}:log-group:/ecs/${name}/application-role:log-stream:*`),
    Secrets: allow('secretsmanager:GetSecretValue', [MASTER, APPLICATION]),
  })

const exec = (name, service) =>
  spell(`service["${service}"].aws_iam_role.task`, {
    ExecChannels: allow(['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(each => `ssmmessages:${each}`), '*'),
    ExecLogs: allow(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], `arn:aws:logs:${HERE}:log-group:/ecs/${name}/exec:*`),
    ExecLogGroups: allow('logs:DescribeLogGroups', '*'),
  })

function deploy(name, world) {
  const cluster = `${name}-cluster`
  const each = make => SERVICES.map(make)
  const families = each(service => `arn:aws:ecs:${HERE}:task-definition/${name}-${service}:*`)
  const services = each(service => `arn:aws:ecs:${HERE}:service/${cluster}/${service}`)
  const inCluster = { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:${HERE}:cluster/${cluster}` } }
  const role = suffix => `arn:aws:iam::${ACCOUNT}:role/${name}-${suffix}`
  const passed = to => ({ StringEquals: { 'iam:PassedToService': to } })
  const logs = `arn:aws:logs:${HERE}:log-group:/ecs/${name}/*`
  const images = `arn:aws:ecr:${HERE}:repository/ecs-microservices/*`
  return spell('deploy_role.aws_iam_role.this', {
    EcrLogin: allow('ecr:GetAuthorizationToken', '*'),
    // There it may not push.
    ...(world === 'prod-full'
      ? { EcrFind: allow('ecr:BatchGetImage', images) }
      : { EcrPush: allow(['BatchCheckLayerAvailability', 'BatchGetImage', 'CompleteLayerUpload', 'InitiateLayerUpload', 'PutImage', 'UploadLayerPart'].map(action => `ecr:${action}`), images) }),
    TaskDefWrite: allow('ecs:RegisterTaskDefinition', families),
    TaskDefTag: allow('ecs:TagResource', families, { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } }),
    TaskDefNote: allow('ecs:TagResource', families, { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['evenkeel:reason', 'evenkeel:rollback-run', 'evenkeel:also'] } }),
    TaskDefRead: allow('ecs:DescribeTaskDefinition', '*'),
    Service: allow(['ecs:DescribeServices', 'ecs:ListServiceDeployments', 'ecs:UpdateService'], services),
    Deployment: allow(
      ['ContinueServiceDeployment', 'DescribeServiceDeployments', 'DescribeServiceRevisions', 'StopServiceDeployment'].map(action => `ecs:${action}`),
      [...services, ...each(service => `arn:aws:ecs:${HERE}:service-deployment/${cluster}/${service}/*`), ...each(service => `arn:aws:ecs:${HERE}:service-revision/${cluster}/${service}/*`)],
    ),
    DiagnoseTasks: allow('ecs:DescribeTasks', `arn:aws:ecs:${HERE}:task/${cluster}/*`),
    DiagnoseLists: allow(['ecs:ListServices', 'ecs:ListTasks'], '*', inCluster),
    DiagnoseClusters: allow('ecs:ListClusters', '*'),
    PassRole: allow('iam:PassRole', SERVICES.flatMap(service => [role(`${service}-execution`), role(`${service}-task`)]), passed('ecs-tasks.amazonaws.com')),
    Alarms: allow('cloudwatch:DescribeAlarms', `arn:aws:cloudwatch:${HERE}:alarm:${name}-*`),
    Logs: allow('logs:GetLogEvents', [logs, `${logs}:log-stream:*`]),
    ImageParam: allow(['ssm:GetParameter', 'ssm:PutParameter'], each(service => `arn:aws:ssm:${HERE}:parameter/${name}/${service}/image`)),
    ...(world === 'prod-full' && { PassRoleBlueGreen: allow('iam:PassRole', role('ecs-infrastructure'), passed('ecs.amazonaws.com')) }),
  })
}

const flow = environment =>
  environment === 'prod'
    ? spell('network.aws_iam_role.flow[0]', { WriteFlowLogs: allow(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], 'arn:network.aws_cloudwatch_log_group.flow[0]:*') })
    : {}

const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } }
const publishers = (Action, Resource, world, forTopic) => {
  const cloudwatch = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com']
  const grant = (services, Condition) => `${services.join(' ')}: ${allow(Action, Resource, Condition)}`
  return world === 'account-full'
    ? { Alarms: grant(['cloudwatch.amazonaws.com'], own) }
    : { Publishers: grant(cloudwatch, own), EventBridge: grant(['events.amazonaws.com'], forTopic) }
}
const granted = statements =>
  Object.fromEntries(statements.map(each => [each.Sid, `${[each.Principal.Service ?? each.Principal.AWS ?? each.Principal].flat().sort().join(' ')}: ${written(each)}`]))

const TLS = { Bool: { 'aws:SecureTransport': 'false' } }
const buckets = { bootstrap: ['aws_s3_bucket.state'], account: ['trail_records[0].aws_s3_bucket.this'], 'account-full': ['trail_records[0].aws_s3_bucket.this', 'config_records[0].aws_s3_bucket.this'] }
const closed = { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true }
const forBuckets = (world, value) => Object.fromEntries(buckets[world].map(each => [each, value(each)]))
const byBucket = (wired, type, pick) => Object.fromEntries(wired.all(type).map(each => [each.bucket, pick(each)]))

const trust = text => [JSON.parse(text).Statement].flat()
const trusted = wired => wired.table('aws_iam_role', each => trust(each.assume_role_policy).map(({ Effect, Action, Principal, Condition }) => [Effect, Action, Principal, Condition ?? {}]))
const trusting = (service, Condition = {}) => [['Allow', 'sts:AssumeRole', { Service: service }, Condition]]

export const permissions = [
  {
    id: 'G5',
    says: "execution roles: every statement, with the secrets of their own service; the master's password is for the task that makes the role",
    on: ENVIRONMENTS,
    check: ({ wired, name, world }) => same(table(of(wired, /\.execution$/)), Object.assign({}, ...SERVICES.map(each => execution(name, each, world)), makesRole(name))),
    spoil: ({ wired }) => change(wired, '["flask-app"].aws_iam_role_policy.execution', /"arn:application_role[^"]*"/, '"*"'),
  },
  {
    id: 'G8',
    says: 'services log in to the database as a role of their own; only the task that makes it is the master',
    on: ENVIRONMENTS,
    check: ({ wired }) =>
      same(logins(wired), {
        'application_role[0].aws_ecs_task_definition.this': ['app', `${MASTER}:password::`, 'application', `${APPLICATION}:password::`],
        'service["flask-app"].aws_ecs_task_definition.this': ['application', `${APPLICATION}:password::`],
      }),
    spoil: ({ wired }) => {
      const definition = wired.one('aws_ecs_task_definition', '["flask-app"]')
      definition.container_definitions = definition.container_definitions.replace('"application"', '"app"')
    },
  },
  {
    id: 'G6',
    says: 'task roles: the four actions of ECS Exec and its log, where it is on, and nothing else',
    on: ENVIRONMENTS,
    check: ({ wired, name, exec: on }) => same(table(of(wired, /\.task$/)), on ? Object.assign({}, ...SERVICES.map(each => exec(name, each))) : {}),
    spoil: ({ wired }) => (policyOf(wired, '["redis"].aws_iam_role_policy.execution').role = 'service["redis"].aws_iam_role.task'),
  },
  {
    id: 'G7',
    says: 'the deploy role: every statement with its resources and conditions',
    on: ENVIRONMENTS,
    check: ({ wired, name, world }) => same(table(of(wired, /^deploy_role/)), deploy(name, world)),
    spoil: ({ wired }) => change(wired, 'deploy_role', 'repository/ecs-microservices/*', 'repository/*'),
  },
  {
    id: 'G7',
    says: 'no role has more than that: the only other is that of the flow logs; no policy of AWS is attached',
    on: ENVIRONMENTS,
    check: ({ wired, name, world, environment, exec: on }) => {
      const known = [...SERVICES.map(each => execution(name, each, world)), makesRole(name), ...(on ? SERVICES.map(each => exec(name, each)) : []), deploy(name, world), flow(environment)]
      same(table(policies(wired)), Object.assign({}, ...known))
      same(wired.table('aws_iam_role_policy_attachment', each => [each.role, each.policy_arn]), world === 'prod-full' ? {
        'alb.aws_iam_role_policy_attachment.infrastructure[0]': [`${name}-ecs-infrastructure`, 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'],
      } : {})
      wired.none('aws_iam_policy')
      wired.none('aws_iam_user')
    },
    spoil: ({ wired }) => change(wired, '["nginx"].aws_iam_role_policy.execution', '"ecr:GetAuthorizationToken"', '"ecr:*"'),
  },
  {
    id: 'G7',
    says: 'no policy of a role has a star for an action, or for a resource that AWS knows',
    on: [...ENVIRONMENTS, 'account-full'],
    check: ({ wired }) => {
      // The roles of infra.yml have a row of their own.
      const stars = policies(wired).filter(({ role }) => !role.startsWith('infra_roles')).flatMap(({ address, statements }) =>
        statements.flatMap(({ Sid, Action, Resource, NotAction, NotResource }) => [
          ...(NotAction || NotResource ? [`${address} ${Sid} says what it is not`] : []),
          ...Action.filter(action => action.includes('*')).map(action => `${address} ${Sid} ${action}`),
          ...(Resource.includes('*') ? Action.filter(action => !UNBOUND.has(action)).map(action => `${address} ${Sid} ${action} on *`) : []),
        ]),
      )
      assert.deepEqual(stars, [])
    },
    spoil: ({ wired }) => change(wired, wired.changes('aws_iam_role_policy', 'deploy_role').length > 0 ? 'deploy_role' : '.trail[', /"logs:\w+"/, '"logs:*"'),
  },
  {
    id: 'G7',
    says: 'every role is for one service of AWS, and where that tells its account, for this one',
    on: ENVIRONMENTS,
    check: ({ wired, world, environment }) => {
      const tasks = trusting('ecs-tasks.amazonaws.com', { ...own, ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${HERE}:*` } })
      const { 'deploy_role.aws_iam_role.this': _, ...others } = trusted(wired)
      const flows = trusting('vpc-flow-logs.amazonaws.com', { ...own, ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${HERE}:vpc-flow-log/*` } })
      same(others, {
        ...Object.assign({}, ...SERVICES.map(each => ({ [`service["${each}"].aws_iam_role.execution`]: tasks, [`service["${each}"].aws_iam_role.task`]: tasks }))),
        [ROLE]: tasks,
        ...(environment === 'prod' && { 'network.aws_iam_role.flow[0]': flows }),
        ...(world === 'prod-full' && { 'alb.aws_iam_role.infrastructure[0]': trusting('ecs.amazonaws.com') }),
      })
    },
    spoil: ({ wired }) => {
      const role = wired.one('aws_iam_role', '["redis"]', '.task')
      role.assume_role_policy = role.assume_role_policy.replace('ecs-tasks.amazonaws.com', '*')
    },
  },
  {
    id: 'G7',
    says: 'every role of the account is for one service of AWS, Config for this account; CloudTrail does not tell its own',
    on: ['account-full'],
    check: ({ wired }) => {
      const others = Object.fromEntries(Object.entries(trusted(wired)).filter(([role]) => !role.startsWith('infra_roles')))
      same(others, { 'aws_iam_role.config[0]': trusting('config.amazonaws.com', own), 'aws_iam_role.trail[0]': trusting('cloudtrail.amazonaws.com') })
    },
    spoil: ({ wired }) => {
      const role = wired.one('aws_iam_role', '.config[')
      role.assume_role_policy = role.assume_role_policy.replace('aws:SourceAccount', 'aws:RequestedRegion')
    },
  },
  {
    id: 'G7',
    says: 'the roles of infra.yml: one to plan and one to apply per environment, each for its own GitHub environment',
    on: ['account', 'account-full'],
    check: ({ wired, files }) => {
      const wanted = [...files.read('.github/workflows/infra.yml').matchAll(/environment: \[(.*)\]/g)].flatMap(([, list]) => list.split(', '))
      assert.deepEqual(wanted, ['dev', 'staging', 'prod'])
      const roles = wanted.flatMap(environment => ['plan', 'infra'].map(role => [environment, role]))
      same(
        Object.fromEntries(wired.changes('aws_iam_role', 'infra_roles').map(({ change: { after } }) => [after.name, trust(after.assume_role_policy).map(each => [each.Action, each.Condition])])),
        Object.fromEntries(roles.map(([environment, role]) => [`ecs-microservices${environment === 'prod' ? '' : `-${environment}`}-${role}`, [['sts:AssumeRoleWithWebIdentity', { StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': `repo:example-org/ecs-microservices:environment:${environment}-${role}`,
        } }]]])),
      )
    },
    spoil: ({ wired }) => {
      const role = wired.one('aws_iam_role', 'infra_roles["prod"]', '["infra"]')
      role.assume_role_policy = role.assume_role_policy.replace('prod-infra', 'prod-plan')
    },
  },
  {
    id: 'G7',
    says: 'a plan reads, and of secrets and state its own; an apply changes its own state, in this region, and never its own rights',
    on: ['account', 'account-full'],
    check: ({ wired }) => {
      for (const { address, statements } of policies(wired).filter(({ role }) => role.startsWith('infra_roles'))) {
        const [, environment, policy] = /\["(\w+)"\].*\["(?:plan|infra)-(\w+)"\]/.exec(address)
        const name = `ecs-microservices${environment === 'prod' ? '' : `-${environment}`}`
        const state = `arn:aws:s3:::ecs-microservices-state-${ACCOUNT}/environments/${environment}.tfstate`
        const found = sid(statements)
        if (policy === 'read') {
          for (const each of statements.flatMap(each => each.Action)) assert.match(each, /^[a-z0-9-]+:(Describe|Get|List)/)
          same({ State: found.State, WrittenPasswords: found.WrittenPasswords, Parameters: found.Parameters }, {
            State: allow('s3:GetObject', state),
            WrittenPasswords: allow('secretsmanager:GetSecretValue', ['database/application', 'database/master', 'redis/password'].map(each => `arn:aws:secretsmanager:${HERE}:secret:${name}/${each}-*`)),
            Parameters: allow(['ssm:GetParameter', 'ssm:GetParameters'], `arn:aws:ssm:${HERE}:parameter/${name}/*`),
          }, address)
          for (const { Sid, Action, Resource } of statements) {
            if (!['State', 'WrittenPasswords', 'Parameters'].includes(Sid)) assert.ok(!Action.some(each => /:Get(Object|SecretValue|Parameter|LogEvents)|:\*/.test(each)), `${address} ${Sid}`)
            if (Resource.includes('*')) assert.equal(Sid, 'Describe')
          }
        } else {
          assert.deepEqual(statements.filter(each => each.Resource.includes('*')).map(each => [each.Sid, each.Condition]), [['Services', { StringEquals: { 'aws:RequestedRegion': 'ap-south-1' } }]])
          const iam = statements.filter(each => each.Effect === 'Allow' && each.Action.some(action => action.startsWith('iam:')))
          for (const { Sid, Resource } of iam) for (const each of Resource) assert.ok(each.startsWith(`arn:aws:iam::${ACCOUNT}:role/${Sid === 'ServiceLinkedRoles' ? 'aws-service-role/' : `${name}-`}`), `${address} ${Sid} ${each}`)
          same({ State: found.State, Lock: found.Lock, NotTheseRoles: found.NotTheseRoles }, {
            State: allow('s3:PutObject', [state, `${state}.tflock`]),
            Lock: allow(['s3:DeleteObject', 's3:GetObject'], `${state}.tflock`),
            NotTheseRoles: written({ Effect: 'Deny', Action: ['Attach*', 'Create*', 'Delete*', 'Detach*', 'PassRole', 'Put*', 'Update*'].map(each => `iam:${each}`), Resource: ['plan', 'infra'].map(each => `arn:aws:iam::${ACCOUNT}:role/*-${each}`) }),
          }, address)
        }
      }
      assert.equal(policies(wired).filter(({ role }) => role.startsWith('infra_roles')).length, 9)
    },
    spoil: ({ wired }) => change(wired, 'infra_roles["dev"].aws_iam_role_policy.this["plan-read"]', '"kms:DescribeKey"', '"kms:Decrypt"'),
  },
  {
    id: 'G7',
    says: "GitHub's tokens are taken when they are meant for AWS, and only then (infra.md 3.4)",
    on: ['account'],
    check: ({ wired }) => {
      const { url, client_id_list } = wired.one('aws_iam_openid_connect_provider')
      same({ url, audience: client_id_list }, { url: 'https://token.actions.githubusercontent.com', audience: ['sts.amazonaws.com'] })
    },
    spoil: ({ wired }) => (wired.one('aws_iam_openid_connect_provider').client_id_list = ['other']),
  },
  {
    id: 'G14',
    says: 'the topic of the alarms is encrypted with a key that those who publish may use',
    on: ['dev', 'staging', 'prod', 'account-full'],
    check: ({ wired, world, name }) => {
      const forTopic = { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:aws:sns:${HERE}:${name}-alarms` } }
      const [topic, key] = world === 'account-full' ? ['aws_sns_topic.security[0]', 'aws_kms_key.security[0]'] : ['observability.aws_sns_topic.this', 'observability.aws_kms_key.topic']
      same(wired.table('aws_sns_topic', each => each.kms_master_key_id ?? null), { [topic]: `arn:${key}` })
      const { policy, enable_key_rotation } = wired.one('aws_kms_key')
      same({ rotation: enable_key_rotation }, { rotation: true })
      same(
        granted(wired.statements(policy)),
        { Account: `arn:aws:iam::${ACCOUNT}:root: ${allow('kms:*', '*')}`, ...publishers(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', world, forTopic) },
        key,
      )
    },
    spoil: ({ wired }) => (wired.one('aws_sns_topic').kms_master_key_id = null),
  },
  {
    id: 'G14',
    says: 'CloudWatch, RDS and EventBridge may publish to the topic, and nobody else',
    check: ({ wired, world }) => {
      const { arn, policy } = wired.one('aws_sns_topic_policy')
      same({ topic: arn }, { topic: 'arn:observability.aws_sns_topic.this' })
      same(granted(wired.policy(policy, 'observability.data.aws_iam_policy_document.topic')), publishers('sns:Publish', 'arn:observability.aws_sns_topic.this', world))
    },
    spoil: ({ wired }) => {
      const read = wired.json.resource_changes.find(each => each.mode === 'data' && each.address.endsWith('.topic'))
      read.change.after.statement[0].principals[0] = { type: '*', identifiers: ['*'] }
    },
  },
  {
    id: 'G14',
    says: 'every bucket refuses what does not come over TLS',
    on: ['bootstrap', 'account', 'account-full'],
    check: ({ wired, plan, world }) => {
      const denied = byBucket(wired, 'aws_s3_bucket_policy', each => {
        const tls = wired.policy(each.policy, 'data.aws_iam_policy_document.state').find(statement => statement.Sid === 'TlsOnly')
        return tls && [written({ ...tls, Resource: '' }), [tls.Principal].flat().map(who => who.AWS ?? who), tls.Resource.map(arn => arn.replace(/.*:/, '')).sort()]
      })
      const names = Object.fromEntries(plan.changes('aws_s3_bucket').map(each => [each.address.replaceAll('module.', ''), each.change.after.bucket]))
      const arns = each => [names[each], `${names[each]}/*`]
      same(denied, forBuckets(world, each => [written({ Effect: 'Deny', Action: 's3:*', Resource: '', Condition: TLS }), ['*'], arns(each)]))
    },
    spoil: ({ wired }) => {
      const policy = wired.all('aws_s3_bucket_policy')[0]
      policy.policy = policy.policy.replace('"Deny"', '"Allow"')
    },
  },
  ...['G14', 'G10'].map(id => ({
    id,
    says: 'no bucket is open to the public, each is encrypted and keeps its versions',
    on: id === 'G10' ? ['account', 'account-full'] : ['bootstrap', 'account', 'account-full'],
    check: ({ wired, world }) => {
      same(wired.table('aws_s3_bucket', () => true), forBuckets(world, () => true))
      same(byBucket(wired, 'aws_s3_bucket_public_access_block', each => Object.fromEntries(Object.keys(closed).map(key => [key, each[key]]))), forBuckets(world, () => closed), 'public access:')
      const algorithm = each => each.rule[0].apply_server_side_encryption_by_default[0].sse_algorithm
      same(byBucket(wired, 'aws_s3_bucket_server_side_encryption_configuration', algorithm), forBuckets(world, () => (world === 'bootstrap' ? 'aws:kms' : 'AES256')), 'encryption:')
      same(byBucket(wired, 'aws_s3_bucket_versioning', each => each.versioning_configuration[0].status), forBuckets(world, () => 'Enabled'), 'versions:')
    },
    spoil: ({ wired }) => (wired.all('aws_s3_bucket_public_access_block')[0].restrict_public_buckets = false),
  })),
  {
    id: 'G10',
    says: 'the trail writes into its bucket, and CloudTrail alone may',
    on: ['account', 'account-full'],
    check: ({ wired, plan }) => {
      const { s3_bucket_name, enable_logging } = wired.one('aws_cloudtrail')
      same({ bucket: s3_bucket_name, logging: enable_logging ?? true }, { bucket: plan.one('aws_s3_bucket', 'trail_records').bucket, logging: true })
      const bucket = `arn:aws:s3:::${s3_bucket_name}`
      const trail = { 'aws:SourceArn': `arn:aws:cloudtrail:${HERE}:trail/ecs-microservices` }
      const { TlsOnly: _, ...writers } = granted(wired.statements(wired.one('aws_s3_bucket_policy', 'trail_records').policy))
      same(writers, {
        TrailLooks: `cloudtrail.amazonaws.com: ${allow('s3:GetBucketAcl', bucket, { StringEquals: trail })}`,
        TrailWrites: `cloudtrail.amazonaws.com: ${allow('s3:PutObject', `${bucket}/AWSLogs/${ACCOUNT}/*`, { StringEquals: { ...trail, 's3:x-amz-acl': 'bucket-owner-full-control' } })}`,
      })
    },
    spoil: ({ wired }) => (wired.one('aws_cloudtrail').s3_bucket_name = 'other'),
  },
  {
    id: 'G14',
    says: 'images are encrypted',
    on: ['account'],
    check: ({ plan }) => {
      const made = plan.table('aws_ecr_repository', each => each.encryption_configuration[0]?.encryption_type ?? null)
      same(made, Object.fromEntries(SERVICES.map(each => [`registry[0].aws_ecr_repository.this["${each}"]`, 'AES256'])))
    },
    spoil: ({ plan }) => (plan.all('aws_ecr_repository')[0].encryption_configuration = []),
  },
  {
    id: 'D5',
    says: 'production refuses that its database is deleted, and leaves a last snapshot',
    check: ({ plan, name, protected: resists }) => {
      const { deletion_protection, skip_final_snapshot, final_snapshot_identifier } = plan.one('aws_db_instance', 'database[0].aws_db_instance.this')
      // The moment it was made follows: a second database of the name could not leave its snapshot otherwise.
      const snapshot = final_snapshot_identifier?.replace(/-\d{12}$/, '-<moment>') ?? null
      same(
        { deletion_protection, skip_final_snapshot, snapshot },
        { deletion_protection: resists, skip_final_snapshot: !resists, snapshot: resists ? `${name}-postgres-final-<moment>` : null },
      )
    },
    spoil: ({ plan }) => (plan.one('aws_db_instance', 'database[0].aws_db_instance.this').skip_final_snapshot = true),
  },
]
