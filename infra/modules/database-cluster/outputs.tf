output "address" {
  description = "Where to write: it follows the instance that takes over."
  value       = aws_rds_cluster.this.endpoint
}

output "port" {
  value = aws_rds_cluster.this.port
}

output "identifier" {
  # Not the resource's attribute: alarms and schedules that name it should be readable in a plan.
  value = "${var.name}-aurora"
}

output "database_name" {
  value = var.database_name
}

output "username" {
  value = var.username
}

output "secret_arn" {
  description = "JSON with the keys username and password."
  value       = one(aws_rds_cluster.this.master_user_secret[*].secret_arn)
}

output "replica_address" {
  description = "Where to read from; null without a second instance."
  value       = var.multi_az ? aws_rds_cluster.this.reader_endpoint : null
}

output "security_group_id" {
  value = aws_security_group.this.id
}

output "connections" {
  description = "About how many connections it bears."
  value       = local.connections
}
