locals {
  registry     = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
  cluster_name = "${var.name}-cluster"
  namespace    = "EcsMicroservices/${var.name}"
  clustered    = var.database.serverless != null
  # What both have; the one that there is.
  database = one([for each in concat(module.database, module.database_cluster) : {
    for key in ["address", "connections", "database_name", "identifier", "replica_address", "secret_arn", "security_group_id", "username"] : key => each[key]
  }])
  https = var.web.domain != null || var.web.certificate_arn != null

  # What the database has to bear: twice the tasks while a deployment runs, and a pool in each of their workers.
  pools = {
    for name, given in local.stored : name => merge(
      { WEB_WORKERS = name == "flask-app" ? 2 : 1, DATABASE_POOL_SIZE = 4 },
      given.environment,
      given.settings,
      { tasks = local.counting[name] ? coalesce(given.count, 1) : max(given.max, values(given.schedules)[*].max...) },
    )
  }
  max_connections = sum([for pool in local.pools : pool.tasks * 2 * pool.WEB_WORKERS * pool.DATABASE_POOL_SIZE])
}

module "network" {
  source = "../network"

  name                = var.name
  region              = var.region
  account_id          = var.account_id
  cidr                = var.network.cidr
  availability_zones  = coalesce(var.network.availability_zones, ["${var.region}a", "${var.region}b"])
  subnets             = var.network.subnets
  single_nat          = var.network.single_nat
  interface_endpoints = var.network.interface_endpoints
  flow_logs           = var.network.flow_logs
  log_retention_days  = var.log_retention_days
}

module "alb" {
  source = "../alb"

  name                = var.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.public_subnet_ids
  https               = local.https
  certificate_arn     = local.certificate_arn
  blue_green          = var.web.blue_green
  deletion_protection = var.web.deletion_protection
  access_logs_bucket  = var.web.access_logs_bucket

  target = {
    name              = "nginx"
    port              = 8080
    health_check_path = "/nginx-health"
    sticky            = var.web.sticky
  }

  routes = {
    for name, given in local.routed : name => {
      port              = local.ports[name]
      paths             = given.paths
      host              = given.host
      priority          = given.priority
      health_check_path = given.health_check_path
    }
  }
}

module "nlb" {
  source = "../nlb"
  count  = var.web.fixed_addresses ? 1 : 0

  name                = var.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.public_subnet_ids
  deletion_protection = var.web.deletion_protection

  alb = {
    arn               = module.alb.listening_arn
    security_group_id = module.alb.security_group_id
    https             = local.https
    health_check_path = "/nginx-health"
  }
}

module "cluster" {
  source = "../cluster"

  name               = var.name
  container_insights = var.container_insights
}

# One of the two.
module "database" {
  source = "../database"
  count  = var.database.serverless == null ? 1 : 0

  name                    = var.name
  vpc_id                  = module.network.vpc_id
  subnet_ids              = module.network.database_subnet_ids
  engine_version          = var.database.engine_version
  major_upgrade           = var.database.major_upgrade
  instance_class          = var.database.instance_class
  multi_az                = var.database.multi_az
  backup_days             = var.database.backup_days
  deletion_protection     = var.database.deletion_protection
  skip_final_snapshot     = var.database.skip_final_snapshot
  apply_immediately       = var.database.apply_immediately
  password_rotation_days  = var.database.password_rotation_days
  master_password_version = var.database.master_password_version
  read_replica            = var.database.read_replica
  blue_green_updates      = var.database.blue_green_updates
}

moved {
  from = module.database
  to   = module.database[0]
}

module "database_cluster" {
  source = "../database-cluster"
  count  = var.database.serverless == null ? 0 : 1

  name                   = var.name
  vpc_id                 = module.network.vpc_id
  subnet_ids             = module.network.database_subnet_ids
  engine_version         = var.database.engine_version
  major_upgrade          = var.database.major_upgrade
  capacity               = { min = var.database.serverless.min_capacity, max = var.database.serverless.max_capacity, pause_after = var.database.serverless.pause_after }
  snapshot               = var.database.serverless.snapshot
  multi_az               = var.database.multi_az
  backup_days            = var.database.backup_days
  deletion_protection    = var.database.deletion_protection
  skip_final_snapshot    = var.database.skip_final_snapshot
  apply_immediately      = var.database.apply_immediately
  password_rotation_days = var.database.password_rotation_days
}

module "sessions" {
  source = "../sessions"
  count  = var.sessions != null ? 1 : 0

  name              = var.name
  region            = var.region
  account_id        = var.account_id
  vpc_id            = module.network.vpc_id
  subnet_ids        = module.network.database_subnet_ids
  services          = var.sessions.services
  node_type         = var.sessions.node_type
  replicas          = var.sessions.replicas
  snapshot_days     = var.sessions.snapshot_days
  apply_immediately = var.sessions.apply_immediately
}

module "files" {
  source = "../file-system"
  count  = length(var.files) > 0 ? 1 : 0

  name       = var.name
  account_id = var.account_id
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.private_subnet_ids
  volumes    = { for name, each in var.files : name => { uid = each.uid, gid = each.gid } }
}

module "service" {
  source   = "../service"
  for_each = local.services

  name               = var.name
  service            = each.key
  region             = var.region
  account_id         = var.account_id
  definition_file    = local.definition_files[each.key]
  repository_url     = "${local.registry}/${var.repository_prefix}/${each.key}"
  cluster            = { name = local.cluster_name, arn = module.cluster.arn, namespace_arn = module.cluster.namespace_arn }
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.private_subnet_ids
  cpu                = each.value.cpu
  memory             = each.value.memory
  environment        = each.value.environment
  settings           = each.value.settings
  secrets            = each.value.secrets
  task_policy        = contains(local.with_rights, each.key) ? { json = data.aws_iam_policy_document.application[each.key].json } : null
  file_systems       = merge(local.files[each.key], local.given[each.key].file_systems)
  expose             = each.value.expose
  request_timeout    = each.value.request_timeout
  load_balanced      = each.value.entry || contains(keys(local.routed), each.key)
  blue_green         = each.value.entry && var.web.blue_green
  target_group_arn   = each.value.entry ? module.alb.target_group_arn : try(module.alb.routes[each.key].arn, null)
  spot_share         = each.value.spot_share
  desired_count      = var.bootstrap_desired_count
  tasks              = each.value.tasks
  deployment         = merge(each.value.deployment, { alarms = module.observability.deployment_alarms[each.key] })
  scaling            = each.value.scaling
  spread             = each.value.spread
  execute_command    = var.execute_command
  log_retention_days = coalesce(local.given[each.key].log_retention_days, var.log_retention_days)
  error_pattern      = each.value.error_pattern
  metrics_namespace  = local.namespace
  tracing            = contains(try(var.tracing.services, []), each.key) ? { image = var.tracing.image } : null
}

module "application_role" {
  source = "../application-role"
  count  = var.database.application_role ? 1 : 0

  name               = var.name
  region             = var.region
  account_id         = var.account_id
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.private_subnet_ids
  cluster            = local.cluster_name
  password_version   = var.database.application_password_version
  log_retention_days = var.log_retention_days

  database = {
    address    = local.database.address
    name       = local.database.database_name
    username   = local.database.username
    secret_arn = local.database.secret_arn
    ca_pem     = var.database.ca_pem
  }
}

module "observability" {
  source = "../observability"

  name               = var.name
  region             = var.region
  account_id         = var.account_id
  emails             = var.alarm_emails
  cluster            = local.cluster_name
  metrics_namespace  = local.namespace
  nat_gateway_ids    = module.network.nat_gateway_ids
  database           = { identifier = local.database.identifier, cluster = local.clustered, max_connections = local.max_connections, storage_gb = one(module.database[*].storage_gb) }
  certificate        = { watch = local.https, arn = local.certificate_arn }
  log_retention_days = var.log_retention_days

  sessions = length(module.sessions) > 0 ? { nodes = module.sessions[0].nodes } : null

  load_balancer = {
    arn_suffix              = module.alb.arn_suffix
    target_group_arn_suffix = module.alb.target_group_arn_suffix
    green_arn_suffix        = module.alb.green_arn_suffix
    blue_green              = var.web.blue_green
  }

  services = {
    for name, given in local.given : name => {
      entry        = name == "nginx"
      logged       = name != "redis"
      callers      = name == "redis" ? [] : given.callers
      max          = local.counting[name] ? null : given.max
      thresholds   = given.alarms
      routed       = contains(keys(local.routed), name)
      target_group = try(module.alb.routes[name].arn_suffix, null)
    }
  }
}

module "deploy_role" {
  source = "../deploy-role"

  name                = var.name
  region              = var.region
  account_id          = var.account_id
  github              = var.github
  cluster             = local.cluster_name
  services            = keys(local.services)
  repository_prefix   = var.repository_prefix
  role_arns           = flatten([for service in module.service : service.role_arns])
  allow               = var.deploy_allow
  copies_from         = var.deploy_allow.copies_from
  blue_green_role_arn = var.web.blue_green ? "arn:aws:iam::${var.account_id}:role/${var.name}-ecs-infrastructure" : null
}

module "schedule" {
  source = "../schedule"
  count  = var.office_hours != null ? 1 : 0

  name                = var.name
  region              = var.region
  account_id          = var.account_id
  cluster             = local.cluster_name
  services            = { for name, service in local.services : name => service.scaling == null ? service.tasks : service.scaling.min }
  database_identifier = local.database.identifier
  database_cluster    = local.clustered
  hours               = { for key, value in var.office_hours : key => value if value != null }
}
