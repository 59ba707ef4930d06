output "url" {
  value = module.platform.url
}

output "cluster" {
  value = module.platform.cluster
}

output "ids" {
  value = module.platform.ids
}

output "application_role" {
  value = module.platform.application_role
}

output "deploy_role_arn" {
  value = module.platform.deploy_role_arn
}

output "deploy_role_subject" {
  value = module.platform.deploy_role_subject
}

output "deploy_policy" {
  value = module.platform.deploy_policy
}

output "dashboard" {
  value = module.platform.dashboard
}

output "deployment_alarms" {
  value = module.platform.deployment_alarms
}

output "shapes" {
  value = module.platform.shapes
}

output "blue_green" {
  value = module.platform.blue_green
}

output "backup_copies" {
  description = "Where the copies of the backups are; null where there are none."
  value       = local.backup_region == null ? null : { region = local.backup_region, days = var.backup_copy_days, key = module.backup_copies[0].key_arn }
}

output "synthetic_check" {
  description = "What is asked for from outside, and the topic in us-east-1 that is told; null where nothing is."
  value       = one([for each in module.synthetic_check : { url = each.url, topic = each.topic_arn }])
}
