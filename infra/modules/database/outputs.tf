output "address" {
  value = aws_db_instance.this.address
}

output "port" {
  value = aws_db_instance.this.port
}

output "identifier" {
  # Not the resource's attribute: alarms and schedules that name it should be readable in a plan.
  value = "${var.name}-postgres"
}

output "storage_gb" {
  value = var.storage_gb
}

output "database_name" {
  value = var.database_name
}

output "username" {
  value = var.username
}

output "secret_arn" {
  description = "JSON with the keys username and password."
  value       = local.kept_by_rds ? one(aws_db_instance.this.master_user_secret[*].secret_arn) : aws_secretsmanager_secret.master[0].arn
}

output "replica_address" {
  description = "Where to read from; null without a replica."
  value       = one(aws_db_instance.replica[*].address)
}

output "security_group_id" {
  value = aws_security_group.this.id
}

output "connections" {
  description = "About how many connections the class bears."
  value       = local.connections
}
