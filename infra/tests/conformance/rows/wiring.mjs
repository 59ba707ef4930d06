// What leads where. The rows read the plan in which every id is the address of its resource.
import { same } from '../differences.mjs'

const ZONES = ['ap-south-1a', 'ap-south-1b']
const SERVICES = ['flask-app', 'nginx', 'redis']
const ANYWHERE = '0.0.0.0/0'

const network = (kind, zone) => `network.aws_${kind}${zone ? `["${zone}"]` : ''}`
const tier = name => ZONES.map(zone => network(`subnet.${name}`, zone))
const ROLE = 'application_role[0]'
const MODULES = { 'application-role': ROLE, database: 'database[0]' }
const group = name => `${SERVICES.includes(name) ? `service["${name}"]` : (MODULES[name] ?? name)}.aws_security_group.this`
const byZone = (kind, make) => Object.fromEntries(ZONES.map(zone => [network(kind, zone), make(zone)]))
const service = name => `service["${name}"].aws_ecs_service.this[0]`
const ofServices = value => Object.fromEntries(SERVICES.map(each => [service(each), value(each)]))

const associations = (wired, name) => wired.table('aws_route_table_association', each => [each.subnet_id, each.route_table_id], `.${name}[`)
const wherever = each => each.gateway_id?.startsWith('network.') ? each.gateway_id : each.nat_gateway_id
const routes = wired => wired.table('aws_route', each => [each.route_table_id, each.destination_cidr_block, wherever(each)])

/** Every rule as: group, direction, protocol and ports, whom. */
const rules = wired =>
  wired.table(['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'], each => [
    each.security_group_id,
    `${each.ip_protocol} ${each.from_port}-${each.to_port}`,
    each.referenced_security_group_id ?? each.cidr_ipv4 ?? each.cidr_ipv6 ?? each.prefix_list_id,
  ].join(' | '))
const path = (direction, from, to, port) => {
  const [own, other] = direction === 'ingress' ? [to, from] : [from, to]
  return { [`aws_vpc_security_group_${direction}_rule.path["${from}-${to}"]`]: `${group(own)} | tcp ${port}-${port} | ${group(other)}` }
}
const both = (...way) => ({ ...path('ingress', ...way), ...path('egress', ...way) })
const https = name => ({ [group(name).replace('aws_security_group.this', 'aws_vpc_security_group_egress_rule.https')]: `${group(name)} | tcp 443-443 | ${ANYWHERE}` })
const web = (name, port) => ({ [`alb.aws_vpc_security_group_ingress_rule.web["${name}"]`]: `${group('alb')} | tcp ${port}-${port} | ${ANYWHERE}` })
/** The rules of one group. */
const reaching = (wired, target) => Object.fromEntries(Object.entries(rules(wired)).filter(([, rule]) => rule.startsWith(group(target))))
const inGroup = (wired, address) => wired.changes('aws_vpc_security_group_ingress_rule', address)[0].change.after

export const wiring = [
  {
    id: 'N3',
    says: 'the public subnets lead to the internet gateway; NAT gateways and nothing private stand in them',
    check: ({ wired, natGateways }) =>
      same(
        {
          ...associations(wired, 'public'),
          internet: routes(wired)['network.aws_route.internet'],
          ...wired.table('aws_nat_gateway', each => [each.subnet_id, each.allocation_id]),
        },
        {
          ...byZone('route_table_association.public', zone => [network('subnet.public', zone), 'network.aws_route_table.public']),
          internet: ['network.aws_route_table.public', ANYWHERE, 'network.aws_internet_gateway.this'],
          ...Object.fromEntries(ZONES.slice(0, natGateways).map(zone => [network('nat_gateway.this', zone), [network('subnet.public', zone), network('eip.nat', zone)]])),
        },
      ),
    spoil: ({ wired }) => (wired.all('aws_nat_gateway')[0].subnet_id = tier('private')[0]),
  },
  {
    id: 'N4',
    says: 'tasks are in the private subnets, in the group of their service',
    check: ({ wired }) =>
      same(
        wired.table('aws_ecs_service', ({ network_configuration: [its] }) => [its.subnets, its.security_groups, its.assign_public_ip]),
        ofServices(name => [tier('private'), [group(name)], false]),
      ),
    spoil: ({ wired }) => (wired.all('aws_ecs_service')[0].network_configuration[0].subnets = tier('public')),
  },
  {
    id: 'N5',
    says: 'the database subnets have a route table of their own, without a route',
    check: ({ wired }) => {
      same(associations(wired, 'database'), byZone('route_table_association.database', zone => [network('subnet.database', zone), 'network.aws_route_table.database']))
      same({ routes: Object.values(routes(wired)).filter(([table]) => table === 'network.aws_route_table.database') }, { routes: [] })
    },
    spoil: ({ wired }) => (wired.all('aws_route_table_association', '.database[')[0].route_table_id = 'network.aws_route_table.public'),
  },
  {
    id: 'N6',
    says: 'private subnets leave through the NAT gateway, of their own zone where there are two, which stands where the internet is; there is no other route',
    check: ({ wired, natGateways }) => {
      const gateway = zone => network('nat_gateway.this', natGateways === 1 ? ZONES[0] : zone)
      const stands = wired.table('aws_nat_gateway', each => tier('public').includes(each.subnet_id))
      same(
        { ...associations(wired, 'private'), ...routes(wired), ...stands },
        {
          ...byZone('route_table_association.private', zone => [network('subnet.private', zone), network('route_table.private', zone)]),
          'network.aws_route.internet': ['network.aws_route_table.public', ANYWHERE, 'network.aws_internet_gateway.this'],
          ...byZone('route.nat', zone => [network('route_table.private', zone), ANYWHERE, gateway(zone)]),
          ...Object.fromEntries(ZONES.slice(0, natGateways).map(zone => [network('nat_gateway.this', zone), true])),
        },
      )
    },
    spoil: ({ wired }) => (wired.all('aws_route', '.nat[')[1].nat_gateway_id = 'other'),
  },
  {
    id: 'N9',
    says: 'everything is in the VPC of its environment',
    check: ({ wired }) => {
      const inVpc = wired.table(['aws_subnet', 'aws_route_table', 'aws_security_group', 'aws_internet_gateway', 'aws_lb_target_group', 'aws_vpc_endpoint', 'aws_default_security_group'], each => each.vpc_id)
      same(inVpc, Object.fromEntries(Object.keys(inVpc).map(address => [address, 'network.aws_vpc.this'])))
    },
    spoil: ({ wired }) => (wired.all('aws_security_group')[0].vpc_id = 'other'),
  },
  {
    id: 'N10',
    kind: 'O',
    says: 'the S3 endpoint serves the private subnets',
    check: ({ wired }) => same({ tables: wired.one('aws_vpc_endpoint').route_table_ids }, { tables: ZONES.map(zone => network('route_table.private', zone)) }),
    spoil: ({ wired }) => wired.one('aws_vpc_endpoint').route_table_ids.pop(),
  },
  {
    id: 'L1',
    says: 'the load balancer is in the public subnets of both zones, with a group of its own',
    check: ({ wired }) => {
      const { subnets, security_groups } = wired.one('aws_lb')
      same({ subnets, security_groups }, { subnets: tier('public'), security_groups: [group('alb')] })
    },
    spoil: ({ wired }) => (wired.one('aws_lb').subnets = tier('private')),
  },
  {
    id: 'L1',
    says: 'production refuses that its load balancer is deleted',
    check: ({ plan, protected: resists }) => same({ 'load balancer': plan.one('aws_lb').enable_deletion_protection }, { 'load balancer': resists }),
    spoil: ({ plan }) => (plan.one('aws_lb').enable_deletion_protection = !plan.one('aws_lb').enable_deletion_protection),
  },
  {
    id: 'L2',
    says: 'listeners forward to the target group in which nginx registers',
    check: ({ wired, https: secure }) => {
      const blue = 'arn:alb.aws_lb_target_group.this["blue"]'
      same(
        wired.table('aws_lb_listener', each => [each.load_balancer_arn, each.default_action[0].type, each.default_action[0].target_group_arn ?? null]),
        {
          'alb.aws_lb_listener.http': ['arn:alb.aws_lb.this', secure ? 'redirect' : 'forward', secure ? null : blue],
          ...(secure && { 'alb.aws_lb_listener.https[0]': ['arn:alb.aws_lb.this', 'forward', blue] }),
        },
      )
      same(wired.table('aws_ecs_service', each => each.load_balancer.map(target => target.target_group_arn)), ofServices(name => (name === 'nginx' ? [blue] : [])))
    },
    spoil: ({ wired }) => (wired.one('aws_ecs_service', '["nginx"]').load_balancer[0].target_group_arn = 'other'),
  },
  {
    id: 'L8',
    says: 'HTTPS shows the certificate of the domain, once it is valid',
    on: ['prod'],
    check: ({ wired, plan }) => {
      same({ certificate: wired.one('aws_lb_listener', '.https').certificate_arn }, { certificate: 'arn:aws_acm_certificate.this[0]' })
      const alb = plan.json.configuration.root_module.module_calls.platform.module.module_calls.alb.expressions
      same({ given: alb.certificate_arn.references }, { given: ['local.certificate_arn'] })
      plan.wired('aws_acm_certificate_validation', 'certificate_arn')
    },
    spoil: ({ wired }) => (wired.one('aws_lb_listener', '.https').certificate_arn = 'other'),
  },
  {
    id: 'E1',
    says: 'all services are in the one cluster, in its namespace',
    check: ({ wired }) => {
      same(
        wired.table('aws_ecs_service', each => [each.cluster, each.service_connect_configuration[0].namespace]),
        ofServices(() => ['arn:cluster.aws_ecs_cluster.this', 'arn:cluster.aws_service_discovery_http_namespace.this']),
      )
      same(
        wired.table('aws_ecs_task_definition', each => [each.execution_role_arn, each.task_role_arn]),
        {
          ...Object.fromEntries(SERVICES.map(each => [`service["${each}"].aws_ecs_task_definition.this`, ['execution', 'task'].map(role => `arn:service["${each}"].aws_iam_role.${role}`)])),
          [`${ROLE}.aws_ecs_task_definition.this`]: [`arn:${ROLE}.aws_iam_role.execution`, null],
        },
      )
    },
    spoil: ({ wired }) => (wired.all('aws_ecs_service')[0].cluster = 'other'),
  },
  {
    id: 'E7',
    says: 'each call has its way through the groups: nginx to flask-app, flask-app to redis and to the database, as the task that makes its role',
    check: ({ wired }) => {
      const paths = Object.fromEntries(Object.entries(rules(wired)).filter(([address]) => address.includes('.path[')))
      same(paths, { ...both('alb', 'nginx', 8080), ...both('nginx', 'flask-app', 5000), ...both('flask-app', 'redis', 6379), ...both('flask-app', 'database', 5432), ...both('application-role', 'database', 5432) })
      const { container_definitions } = wired.one('aws_ecs_task_definition', '["flask-app"]')
      const host = JSON.parse(container_definitions)[0].environment.find(each => each.name === 'DATABASE_HOST').value
      same({ DATABASE_HOST: host }, { DATABASE_HOST: 'database[0].aws_db_instance.this' })
    },
    spoil: ({ wired }) => (inGroup(wired, 'flask-app-redis').referenced_security_group_id = group('nginx')),
  },
  {
    id: 'E11',
    says: 'tasks of every service may run in both zones',
    check: ({ wired }) => {
      const zones = Object.fromEntries(ZONES.flatMap(zone => ['public', 'private', 'database'].map(name => [network(`subnet.${name}`, zone), zone])))
      same(wired.table('aws_ecs_service', each => each.network_configuration[0].subnets.map(subnet => zones[subnet])), ofServices(() => ZONES))
    },
    spoil: ({ wired }) => wired.all('aws_ecs_service')[2].network_configuration[0].subnets.pop(),
  },
  {
    id: 'D6',
    says: 'the database is in its subnets and in its group',
    check: ({ wired }) => {
      same({ subnets: wired.one('aws_db_subnet_group').subnet_ids }, { subnets: tier('database') })
      const { vpc_security_group_ids, db_subnet_group_name, parameter_group_name } = wired.one('aws_db_instance', 'database[0].aws_db_instance.this')
      same(
        { vpc_security_group_ids, db_subnet_group_name, parameter_group_name },
        { vpc_security_group_ids: [group('database')], db_subnet_group_name: wired.one('aws_db_subnet_group').name, parameter_group_name: wired.one('aws_db_parameter_group').name },
      )
    },
    spoil: ({ wired }) => (wired.one('aws_db_subnet_group').subnet_ids = tier('private')),
  },
  {
    id: 'G2',
    says: 'tasks take what their callers send, and reach AWS over HTTPS and nothing else',
    check: ({ wired }) =>
      same(Object.assign({}, ...SERVICES.map(each => reaching(wired, each))), {
        ...path('ingress', 'alb', 'nginx', 8080),
        ...both('nginx', 'flask-app', 5000),
        ...both('flask-app', 'redis', 6379),
        ...path('egress', 'flask-app', 'database', 5432),
        ...Object.assign({}, ...SERVICES.map(https)),
      }),
    spoil: ({ wired }) => wired.all('aws_vpc_security_group_egress_rule', '.https').forEach(rule => (rule.from_port = 0)),
  },
  {
    id: 'G3',
    says: "the database has its group, and tasks of flask-app and the one that makes its role alone are let in",
    check: ({ wired }) =>
      same(
        { groups: wired.one('aws_db_instance', 'database[0].aws_db_instance.this').vpc_security_group_ids, ...reaching(wired, 'database') },
        { groups: [group('database')], ...path('ingress', 'flask-app', 'database', 5432), ...path('ingress', 'application-role', 'database', 5432) },
      ),
    spoil: ({ wired }) => (wired.one('aws_db_instance', 'database[0].aws_db_instance.this').vpc_security_group_ids = []),
  },
  {
    id: 'G4',
    says: 'these are all the rules there are',
    check: ({ wired }) =>
      same(rules(wired), {
        ...web('http', 80),
        ...web('https', 443),
        ...both('alb', 'nginx', 8080),
        ...both('nginx', 'flask-app', 5000),
        ...both('flask-app', 'redis', 6379),
        ...both('flask-app', 'database', 5432),
        ...both('application-role', 'database', 5432),
        ...https('application-role'),
        ...https('nginx'),
        ...https('flask-app'),
        ...https('redis'),
      }),
    spoil: ({ wired }) => (wired.all('aws_vpc_security_group_egress_rule', '.https')[0].to_port = 65535),
  },
]
