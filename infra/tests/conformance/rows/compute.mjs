import assert from 'node:assert/strict'
import { same } from '../differences.mjs'

const SERVICES = ['flask-app', 'nginx', 'redis']
const service = (plan, name) => plan.one('aws_ecs_service', `["${name}"]`)
const shape = (plan, name) => plan.output('shapes')[name]
const definition = (files, name) => JSON.parse(files.read(`services/${name}/task-definition.json`))

const sized = (name, sizes, health) => ({
  check: ({ plan, sizes: own }) => {
    const [cpu, memory] = sizes ?? own
    const task = plan.one('aws_ecs_task_definition', `["${name}"]`)
    assert.deepEqual([task.cpu, task.memory], [String(cpu), String(memory)])
    assert.deepEqual(shape(plan, name).container.healthCheck.command, health)
  },
  spoil: ({ plan }) => (plan.one('aws_ecs_task_definition', `["${name}"]`).memory = '4096'),
})

const limits = (plan, name) => {
  const target = plan.one('aws_appautoscaling_target', `["${name}"]`)
  return [target.min_capacity, target.max_capacity]
}

export const compute = [
  {
    id: 'E1',
    says: 'the cluster with FARGATE and FARGATE_SPOT',
    check: ({ plan, name }) => {
      assert.equal(plan.one('aws_ecs_cluster', 'cluster.this').name, `${name}-cluster`)
      assert.deepEqual([...plan.one('aws_ecs_cluster_capacity_providers').capacity_providers].sort(), ['FARGATE', 'FARGATE_SPOT'])
    },
    spoil: ({ plan }) => plan.one('aws_ecs_cluster_capacity_providers').capacity_providers.pop(),
  },
  {
    id: 'E2',
    says: 'Container Insights, enhanced in production',
    check: ({ plan, environment }) => {
      const [setting] = plan.one('aws_ecs_cluster', 'cluster.this').setting
      assert.deepEqual([setting.name, setting.value], ['containerInsights', environment === 'prod' ? 'enhanced' : 'enabled'])
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_cluster', 'cluster.this').setting[0].value = 'disabled'),
  },
  { id: 'E3', says: 'nginx: 256/512 (production 512/1024 for the proxy) and its health check', ...sized('nginx', undefined, ['CMD', 'healthcheck']) },
  {
    id: 'E3',
    says: 'nginx is asked for /nginx-health inside the container',
    check: ({ files }) => assert.match(files.read('services/nginx/healthcheck.sh'), /\/nginx-health/),
    spoil: ({ files }) => files.change('services/nginx/healthcheck.sh', /\/nginx-health/g, '/'),
  },
  { id: 'E4', says: 'flask-app: 512/1024 and its health check', ...sized('flask-app', [512, 1024], ['CMD', 'python', 'healthcheck.py']) },
  {
    id: 'E4',
    says: 'flask-app is asked for /health on port 5000',
    check: ({ plan, files }) => {
      assert.match(files.read('services/flask-app/healthcheck.py'), /\/health\b/)
      assert.equal(shape(plan, 'flask-app').container.portMappings[0].containerPort, 5000)
    },
    spoil: ({ plan }) => (shape(plan, 'flask-app').container.portMappings[0].containerPort = 8000),
  },
  { id: 'E5', says: 'redis: 256/512 (production 512/1024)', ...sized('redis', undefined, ['CMD', 'healthcheck']) },
  {
    id: 'E5',
    says: 'one redis on port 6379, never two: 0/100 %, no scaling, no Spot, no rebalancing',
    check: ({ plan }) => {
      const redis = service(plan, 'redis')
      assert.deepEqual([redis.deployment_minimum_healthy_percent, redis.deployment_maximum_percent], [0, 100])
      assert.equal(redis.availability_zone_rebalancing, 'DISABLED')
      assert.deepEqual(redis.capacity_provider_strategy.map(each => each.capacity_provider), ['FARGATE'])
      plan.none('aws_appautoscaling_target', '["redis"]')
      assert.equal(shape(plan, 'redis').container.portMappings[0].containerPort, 6379)
    },
    spoil: ({ plan }) => (service(plan, 'redis').deployment_maximum_percent = 200),
  },
  {
    id: 'E6',
    says: 'Service Connect in the namespace <name>.local',
    check: ({ plan, name }) => {
      assert.equal(plan.one('aws_service_discovery_http_namespace').name, `${name}.local`)
      for (const each of SERVICES) assert.equal(service(plan, each).service_connect_configuration[0].enabled, true)
    },
    spoil: ({ plan }) => (service(plan, 'nginx').service_connect_configuration[0].enabled = false),
  },
  {
    id: 'E7',
    says: 'nginx reaches flask-app:5000, flask-app reaches redis:6379 and the database',
    check: ({ plan }) => {
      const announced = name => service(plan, name).service_connect_configuration[0].service[0].client_alias[0]
      assert.deepEqual([announced('flask-app').dns_name, announced('flask-app').port], ['flask-app', 5000])
      assert.deepEqual([announced('redis').dns_name, announced('redis').port], ['redis', 6379])
      const given = (name, key) => shape(plan, name).container.environment.find(each => each.name === key)?.value
      assert.deepEqual([given('nginx', 'UPSTREAM_HOST'), given('nginx', 'UPSTREAM_PORT')], ['flask-app', '5000'])
      assert.deepEqual([given('flask-app', 'REDIS_HOST'), given('flask-app', 'REDIS_PORT')], ['redis', '6379'])
      assert.ok(shape(plan, 'flask-app').container.environment.some(each => each.name === 'DATABASE_HOST'))
    },
    spoil: ({ plan }) => (service(plan, 'redis').service_connect_configuration[0].service[0].client_alias[0].port = 6380),
  },
  {
    id: 'E8',
    says: 'no load balancer between services; nginx is a client only; idle connections are kept',
    check: ({ plan }) => {
      assert.equal(plan.all('aws_lb').length, 1)
      assert.equal(service(plan, 'nginx').service_connect_configuration[0].service.length, 0)
      const [timeout] = service(plan, 'flask-app').service_connect_configuration[0].service[0].timeout
      assert.equal(timeout.idle_timeout_seconds, 60)
    },
    spoil: ({ plan }) => service(plan, 'nginx').service_connect_configuration[0].service.push({}),
  },
  {
    id: 'E9',
    says: 'retries and outlier detection come from Service Connect, not App Mesh',
    check: ({ plan }) => {
      assert.deepEqual(plan.resources.filter(each => each.type.startsWith('aws_appmesh')), [])
      const [timeout] = service(plan, 'flask-app').service_connect_configuration[0].service[0].timeout
      assert.equal(timeout.per_request_timeout_seconds, 28)
      assert.equal(service(plan, 'redis').service_connect_configuration[0].service[0].timeout.length, 0)
    },
    spoil: ({ plan }) => (service(plan, 'flask-app').service_connect_configuration[0].service[0].timeout[0].per_request_timeout_seconds = 15),
  },
  {
    id: 'E10',
    says: 'the namespace names the environment',
    check: ({ plan, name }) => assert.equal(plan.one('aws_service_discovery_http_namespace').name, `${name}.local`),
    spoil: ({ plan }) => (plan.one('aws_service_discovery_http_namespace').name = 'shared.local'),
  },
  {
    id: 'E11',
    says: 'tasks spread over two zones and stay spread',
    check: ({ plan }) => {
      assert.equal(plan.all('aws_subnet', '.private[').length, 2)
      for (const each of ['nginx', 'flask-app']) assert.equal(service(plan, each).availability_zone_rebalancing, 'ENABLED')
      for (const each of SERVICES) plan.wired('aws_ecs_service', 'task_definition', `["${each}"]`)
    },
    spoil: ({ plan }) => (service(plan, 'nginx').availability_zone_rebalancing = 'DISABLED'),
  },
  {
    id: 'E12',
    kind: 'O',
    says: 'tasks keep nothing: no EFS, and the way to it is written down',
    check: ({ plan, files }) => {
      plan.none('aws_efs_file_system')
      assert.match(files.read('infra/README.md'), /EFS/)
    },
    spoil: ({ files }) => files.change('infra/README.md', /EFS/g, ''),
  },
  {
    id: 'E13',
    says: 'container and load-balancer health checks',
    check: ({ plan }) => {
      for (const each of SERVICES) assert.ok(shape(plan, each).container.healthCheck?.retries >= 2, each)
      assert.equal(plan.one('aws_lb_target_group', '["blue"]').health_check.length, 1)
    },
    spoil: ({ plan }) => delete shape(plan, 'redis').container.healthCheck,
  },
  {
    id: 'E14',
    says: 'time to stop: longer than the slowest drain, shorter than Spot allows',
    check: ({ plan, files }) => {
      const drain = Number(files.read('services/flask-app/gunicorn.conf.py').match(/graceful_timeout\s*=\s*(\d+)/)[1])
      const stop = shape(plan, 'flask-app').container.stopTimeout
      assert.ok(stop > drain && stop < 120, `stopTimeout ${stop}, drain ${drain}`)
      assert.match(files.read('services/nginx/Dockerfile'), /STOPSIGNAL SIGQUIT/)
      assert.ok(Number(plan.one('aws_lb_target_group', '["blue"]').deregistration_delay) < 120)
    },
    spoil: ({ plan }) => (shape(plan, 'flask-app').container.stopTimeout = 30),
  },
  {
    id: 'E15',
    says: 'the deployment circuit breaker, with rollback',
    check: ({ plan }) => {
      for (const each of SERVICES) assert.deepEqual(service(plan, each).deployment_circuit_breaker, [{ enable: true, rollback: true }])
    },
    spoil: ({ plan }) => (service(plan, 'flask-app').deployment_circuit_breaker[0].rollback = false),
  },
  {
    id: 'E16',
    says: 'a ladder of time-outs: gunicorn 25 < Service Connect 28 < nginx 30 < load balancer 60',
    check: ({ plan, files }) => {
      const gunicorn = Number(files.read('services/flask-app/gunicorn.conf.py').match(/^timeout\s*=\s*(\d+)/m)[1])
      const proxy = service(plan, 'flask-app').service_connect_configuration[0].service[0].timeout[0].per_request_timeout_seconds
      const nginx = Number(files.read('services/nginx/nginx.conf.template').match(/proxy_read_timeout\s+(\d+)s/)[1])
      const balancer = plan.one('aws_lb').idle_timeout
      const ladder = [gunicorn, proxy, nginx, balancer]
      assert.deepEqual(ladder, [...ladder].sort((a, b) => a - b))
      assert.equal(new Set(ladder).size, 4)
    },
    spoil: ({ plan }) => (plan.one('aws_lb').idle_timeout = 20),
  },
  {
    id: 'E17',
    says: 'ECS Exec sessions are recorded in /ecs/<name>/exec; on in dev, off elsewhere',
    check: ({ plan, name, environment }) => {
      const [exec] = plan.one('aws_ecs_cluster', 'cluster.this').configuration[0].execute_command_configuration
      assert.equal(exec.logging, 'OVERRIDE')
      assert.equal(exec.log_configuration[0].cloud_watch_log_group_name, `/ecs/${name}/exec`)
      for (const each of SERVICES) assert.equal(service(plan, each).enable_execute_command, environment === 'dev')
      assert.equal(plan.all('aws_iam_role_policy', '.exec[').length, environment === 'dev' ? 3 : 0)
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_cluster', 'cluster.this').configuration[0].execute_command_configuration[0].logging = 'NONE'),
  },
  {
    id: 'A1',
    says: 'nginx and flask-app scale at 70 % CPU between 2 and 4 (dev: 1 and 2)',
    check: ({ plan, environment }) => {
      for (const each of ['nginx', 'flask-app']) {
        assert.deepEqual(limits(plan, each), environment === 'dev' ? [1, 2] : [2, 4])
        const [tracking] = plan.one('aws_appautoscaling_policy', `["${each}"]`, '["cpu"]').target_tracking_scaling_policy_configuration
        assert.equal(tracking.target_value, 70)
        assert.equal(tracking.predefined_metric_specification[0].predefined_metric_type, 'ECSServiceAverageCPUUtilization')
      }
    },
    spoil: ({ plan }) => (plan.one('aws_appautoscaling_target', '["nginx"]').max_capacity = 40),
  },
  {
    id: 'A2',
    says: 'scaling pauses: 60 s after growing, 300 s after shrinking',
    check: ({ plan }) => {
      for (const policy of plan.all('aws_appautoscaling_policy')) {
        const [tracking] = policy.target_tracking_scaling_policy_configuration
        assert.deepEqual([tracking.scale_out_cooldown, tracking.scale_in_cooldown], [60, 300])
      }
      assert.ok(plan.all('aws_appautoscaling_policy').length >= 2)
    },
    spoil: ({ plan }) => (plan.all('aws_appautoscaling_policy')[0].target_tracking_scaling_policy_configuration[0].scale_in_cooldown = 60),
  },
  {
    id: 'A3',
    kind: 'O',
    says: 'scaling by memory is a switch, off',
    check: ({ plan }) => plan.none('aws_appautoscaling_policy', '["memory"]'),
    spoil: ({ plan }) => (plan.changes('aws_appautoscaling_policy')[0].address += '["memory"]'),
  },
  {
    id: 'A3',
    kind: 'O',
    says: 'scaling by memory, switched on',
    on: ['prod-full'],
    check: ({ plan }) => {
      const [tracking] = plan.one('aws_appautoscaling_policy', '["flask-app"]', '["memory"]').target_tracking_scaling_policy_configuration
      assert.equal(tracking.predefined_metric_specification[0].predefined_metric_type, 'ECSServiceAverageMemoryUtilization')
    },
    spoil: ({ plan }) => (plan.changes('aws_appautoscaling_policy', '["memory"]')[0].address = 'gone'),
  },
  {
    id: 'A4',
    kind: 'O',
    says: 'scheduled scaling is off',
    check: ({ plan }) => plan.none('aws_appautoscaling_scheduled_action'),
    spoil: ({ plan }) => (plan.changes('aws_appautoscaling_policy')[0].type = 'aws_appautoscaling_scheduled_action'),
  },
  {
    id: 'A4',
    kind: 'O',
    says: 'scheduled scaling, switched on',
    on: ['prod-full'],
    check: ({ plan }) => {
      const [action] = plan.one('aws_appautoscaling_scheduled_action').scalable_target_action
      assert.deepEqual([String(action.min_capacity), String(action.max_capacity)], ['4', '8'])
    },
    spoil: ({ plan }) => (plan.one('aws_appautoscaling_scheduled_action').scalable_target_action[0].max_capacity = '2'),
  },
  {
    id: 'A5',
    kind: 'O',
    says: 'step scaling is off',
    check: ({ plan }) => same({ steps: plan.changes('aws_appautoscaling_policy').filter(each => each.change.after.policy_type === 'StepScaling').length }, { steps: 0 }),
    spoil: ({ plan }) => (plan.all('aws_appautoscaling_policy')[0].policy_type = 'StepScaling'),
  },
  {
    id: 'A5',
    kind: 'O',
    says: 'step scaling, switched on: tasks by levels of a metric, and an alarm that moves them',
    on: ['prod-full'],
    check: ({ plan }) => {
      const levels = way =>
        plan
          .one('aws_appautoscaling_policy', '["flask-app"]', `steps["${way}"]`)
          .step_scaling_policy_configuration[0].step_adjustment.map(each => [each.metric_interval_lower_bound, each.metric_interval_upper_bound, each.scaling_adjustment].map(bound => (bound === '' || bound === null ? '' : Number(bound))))
          .sort()
      const alarm = way => {
        const { comparison_operator, threshold, metric_name } = plan.one('aws_cloudwatch_metric_alarm', '["flask-app"]', `steps["${way}"]`)
        return [metric_name, comparison_operator, threshold]
      }
      same(
        { out: levels('out'), 'rings out': alarm('out'), in: levels('in'), 'rings in': alarm('in') },
        {
          out: [
            [0, 400, 1],
            [400, '', 2],
          ],
          'rings out': ['ApproximateNumberOfMessagesVisible', 'GreaterThanOrEqualToThreshold', 100],
          in: [['', 0, -1]],
          'rings in': ['ApproximateNumberOfMessagesVisible', 'LessThanThreshold', 10],
        },
      )
    },
    spoil: ({ plan }) => (plan.one('aws_appautoscaling_policy', '["flask-app"]', 'steps["in"]').step_scaling_policy_configuration[0].step_adjustment[0].scaling_adjustment = 1),
  },
  ...['A6', 'A8'].map(id => ({
    id,
    kind: id === 'A8' ? 'doc' : 'O',
    says: 'the choice is written down',
    on: ['prod'],
    check: ({ files }) => assert.match(files.read('infra/README.md'), new RegExp(`^\\| ${id} \\|.{20,}`, 'm')),
    spoil: ({ files }) => files.change('infra/README.md', new RegExp(`^\\| ${id} \\|.*$`, 'm'), ''),
  })),
  {
    id: 'A7',
    says: 'every service scales by settings of its own, and scaling at its limit is noticed',
    check: ({ plan, name }) => {
      assert.deepEqual(plan.all('aws_appautoscaling_target').map(each => each.resource_id).sort(), [
        `service/${name}-cluster/flask-app`,
        `service/${name}-cluster/nginx`,
      ])
      for (const each of ['nginx', 'flask-app']) {
        assert.equal(plan.one('aws_cloudwatch_metric_alarm', `["${each}-at-maximum"]`).threshold, limits(plan, each)[1] - 1)
      }
    },
    spoil: ({ plan }) => (plan.one('aws_cloudwatch_metric_alarm', '["nginx-at-maximum"]').threshold = 99),
  },
  {
    id: 'P2',
    says: 'rolling updates that never go below what is wanted',
    check: ({ plan }) => {
      for (const each of ['nginx', 'flask-app']) {
        const { deployment_controller, deployment_minimum_healthy_percent, deployment_maximum_percent } = service(plan, each)
        assert.deepEqual([deployment_controller[0].type, deployment_minimum_healthy_percent, deployment_maximum_percent], ['ECS', 100, 200])
      }
      assert.equal(plan.all('aws_lb_target_group').length, 1)
    },
    spoil: ({ plan }) => (service(plan, 'nginx').deployment_minimum_healthy_percent = 50),
  },
  {
    id: 'P2',
    kind: 'O',
    says: 'blue/green, switched on: second target group, listener rules, role',
    on: ['prod-full'],
    check: ({ plan }) => {
      assert.deepEqual(plan.all('aws_lb_target_group').map(each => each.name).sort(), ['ecs-microservices-green', 'ecs-microservices-nginx'])
      assert.equal(plan.all('aws_lb_listener_rule').length, 2)
      assert.equal(plan.one('aws_iam_role', 'infrastructure').name, 'ecs-microservices-ecs-infrastructure')
      assert.ok(JSON.parse(plan.output('deploy_policy')).Statement.some(each => each.Sid === 'PassRoleBlueGreen'))
      assert.deepEqual(plan.addresses('aws_ecs_service', 'blue_green'), ['module.platform.module.service["nginx"].aws_ecs_service.blue_green[0]'])
      plan.one('aws_ecs_service', '["nginx"]')
    },
    spoil: ({ plan }) => (plan.changes('aws_lb_listener_rule')[0].type = 'aws_lb'),
  },
  {
    id: 'P2',
    kind: 'O',
    says: 'blue/green: rules, role and its policy are there before the service, and after it',
    on: ['prod-full'],
    check: ({ plan }) => {
      const { module_calls } = plan.json.configuration.root_module.module_calls.platform.module
      assert.ok(module_calls.service.expressions.target_group_arn.references.includes('module.alb.target_group_arn'))
      const before = module_calls.alb.module.outputs.target_group_arn.depends_on
      for (const each of ['aws_lb_listener_rule.production', 'aws_lb_listener_rule.test', 'aws_iam_role_policy_attachment.infrastructure']) assert.ok(before.includes(each), each)
    },
    spoil: ({ plan }) => plan.json.configuration.root_module.module_calls.platform.module.module_calls.alb.module.outputs.target_group_arn.depends_on.pop(),
  },
  {
    id: 'P2',
    kind: 'O',
    says: 'blue/green: the second variant of the service is the first, but for what Terraform ignores',
    on: ['prod-full'],
    check: ({ files }) => {
      const variant = (file, name) => {
        const [, body] = new RegExp(`resource "aws_ecs_service" "${name}" {\n  count = .*\n([^]*?)\n  lifecycle {`).exec(files.read(`infra/modules/service/${file}`))
        return body
      }
      assert.equal(variant('blue-green.tf', 'blue_green'), variant('main.tf', 'this'))
      assert.match(files.read('infra/modules/service/blue-green.tf'), /ignore_changes = \[task_definition, desired_count, load_balancer\]/)
    },
    spoil: ({ files }) => files.change('infra/modules/service/blue-green.tf', 'rollback = true', 'rollback = false'),
  },
  {
    id: 'P4',
    says: 'a revision is the definition under services/, completed',
    check: ({ plan, files, name }) => {
      for (const each of SERVICES) {
        const written = definition(files, each)
        const made = plan.one('aws_ecs_task_definition', `["${each}"]`)
        assert.equal(made.family, `${name}-${each}`)
        assert.equal(made.network_mode, written.networkMode)
        assert.deepEqual(made.requires_compatibilities, written.requiresCompatibilities)
        const [container] = written.containerDefinitions
        const completed = shape(plan, each).container
        for (const key of ['name', 'essential', 'portMappings', 'user', 'linuxParameters', 'healthCheck', 'stopTimeout']) {
          assert.deepEqual(completed[key], container[key], `${each}: ${key}`)
        }
        const names = list => new Set(list.map(item => item.name))
        const given = new Set([...names(completed.environment), ...names(completed.secrets)])
        for (const wanted of [...names(container.environment), ...names(container.secrets)]) assert.ok(given.has(wanted), `${each} gets ${wanted}`)
      }
    },
    spoil: ({ files }) => files.change('services/redis/task-definition.json', '"stopTimeout": 30', '"stopTimeout": 31'),
  },
  {
    id: 'P4',
    says: 'the deploys own image and revision: latest is tracked, old ones stay, the image is a parameter',
    check: ({ plan, name, files }) => {
      for (const each of SERVICES) {
        const made = plan.one('aws_ecs_task_definition', `["${each}"]`)
        assert.deepEqual([made.track_latest, made.skip_destroy], [true, true])
        const parameter = plan.one('aws_ssm_parameter', `["${each}"]`, '.image')
        assert.equal(parameter.name, `/${name}/${each}/image`)
        assert.equal(service(plan, each).desired_count, 0)
      }
      // A plan does not show containers, and the shapes leave the image out.
      assert.match(files.read('infra/modules/service/shape.tf'), /image += nonsensitive\(aws_ssm_parameter\.image\.value\)/)
      // A service that replaces another knows from it that there was a deploy.
      assert.match(files.read('infra/modules/service/shape.tf'), /deployed += !endswith\(nonsensitive\(aws_ssm_parameter\.image\.value\), ":none"\)/)
      const source = files.read('infra/modules/service/main.tf')
      assert.match(source, /ignore_changes = \[task_definition, desired_count\]/)
      assert.match(source, /resource "aws_ssm_parameter" "image"[^]*?ignore_changes = \[value\]/)
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_task_definition', '["nginx"]').track_latest = false),
  },
]
