import assert from 'node:assert/strict'

const subnets = (tier, first) => ({
  check: ({ plan, octets }) => {
    const made = plan.all('aws_subnet', `.${tier}[`)
    assert.deepEqual(made.map(each => each.cidr_block).sort(), [`${octets}.${first}.0/24`, `${octets}.${first + 1}.0/24`])
    assert.deepEqual(made.map(each => each.availability_zone).sort(), ['ap-south-1a', 'ap-south-1b'])
    for (const each of made) assert.ok(!each.map_public_ip_on_launch)
  },
  spoil: ({ plan }) => (plan.all('aws_subnet', `.${tier}[`)[1].cidr_block = '10.99.0.0/24'),
})

export const network = [
  {
    id: 'N1',
    says: 'region ap-south-1 with the zones a and b',
    check: ({ plan }) => {
      const zones = new Set(plan.all('aws_subnet').map(each => each.availability_zone))
      assert.deepEqual([...zones].sort(), ['ap-south-1a', 'ap-south-1b'])
      assert.equal(plan.region, 'ap-south-1')
    },
    spoil: ({ plan }) => (plan.all('aws_subnet')[0].availability_zone = 'ap-south-1c'),
  },
  {
    id: 'N2',
    says: 'a VPC 10.x.0.0/16 (production 10.0) with DNS support and host names',
    check: ({ plan, octets }) => {
      const vpc = plan.one('aws_vpc')
      assert.equal(vpc.cidr_block, `${octets}.0.0/16`)
      assert.equal(vpc.enable_dns_support, true)
      assert.equal(vpc.enable_dns_hostnames, true)
    },
    spoil: ({ plan }) => (plan.one('aws_vpc').enable_dns_hostnames = false),
  },
  { id: 'N3', says: 'two public subnets x.x.1.0/24 and x.x.2.0/24', ...subnets('public', 1) },
  { id: 'N4', says: 'two private subnets x.x.11.0/24 and x.x.12.0/24; tasks without public address', ...subnets('private', 11) },
  {
    id: 'N4',
    says: 'tasks have no public address',
    check: ({ plan }) => {
      const services = plan.all('aws_ecs_service')
      assert.equal(services.length, 3)
      for (const each of services) assert.equal(each.network_configuration[0].assign_public_ip, false)
    },
    spoil: ({ plan }) => (plan.all('aws_ecs_service')[1].network_configuration[0].assign_public_ip = true),
  },
  { id: 'N5', says: 'two database subnets x.x.21.0/24 and x.x.22.0/24', ...subnets('database', 21) },
  {
    id: 'N5',
    says: 'no route leaves the database subnets',
    check: ({ plan }) => {
      assert.deepEqual(plan.addresses('aws_route', 'database'), [])
      assert.equal(plan.one('aws_route_table', 'route_table.database').route?.length ?? 0, 0)
      assert.equal(plan.all('aws_route_table_association', '.database[').length, 2)
    },
    spoil: ({ plan }) => (plan.one('aws_route_table', 'route_table.database').route = [{ cidr_block: '0.0.0.0/0' }]),
  },
  {
    id: 'N6',
    says: 'a NAT gateway per zone in production, one elsewhere',
    check: ({ plan, natGateways }) => {
      assert.equal(plan.all('aws_nat_gateway').length, natGateways)
      assert.equal(plan.all('aws_route', '.nat[').length, 2)
    },
    spoil: ({ plan }) => plan.json.resource_changes.splice(plan.json.resource_changes.findIndex(each => each.type === 'aws_nat_gateway'), 1),
  },
  {
    id: 'N7',
    kind: 'O',
    says: 'a Route53 name, where a domain is given',
    on: ['prod'],
    check: ({ plan }) => assert.equal(plan.one('aws_route53_record', '.alias[').type, 'A'),
    spoil: ({ plan }) => (plan.one('aws_route53_record', '.alias[').type = 'CNAME'),
  },
  {
    id: 'N8',
    says: 'an ACM certificate for the domain',
    on: ['prod'],
    check: ({ plan }) => {
      assert.equal(plan.one('aws_acm_certificate').domain_name, 'app.example.com')
      assert.equal(plan.one('aws_acm_certificate').validation_method, 'DNS')
      plan.wired('aws_lb_listener', 'certificate_arn', '.https')
    },
    spoil: ({ plan }) => (plan.one('aws_acm_certificate').validation_method = 'EMAIL'),
  },
  {
    id: 'N9',
    says: 'a VPC of its own for every environment',
    check: ({ plan, octets, name }) => {
      assert.equal(plan.one('aws_vpc').cidr_block.split('.').slice(0, 2).join('.'), octets)
      assert.equal(plan.one('aws_vpc').tags.Name, name)
    },
    spoil: ({ plan }) => (plan.one('aws_vpc').tags.Name = 'shared'),
  },
  {
    id: 'N10',
    kind: 'O',
    says: 'an S3 gateway endpoint, as it is free; others are a switch',
    check: ({ plan }) => {
      assert.deepEqual(plan.all('aws_vpc_endpoint').map(each => [each.service_name, each.vpc_endpoint_type]), [['com.amazonaws.ap-south-1.s3', 'Gateway']])
    },
    spoil: ({ plan }) => (plan.one('aws_vpc_endpoint').vpc_endpoint_type = 'Interface'),
  },
  {
    id: 'N10',
    kind: 'O',
    says: 'flow logs in production only',
    check: ({ plan, environment }) => assert.equal(plan.all('aws_flow_log').length, environment === 'prod' ? 1 : 0),
    spoil: ({ plan, environment }) => {
      const changes = plan.json.resource_changes
      if (environment === 'prod') changes.splice(changes.findIndex(each => each.type === 'aws_flow_log'), 1)
      else changes.push({ ...changes.find(each => each.mode === 'managed'), type: 'aws_flow_log' })
    },
  },
  {
    id: 'L1',
    says: 'a load balancer that faces the internet, in both public subnets',
    check: ({ plan }) => {
      const balancer = plan.one('aws_lb')
      assert.equal(balancer.internal, false)
      assert.equal(balancer.load_balancer_type, 'application')
      assert.equal(plan.one('aws_lb_listener', /\.http$/).port, 80)
    },
    spoil: ({ plan }) => (plan.one('aws_lb').internal = true),
  },
  {
    id: 'L2',
    says: 'it routes to nginx by address',
    check: ({ plan, name }) => {
      const group = plan.one('aws_lb_target_group', '["blue"]')
      assert.equal(group.target_type, 'ip')
      assert.equal(group.name, `${name}-nginx`)
      assert.equal(group.port, 8080)
      const [target] = plan.one('aws_ecs_service', '["nginx"]').load_balancer
      assert.deepEqual([target.container_name, target.container_port], ['nginx', 8080])
      for (const other of ['flask-app', 'redis']) assert.equal(plan.one('aws_ecs_service', `["${other}"]`).load_balancer.length, 0)
    },
    spoil: ({ plan }) => (plan.one('aws_lb_target_group', '["blue"]').target_type = 'instance'),
  },
  {
    id: 'L3',
    says: 'health check: /nginx-health every 30 s, healthy after 2, unhealthy after 3',
    check: ({ plan }) => {
      const [check] = plan.one('aws_lb_target_group', '["blue"]').health_check
      assert.deepEqual([check.path, check.interval, check.healthy_threshold, check.unhealthy_threshold], ['/nginx-health', 30, 2, 3])
    },
    spoil: ({ plan }) => (plan.one('aws_lb_target_group', '["blue"]').health_check[0].interval = 10),
  },
  {
    id: 'L4',
    says: 'the start-up of a task is waited for',
    check: ({ plan }) => {
      const [check] = plan.one('aws_lb_target_group', '["blue"]').health_check
      assert.ok(check.timeout < check.interval)
      const grace = plan.one('aws_ecs_service', '["nginx"]').health_check_grace_period_seconds
      assert.ok(grace >= check.interval * check.healthy_threshold, `grace ${grace}`)
    },
    spoil: ({ plan }) => (plan.one('aws_ecs_service', '["nginx"]').health_check_grace_period_seconds = 0),
  },
  {
    id: 'L5',
    says: 'API paths go to flask-app, in nginx',
    check: ({ files }) => assert.match(files.read('services/nginx/nginx.conf.template'), /location[^{]*\bapi\/[^}]*proxy_pass/),
    spoil: ({ files }) => files.change('services/nginx/nginx.conf.template', /api\//g, 'other/'),
  },
  {
    id: 'L6',
    says: 'no sticky sessions unless asked for',
    check: ({ plan }) => assert.equal(plan.one('aws_lb_target_group', '["blue"]').stickiness[0].enabled, false),
    spoil: ({ plan }) => (plan.one('aws_lb_target_group', '["blue"]').stickiness[0].enabled = true),
  },
  {
    id: 'L7',
    kind: 'O',
    says: 'when a network load balancer would be right is written down',
    check: ({ files }) => assert.match(files.read('infra/README.md'), /network load balancer/i),
    spoil: ({ files }) => files.change('infra/README.md', /network load balancer/gi, ''),
  },
  {
    id: 'L8',
    says: 'HTTPS with a certificate, and HTTP only redirects',
    on: ['prod'],
    check: ({ plan }) => {
      const https = plan.one('aws_lb_listener', '.https')
      assert.deepEqual([https.port, https.protocol, https.default_action[0].type], [443, 'HTTPS', 'forward'])
      assert.match(https.ssl_policy, /TLS13/)
      const [action] = plan.one('aws_lb_listener', /\.http$/).default_action
      assert.equal(action.type, 'redirect')
      assert.deepEqual([action.redirect[0].port, action.redirect[0].protocol, action.redirect[0].status_code], ['443', 'HTTPS', 'HTTP_301'])
    },
    spoil: ({ plan }) => (plan.one('aws_lb_listener', /\.http$/).default_action[0].type = 'forward'),
  },
]
