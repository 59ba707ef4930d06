output "url" {
  value = var.web.domain != null ? "https://${var.web.domain.name}" : "${local.https ? "https" : "http"}://${var.web.fixed_addresses ? module.nlb[0].dns_name : module.alb.dns_name}"
}

output "cluster" {
  description = "For `cluster` in evenkeel.yml."
  value       = local.cluster_name
}

output "ids" {
  description = "What else is made in this VPC or this cluster wants: another service of yours, a bastion, a second rule of the load balancer."
  value = {
    vpc               = module.network.vpc_id
    subnets           = { public = module.network.public_subnet_ids, private = module.network.private_subnet_ids, database = module.network.database_subnet_ids }
    nat_gateways      = module.network.nat_gateway_ids
    security_groups   = local.groups
    load_balancer     = module.alb.arn
    listener          = module.alb.listener_arn
    target_groups     = merge({ nginx = module.alb.target_group_arn }, { for name, route in module.alb.routes : name => route.arn })
    cluster           = module.cluster.arn
    namespace         = module.cluster.namespace_arn
    database          = local.database.identifier
    database_arn      = "arn:aws:rds:${var.region}:${var.account_id}:${local.clustered ? "cluster" : "db"}:${local.database.identifier}"
    database_address  = local.database.address
    database_replica  = local.database.replica_address
    database_password = local.database.secret_arn
    database_login    = local.login.secret_arn
    redis_password    = aws_secretsmanager_secret.redis.arn
    fixed_addresses   = try(module.nlb[0].addresses, [])
    files             = one(module.files[*].id)
    sessions          = one(module.sessions[*].address)
    alarms            = module.observability.topic_arn
  }
}

output "deploy_role_arn" {
  description = "For `role-to-assume` of aws-actions/configure-aws-credentials."
  value       = module.deploy_role.arn
}

output "deploy_role_subject" {
  value = module.deploy_role.subject
}

output "deploy_policy" {
  value = module.deploy_role.policy_json
}

output "shapes" {
  description = "Per service what a task is made of in this environment, less the image: that changes with each deploy."
  value = { for name, service in module.service : name => merge(service.shape, {
    container = { for key, value in service.shape.container : key => value if key != "image" }
  }) }
}

output "scaling" {
  description = "Per service that scales: its limits, and what it is held at."
  value       = { for name, service in module.service : name => service.scaling if service.scaling != null }
}

output "deployment_alarms" {
  value = module.observability.deployment_alarms
}

output "dashboard" {
  value = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${var.name}"
}

output "blue_green" {
  description = "What a strategy in evenkeel.yml names, under the keys it has there; null when it is off."
  value       = module.alb.blue_green
}

output "application_role" {
  description = "The command that makes the role of the services in the database, or gives it a new password; null where they are the master user."
  value       = one(module.application_role[*].command)
}

output "connections" {
  description = "Connections that the tasks of all services may have open at most."
  value       = local.max_connections

  precondition {
    condition     = local.max_connections <= local.database.connections
    error_message = "${join("; ", [for name, pool in local.pools : "${name} may run ${pool.tasks} tasks: × 2 while a deployment runs × ${pool.WEB_WORKERS} workers × ${pool.DATABASE_POOL_SIZE} connections"])} = ${local.max_connections}, and ${local.clustered ? "${var.database.serverless.max_capacity} ACU bear" : "a ${var.database.instance_class} bears"} about ${local.database.connections}. Lower max, or DATABASE_POOL_SIZE, or take a larger database.${local.clustered ? "serverless.max_capacity" : "instance_class"}."
  }
}

output "schedules" {
  description = "What stops and starts outside office hours."
  value       = try(keys(module.schedule[0].calls), [])
}
