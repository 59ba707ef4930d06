output "address" {
  description = "Where to write and read; it follows a failover."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "port" {
  value = local.port
}

output "cache" {
  description = "Name of the cache, which a login by IAM is signed for."
  value       = local.cache
}

output "nodes" {
  description = "Names of the nodes, as CloudWatch has them."
  value       = [for number in range(1, var.replicas + 2) : format("%s-%03d", local.cache, number)]
}

output "environment" {
  description = "By service what its container is told, as flask-app reads it."
  value = { for service, user in local.users : service => {
    SESSIONS_URL       = "rediss://${user}@${aws_elasticache_replication_group.this.primary_endpoint_address}:${local.port}"
    SESSIONS_IAM_CACHE = local.cache
  } }
}

output "statements" {
  description = "By service what its task needs to log in."
  value       = { for service, document in data.aws_iam_policy_document.login : service => document.json }
}

output "security_group_id" {
  value = aws_security_group.this.id
}
